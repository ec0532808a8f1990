"""The three lists (三个清单) as a proven partition (domain B4).

收集 of a place at level l = every matter begun in the period that belongs to the place, drafts left
out; children count, a split parent does not. Each is in exactly one part, tested in
this order: merged, struck, report, resolve, open.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Protocol

from doorstep.matters.rules.levels import LEVEL_AT_DEPTH, level_at
from doorstep.matters.rules.life import CANNOT, LIFE, NOT_OURS

__all__ = [
    "LEVEL_AT_DEPTH", "MERGED", "OPEN", "PARTS", "REPORTED", "RESOLVED", "STRUCK",
    "STRUCK_OUTCOMES", "UNITS", "Listed", "level_at", "part", "period",
]  # fmt: skip

MERGED, STRUCK, REPORTED, RESOLVED, OPEN = "merged", "struck", "report", "resolve", "open"
PARTS = (MERGED, STRUCK, REPORTED, RESOLVED, OPEN)

STRUCK_OUTCOMES = (NOT_OURS, CANNOT)


class Listed(Protocol):
    """What the lists need to know of a matter."""

    state: str
    outcome: str
    top_level: int
    withdrawn_at: datetime | None


def part(matter: Listed, level: int) -> str:
    """The one part of 收集 a matter is in, for a place at `level`."""
    if matter.state == "merged":
        return MERGED
    if matter.withdrawn_at or matter.state == "declined":
        return STRUCK
    if matter.state in LIFE.ended and matter.outcome in STRUCK_OUTCOMES:
        return STRUCK
    if matter.top_level > level:
        return REPORTED
    if matter.state in LIFE.ended:
        return RESOLVED
    return OPEN


#: Periods of the sheets.
UNITS = ("day", "week", "month")


def period(unit: str, day: date) -> tuple[date, date]:
    """First and last day of the day, week (Monday to Sunday) or month."""
    if unit == "week":
        first = day - timedelta(days=day.weekday())
        return first, first + timedelta(days=6)
    if unit == "month":
        first = day.replace(day=1)
        return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return day, day
