"""All stories of the invented city, planned from chance and tables; nothing is written here."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from doorstep.doors.shell.founding.cast import Cast
from doorstep.doors.shell.founding.city import ARTICLE, City
from doorstep.doors.shell.founding.days import soon
from doorstep.doors.shell.founding.demand import Demand, Wanted
from doorstep.doors.shell.founding.dice import dice
from doorstep.doors.shell.founding.lives import Lives
from doorstep.doors.shell.founding.spots import Spots, Where
from doorstep.doors.shell.founding.steps import Story
from doorstep.doors.shell.founding.texts import Texts
from doorstep.doors.shell.founding.told import Told, low_of
from doorstep.kit import clock
from doorstep.routing.queries import category

#: A matter is merged into another of its kind that began at most so long before.
SAME_WITHIN = timedelta(days=9)
#: Of the reports at the door: from villages.
FROM_VILLAGES = 0.08
#: Of the stewards' own reports: settled on the spot.
ON_THE_SPOT = 0.3


@dataclass(frozen=True)
class Recent:
    """A request from a compound that others may report once more."""

    at: datetime
    over: datetime
    key: str
    leaf: str
    topic: str
    compound: str


class Plan:
    """The stories of one city, by month, in the order in which they began."""

    def __init__(self, city: City) -> None:
        self.city = city
        #: A part of the city has its part of the stories.
        whole = len(city.profile.rows("compounds.csv"))
        self.share = max(len(city.profile.compounds), 7) / whole if city.profile.only else 1.0
        self.texts = Texts(city.profile)
        self.spots = Spots(city)
        self.lives = Lives(Cast(city), self.texts)
        self.demand = Demand(city.profile, city.today)
        self._recent: deque[Recent] = deque(maxlen=60)

    def stories(self) -> Iterator[tuple[date, Story]]:
        """Every story with the day it began, first to last of each year."""
        for year in sorted({month.year for month in self.demand.months()}):
            for number, item in enumerate(self.demand.of_year(year)):
                key = f"{year}.{number}"
                if self.share < 1 and dice("story", key).random() >= self.share:
                    continue
                try:
                    story = self._story(key, item)
                except LookupError:
                    if self.city.profile.only:
                        continue  # a part of the city has no lake, or no lift
                    raise
                if item.at is not None:
                    yield item.at.date(), story

    def _story(self, key: str, item: Wanted) -> Story:
        """One story; where no text fits the place another place is looked for."""
        rng = dice("life", key)
        at = clock.local(item.at) if item.at else None
        assert at is not None  # noqa: S101  (of_year gives every one its moment)
        joins = soon(at, rng, 2)
        same = self._same(item, at, joins, rng)
        if same is not None:
            item.leaf, item.topic, item.rural = same.leaf, same.topic, False
        if item.fate == "declined":
            return self._declined(key, item, at, rng, joins)
        rural = same is None and self._rural(item, rng)
        for attempt in range(60):
            if attempt == 30:
                rural = not rural and bool(self.spots.villages)
            there = same.compound if same is not None and attempt < 12 else ""
            where = self._where(item, at, rural, rng, name=there, lake=attempt % 4 == 3)
            found = self._words(item, where, at, rng, attempt)
            if found is None:
                continue
            text, row = found
            leaf = category(item.leaf)
            kind = "request" if leaf.data.get("emergency") else row["kind"]
            done = (item.source == "steward" and kind == "request" and not item.fate
                    and (row.get("done", False) or rng.random() < ON_THE_SPOT)
                    and "steward" in leaf.data.get("self_resolvable_by", ()))  # fmt: skip
            if item.fate == "merged" and not there:  # there is nothing to join it to
                item.fate = "withdrawn" if at.year == ARTICLE.year else ""
            told = Told(key, item, at, where, text, kind, done, leaf, row["id"])
            told.result = text if row.get("done") else self.lives.work.after.words(
                told, "solved", rng
            ) if done else ""  # fmt: skip
            story = self.lives.story(told, rng, same.key if same and there else "", joins)
            usual = not leaf.data.get("emergency") and low_of(told) < 3
            if usual and kind == "request" and not item.fate and not where.spot.rural:
                named = where.spot.slots["compound"]
                self._recent.append(Recent(at, story.over, key, item.leaf, item.topic, named))
            return story
        raise LookupError(f"no text fits {item.leaf} in any place")

    def _declined(
        self, key: str, item: Wanted, at: datetime, rng: Random, joins: datetime
    ) -> Story:
        """An order that is not taken on, with a text and a reason that belong together."""
        where = self._where(item, at, False, rng)
        row = self.texts.excluded(where.spot, rng)
        if row is None:
            raise LookupError("all orders that are not taken on have been told")
        item.leaf = row["category"]
        leaf = category(item.leaf)
        told = Told(key, item, at, where, row["text"], "request", False, leaf, row["id"], row)
        return self.lives.story(told, rng, "", joins)

    def _rural(self, item: Wanted, rng: Random) -> bool:
        """Whether it is about a village."""
        area = category(item.leaf).data["area"]
        rural = item.rural or area == "rural" or (
            area == "both" and item.source in ("grid_member", "visit")
            and rng.random() < FROM_VILLAGES
        )  # fmt: skip
        return bool(self.spots.villages) and (rural or not self.city.profile.compounds)

    def _words(
        self, item: Wanted, where: Where, at: datetime, rng: Random, attempt: int
    ) -> tuple[str, dict[str, Any]] | None:
        """A text for the place; of another season once many places were tried."""
        kinds = ("request",) if item.fate else ()
        found = None
        if item.source == "hotline":
            found = self.texts.order(item.leaf, item.topic, where.spot, rng, kinds)
        steward = item.source == "steward"
        found = found or self.texts.message(
            item.leaf, where.spot, at.month, at.hour, rng, steward=steward, kinds=kinds,
            bare=item.source == "hotline",
        )  # fmt: skip
        if found is None and attempt > 20:
            month = attempt % 12 + 1
            found = self.texts.message(item.leaf, where.spot, month, at.hour, rng, steward=True)
        return found

    def _where(
        self, item: Wanted, at: datetime, rural: bool, rng: Random, *, name: str = "",
        lake: bool = False,
    ) -> Where:  # fmt: skip
        if rural and not name:
            return self.spots.in_village(rng, lake)
        if lake and self.spots.at_lake:
            name = name or rng.choice(self.spots.at_lake)
        return self.spots.in_compound(rng, name, item.source, at.date())

    def _same(self, item: Wanted, at: datetime, joins: datetime, rng: Random) -> Recent | None:
        """A story that still goes on and is reported once more, for one that is to be merged."""
        if item.fate != "merged" or (at.month == 12 and at.day > 27):
            return None  # it is merged some days later, and a year is closed with its days
        recent = [
            r
            for r in self._recent
            if timedelta(hours=1) < at - r.at <= SAME_WITHIN and joins < r.over
        ]
        return rng.choice(recent) if recent else None
