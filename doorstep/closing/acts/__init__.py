"""What is done for fair closing: exclusions, spot checks, batches of grades."""

from doorstep.closing.acts import batches, clauses, exclusions, spotchecks

__all__ = ["batches", "clauses", "exclusions", "spotchecks"]
