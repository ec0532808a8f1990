"""How many matters of which category, source, day and hour: the plan of every year."""

from __future__ import annotations

import calendar
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from doorstep.doors.shell.founding.days import (
    BANDS,
    FESTIVAL,
    VISITS,
    at_minute,
    day_weights,
    working,
)
from doorstep.doors.shell.founding.dice import Bag, dice, drawn, shares
from doorstep.doors.shell.founding.profile import Profile
from doorstep.doors.shell.founding.recent import months

#: Sources that F32 counts.
DOOR = ("steward", "visit", "grid_member", "building_head")
#: Months after the year of the article: fewest and most reports, withdrawn ones left out.
FEWEST, MOST = 60, 110
#: So many fewer in this month, for what the twelve find today; in the days after the end of a
#: month some of it lies there.
TODAYS, DAYS_OF_TODAYS = 45, 14
#: Reports of 2023 beside the 1,087 that were merged or withdrawn, so that they do not count.
MERGED_2023, WITHDRAWN_2023 = 91, 31
#: Orders of 2023, among the other reports, that are not taken on.
DECLINED_2023 = 9
#: Share of later reports that are merged, not taken on, or (beside them) withdrawn.
MERGED, DECLINED, WITHDRAWN = 0.05, 0.006, 0.018
#: Share of later reports that come in at the door; the rest by hotline, window and portal.
AT_THE_DOOR = 0.6
#: Share of the other reports that come from villages.
RURAL = 0.14
#: First month of the past.
BEGIN = date(2022, 10, 1)
_OFFICE = {"8-10": 45.0, "10-12": 28.0, "14-17": 27.0}
#: In which bands a source can fall; others in any.
_WITHIN = {"window": _OFFICE, "visit": dict.fromkeys(VISITS, 1.0)}
_DAYTIME = {"6-8": 0.3, "8-10": 1.0, "10-12": 1.0, "12-14": 0.5, "14-17": 1.0, "17-19": 1.0,
            "19-22": 0.25}  # fmt: skip
#: Who writes in the small hours, and what is heard and found then.
_AWAKE, _BY_NIGHT = ("portal", "hotline"), ("noise", "leaks", "elders")


@dataclass
class Wanted:
    """One report that is to happen."""

    leaf: str
    topic: str
    source: str
    rural: bool
    month: date
    fate: str = ""
    at: datetime | None = None
    band: str = ""


class Demand:
    """The plan of a profile: 2023 exactly as its numbers say, the years after thinly."""

    def __init__(self, profile: Profile, today: date) -> None:
        self.plan, self.today = profile.toml("demand.toml"), today
        self.season: dict[str, list[int]] = self.plan["season"]
        self.year = self.plan["year_2023"]
        self.topic = {leaf: t["code"] for t in self.plan["topic"] for leaf in t["counts"]}
        #: Of each month: what is told of the places shown first, so that the city has no more.
        self.shown = months(profile, today)

    def months(self) -> list[date]:
        """First days of all months of the past, the present one included."""
        found, month = [], BEGIN
        while month <= self.today:
            found.append(month)
            month = (month + timedelta(days=32)).replace(day=1)
        return found

    def of_year(self, year: int) -> list[Wanted]:
        """Every report of a year with its moment, in order."""
        found = list(self._2023() if year == 2023 else self._thin(year))
        self._moments(found, dice("moments", year))
        kept = [w for w in found if w.at is not None and w.at.date() < self.today]
        return sorted(kept, key=lambda w: str(w.at))

    # -- how many --------------------------------------------------------------------------------
    def _2023(self) -> Iterator[Wanted]:
        rng = dice("2023")
        counts = {leaf: n for t in self.plan["topic"] for leaf, n in t["counts"].items()}
        sources = drawn(rng, self._split(sum(counts.values()), self.year["sources"]))
        left = dict(zip(range(1, 13), shares(len(sources), self.year["months"]), strict=True))
        leaves = drawn(rng, counts)
        leaves.sort(key=lambda leaf: len(self.season.get(leaf, left)))  # narrow seasons first
        _at_home(leaves, sources, {leaf for leaf, t in self.topic.items() if t == "noise"}, rng)
        for leaf, source in zip(leaves, sources, strict=True):
            yield self._wanted(leaf, source, 2023, rng, left)
        others = Bag(self.plan["other"])
        for n in range(self.year["other_total"]):
            found = self._other(others, 2023, rng)
            yield self._declined(found) if n < DECLINED_2023 else found
        bag = Bag(counts)
        for fate, count in (("merged", MERGED_2023), ("withdrawn", WITHDRAWN_2023)):
            for _n in range(count):
                found = self._wanted(bag.draw(rng), Bag(self.year["sources"]).draw(rng), 2023, rng)
                found.fate = fate
                yield found

    def _split(self, total: int, weights: dict[str, float]) -> dict[str, int]:
        return dict(zip(weights, shares(total, list(weights.values())), strict=True))

    def _thin(self, year: int) -> Iterator[Wanted]:
        counts = Bag({leaf: n for t in self.plan["topic"] for leaf, n in t["counts"].items()})
        others = Bag(self.plan["other"])
        months = [m for m in self.months() if m.year == year]
        for month in months:
            rng = dice("thin", month)
            count = self._count(month, rng)
            fates = ["merged"] * _about(count * MERGED, rng)
            fates += ["declined"] * _about(count * DECLINED, rng)
            fates += [""] * (count - len(fates))
            rng.shuffle(fates)
            for fate in (*fates, *["withdrawn"] * _about(count * WITHDRAWN, rng)):
                if rng.random() < AT_THE_DOOR:
                    source = Bag(self.year["sources"]).draw(rng)
                    found = self._wanted(counts.draw(rng), source, year, rng)
                else:
                    found = self._other(others, year, rng)
                found.month, found.fate = month, fate
                if month.month not in self.season.get(found.leaf, [month.month]):
                    found.leaf = "parking_mess" if not found.rural else "rural_road"
                    found.topic = self.topic.get(found.leaf, "")
                yield self._declined(found) if fate == "declined" else found

    def _count(self, month: date, rng: random.Random) -> int:
        """How many reports a month has, withdrawn ones left out; a third before the article's year.

        A few more than the fewest and fewer than the most, for what the twelve find comes on top.
        """
        weight = self.year["months"][month.month - 1]
        busy = (weight - 0.7) / 0.7 * rng.uniform(0.8, 1.0)
        count = FEWEST + 1 + int((MOST - FEWEST - 6) * busy) + rng.randrange(5)
        if month.year < 2023:
            return count // 3
        count -= self.shown[month.year, month.month]
        over = (month + timedelta(days=31)).replace(day=1)
        gone = (self.today - over).days
        if gone > DAYS_OF_TODAYS:
            return count
        return count - int(TODAYS if gone <= 0 else TODAYS / 2 * (1 - gone / DAYS_OF_TODAYS))

    def _declined(self, item: Wanted) -> Wanted:
        """An order of the hotline that has a text of its own, with the reason why not."""
        item.fate, item.source, item.leaf = "declined", "hotline", "service_guide"
        item.topic, item.rural = "", False
        return item

    def _other(self, weights: Bag[str], year: int, rng: random.Random) -> Wanted:
        source = Bag(self.year["other_sources"]).draw(rng)
        if rng.random() < RURAL:
            found = self._wanted(Bag(self.plan["rural"]).draw(rng), source, year, rng)
            found.rural = True
            return found
        return self._wanted(weights.draw(rng), source, year, rng)

    def _wanted(
        self, leaf: str, source: str, year: int, rng: random.Random,
        left: dict[int, int] | None = None,
    ) -> Wanted:  # fmt: skip
        """One report in a month of its season; `left`: how many each month still has room for."""
        months = self.season.get(leaf, list(range(1, 13)))
        weights = {m: float(self.year["months"][m - 1]) for m in months}
        if left is not None and any(left[m] > 0 for m in months):
            weights = {m: float(max(left[m], 0)) for m in months}
        month = Bag(weights).draw(rng)
        if left is not None:
            left[month] -= 1
        return Wanted(leaf, self.topic.get(leaf, ""), source, False, date(year, month, 1))

    # -- when ------------------------------------------------------------------------------------
    def _moments(self, wanted: list[Wanted], rng: random.Random) -> None:
        """Days by weekday and festival; hours so that the year has the bands of the plan."""
        weekday, bags = self.year["weekday"], dict[date, Bag[date]]()
        left = self._split(len(wanted), self.plan["hours"])
        order = sorted(wanted, key=lambda w: (_rank(w), rng.random()))
        for item in order:
            item.band = _band(item, left, rng)
            left[item.band] -= 1
        for item in wanted:
            if item.month not in bags:
                last = calendar.monthrange(item.month.year, item.month.month)[1]
                end = item.month.replace(day=last)
                weights = day_weights(item.month, end, weekday["monday"], weekday["saturday"])
                bags[item.month] = Bag(weights)
            day = bags[item.month].draw(rng)
            while (item.source == "window" and not working(day)) or (
                item.source in ("visit", "grid_member") and day in FESTIVAL
            ):
                day = bags[item.month].draw(rng)
            first, last = (VISITS if item.source == "visit" else BANDS)[item.band]
            if item.topic == "parking" and item.band == "19-22" and rng.random() < 0.6:
                last = min(last, 1199)
            elif item.topic == "noise" and item.band == "19-22" and item.source != "visit":
                first = 1201
            item.at = at_minute(day, rng.randrange(first, last + 1), rng)


def _about(share: float, rng: random.Random) -> int:
    """A whole number that is the share in the long run."""
    return int(share + rng.random())


def _at_home(leaves: list[str], sources: list[str], noisy: set[str], rng: random.Random) -> None:
    """Noise is heard at home in the evening: neighbours bring it, more than those on a visit."""
    others = [n for n, leaf in enumerate(leaves) if leaf not in noisy]
    for n, leaf in enumerate(leaves):
        if leaf in noisy and sources[n] in ("visit", "grid_member") and rng.random() < 0.75:
            other = rng.choice([o for o in others if sources[o] in ("steward", "building_head")])
            sources[n], sources[other] = sources[other], sources[n]


def _rank(item: Wanted) -> int:
    """Those that fit fewest hours choose first."""
    if item.source in _WITHIN:
        return 0
    return 1 if item.topic in ("noise", "parking") else 2 if item.source == "grid_member" else 3


def _band(item: Wanted, left: dict[str, int], rng: random.Random) -> str:
    """A band that still has room and suits the source and topic."""
    fits: dict[str, Any] = _WITHIN.get(item.source, dict.fromkeys(BANDS, 1.0))
    if item.source == "grid_member":
        fits = _DAYTIME
    if (
        item.topic == "noise"
        and item.source not in (*_WITHIN, "grid_member")
        and rng.random() < 0.8
    ):
        fits = {"19-22": 1.0, "22-24": 1.5}
    elif item.topic == "parking" and item.source not in _WITHIN and rng.random() < 0.5:
        fits = {"17-19": 1.6, "19-22": 0.5}
    if item.source not in _AWAKE and item.topic not in _BY_NIGHT:
        fits = {b: w for b, w in fits.items() if b != "0-6"}
    weights = {b: w * max(left[b], 0) for b, w in fits.items()}
    if not any(weights.values()):
        weights = fits if item.source in _WITHIN else {b: float(max(left[b], 0)) for b in left}
    return Bag(weights).draw(rng)
