"""What is done with matters; each file holds the acts of one part of the life."""

from doorstep.matters.acts import answers, handling, intake, ladder, reporter, returns, sorting

__all__ = ["answers", "handling", "intake", "ladder", "reporter", "returns", "sorting"]
