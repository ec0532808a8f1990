"""What is asked of matters: who stands how to one, others like it, what it is called."""

from doorstep.matters.queries.asked import (
    IN_WORK,
    as_told,
    by_token,
    gave_back,
    in_already,
    in_work,
    link_lives,
    open_children,
    overdue,
    so_far,
    tried_here,
)
from doorstep.matters.queries.counted import of_places, open_at, state_on
from doorstep.matters.queries.joined import last_of, line_of
from doorstep.matters.queries.named import public_codes, titled, told_category
from doorstep.matters.queries.standing import (
    BELOW,
    REPORTER,
    as_of_matter,
    contacts,
    keeps_reporter,
    level_of,
    of_unit,
    own,
    reach,
    units_of,
)

__all__ = [
    "BELOW", "IN_WORK", "REPORTER", "as_of_matter", "as_told", "by_token", "contacts", "gave_back",
    "in_already", "in_work", "keeps_reporter", "last_of", "level_of", "line_of", "link_lives",
    "of_places", "of_unit", "open_at", "open_children", "overdue", "own", "public_codes", "reach",
    "so_far", "state_on", "titled", "told_category", "tried_here", "units_of",
]  # fmt: skip
