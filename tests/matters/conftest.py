"""The small town with the real category tree, rules and bodies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import doorstep.profiles
from doorstep.frame import SYSTEM
from doorstep.kit import clock
from doorstep.routing.acts.tables import load_tables
from tests.people import town as build
from tests.people.conftest import holder, monday_morning, town

__all__ = ["desks", "holder", "monday_morning", "town"]
PROFILE = Path(doorstep.profiles.__path__[0]) / "chaohu"


@pytest.fixture
def desks(town: SimpleNamespace) -> SimpleNamespace:
    """Bodies of every level, two departments, a property company at 湖畔枫景; tables loaded."""
    load_tables(SYSTEM, PROFILE, date(2020, 1, 1))
    body: Any = build.body
    return SimpleNamespace(
        city=body("city_office", town.city, "市社会治理中心"),
        east=body("street_office", town.east, "东街街道"),
        dong=body("community_committee", town.dong, "东塘社区"),
        xi=body("community_committee", town.xi, "西门社区"),
        lake=body("compound_body", town.lake, "湖畔枫景小区党支部"),
        mill=body("compound_body", town.mill, "老棉纺厂宿舍片区党支部"),
        firm=body("property_company", town.lake, "枫景物业"),
        urban=body("department", town.city, "urban_management"),
        housing=body("department", town.city, "housing"),
        police=body("department", town.city, "police"),
    )  # fmt: skip


@pytest.fixture
def at(monday_morning: None) -> Iterator[Callable[[datetime], None]]:
    """`at(moment)`: it is that moment from now on."""
    with ExitStack() as times:
        yield lambda moment: times.enter_context(clock.at(moment))
