"""Where matters are settled, how long it takes, whether they come back (B5)."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

from doorstep.frame import do
from doorstep.frame.follows import drain
from doorstep.kit import clock
from doorstep.matters.models import Matter
from doorstep.panes.figures import Scope, ask, records

pytestmark = pytest.mark.django_db
TODAY = date(2024, 6, 3)
CODES = ("resolved_at_level", "median_level", "dissolved_low_rate", "median_days_by_level",
         "split_completion", "recurrence_30", "recurrence_90")  # fmt: skip


def at_dong(town: Any) -> Scope:
    return Scope((town.dong.path,), "东塘社区")


def value(code: str, town: Any, day: date = TODAY) -> Any:
    row = ask(code, at_dong(town), day)[0]
    return row["numerator"], row["denominator"]


@pytest.fixture
def settled(taken_down: Any, secretary: Any) -> Any:
    """`settled(place, days=20, level=1)`: settled on the day of the report, and confirmed."""

    def make(place: Any, *, days: int = 20, level: int = 2, **more: Any) -> Matter:
        matter = taken_down(place, days=days, level=level, **more)
        with clock.at(clock.now() - timedelta(days=days)):
            do(secretary, "matters.settle", matter, {"words": "好了"})
        with clock.at(clock.now() - timedelta(days=days - 1)):
            from doorstep.frame import SYSTEM

            do(SYSTEM, "matters.lapse", Matter.objects.get(pk=matter.pk), {}, channel="system")
        return Matter.objects.get(pk=matter.pk)

    return make


def test_the_level_of_resolution(town: Any, desks: Any, settled: Any, taken_down: Any) -> None:
    settled(town.lake, level=1)
    settled(town.lake, level=1)
    settled(town.lake, level=2)
    taken_down(town.lake)  # not settled: counts nowhere
    rows = {r["dims"]["by"]: r["value"] for r in ask("resolved_at_level", at_dong(town), TODAY)}
    assert rows == {"level0": 0, "level1": 2, "level2": 1, "level3": 0, "level4": 0}
    assert ask("median_level", at_dong(town), TODAY)[0]["value"] == 1
    assert value("dissolved_low_rate", town) == (2, 3)
    found = records("dissolved_low_rate", at_dong(town), TODAY)
    assert found is not None
    assert found.count() == 2
    days = ask("median_days_by_level", at_dong(town), TODAY)
    assert [(r["dims"]["by"], r["value"], r["denominator"]) for r in days] == [
        ("level1", 0, 2), ("level2", 0, 1),
    ]  # fmt: skip


def test_what_could_not_be_done_is_not_settled(
    town: Any, desks: Any, settled: Any, secretary: Any
) -> None:
    matter = settled(town.lake)
    Matter.objects.filter(pk=matter.pk).update(outcome="cannot")
    assert value("dissolved_low_rate", town) == (0, 0)


def test_as_of_a_day_before_it_was_settled(town: Any, desks: Any, settled: Any) -> None:
    settled(town.lake, days=20)
    assert value("dissolved_low_rate", town, TODAY - timedelta(days=21)) == (0, 0)
    assert value("dissolved_low_rate", town) == (0, 1)


def test_hidden_ones_count_only_above(town: Any, desks: Any, settled: Any) -> None:
    settled(town.lake, hidden_below=3)
    assert value("dissolved_low_rate", town) == (0, 0)
    row = ask("dissolved_low_rate", Scope((town.east.path,)), TODAY)[0]
    assert (row["numerator"], row["denominator"]) == (0, 1)


def test_parts_count_and_the_whole_does_not(
    town: Any, desks: Any, taken_down: Any, secretary: Any
) -> None:
    whole = taken_down(town.lake)
    do(secretary, "matters.split", whole, {"parts": "甲\n乙"})
    one, two = whole.children.order_by("number")
    do(secretary, "matters.settle", one, {"words": "好了"})
    assert value("split_completion", town) == (0, 1)
    assert value("dissolved_low_rate", town) == (0, 1)
    do(secretary, "matters.drop", two, {"words": "不用了"})
    drain()
    assert value("split_completion", town) == (1, 1)
    assert value("dissolved_low_rate", town) == (0, 1)


def test_the_same_at_the_same_building_within_thirty_days_came_back(
    town: Any, desks: Any, settled: Any, taken_down: Any
) -> None:
    first = settled(town.doors[0], days=100)
    settled(town.doors[3], days=100)  # another building, quiet since
    settled(town.doors[0], days=100, category="stair_light")
    taken_down(town.doors[1], days=75)  # next door, 25 days later
    assert value("recurrence_30", town) == (1, 3)
    found = records("recurrence_30", at_dong(town), TODAY)
    assert found is not None
    assert [m.pk for m in found] == [first.pk]
    assert value("recurrence_90", town) == (1, 3)
    assert value("recurrence_30", town, TODAY - timedelta(days=80)) == (0, 0)  # too early to say


def test_sixty_days_later_counts_within_ninety_only(
    town: Any, desks: Any, settled: Any, taken_down: Any
) -> None:
    settled(town.doors[0], days=100)
    taken_down(town.doors[0], days=40)
    assert value("recurrence_30", town) == (0, 1)
    assert value("recurrence_90", town) == (1, 1)


def test_a_hidden_one_that_came_back_is_not_told_below(
    town: Any, desks: Any, settled: Any, taken_down: Any
) -> None:
    settled(town.doors[0], days=100)
    taken_down(town.doors[0], days=90, hidden_below=3)
    assert value("recurrence_30", town) == (0, 1)


@pytest.mark.parametrize("code", CODES)
def test_nothing_is_no_number(town: Any, desks: Any, code: str) -> None:
    for row in ask(code, at_dong(town), TODAY):
        assert row["value"] in (None, 0)
        assert not isinstance(row["value"], Fraction)
