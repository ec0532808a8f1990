"""What is seen of people, one file per kind of record."""

from doorstep.people import imports
from doorstep.people.screens import account, persons, posts

__all__ = ["account", "imports", "persons", "posts"]
