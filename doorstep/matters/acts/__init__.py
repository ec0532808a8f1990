"""What is done with matters; each file holds the acts of one part of the life."""

from doorstep.matters.acts import (
    answers,
    calling,
    dividing,
    handling,
    intake,
    ladder,
    reporter,
    sorting,
)

__all__ = [
    "answers", "calling", "dividing", "handling", "intake", "ladder",
    "reporter", "sorting",
]  # fmt: skip
