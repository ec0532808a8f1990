"""What is done with a request: taken on, tried, handed over, returned, divided, settled."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from doorstep.doors.shell.founding.after import After
from doorstep.doors.shell.founding.cast import Cast
from doorstep.doors.shell.founding.days import desk_after, soon
from doorstep.doors.shell.founding.demand import DOOR
from doorstep.doors.shell.founding.dice import Pace
from doorstep.doors.shell.founding.fitting import FIRMS, FOR_FIRMS, RETURNS, RULINGS
from doorstep.doors.shell.founding.steps import Step, Story
from doorstep.doors.shell.founding.texts import Texts
from doorstep.doors.shell.founding.told import Told, back, by_rule, due_of, low_of, lowest, to_unit
from doorstep.frame import SYSTEM
from doorstep.routing.queries import department, property_firm

#: Where a request ends: compound, community, street or department, city.
ENDS_DOOR, ENDS_OTHER = (0.64, 0.2, 0.11, 0.022), (0.36, 0.31, 0.26, 0.058)
#: Of what would be late: settled in time after all, because the date was seen coming.
HURRIED = 0.6
#: Days from report to result in the middle of each of the four; office hours add to the first.
MEDIANS = (0.75, 3.4, 9.0, 21.0)
#: What may take more days than this is never done on the same day.
LONG = 19
#: So many times as long where two posts are vacant, or the company has left.
SLOWER = 2.6
#: Days of a limit at which matters climb as often as the weights say.
TYPICAL = 8
#: Of requests by hotline, window and portal that end near the door: divided into parts.
DIVIDED = 0.16
#: Of all requests: sent back once, by the property company or by a department that says it is not
#: theirs; of the latter the city decides most.
BY_FIRM, BY_DEPARTMENT, RULED = 0.02, 0.024, 0.015


def ends_of(door: bool, days: int) -> list[float]:
    """Weights of the four ends: what has few days is settled near the door, the rest climbs."""
    pace = min(max(days, 1) / TYPICAL, 2.6) ** 1.3
    base = ENDS_DOOR if door else ENDS_OTHER
    return [base[0], *(weight * pace for weight in base[1:])]


class Work:
    """Writes what offices do with a request, and then what the reporter makes of it."""

    def __init__(self, cast: Cast, texts: Texts) -> None:
        self.cast, self.texts = cast, texts
        self.after = After(cast, texts)
        self.by_firm, self.by_department = Pace(BY_FIRM), Pace(BY_DEPARTMENT)
        self.ruled = Pace(RULED)

    def request(self, story: Story, told: Told, rng: random.Random) -> None:
        """All steps of a request after its report."""
        for pace in (self.by_firm, self.by_department, self.ruled):
            pace.passed += 1
        story.due = due = due_of(told)
        if told.done:
            self.after.tell(story, told, told.at, rng)
            return
        if told.leaf.data.get("emergency"):
            self._finish(story, told, told.at + timedelta(minutes=rng.randint(25, 150)), rng)
            return
        door = told.item.source in DOOR
        end = rng.choices(range(4), ends_of(door, (due - told.at).days))[0]
        if low_of(told) == 3:
            end = max(end, 2)
        if not door and end < 2 and not told.where.spot.rural and rng.random() < DIVIDED:
            parts = self.texts.parts(told.item.topic, told.where.spot, rng)
            if parts and low_of(told) < 3:
                self._divided(story, told, parts, rng)
                return
        days = MEDIANS[end] * math.exp(rng.gauss(0, 0.62)) * (SLOWER if told.where.weak else 1.0)
        if (due - told.at).days > LONG:  # nobody mends a wall in an afternoon
            days = max(days, rng.uniform(2, 5))
        last = self._climb(story, told, end, rng)
        quick = end == 0 and days < 1
        at = soon(last, rng, 5) if quick else desk_after(told.at, days, rng)
        if at > due and end < 3 and rng.random() < HURRIED:  # somebody looked at the date in time
            at = desk_after(due - timedelta(days=2), 0.5, rng)
        self._finish(story, told, max(at, soon(last, rng)), rng)

    def _divided(self, story: Story, told: Told, parts: list[str], rng: random.Random) -> None:
        """大化小、小化无: each part is settled by itself, then the whole is asked about."""
        desk = self.cast.desk(told.where.place.path, low_of(told))
        at = soon(told.at, rng)
        story.steps.append(Step(at, "matters.accept", desk))
        at = desk_after(at, rng.uniform(0.3, 2), rng)
        story.steps.append(Step(at, "matters.split", desk, {"parts": parts}))
        for number in range(1, len(parts) + 1):
            at = desk_after(at, rng.uniform(0.5, 4), rng)
            words = self.after.words(told, "solved", rng)
            story.steps.append(Step(at, "matters.settle", desk, {"words": words}, part=number))
        at += timedelta(minutes=1)
        story.steps.append(Step(at, "matters.gather", SYSTEM, {}, "system"))
        self.after.tell(story, told, at, rng)

    # -- up the ladder ---------------------------------------------------------------------------
    def _climb(self, story: Story, told: Told, end: int, rng: random.Random) -> datetime:
        """Up the ladder to where it ends; the moment of the last step."""
        path, steps = told.where.place.path, story.steps
        at = soon(told.at, rng)
        low = low_of(told)
        steps.append(Step(at, "matters.accept", self.cast.desk(path, low)))
        if end == 0:
            if told.where.company and told.item.topic in FOR_FIRMS and rng.random() < 0.9:
                steps += self._to_firm(told, low, at, rng)
                steps.append(Step(soon(steps[-1].at, rng, 3), "matters.start", self.cast.owner))
            elif low == 2:
                steps.append(Step(soon(at, rng), "matters.dispatch", self.cast.desk(path, 2),
                                  lowest))  # fmt: skip
            return steps[-1].at
        if low == 1 and told.where.company:
            steps += self._firm_returns(told, at, rng)
        for level in range(low, min(end + 1, 3)):
            steps += self._up(told, steps[-1].at, level, rng)
        if end == 3:
            steps += self._up(told, steps[-1].at + timedelta(days=1), 3, rng)
        elif end == 2 and low < 3:
            again = any(step.act == "matters.give_back" for step in steps)
            steps += self._to_department(told, steps[-1].at, again, rng)
        if steps[-1].act != "matters.accept":  # somebody else has it now
            steps.append(Step(soon(steps[-1].at, rng, 6), "matters.start", self.cast.owner))
        return steps[-1].at

    def _up(self, told: Told, at: datetime, level: int, rng: random.Random) -> Iterator[Step]:
        """An attempt, and then a level higher, in words that go with the topic."""
        who = self.cast.desk(told.where.place.path, level)
        at = desk_after(at, rng.uniform(0.2, 1.5), rng)
        for act, kind in (("attempt", "attempt"), ("escalate", "escalate_reason")):
            words = self.texts.note(kind, told.where.spot, rng, *told.about)
            yield Step(at, f"matters.{act}", who, {"words": words})
            at = soon(at, rng)

    def _to_firm(self, told: Told, level: int, at: datetime, rng: random.Random) -> Iterator[Step]:
        """To the property company of the compound."""
        desk = self.cast.desk(told.where.place.path, max(level, 1))
        yield Step(soon(at, rng), "matters.dispatch", desk,
                   lambda matter: {"owner": property_firm(matter.path)})  # fmt: skip

    def _firm_returns(self, told: Told, at: datetime, rng: random.Random) -> Iterator[Step]:
        """The company has it for a day and says why it cannot: back to the compound."""
        if told.item.leaf not in FIRMS or not self.by_firm.takes():
            return
        words = self.texts.note("firm_return", told.where.spot, rng, *told.about)
        handed = next(self._to_firm(told, 1, at, rng))
        yield handed
        yield Step(desk_after(handed.at, rng.uniform(0.3, 1.5), rng), "matters.give_back",
                   self.cast.owner, back(words))  # fmt: skip

    def _to_department(
        self, told: Told, at: datetime, again: bool, rng: random.Random
    ) -> Iterator[Step]:
        """To the department of the rules; at times by way of one that sends it back.

        :param again: another unit has given it back already: then the street rules (R12).
        """
        leaf, path = told.item.leaf, told.where.place.path
        street = self.cast.desk(path, 3)
        at = soon(at, rng, 4)
        wrong = RETURNS.get(leaf)
        if wrong is None or not self.by_department.takes():
            if rng.random() < 0.72:
                yield Step(at, "matters.dispatch", street, by_rule)
            return
        note, first, right = wrong
        yield Step(at, "matters.dispatch", street, to_unit(department(first)))
        at = desk_after(at, rng.uniform(0.4, 2), rng)
        words = self.texts.words_of(note, told.where.spot)
        owner = self.cast.body(path, "street_office")
        yield Step(at, "matters.give_back", self.cast.owner, back(words))
        at = soon(at, rng, 4)
        ruling = RULINGS.get(leaf)
        if ruling is None or not self.ruled.takes():
            unit = department(right) if right else None
            if unit is not None and again:
                words = f"两家都退回过。按职责由{unit.name}办理，其他单位配合。"
                yield Step(at, "matters.rule", street, {"owner": unit, "words": words})
            elif unit is not None:
                yield Step(at, "matters.dispatch", street, to_unit(unit))
            return
        steps = list(self._up(told, at, 3, rng))  # the city decides whose it is
        yield from steps
        note, right = ruling
        yield Step(desk_after(steps[-1].at, rng.uniform(0.3, 2), rng), "matters.rule",
                   self.cast.desk(path, 4), {
                       "owner": department(right) if right else owner,
                       "words": self.texts.words_of(note, told.where.spot),
                   })  # fmt: skip

    # -- the result ------------------------------------------------------------------------------
    def _finish(self, story: Story, told: Told, at: datetime, rng: random.Random) -> None:
        """The result, and what the reporter makes of it."""
        last = {"matters.accept": "matters.settle"}.get(story.steps[-1].act, "matters.resolve")
        outcome = rng.choices(("solved", "settled", "cannot", "not_ours"), (80, 12, 5, 3))[0]
        leaf = told.item.leaf
        known = {"cannot": self.texts.cannot, "not_ours": self.texts.not_ours}.get(outcome)
        if last == "matters.settle" or (known is not None and leaf not in known):
            outcome, known = "solved", None
        data: dict[str, Any] = {"words": self.after.words(told, outcome, rng), "outcome": outcome}
        if known is not None:
            data["where_to"] = known[leaf]["where"]
        story.steps.append(Step(at, last, self.cast.owner, data))
        if outcome in ("solved", "settled"):
            self.after.tell(story, told, at, rng)
