"""What is done at the doors: tables about people leave, large tables come in, many rows at once."""

from doorstep.doors.acts import exports, undone, watching

__all__ = ["exports", "undone", "watching"]
