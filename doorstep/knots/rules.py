"""What is a 热点, 难点 or 堵点, as pure rules; their lives; what a city may set (domain B5).

Counted are matters, places and people who met the same, never who reported (dignity D6).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from doorstep.frame import Lifecycle, Move
from doorstep.people.rules import (
    CITY_CENTRE,
    CITY_LEADER,
    CITY_OD,
    COMMUNITY_DISPATCHER,
    COMMUNITY_SECRETARY,
    COMMUNITY_WORKER,
    STREET_DISPATCHER,
    STREET_STAFF,
)
from doorstep.places.rules import declare
from doorstep.places.rules.parameters import between

HOT, HARD, BLOCKED = "hot", "hard", "blocked"
KINDS = (HOT, HARD, BLOCKED)

#: Posts that judge a knot and lead a campaign, and those that read.
JUDGES = (COMMUNITY_SECRETARY, COMMUNITY_DISPATCHER, STREET_DISPATCHER, CITY_CENTRE)
READERS = (*JUDGES, COMMUNITY_WORKER, *STREET_STAFF, CITY_OD, CITY_LEADER)

OPEN, ASIDE, TAKEN, GONE = "found", "set_aside", "taken", "gone"
#: Still as it was found: shown on the pages of its matters.
LIVE = (OPEN, TAKEN)
KNOT_LIFE = Lifecycle(
    states=(OPEN, ASIDE, TAKEN, GONE),
    first=(OPEN,),
    ended=(ASIDE, GONE),
    moves=[
        Move("set_aside", (OPEN,), (ASIDE,)),
        Move("bring_back", (ASIDE,), (OPEN,)),
        Move("rise", (ASIDE,), (OPEN,)),
        Move("take_up", (OPEN,), (TAKEN,)),
        Move("fade", (OPEN, ASIDE, TAKEN), (GONE,)),
    ],
)
RUNNING, FINISHED = "running", "finished"
CAMPAIGN_LIFE = Lifecycle(
    states=(RUNNING, FINISHED), first=(RUNNING,), ended=(FINISHED,),
    moves=[Move("finish", (RUNNING,), (FINISHED,))],
)  # fmt: skip

#: What was set aside is judged again when it has grown so many times.
GROWN = 2
#: So many matters stand under one knot, and in one campaign.
MOST = 200
#: A place is as near as its building: the first five segments of its path.
BUILDING = 20

PERIOD, PEOPLE, PLACES, TIMES = (
    f"knots.{name}" for name in ("hot_days", "hot_people", "hot_places", "hard_times")
)
declare(PERIOD, 30, between(7, 180), "Days in which reports make a hot spot", "B5")
declare(PEOPLE, 10, between(3, 500), "People that make a hot spot in a community", "B5")
declare(PLACES, 5, between(2, 200), "Places that make a hot spot in a community", "B5")
declare(TIMES, 2, between(1, 10), "Times its limit after which a matter counts as hard", "B5")


@dataclass(frozen=True)
class Limits:
    """From when on something is a knot."""

    days: int = 30
    people: int = 10
    places: int = 5
    times: float = 2


def hot(found: Iterable[tuple[Any, int, int]], limits: Limits) -> dict[str, int] | None:
    """热点: many people or many places in the period, of one category in one community.

    Of one place only the largest number of people counts, so that one who reports the same ten
    times is not ten people, and nobody has to be told apart for it (D6).

    :param found: (place, people who met it, matters) for each place and number of people.
    """
    by_place: dict[Any, int] = {}
    matters = 0
    for place, people, n in found:
        by_place[place] = max(by_place.get(place, 0), people)
        matters += n
    people = sum(by_place.values())
    if people < limits.people and len(by_place) < limits.places:
        return None
    return {"people": people, "places": len(by_place), "matters": matters, "days": limits.days}


def older_than_limit(begun: datetime, due: datetime | None, now: datetime, times: float) -> bool:
    """难点 by age: it has taken more than so many times what it was given, pauses included."""
    return due is not None and due < now and now - begun > times * (due - begun)


def blocked_by(
    returned: int, ruled_at: datetime | None, outside: bool, due: datetime | None, now: datetime
) -> str:
    """堵点: why it does not go on; "" where it does.

    :param outside: whether a unit has it that does not govern the place.
    """
    if returned and ruled_at is None:
        return "returned"
    return "waits" if outside and due is not None and due < now else ""
