"""The small town with the tables of matters, and matters by the dozen."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from doorstep.frame import do
from doorstep.kit import clock
from doorstep.matters.models import Matter
from doorstep.people import rules as roles
from tests.matters.conftest import desks, holder, monday_morning, town

__all__ = ["desks", "holder", "monday_morning", "secretary", "street", "taken_down", "town"]


@pytest.fixture
def secretary(holder: Any, town: Any) -> Any:
    """The secretary of 东塘社区."""
    return holder(roles.COMMUNITY_SECRETARY, town.dong)


@pytest.fixture
def street(holder: Any, town: Any) -> Any:
    """The dispatcher of 东街街道."""
    return holder(roles.STREET_DISPATCHER, town.east)


@pytest.fixture
def taken_down(secretary: Any) -> Any:
    """`taken_down(place, days=3, **columns)`: a matter reported so many days ago."""

    def make(
        place: Any, *, days: int = 0, category: str = "parking_mess", **columns: Any
    ) -> Matter:
        with clock.at(clock.now() - timedelta(days=days)):
            data = {"place": place.path, "category": category, "text": "堵着", "way": "community"}
            made = do(secretary, "matters.report", None, data)
        if columns:
            Matter.objects.filter(pk=made.id).update(**columns)
        return Matter.objects.get(pk=made.id)

    return make
