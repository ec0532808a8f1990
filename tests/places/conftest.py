"""A small tree made by the acts themselves, the clock, and actors."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from doorstep.frame import SYSTEM, Actor, Given, Office, do
from doorstep.kit import clock
from doorstep.places.models import Place

NOW = datetime(2024, 6, 3, 2, 0, tzinfo=UTC)
LONG_AGO = date(2020, 1, 1)


@pytest.fixture(autouse=True)
def monday_morning() -> Iterator[None]:
    """10:00 on Monday, 3 June 2024."""
    clock.allow_setting(True)
    with clock.at(NOW):
        yield


def add(parent: Place | None, kind: str, name: str = "", **more: Any) -> Place:
    """One place by the act, as the system."""
    more.setdefault("since", LONG_AGO)
    given = {"parent": parent, "place_kind": kind, "name": name, **more}
    return do(SYSTEM, "places.add", None, Given(given)).record


def build(parent: Place, number: str, **more: Any) -> Place:
    """One building with its doors by the act."""
    given = {"parent": parent, "number": number, "entrances": 2, "floors": 5, "per_floor": 2}
    return do(SYSTEM, "places.build", None, Given({**given, "since": LONG_AGO, **more})).record


def named(label: str) -> Place:
    """The place with that address."""
    return Place.objects.get(label=label)


@pytest.fixture
def tree(db: Any) -> SimpleNamespace:
    """City, two streets, three communities, a town with a village, compounds with doors."""
    city = add(None, "city", "巢湖市")
    east, west = add(city, "street", "东街街道"), add(city, "street", "西街街道")
    dong, nan = add(east, "community", "东塘社区"), add(east, "community", "南闸社区")
    xi = add(west, "community", "西门社区")
    lake = add(dong, "compound", "湖畔枫景", compound_kind="walkup")
    mill = add(dong, "compound", "老棉纺厂宿舍", compound_kind="dormitory")
    gate = add(xi, "compound", "城门新居", compound_kind="resettlement")
    build(lake, "1"), build(lake, "3"), build(gate, "1", entrances=1)
    build(mill, "前", row=True, floors=1, per_floor=6)
    town = add(city, "town", "坝镇")
    village = add(town, "village", "旭东村")
    given = {"parent": village, "natural_village": "蔡塘", "name": "蔡塘前村民组", "homesteads": 4}
    group = do(SYSTEM, "places.add_group", None, Given({**given, "since": LONG_AGO})).record
    natural = named("旭东村 蔡塘")
    return SimpleNamespace(
        city=city, east=east, west=west, dong=dong, nan=nan, xi=xi, lake=lake, mill=mill,
        gate=gate, town=town, village=village, natural=natural, group=group,
    )  # fmt: skip


@pytest.fixture
def holder() -> Callable[..., Actor]:
    """`holder(role, place, …)`: an actor with that office at those places."""

    def make(role: str, *places: Place) -> Actor:
        office = Office(uuid.uuid4(), role, tuple(p.path for p in places))
        return Actor(uuid.uuid4(), role, (office,))

    return make
