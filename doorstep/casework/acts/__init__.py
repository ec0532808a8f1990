"""What is done with a matter while it is worked on; the acts keep the matter's name."""

from doorstep.casework.acts import (
    inside,
    redating,
    reminding,
    replies,
    returns,
    time,
    undoing,
    waiting,
)

__all__ = ["inside", "redating", "reminding", "replies", "returns", "time", "undoing", "waiting"]
