"""What is asked of matters: who stands how to one, others like it, what it is called."""

from doorstep.matters.queries.alike import Like, alike, before_filing, joinable, public_codes
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
from doorstep.matters.queries.joined import (
    joined_to,
    key_of,
    keys_of,
    last_of,
    line_of,
    met_by,
    people,
    phones_of,
    with_words,
)
from doorstep.matters.queries.named import titled, told_category
from doorstep.matters.queries.standing import (
    BELOW,
    HANDLER,
    REPORTER,
    contacts,
    level_of,
    of_unit,
    own,
    reach,
    units_of,
)

__all__ = [
    "BELOW", "HANDLER", "IN_WORK", "REPORTER", "Like", "alike", "as_told", "before_filing",
    "by_token", "contacts", "gave_back", "in_already", "in_work", "joinable", "joined_to",
    "key_of", "keys_of",
    "last_of", "level_of", "line_of", "link_lives", "met_by", "of_places", "of_unit", "open_at",
    "open_children", "overdue", "own", "people", "phones_of", "public_codes", "reach", "so_far",
    "state_on", "titled", "told_category", "tried_here", "units_of", "with_words",
]  # fmt: skip
