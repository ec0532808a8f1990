"""What is seen of matters at the desk: the list, the page, the ratings."""

from doorstep.matters.screens.desk import Matters, Ratings

__all__ = ["Matters", "Ratings"]
