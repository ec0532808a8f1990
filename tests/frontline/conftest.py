"""The town of the people tests with patches, and the clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from doorstep.frame import SYSTEM, Actor, Given, do
from doorstep.frontline.models import Steward
from doorstep.kit import clock
from doorstep.people.queries import actor_for
from doorstep.places.models import Covering, Place
from tests.people import town as build

NOW = datetime(2024, 6, 3, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def monday_morning() -> Iterator[None]:
    """10:00 on Monday, 3 June 2024."""
    clock.allow_setting(True)
    with clock.at(NOW):
        yield


@pytest.fixture
def town(db: Any) -> SimpleNamespace:
    """The small town, with two patches in 湖畔枫景 (6 doors in two buildings)."""
    found = build.town()
    one, two = (Place.objects.get(label=f"东塘社区 湖畔枫景 {n}栋") for n in (1, 2))
    found.first = build.covering("patch", found.lake, "湖畔一片", one)
    found.second = build.covering("patch", found.lake, "湖畔二片", two)
    found.secretary = actor(found.dong, "community_secretary")
    found.member = actor(found.dong, "grid_member")
    return found


def actor(at: Place, role: str) -> Actor:
    """A new person with an account and that office."""
    who = build.person(at, f"{role}-{at.name}")
    build.office(who, role, at)
    return actor_for(build.account(who))


@pytest.fixture
def serving(town: SimpleNamespace) -> Callable[..., Steward]:
    """`serving(name, patch, …)`: a steward in service with those patches."""

    def make(name: str, *patches: Covering) -> Steward:
        person = build.person(town.doors[0], name)
        given = Given({"person": person, "place": town.lake, "basis": "volunteer"})
        steward: Steward = do(SYSTEM, "frontline.enter_steward", None, given).record
        for patch in patches:
            steward = do(
                SYSTEM, "frontline.assign_patch", steward, Given({"covering": patch})
            ).record
        return steward

    return make
