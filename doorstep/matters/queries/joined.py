"""What a matter goes on as that was joined to another."""

from __future__ import annotations

from doorstep.matters.models import Matter

#: Joins that are followed from one matter; more than anybody makes.
MOST_JOINS = 20


def line_of(matter: Matter) -> list[Matter]:
    """A matter and those it goes on as, the last one last: one statement a join at most."""
    line = [matter]
    while line[-1].state == "merged" and line[-1].merged_into and len(line) <= MOST_JOINS:
        line.append(line[-1].merged_into)
    return line


def last_of(matter: Matter) -> Matter:
    """The matter it goes on as; itself if it was not joined to another."""
    return line_of(matter)[-1]
