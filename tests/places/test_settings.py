"""What the city sets holds from its day on, for its place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from doorstep.frame import SYSTEM, Actor, Given, NotFound, Refused, do
from doorstep.kit import clock
from doorstep.places import queries, rules


def set_value(key: str, value: object, **more: object) -> None:
    do(SYSTEM, "places.parameter_set", None, Given({"key": key, "value": value, **more}))


def test_a_value_nobody_set_is_the_default(tree: SimpleNamespace) -> None:
    assert queries.parameter("visit.hours", clock.today()) == ["08:30", "20:30"]
    with pytest.raises(KeyError):
        queries.parameter("points.ranking", clock.today())


def test_values_have_dates(tree: SimpleNamespace) -> None:
    today = clock.today()
    set_value("satisfaction.weight_basic", 0.8, since=today + timedelta(days=10))
    set_value("satisfaction.weight_basic", 0.6, since=today)
    asked = [queries.parameter("satisfaction.weight_basic", today + timedelta(days=n))
             for n in (-1, 0, 9, 10)]  # fmt: skip
    assert asked == [1.0, 0.6, 0.6, 0.8]


def test_a_street_may_differ(tree: SimpleNamespace) -> None:
    set_value("visit.hours", ["09:00", "19:00"])
    set_value("visit.hours", ["09:00", "21:00"], place=tree.east)
    today = clock.today()
    assert queries.parameter("visit.hours", today, tree.lake.path) == ["09:00", "21:00"]
    assert queries.parameter("visit.hours", today, tree.gate.path) == ["09:00", "19:00"]


@pytest.mark.parametrize(
    ("key", "value"),
    [("visit.hours", ["8:30", "20:30"]), ("satisfaction.weight_basic", 2), ("points", 1),
     ("office.hours", [["14:30", "17:30"], ["08:30", "12:00"]])],
)  # fmt: skip
def test_values_that_do_not_fit_are_refused(tree: SimpleNamespace, key: str, value: object) -> None:
    with pytest.raises(Refused):
        set_value(key, value)


def test_no_setting_ranks_locates_or_asks_for_proof() -> None:
    """R4–R6: there is no such key."""
    banned = ("point", "rank", "track", "gps", "photo", "mileage", "checkin", "online")
    assert not [k for k in rules.PARAMETERS if any(b in k for b in banned)]


def test_local_closures_enter_the_calendar(tree: SimpleNamespace) -> None:
    day = date(2024, 6, 5)
    assert queries.calendar_on(day).is_workday(day)
    do(SYSTEM, "places.closure_add", None, {"day": "2024-06-05", "worked": "0", "name": "防汛"})
    assert not queries.calendar_on(day).is_workday(day)
    set_value("office.hours", [["08:00", "12:00"], ["14:00", "18:00"]])
    assert len(queries.office_hours(clock.today())) == 2


def test_an_emergency_ends_within_fourteen_days(
    tree: SimpleNamespace, holder: Callable[..., Actor]
) -> None:
    leader, today = holder("city_leader", tree.city), clock.today()
    entered = {"place": str(tree.east.pk), "name": "防汛二级响应", "order": "巢政办〔2024〕8号",
               "declared_by": "市防汛指挥部"}  # fmt: skip
    with pytest.raises(Refused):
        do(leader, "places.emergency_declare", None,
           {**entered, "until": today + timedelta(days=15)})  # fmt: skip
    with pytest.raises(NotFound):
        do(holder("grid_member", tree.dong), "places.emergency_declare", None, entered)
    made = do(leader, "places.emergency_declare", None, entered).record
    assert made.until == today + timedelta(days=14)
    assert list(queries.emergencies_at(tree.lake.path, today)) == [made]
    assert not queries.emergencies_at(tree.gate.path, today)
    assert not queries.emergencies_at(tree.lake.path, made.until)


@pytest.mark.parametrize(
    ("written", "value", "shown"),
    [
        ("08:30-20:30", ["08:30", "20:30"], "08:30–20:30"),
        ("8:30—12:00、14:30至17:30", [["08:30", "12:00"], ["14:30", "17:30"]],
         "08:30–12:00、14:30–17:30"),
        ("0.8", 0.8, "0.8"),
        ('{"fire": "119"}', {"fire": "119"}, "fire 119"),
        ("皖ICP备1号", "皖ICP备1号", "皖ICP备1号"),
    ],
)  # fmt: skip
def test_values_are_written_as_people_write_them(written: str, value: object, shown: str) -> None:
    assert rules.read_value(written) == value
    assert rules.show_value(value) == shown


def test_a_value_is_set_through_its_form(
    tree: SimpleNamespace, holder: Callable[..., Actor]
) -> None:
    entered = {"key": "visit.hours", "value": "9:00-19:30", "place": "东街街道"}
    do(holder("city_od", tree.city), "places.parameter_set", None, entered)
    asked = queries.parameter("visit.hours", clock.today(), tree.lake.path)
    assert asked == ["09:00", "19:30"]
