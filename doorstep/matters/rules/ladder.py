"""大化小、小化无 (domain B5): how parts are written, and what goes down only by acceptance."""

from __future__ import annotations

import re
from dataclasses import dataclass

#: Between what is to be done, who does it and when it is done, on one line a part.
BETWEEN = re.compile(r"[；;｜|]")
PIECES = 3
#: Work has begun on it where it is.
IN_HAND = ("handling", "reopened")


@dataclass(frozen=True)
class Part:
    """One part as it is written: what, who does it ("" stays), when it counts as done."""

    what: str
    owner: str = ""
    done_when: str = ""


def read_part(line: str) -> Part | None:
    """What, who and when it is done, the last two as one likes; None where it says more."""
    pieces = [piece.strip() for piece in BETWEEN.split(line)]
    if len(pieces) > PIECES or not pieces[0]:
        return None
    return Part(*pieces)


def must_accept(level: int, sent_up: int | None, state: str, to: int) -> bool:
    """Whether a body at level `to` that governs the place has to accept what is at `level`.

    It does where that level or one above it had sent the matter up, and where work has begun on it
    higher up. The first way of a new matter down to those at the place is routing, no push.

    :param sent_up: the highest level that sent it up; None: nobody did.
    """
    if to >= level:
        return False
    return (sent_up is not None and to <= sent_up) or state in IN_HAND
