"""What is asked of routing: categories and numbers to call, rules, whose a matter would be."""

from doorstep.routing.queries.candidates import reasons
from doorstep.routing.queries.marks import faults_in_words, new_faults, spoken_of
from doorstep.routing.queries.owners import (
    GOVERNING,
    Proposal,
    body_at,
    department,
    governing,
    lowest_body,
    named_by,
    property_firm,
    propose,
    rules_about,
    rules_in_force,
)
from doorstep.routing.queries.plans import Plan, plan_of
from doorstep.routing.queries.streets import streets_of, streets_there
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
    offered,
    read,
    read_as,
    sounds_hidden,
    unasked,
)
from doorstep.routing.queries.trials import undecided
from doorstep.routing.queries.words import (
    BY_PLACE,
    is_topic,
    kinds_offered,
    owner_words,
    owners_offered,
    place_words,
    topic_words,
    topics_offered,
)

__all__ = [
    "BY_PLACE", "CATEGORIES", "GOVERNING", "NUMBERS", "UNSORTED", "Plan", "Proposal", "body_at",
    "call_first", "category", "department", "faults_in_words", "governing", "groups", "hides",
    "is_emergency", "is_topic", "kinds_offered", "leaves", "lowest_body", "named_by", "names_of",
    "new_faults", "number", "offered", "owner_words", "owners_offered", "place_words", "plan_of",
    "property_firm", "propose", "read", "read_as", "reasons", "rules_about", "rules_in_force",
    "sounds_hidden", "spoken_of", "streets_of", "streets_there", "topic_words", "topics_offered",
    "unasked", "undecided",
]  # fmt: skip
