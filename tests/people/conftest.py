"""The town, the clock, and actors by one call."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from doorstep.frame import Actor
from doorstep.kit import clock
from doorstep.people.queries import actor_for
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
    """The small town."""
    return build.town()


@pytest.fixture
def holder(town: SimpleNamespace) -> Callable[..., Actor]:
    """`holder(role, at, name)` → the actor of a new person with that office and an account."""
    counter = iter(range(1000))

    def make(role: str, at: Any, name: str = "") -> Actor:
        home = at if hasattr(at, "place_kind") else at.place
        who = build.person(home, name or f"工作人员{next(counter)}")
        build.office(who, role, at)
        return actor_for(build.account(who, f"u{next(counter)}"))

    return make
