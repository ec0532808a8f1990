"""What is kept of a matter: the matter, and what is written down beside it."""

from doorstep.matters.models.beside import Attempt, Rating, Return, Ruling
from doorstep.matters.models.matter import NEVER, Matter, MatterCounter
from doorstep.matters.models.support import Support

__all__ = ["NEVER", "Attempt", "Matter", "MatterCounter", "Rating", "Return", "Ruling", "Support"]
