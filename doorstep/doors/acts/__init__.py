"""What is done at the doors: tables about people leave, large tables come in."""

from doorstep.doors.acts import exports

__all__ = ["exports"]
