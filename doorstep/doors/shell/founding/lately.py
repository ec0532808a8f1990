"""The last weeks of the two places shown first, told from rows that are written whole."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cached_property
from random import Random
from typing import Any

from doorstep.doors.shell.founding.days import at_home, at_minute, desk_after, on_desk, soon
from doorstep.doors.shell.founding.demand import Wanted
from doorstep.doors.shell.founding.dice import dice
from doorstep.doors.shell.founding.recent import FILE, PLACES, in_season, recent
from doorstep.doors.shell.founding.spots import Where
from doorstep.doors.shell.founding.steps import Step, Story
from doorstep.doors.shell.founding.texts import Spot
from doorstep.doors.shell.founding.today import Today
from doorstep.doors.shell.founding.told import Told, by_rule, due_of, reporter
from doorstep.frame import SYSTEM, path_q
from doorstep.matters.rules.life import ANSWER_DAYS
from doorstep.places.models import Place
from doorstep.places.rules import GROUP, NATURAL_VILLAGE
from doorstep.routing.queries import category, property_firm

#: How far a matter climbs before it ends: steps up from the lowest level.
_CLIMBS = {"community": 1, "department": 2, "handed": 2}
_ANSWERED = ("question", "suggestion", "report")
RATED = 0.6


class Lately:
    """Writes what is over and what is open there."""

    def __init__(self, today: Today) -> None:
        self.today, self.city, self.cast = today, today.city, today.cast
        self.told = {part: self.city.profile.toml(FILE)[part] for part in PLACES}

    def stories(self) -> Iterator[Story]:
        """All of them as far as they have come; none of a place that is not founded."""
        there = self._homes
        for found in recent(self.city.profile, self.city.today):
            if found.part in there:
                rng = dice(found.key)
                minute = found.row["hour"] * 60 + rng.randrange(4, 56)
                at = at_minute(found.day, minute, rng)
                story = self._over(self._report(found.part, found.key, found.row, at), rng)
                yield story.until(self.today.now)
        for part in PLACES:
            for number, row in enumerate(self.told[part]["now"]):
                if part in there and in_season(row, self.city.today):
                    yield self._open(part, f"now.{part}.{number}", row)

    # -- places ----------------------------------------------------------------------------------
    @cached_property
    def _homes(self) -> dict[str, Place]:
        """The two places, as far as they are founded."""
        village, found = self.told["village"]["code"], dict[str, Place | None]()
        found["compound"] = self.city.compound.get(self.told["compound"]["name"])
        if self.city.profile.below(village):
            found["village"] = self.city.coded.get(village)
        return {part: home for part, home in found.items() if home is not None}

    @cached_property
    def _village(self) -> dict[str, Place]:
        """Natural villages and groups of the village by name."""
        inside = path_q([self._homes["village"].path])
        rows = Place.objects.filter(inside, place_kind__in=(NATURAL_VILLAGE, GROUP))
        return {place.name: place for place in rows}

    def _where(self, part: str, at: str, rng: Random) -> Where:
        place = home = self._homes[part]
        if part == "compound" and at:
            building, _dash, unit = at.partition("-")
            place = self.city.stairs[home.path, building, unit]
        elif at:
            place = self._village[at]
        rural = part == "village"
        spot = Spot(place.path, frozenset() if rural else frozenset({"company", "storeys"}), rural)
        spot.slots |= self.today.plan.spots.common(rng)
        return Where(place, spot, home.path, not rural, False)

    # -- how they begin --------------------------------------------------------------------------
    def _report(self, part: str, key: str, row: dict[str, Any], at: datetime) -> Told:
        leaf = row["leaf"]
        topic = self.today.plan.demand.topic.get(leaf, "")
        item = Wanted(leaf, topic, row["source"], part == "village", at.date().replace(day=1))
        item.at = at
        where = self._where(part, row["at"], dice(key, "where"))
        kind, done = row.get("kind", "request"), row.get("ends") == "spot"
        told = Told(key, item, at, where, row["text"], kind, done, category(leaf))
        told.result, told.why = row["text"], row
        return told

    def _begun(self, told: Told, rng: Random) -> Story:
        step = self.today.lives.report(told, rng)
        if self._direct(told) and isinstance(step.data, dict):
            step.data["way"] = "community"  # its keeper knows that it is nothing for the lowest
        return Story(told.key, [step], due=due_of(told))

    def _direct(self, told: Told) -> bool:
        """Whether it began with the community or the village committee."""
        climbs = _CLIMBS.get(told.why.get("ends", ""), 0)
        return told.item.source == "window" or (climbs > 0 and told.item.source == "grid_member")

    # -- what is over ----------------------------------------------------------------------------
    def _over(self, told: Told, rng: Random) -> Story:
        story, row, path = self._begun(told, rng), told.why, told.where.place.path
        ends: str = row["ends"]
        if ends == "spot":
            self._after(story, row, told.at, rng)
        elif told.kind in _ANSWERED:
            act = "matters.note_down" if ends == "note" else "matters.answer"
            data = {} if ends == "note" else {"words": row["result"]}
            at = desk_after(told.at, int(row["days"]), rng)
            story.steps.append(Step(at, act, self.cast.desk(path, 2), data))
        else:
            at = self._worked(story, told, rng)
            self._after(story, row, at, rng)
        return story

    def _worked(self, story: Story, told: Told, rng: Random) -> datetime:
        """Taken on, handed over or taken up the ladder, and settled; when."""
        row, cast = told.why, self.cast
        at = self._taken(story, told, rng)
        act = "matters.settle"
        if row["ends"] == "property":
            at, act = soon(at, rng), "matters.resolve"
            desk = cast.desk(told.where.place.path, 1)
            firm = {"owner": property_firm(told.where.place.path)}
            story.steps.append(Step(at, "matters.dispatch", desk, firm))
        elif climbed := self._climbed(story, told, at, rng):
            at, act = climbed, "matters.resolve"
        if act == "matters.resolve":
            at = soon(at, rng, 3)
            story.steps.append(Step(at, "matters.start", cast.owner))
        days = int(row["days"])
        done = desk_after(told.at, days, rng) if days else soon(at, rng, 2)
        at = max(done, soon(at, rng))
        result = {"words": row["result"], "outcome": "solved"}
        if row["says"] == "settled" and act == "matters.resolve":
            result["outcome"] = "settled"
        story.steps.append(Step(at, act, cast.owner, result))
        return at

    def _taken(self, story: Story, told: Told, rng: Random) -> datetime:
        at = soon(told.at, rng)
        level = 2 if self._direct(told) else 1
        desk = self.cast.desk(told.where.place.path, level)
        story.steps.append(Step(at, "matters.accept", desk))
        return at

    def _climbed(self, story: Story, told: Told, at: datetime, rng: Random) -> datetime | None:
        """Tried and taken one level up, or two and then to the unit of the rules; when."""
        row, path = told.why, told.where.place.path
        first = 2 if self._direct(told) else 1
        last = 1 + _CLIMBS.get(row.get("ends") or row.get("stands", ""), 0)
        for level in range(first, last):
            who = self.cast.desk(path, level)
            words = self._tried(told, level == first, rng)
            at = soon(at, rng, 5)
            story.steps.append(Step(at, "matters.attempt", who, {"words": words}))
            at = soon(at, rng)
            why = self.today.plan.texts.note("escalate_reason", told.where.spot, rng, *told.about)
            story.steps.append(Step(at, "matters.escalate", who, {"words": why}))
        if last <= first:
            return None
        if last == 3:
            at = soon(at, rng, 3)
            street = self.cast.desk(path, 3)
            story.steps.append(Step(at, "matters.dispatch", street, by_rule))
        return at

    def _tried(self, told: Told, own: bool, rng: Random) -> str:
        words = told.why.get("tried", "") if own else ""
        spot = told.where.spot
        return words or self.today.plan.texts.note("attempt", spot, rng, *told.about)

    def _after(self, story: Story, row: dict[str, Any], at: datetime, rng: Random) -> None:
        """What the reporter made of it."""
        says: str = row["says"]
        if not says:
            lapse = at + timedelta(days=ANSWER_DAYS, minutes=rng.randint(1, 9))
            story.steps.append(Step(lapse, "matters.lapse", SYSTEM, {}, "system"))
            return
        heard = at_home(at, rng.choice((0.2, 0.5, 1, 1, 2)), rng)
        words = {"verdict": says, "words": row["comment"]}
        story.steps.append(Step(heard, "matters.verify", reporter, words, "portal"))
        if says == "not":
            begun = soon(heard, rng, 3)
            done = desk_after(begun, 1, rng)
            owner = self.cast.owner_or_desk
            heard = at_home(done, 1, rng)
            story.steps += [
                Step(begun, "matters.start", owner),
                Step(done, "matters.resolve", owner, {"words": row["again"], "outcome": "solved"}),
                Step(heard, "matters.verify", reporter, {"verdict": "solved", "words": ""},
                     "portal"),
            ]  # fmt: skip
        if rng.random() < RATED:
            grade = "fair" if says == "settled" else "good"
            moment = heard + timedelta(minutes=rng.randint(1, 4))
            story.steps.append(Step(moment, "matters.rate", reporter,
                                    {"grade": grade, "words": ""}, "portal"))  # fmt: skip

    # -- what is open ----------------------------------------------------------------------------
    def _open(self, part: str, key: str, row: dict[str, Any]) -> Story:
        rng = dice(key)
        at = self.today.back(row["back"], row["hour"] * 60 + rng.randrange(4, 26), rng)
        told = self._report(part, key, row, at)
        story, stands = self._begun(told, rng), row["stands"]
        if stands != "new":
            at = self._taken(story, told, rng)
        if stands == "tried":
            who = self.cast.desk(told.where.place.path, 2 if self._direct(told) else 1)
            tried = on_desk((at + timedelta(days=1)).date(), rng)
            story.steps.append(Step(tried, "matters.attempt", who, {"words": row["tried"]}))
        elif stands == "handed":
            self._climbed(story, told, at, rng)
        elif stands == "waits":
            done = max(soon(at, rng, 4), self.today.back(1, 960, rng))
            story.steps.append(Step(done, "matters.settle", self.cast.owner,
                                    {"words": row["result"], "outcome": "solved"}))  # fmt: skip
        return story.until(self.today.now)
