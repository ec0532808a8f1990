"""The life of a question to another unit; how long things may be."""

from __future__ import annotations

from doorstep.frame import Lifecycle, Move

ASKED, ANSWERED, DROPPED = "asked", "answered", "dropped"
CONSULTING = Lifecycle(
    states=(ASKED, ANSWERED, DROPPED),
    first=(ASKED,),
    ended=(ANSWERED, DROPPED),
    moves=[
        Move("give_answer", (ASKED,), (ANSWERED,)),
        Move("drop_question", (ASKED,), (DROPPED,)),
    ],
)
#: Work days a unit has to answer, where nobody says another day.
ANSWER_DAYS = 3
#: Questions that may wait at once for one matter; notes on one.
MOST_ASKED, MOST_NOTES = 5, 200
