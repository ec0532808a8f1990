"""What is asked of routing: categories and numbers to call, rules, whose a matter would be."""

from doorstep.routing.queries.owners import (
    GOVERNING,
    Proposal,
    body_at,
    department,
    governing,
    lowest_body,
    property_firm,
    propose,
    rules_in_force,
)
from doorstep.routing.queries.tree import (
    CATEGORIES,
    NUMBERS,
    UNSORTED,
    call_first,
    category,
    groups,
    hides,
    is_emergency,
    leaves,
    names_of,
    number,
    read,
    read_as,
    sounds_hidden,
    unasked,
)

__all__ = [
    "CATEGORIES", "GOVERNING", "NUMBERS", "UNSORTED", "Proposal", "body_at", "call_first",
    "category", "department", "governing", "groups", "hides", "is_emergency", "leaves",
    "lowest_body", "names_of", "number", "property_firm", "propose", "read", "read_as",
    "rules_in_force", "sounds_hidden", "unasked",
]  # fmt: skip
