"""Which days and hours things happen on: working days, festivals, decent hours."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta

from doorstep.doors.shell.founding.dice import Bag
from doorstep.kit import clock
from doorstep.kit.calendar import published

#: Eves of the Spring Festival (农历除夕), which no rule of the solar calendar gives.
EVES = {
    date(2022, 1, 31), date(2023, 1, 21), date(2024, 2, 9), date(2025, 1, 28), date(2026, 2, 16),
    date(2027, 2, 5), date(2028, 1, 25), date(2029, 2, 12), date(2030, 2, 2),
}  # fmt: skip
#: The eve and the first two days: nobody visits, nearly nobody reports.
FESTIVAL = {eve + timedelta(days=n) for eve in EVES for n in range(3)}
#: The rest of the festival week.
FESTIVE = {eve + timedelta(days=n) for eve in EVES for n in range(3, 8)}
#: Hour bands and how a moment falls inside: first and last minute of the day.
BANDS = {
    "0-6": (10, 355), "6-8": (375, 479), "8-10": (481, 599), "10-12": (600, 715),
    "12-14": (722, 838), "14-17": (842, 1018), "17-19": (1021, 1138), "19-22": (1141, 1312),
    "22-24": (1322, 1415),
}  # fmt: skip
#: Where a visit can fall within a band (9–11:20, 15–17:30, some 18–20): minutes of the day.
VISITS = {"8-10": (540, 599), "10-12": (600, 679), "14-17": (900, 1018), "17-19": (1021, 1050),
          "19-22": (1141, 1195)}  # fmt: skip
#: Minutes at which offices end their work: before lunch and before closing more than else.
_CLOSING: Bag[tuple[int, int]] = Bag(
    {(510, 600): 13, (600, 660): 13, (660, 690): 28, (871, 960): 12, (960, 1019): 34}
)


def working(day: date) -> bool:
    """Whether offices are open."""
    return published().is_workday(day)


def at_minute(day: date, minute: int, rng: random.Random) -> datetime:
    """A moment of a city day from its minute, with odd seconds as in life."""
    return datetime.combine(
        day, time(minute // 60, minute % 60, rng.randrange(60)), clock.CITY
    )  # fmt: skip


def on_desk(day: date, rng: random.Random) -> datetime:
    """A moment of office hours on that day or the next open one; closings bunch."""
    while not working(day):
        day += timedelta(days=1)
    first, last = _CLOSING.draw(rng)
    return at_minute(day, rng.randrange(first, last), rng)


def soon(moment: datetime, rng: random.Random, hours: float = 1.5) -> datetime:
    """A little later the same office day, or the next morning."""
    local = clock.local(moment)
    later = local + timedelta(minutes=rng.uniform(6, hours * 60))
    opens, closes = time(8, 32), time(17, 25)
    lunch = time(11, 55) < later.time() < time(14, 31)
    same = later.date() == local.date() and opens <= later.time() <= closes
    if same and not lunch and working(later.date()):
        return later
    if lunch and working(local.date()) and local.time() < time(14, 0):
        return at_minute(local.date(), rng.randrange(872, 930), rng)
    day = local.date() if local.time() < opens else local.date() + timedelta(days=1)
    while not working(day):
        day += timedelta(days=1)
    return at_minute(day, rng.randrange(512, 590), rng)


def desk_after(moment: datetime, days: float, rng: random.Random) -> datetime:
    """Office hours about so many days later, never earlier than a little after `moment`."""
    local = clock.local(moment)
    found = on_desk((local + timedelta(days=days)).date(), rng)
    return found if found > local + timedelta(minutes=20) else soon(moment, rng, 3)


def at_home(moment: datetime, days: float, rng: random.Random) -> datetime:
    """When a resident answers: some time of day later, mostly evenings, never at night."""
    day = (clock.local(moment) + timedelta(days=days)).date()
    first, last = rng.choice(((700, 830), (1060, 1150), (1150, 1290), (1150, 1290), (490, 690)))
    found = at_minute(day, rng.randrange(first, last), rng)
    return found if found > moment else found + timedelta(days=1)


def day_weights(
    first: date, last: date, monday: float, saturday: float
) -> list[tuple[date, float]]:
    """Days of a month with the weight of a report falling on them."""
    found = []
    for n in range((last - first).days + 1):
        day = first + timedelta(days=n)
        weight = {0: monday, 5: saturday, 6: 0.95}.get(day.weekday(), 1.0)
        if day in FESTIVAL:
            weight = 0.02
        elif day in FESTIVE:
            weight *= 0.25
        found.append((day, weight))
    return found
