"""Tables taken in: the register of residents, bodies, offices, accounts."""

from doorstep.people.imports import posts, residents

__all__ = ["posts", "residents"]
