"""What the city sets: responsibility rules, and the tables it brings with it."""

from doorstep.routing.acts import settings

__all__ = ["settings"]
