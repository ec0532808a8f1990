"""Building heads (楼栋长): somebody of the house, for every third or fourth building of a patch."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from doorstep.doors.shell.founding.city import LAUNCH, City
from doorstep.doors.shell.founding.dice import dice
from doorstep.doors.shell.founding.patches import Patch
from doorstep.doors.shell.founding.pool import Pool
from doorstep.people import rules as roles
from doorstep.places.models import Place

#: Share of buildings that have one; of these: ended before, begin only after today.
HEADED, ENDED, LATER = 0.3, 0.09, 0.04
WOMEN = 0.52


def heads(city: City, pool: Pool, patches: list[Patch]) -> None:
    """Appoint them, with some whose time has passed and some whose time has not come."""
    with city.at(LAUNCH, 13):
        city.enter("people.appoint", _heads(city, pool, patches))


def _heads(
    city: City, pool: Pool, patches: list[Patch]
) -> Iterator[tuple[str, None, dict[str, Any]]]:
    for key, place, inside in _buildings(city, patches):
        rng = dice("head", key)
        if rng.random() >= HEADED or not any(pool.by_stairs.get(path) for path in inside):
            continue
        since = date(2019, 5, 1) + timedelta(days=rng.randrange(1300))
        chance, until = rng.random(), None
        if chance < ENDED:
            until = since + timedelta(days=rng.randrange(120, 500))
        elif chance < ENDED + LATER:
            since = city.today + timedelta(days=rng.randrange(8, 40))
        age = int(rng.triangular(34, 76, 63))
        yield f"head.{key}", None, {
            "person": pool.choose(f"head.{key}", inside, age, WOMEN), "place": place,
            "role": roles.BUILDING_HEAD, "since": since, "until": until,
        }  # fmt: skip


def _buildings(city: City, patches: list[Patch]) -> Iterator[tuple[str, Place, list[str]]]:
    """Buildings in patches with the paths of their staircases, each once."""
    found: dict[str, tuple[Place, list[str]]] = {}
    for patch in patches:
        for stairs in patch.stairs:
            home = city.compound[stairs.compound["name"]].path
            place = city.stairs[home, stairs.building, stairs.entrance]
            key = f"{stairs.compound['no']}.{stairs.building}"
            building = city.stairs[home, stairs.building, ""]
            found.setdefault(key, (building, []))[1].append(place.path)
    for key, (building, paths) in found.items():
        yield key, building, paths
