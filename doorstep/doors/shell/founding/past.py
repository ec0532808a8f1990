"""The past told to the system, year by year, and the open work of today."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from functools import cached_property

from doorstep.doors.shell.founding.city import City, moment
from doorstep.doors.shell.founding.demand import Demand
from doorstep.doors.shell.founding.elsewhere import Elsewhere
from doorstep.doors.shell.founding.false import false_closing
from doorstep.doors.shell.founding.lately import Lately
from doorstep.doors.shell.founding.plan import Plan
from doorstep.doors.shell.founding.steps import IN_WORK, WAITS, Story, tell, told
from doorstep.doors.shell.founding.today import Today
from doorstep.frame.batch import breathe
from doorstep.kit import clock

#: What began so many days ago or later is told first: the open work of today.
PRESENT_DAYS = 40
#: Of what is open today: past its date.
LATE = 0.065
#: Stories told one after the other before others may write.
TOGETHER = 10


class Past:
    """All stories of a city, cut at 8:31 of its day (or now, where it is earlier)."""

    def __init__(self, city: City) -> None:
        self.city = city
        self.now = min(moment(city.today, 8, 31), clock.local(clock.now()))

    @cached_property
    def plan(self) -> Plan:
        """Planned once; the words of today are chosen first."""
        return Plan(self.city)

    @cached_property
    def here(self) -> list[Story]:
        """What the twelve find this morning, and the weeks before at their homes."""
        return [*Lately(self.today).stories(), *self.today.stories()]

    @cached_property
    def special(self) -> list[Story]:
        """The same, and what came in elsewhere over night."""
        return [*self.here, *self.elsewhere.nights()]

    @cached_property
    def today(self) -> Today:
        """Who writes this morning."""
        return Today(self.plan, self.now)

    @cached_property
    def elsewhere(self) -> Elsewhere:
        """Who writes the rest of it."""
        return Elsewhere(self.today)

    @cached_property
    def planned(self) -> list[tuple[date, list[Story]]]:
        """Every other story as far as it has come, with those that were joined to it."""
        self.special  # noqa: B018  (their words are chosen first)
        found: dict[str, tuple[date, list[Story]]] = {}
        single = false_closing(self.plan)
        if single is not None:
            found[single.key] = (single.steps[0].at.date(), [single.until(self.now)])
        for day, whole in self.plan.stories():
            story = whole.until(self.now)
            if not story.steps:
                continue
            if story.into:
                found[story.into][1].append(story)
            else:
                found[story.key] = (day, [story])
        return list(found.values())

    @cached_property
    def late(self) -> list[Story]:
        """What is late today beside the few planned stories that are: so that it is a share."""
        there = [story for _day, stories in self.planned for story in stories] + self.special
        late = sum(story.late(self.now) for story in there)
        stages = Counter(story.stage for story in there)
        still = stages[IN_WORK] + stages[WAITS] / 2  # some count those that wait for a word
        wanted = round((LATE * still - late) / (1 - LATE))
        return list(self.elsewhere.late(wanted)) if self.plan.share == 1 else []

    @property
    def border(self) -> date:
        """First day of the present."""
        return self.city.today - timedelta(days=PRESENT_DAYS)

    def present(self) -> None:
        """The open work of the twelve: nobody of the other streets need be there yet."""
        self._tell([[story] for story in self.here])

    def waiting(self) -> None:
        """The open work of today everywhere, with what began in the last weeks."""
        today = [[story] for story in (*self.special, *self.late)]
        self._tell([*(told for day, told in self.planned if day >= self.border), *today])

    def months(self) -> list[tuple[int, int]]:
        """Years and months of the past, in order; planned for nobody yet."""
        days = Demand(self.city.profile, self.city.today).months()
        return [(day.year, day.month) for day in days if day < self.border]

    def month(self, year: int, month: int) -> None:
        """What began in one month of the past."""
        self._tell([told for day, told in self.planned
                    if (day.year, day.month) == (year, month) and day < self.border])  # fmt: skip

    def _tell(self, lives: list[list[Story]]) -> None:
        there = told(stories[0] for stories in lives)
        todo = [stories for stories in lives if stories[0].op not in there]
        for number, stories in enumerate(todo):
            if number % TOGETHER == 0:
                breathe()
            self.city.rows += tell(stories, self.city.cut)
