"""What is done with matters; each file holds the acts of one part of the life."""

from doorstep.matters.acts import (
    answers,
    calling,
    dividing,
    handling,
    intake,
    ladder,
    merging,
    reminding,
    reporter,
    returns,
    sorting,
    support,
    time,
    waiting,
)

__all__ = [
    "answers", "calling", "dividing", "handling", "intake", "ladder", "merging",
    "reminding", "reporter", "returns", "sorting", "support", "time", "waiting",
]  # fmt: skip
