"""Days that differ from Monday to Friday: holidays, make-up workdays, half days, closures.

Rows come from a CSV with the columns ``date, weekday, is_workday, name``; ``is_workday`` is 1, 0,
or ``am`` / ``pm`` for a day on which only that half is worked.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path

PUBLISHED_CSV = Path(__file__).parent / "data" / "cn_workdays_2011_2026.csv"

Hours = Sequence[tuple[time, time]]
#: Morning and afternoon of an office.
OFFICE_HOURS: Hours = ((time(8, 30), time(12)), (time(14, 30), time(17, 30)))

#: Office hours before it are the morning.
NOON = time(13)
#: Holidays that the law fixes by the solar date: since year, month, day, name.
_FIXED = (
    (1949, 1, 1, "New Year's Day"),
    (1949, 5, 1, "Labour Day"),
    (2025, 5, 2, "Labour Day"),
    (1949, 10, 1, "National Day"),
    (1949, 10, 2, "National Day"),
    (1999, 10, 3, "National Day"),
)


@dataclass(frozen=True, slots=True)
class DayRow:
    """What one day is: worked is ``1`` (all day), ``0`` (off), ``am`` or ``pm`` (that half)."""

    day: date
    worked: str
    name: str
    #: A closure or half day of this city, not of the country.
    local: bool = False

    def __post_init__(self) -> None:
        if self.worked not in ("0", "1", "am", "pm"):
            raise ValueError(f"{self.day}: worked is 0, 1, am or pm, not {self.worked!r}")


def read_rows(path: Path = PUBLISHED_CSV) -> list[DayRow]:
    """Rows of a calendar file; see the module for its columns."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            DayRow(date.fromisoformat(row["date"]), row["is_workday"], row["name"])
            for row in csv.DictReader(file)
        ]


def fixed_holiday(day: date) -> DayRow | None:
    """The holiday that the law puts on that solar date in every year (decree 795)."""
    for since, month, number, name in _FIXED:
        if (day.month, day.day) == (month, number) and day.year >= since:
            return DayRow(day, "0", name)
    return None
