"""Roles and the life of a parcel."""

from __future__ import annotations

from doorstep.frame import Lifecycle, Move

CLERK, CHIEF, PORTER = "clerk", "chief", "porter"

LIFECYCLE = Lifecycle(
    states=("draft", "sent", "done", "returned"),
    first=("draft", "sent"),
    ended=("done", "returned"),
    moves=[
        Move("send", ("draft",), ("sent",)),
        Move("receive", ("sent",), ("sent",)),
        Move("finish", ("sent",), ("done",)),
        Move("return", ("sent",), ("returned",)),
    ],
)
