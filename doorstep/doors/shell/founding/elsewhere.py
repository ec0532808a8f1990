"""The rest of the city this morning: what came in over night, and what is late."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from doorstep.doors.shell.founding.days import desk_after, soon
from doorstep.doors.shell.founding.dice import dice
from doorstep.doors.shell.founding.patches import STREET
from doorstep.doors.shell.founding.steps import Step, Story
from doorstep.doors.shell.founding.today import Today

#: A street with so many compounds hears of more than a town.
MANY = 20
#: What is late: category and work days since, a day or two more than it may take.
SLOW = (("parking_mess", 5), ("leak_between", 9), ("fly_wire", 4), ("greening", 8),
        ("corridor_clutter", 7), ("unit_door", 6), ("property_clean", 4), ("stair_light", 5),
        ("common_space", 9), ("drain_blocked", 4))  # fmt: skip


class Elsewhere:
    """Stories beside those of the twelve."""

    def __init__(self, today: Today) -> None:
        self.today, self.city = today, today.city

    def nights(self) -> Iterator[Story]:
        """What came in at the other streets and towns since they closed."""
        today = self.today
        for row in self.city.profile.rows("streets.csv"):
            there, code = today.compounds(row["code9"]), row["code9"]
            if code == STREET or not there:
                continue
            rng = dice("night", code)
            for n in range(rng.randint(2, 4) if len(there) > MANY else rng.randint(0, 1)):
                minute = rng.choice((rng.uniform(40, 290), rng.uniform(40, 290), 800.0 + n))
                latest = today.now - timedelta(minutes=n + 3)
                at = min(today.closed + timedelta(minutes=minute), latest)
                source = rng.choice(("portal", "hotline", "steward"))
                yield today.begun(today.told(f"night.{code}.{n}", today.leaves.draw(rng), source,
                                             at, there, inside=source == "steward"))  # fmt: skip

    def late(self, count: int) -> Iterator[Story]:
        """So many whose date has passed, each elsewhere: taken on, tried, not done."""
        today = self.today
        homes = [name for row in self.city.profile.rows("streets.csv")
                 for name in today.compounds(row["code9"])[:1]]  # fmt: skip
        for n in range(count):
            leaf, days = SLOW[n % len(SLOW)]
            rng = dice("slow", n)
            at = today.back(days, 520 + rng.randrange(500), rng)
            told = today.told(f"slow.{n}", leaf, "portal", at, [homes[n % len(homes)]])
            story, spot = today.begun(told), told.where.spot
            desk = today.cast.desk(told.where.place.path, 1)
            first = soon(at, rng)
            words = today.plan.texts.note("attempt", spot, rng, *told.about)
            story.steps += [
                Step(first, "matters.accept", desk),
                Step(desk_after(first, 2, rng), "matters.attempt", desk, {"words": words}),
            ]
            yield story.until(today.now)
