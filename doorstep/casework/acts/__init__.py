"""What is done with a matter while it is worked on; the acts keep the matter's name."""

from doorstep.casework.acts import reminding, returns, time, waiting

__all__ = ["reminding", "returns", "time", "waiting"]
