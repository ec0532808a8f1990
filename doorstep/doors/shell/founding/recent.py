"""Which matters of the two places shown first began when (lately.toml): from the profile alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from doorstep.doors.shell.founding.days import FESTIVAL, working
from doorstep.doors.shell.founding.dice import dice
from doorstep.doors.shell.founding.profile import Profile

FILE = "lately.toml"
#: Parts of the file: the compound of five of the twelve, the village of one.
PLACES = ("compound", "village")
#: In the last days: what was settled at once, of a kind that the page of the place shows.
LAST = 2
#: Sources that need an open office, and those that stay at home on the festival.
_OFFICE, _AT_WORK = ("window",), ("grid_member", "window")


@dataclass(frozen=True)
class Recent:
    """A row with the day on which it began."""

    key: str
    part: str
    day: date
    row: dict[str, Any]


def in_season(row: dict[str, Any], day: date) -> bool:
    """Whether a row can have happened on a day."""
    return not row["months"] or day.month in row["months"]


def recent(profile: Profile, today: date) -> list[Recent]:
    """The finished ones of both places, first to last."""
    leaves = profile.toml("categories.toml")["leaf"]
    shown = {leaf["code"] for leaf in leaves if leaf["public"]}
    told = profile.toml(FILE)
    found = [r for part in PLACES for r in _dealt(told[part], part, today, shown)]
    return sorted(found, key=lambda r: (r.day, r.key))


def months(profile: Profile, today: date) -> Counter[tuple[int, int]]:
    """How many of them began in each month."""
    return Counter((r.day.year, r.day.month) for r in recent(profile, today))


def _dealt(told: dict[str, Any], part: str, today: date, shown: set[str]) -> Iterator[Recent]:
    """Rows dealt to days: those of the season first, then one of a topic that is not there yet.

    :param shown: categories that anybody may read of; the last days are of these.
    """
    rng = dice("recent", part)
    left = [(rng.random(), n, row) for n, row in enumerate(told["rows"])]
    used: Counter[str] = Counter()
    for place, back in enumerate(told["days_back"]):  # the last days choose first
        day = today - timedelta(days=back)
        fits = [each for each in left if in_season(each[2], day)]
        if not fits:
            continue
        seasonal = place % 3 != 1

        def rank(each: Any, seasonal: bool = seasonal, back: int = back) -> Any:
            chance, number, row = each
            soon = row["days"] < back and (back > LAST or row["leaf"] in shown)
            return not soon, used[row["leaf"]], bool(row["months"]) != seasonal, chance, number

        chosen = min(fits, key=rank)
        left.remove(chosen)
        _chance, number, row = chosen
        used[row["leaf"]] += 1
        yield Recent(f"recent.{part}.{number}", part, _open(day, row), row)


def _open(day: date, row: dict[str, Any]) -> date:
    """That day, or one before on which its source is at work."""
    while (row["source"] in _OFFICE and not working(day)) or (
        row["source"] in _AT_WORK and day in FESTIVAL
    ):
        day -= timedelta(days=1)
    return day
