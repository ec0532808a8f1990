"""What is asked of matters: categories, who stands how to one, who should own one, others."""

from doorstep.matters.queries.asked import (
    alike,
    as_told,
    by_token,
    in_already,
    in_work,
    open_children,
    overdue,
    so_far,
    tried_here,
)
from doorstep.matters.queries.owners import (
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
from doorstep.matters.queries.standing import (
    level_of,
    own,
    reach,
)
from doorstep.matters.queries.tree import (
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
    titled,
    told_category,
    unasked,
)

__all__ = [
    "CATEGORIES", "GOVERNING", "NUMBERS", "UNSORTED", "Proposal", "alike", "as_told", "body_at",
    "by_token", "call_first", "category", "department", "governing", "groups", "hides",
    "in_already", "in_work", "is_emergency", "leaves", "level_of", "lowest_body", "names_of",
    "number", "open_children", "overdue", "own", "property_firm", "propose", "reach", "read",
    "read_as", "rules_in_force", "so_far", "sounds_hidden", "titled", "told_category", "tried_here", "unasked",
]  # fmt: skip
