"""What is done with matters that are one: joined, taken apart, met by more people."""

from doorstep.together.acts import merging, support

__all__ = ["merging", "support"]
