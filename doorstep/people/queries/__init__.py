"""What is asked about people; `actor_of` is what the engine asks about every request."""

from doorstep.people import catalogues as _catalogues  # noqa: F401  (declares them)
from doorstep.people.queries import relations as _relations  # noqa: F401  (declares them)
from doorstep.people.queries.actors import account_of, actor_for, actor_of
from doorstep.people.queries.offices import (
    holders,
    offices_in_words,
    offices_of,
    on_duty,
    scope_of,
    stand_ins,
    title_words,
    words_of,
)

__all__ = [
    "account_of",
    "actor_for",
    "actor_of",
    "holders",
    "offices_in_words",
    "offices_of",
    "on_duty",
    "scope_of",
    "stand_ins",
    "title_words",
    "words_of",
]
