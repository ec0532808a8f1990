"""What is asked of matters that may be one: what looks alike, what was joined, how many met it."""

from doorstep.together.queries.alike import (
    OF_COMMUNITY,
    Like,
    alike,
    before_filing,
    desk,
    going_on,
    joinable,
    open_to,
)
from doorstep.together.queries.people import (
    joined_to,
    key_of,
    keys_of,
    met_by,
    people,
    phones_of,
    reporter_key,
    with_words,
)

__all__ = [
    "OF_COMMUNITY", "Like", "alike", "before_filing", "desk", "going_on", "joinable", "joined_to",
    "key_of", "keys_of", "met_by", "open_to", "people", "phones_of",
    "reporter_key", "with_words",
]  # fmt: skip
