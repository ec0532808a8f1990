"""What casework asks: which replies fit, who stands how to notes and consultations."""

from doorstep.casework.queries.replies import filled, keeps_replies, replies_for
from doorstep.casework.queries.standing import (
    STEPS_INSIDE,
    asked_about,
    may_see_inside,
    steps_for,
    waiting_for_units,
)

__all__ = [
    "STEPS_INSIDE", "asked_about", "filled", "keeps_replies", "may_see_inside", "replies_for",
    "steps_for", "waiting_for_units",
]  # fmt: skip
