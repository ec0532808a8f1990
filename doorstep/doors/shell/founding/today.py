"""What the twelve find this morning: the dispatcher's 8:31, and one thing waiting for each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cached_property
from random import Random
from typing import Any

from doorstep.doors.shell.founding.city import FoundingError
from doorstep.doors.shell.founding.days import at_minute, soon, working
from doorstep.doors.shell.founding.demand import Wanted
from doorstep.doors.shell.founding.dice import Bag, dice
from doorstep.doors.shell.founding.patches import PERSONAS_HOME, STREET
from doorstep.doors.shell.founding.plan import Plan
from doorstep.doors.shell.founding.spots import MERGED, Where
from doorstep.doors.shell.founding.steps import Step, Story
from doorstep.doors.shell.founding.told import Told, back, due_of
from doorstep.kit.calendar import published
from doorstep.people import rules as roles
from doorstep.people.models import Account
from doorstep.people.queries import actor_for
from doorstep.routing.queries import category, department, property_firm

#: How many came in at the street of the dispatcher since 17:30 of the day before.
NEW = 23
#: Of them about one burst pump, minutes after 17:30.
PUMP = (("water_outage", "portal", 244), ("water_outage", "hotline", 252),
        ("water_pressure", "portal", 259), ("water_outage", "portal", 281),
        ("water_outage", "grid_member", 792))  # fmt: skip
#: What the handler of 城管 has on the desk: category and work days since.
HANDLER = (("illegal_build", 6), ("out_of_shop", 1), ("vendor", 2), ("bbq", 1), ("site_noise", 1),
           ("muck_spill", 1), ("cooking_fume", 4))  # fmt: skip
#: What waits in the personas' compound: category, days since, and whom it waits for.
HOME = (("stair_light", 2, "manager"), ("property_clean", 1, "manager"),
        ("drain_blocked", 2, "manager"), ("unit_door", 3, "manager"),
        ("parking_mess", 2, "compound"), ("fly_wire", 0, "compound"),
        ("corridor_clutter", 3, "grid"), ("leak_roof", 9, "compound"))  # fmt: skip
#: What is seen in some months only has another in its place in the rest of the year.
INSTEAD = {"leak_roof": "parking_space", "bbq": "rubbish_burning", "site_noise": "rubbish"}


class Today:
    """The stories of this morning."""

    def __init__(self, plan: Plan, now: datetime) -> None:
        self.plan, self.now, self.city = plan, now, plan.city
        self.lives, self.cast = plan.lives, plan.lives.cast
        self.closed = at_minute(now.date() - timedelta(days=1), 1050, dice("closed"))

    def stories(self) -> Iterator[Story]:
        """All of them; those whose places are not founded are left out."""
        here = self.compounds(STREET)
        if here:
            yield from self._new(here)
            yield from self._late(here)
            yield from self._handler(here)
        if PERSONAS_HOME in self.city.compound:
            yield from self._home()
            yield from self._resident()
            yield from self._steward()

    def compounds(self, code: str) -> list[str]:
        """Compounds of a street or town, without the one that is no more and that of the twelve."""
        return [row["name"] for row in self.city.profile.compounds
                if row["community_code12"].startswith(code)
                and row["name"] not in (MERGED, PERSONAS_HOME)]  # fmt: skip

    @cached_property
    def leaves(self) -> Bag[str]:
        """Categories as often as they come up this month, those of villages left out."""
        counted = [pair for t in self.plan.demand.plan["topic"] for pair in t["counts"].items()]
        return Bag((leaf, n) for leaf, n in counted
                   if category(leaf).data["area"] != "rural" and self.in_season(leaf))  # fmt: skip

    def in_season(self, leaf: str) -> bool:
        """Whether a category comes up in this month."""
        return self.now.month in self.plan.demand.season.get(leaf, (self.now.month,))

    def seasonal(self, leaf: str) -> str:
        """That category, or what is reported in its place at this time of the year."""
        return leaf if self.in_season(leaf) else INSTEAD.get(leaf, leaf)

    # -- one report ------------------------------------------------------------------------------
    def told(
        self,
        key: str,
        leaf: str,
        source: str,
        at: datetime,
        names: list[str],
        *,
        inside: bool = False,
    ) -> Told:
        """A report of a category from one of the compounds named."""
        rng = dice("today", key)
        item = Wanted(leaf, self.plan.demand.topic.get(leaf, ""), source, False, at.date())
        item.at = at
        for _try in range(200):
            where = self.plan.spots.in_compound(rng, rng.choice(names), "steward" * inside)
            found = self._words(leaf, source, where, at, rng)
            if found is not None:
                return Told(
                    f"today.{key}", item, at, where, found, "request", False, category(leaf)
                )
        raise FoundingError(f"no text for {leaf} in {names[:3]}")

    def _words(self, leaf: str, source: str, where: Where, at: datetime, rng: Random) -> str | None:
        texts = self.plan.texts
        topic = self.plan.demand.topic.get(leaf, "")
        found = texts.order(leaf, topic, where.spot, rng) if source == "hotline" else None
        found = found or texts.message(
            leaf, where.spot, at.month, at.hour, rng, steward=source == "steward",
            kinds=("request",), done=False, bare=source != "portal",
        )  # fmt: skip
        return found[0] if found else None

    def back(self, days: int, minute: int, rng: Random) -> datetime:
        """So many working days ago at a minute of the day."""
        day: date = self.now.date()
        while days > 0 or not working(day):
            day -= timedelta(days=1)
            days -= working(day)
        return min(at_minute(day, minute, rng), self.now - timedelta(minutes=9))

    def begun(self, told: Told, *, account: Any = None) -> Story:
        """The story of a report that has just come in."""
        step = self.lives.report(told, dice("begun", told.key))
        if account is not None and isinstance(step.data, dict):
            step.who = actor_for(account, self.city.today)
            step.data |= {"reporter_account": account.pk}
            step.data.pop("reporter_phone", None)
        return Story(told.key, [step], due=due_of(told))

    # -- the dispatcher at 8:31 ------------------------------------------------------------------
    def _new(self, here: list[str]) -> Iterator[Story]:
        span = (self.now - self.closed).total_seconds() / 60
        rng = dice("new")
        high = [n for n in here if self.plan.spots.row[n]["has_company"] == "1"]
        pump = [n for n in high if self.plan.spots.row[n]["has_lift"] == "1"][:1] or high[:1]
        for n, (leaf, source, after) in enumerate(PUMP):
            at = self.closed + timedelta(minutes=min(after, span - 5 + n * 0.5))
            yield self.begun(self.told(f"pump.{n}", leaf, source, at, pump))
        noisy = min(self.closed + timedelta(minutes=342), self.now - timedelta(minutes=4))
        yield self.begun(self.told("noise", "shop_noise", "portal", noisy, here))
        leaves = self.leaves
        for n in range(NEW - len(PUMP) - 1):
            minute = rng.choice((rng.uniform(4, 300), rng.uniform(4, 300), rng.uniform(780, 899)))
            at = self.closed + timedelta(minutes=min(minute, span - 3))
            source = rng.choice(("portal", "portal", "hotline", "steward", "steward"))
            yield self.begun(self.told(f"new.{n}", leaves.draw(rng), source, at, here,
                                         inside=source == "steward"))  # fmt: skip

    def _late(self, here: list[str]) -> Iterator[Story]:
        """An order due 11:40; one overdue as a make-up working day counted; one returned."""
        rng = dice("late")
        # four working hours from 16:40: the first answer is due at 11:40 this morning
        at = self.back(1, 1000, rng).replace(second=0)
        yield self.begun(self.told("order", "drain_blocked", "hotline", at, here))
        makeup = next((d for d in _before(self.now.date(), 420) if published().is_makeup(d)), None)
        day = makeup or self.now.date() - timedelta(days=14)
        began = at_minute(_workday_before(day), 1010, rng)
        told = self.told("makeup", "road_broken", "hotline", began, here)
        story = self.begun(told)
        story.steps.append(Step(soon(began, rng), "matters.accept", self._dispatcher()))
        yield story
        at = self.back(1, 515, rng)
        story = self.begun(self.told("returned", "road_parking", "hotline", at, here))
        city_management = department("urban_management")
        reason = "非本单位职责：地点在小区红线内，道路由物业管理，依据 Q-010。"
        owner = self.cast.owner
        first = soon(at, rng)
        second = soon(first, rng, 3)
        story.steps += [
            Step(first, "matters.accept", self._dispatcher()),
            Step(second, "matters.dispatch", self._dispatcher(), {"owner": city_management}),
            Step(max(soon(second, rng), self.back(1, 980, rng)), "matters.give_back", owner,
                 back(reason)),
        ]  # fmt: skip
        yield story.until(self.now)

    def _dispatcher(self) -> Any:
        return self.cast.first(self.city.coded[STREET].path, roles.STREET_DISPATCHER)

    def _handler(self, here: list[str]) -> Iterator[Story]:
        for n, (usual, days) in enumerate(HANDLER):
            leaf = self.seasonal(usual)
            rng = dice("handler", leaf)
            at = self.back(days, 540 + 17 * n, rng)
            story = self.begun(self.told(f"handler.{leaf}", leaf, "hotline", at, here))
            first = soon(at, rng)
            second = soon(first, rng)
            story.steps += [
                Step(first, "matters.accept", self._dispatcher()),
                Step(second, "matters.dispatch", self._dispatcher(),
                     {"owner": department("urban_management")}),
            ]  # fmt: skip
            if n % 3 == 0:
                story.steps.append(Step(soon(second, rng, 6), "matters.start", self.cast.owner))
            yield story.until(self.now)

    # -- the personas' compound ------------------------------------------------------------------
    def _home(self) -> Iterator[Story]:
        for usual, days, waits in HOME:
            leaf = self.seasonal(usual)
            rng = dice("home", leaf)
            at = self.back(days, 500 + rng.randrange(90), rng)
            source = "grid_member" if waits == "grid" else rng.choice(("portal", "steward"))
            told = self.told(f"home.{leaf}", leaf, source, at, [PERSONAS_HOME], inside=True)
            story = self.begun(told)
            path = told.where.place.path
            first = soon(at, rng)
            story.steps.append(Step(first, "matters.accept", self.cast.desk(path, 1)))
            if waits == "manager":
                given = {"owner": property_firm(path)}
                desk = self.cast.desk(path, 1)
                story.steps.append(Step(soon(first, rng), "matters.dispatch", desk, given))
            yield story.until(self.now)

    def _settled(self, key: str, leaf: str, source: str, days: int, account: Any = None) -> Story:
        """Done by the property company yesterday; somebody is to have a look."""
        rng = dice("settled", key)
        at = self.back(days, 560 + rng.randrange(60), rng)
        told = self.told(key, leaf, source, at, [PERSONAS_HOME], inside=True)
        story, path = self.begun(told, account=account), told.where.place.path
        first = soon(at, rng)
        firm, owner = property_firm(path), self.cast.owner
        desk = self.cast.desk(path, 1)
        second = soon(first, rng)
        third = soon(second, rng)
        words = self.plan.texts.reply(leaf, "resolved", "property", told.where.spot, rng)
        story.steps += [
            Step(first, "matters.accept", desk),
            Step(second, "matters.dispatch", desk, {"owner": firm}),
            Step(third, "matters.start", owner),
            Step(max(soon(third, rng), self.back(1, 1000, rng)), "matters.resolve", owner,
                 {"words": words, "outcome": "solved"}),
        ]  # fmt: skip
        return story.until(self.now)

    def _resident(self) -> Iterator[Story]:
        account = Account.objects.filter(username="resident").first()
        if account is not None:
            yield self._settled("resident.light", "stair_light", "portal", 3, account)
            rng = dice("resident")
            at = self.back(2, 1232, rng)
            told = self.told(
                "resident.ebike", "charging_point", "portal", at, [PERSONAS_HOME], inside=True
            )
            story = self.begun(told, account=account)
            desk = self.cast.desk(told.where.place.path, 1)
            story.steps.append(Step(soon(at, rng), "matters.accept", desk))
            yield story.until(self.now)

    def _steward(self) -> Iterator[Story]:
        account = Account.objects.filter(username="steward").first()
        if account is not None:
            yield self._settled("steward.lamp", "drain_blocked", "steward", 2, account)


def _before(day: date, most: int) -> Iterator[date]:
    for n in range(1, most):
        yield day - timedelta(days=n)


def _workday_before(day: date) -> date:
    return next(d for d in _before(day, 30) if working(d))
