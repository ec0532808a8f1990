"""What is kept of a matter: the matter, and what is written down beside it."""

from doorstep.matters.models.beside import Attempt, Rating, Return, Ruling
from doorstep.matters.models.matter import BASIS, NEVER, Matter, MatterCounter

__all__ = ["BASIS", "NEVER", "Attempt", "Matter", "MatterCounter", "Rating", "Return", "Ruling"]
