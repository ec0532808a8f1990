"""The daily look: what it finds, that twice is once, and what it never counts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from doorstep.frame import Conflict, do, history
from doorstep.kit import clock
from doorstep.knots.acts.finding import find_knots
from doorstep.knots.models import Knot
from doorstep.knots.queries import reason_words, wanted
from doorstep.matters.models import Matter
from doorstep.places.models import Parameter
from tests.people.town import DAY

pytestmark = pytest.mark.django_db


def kinds() -> list[str]:
    return sorted(Knot.objects.exclude(state="gone").values_list("knot_kind", flat=True))


def test_nothing_is_found_where_nothing_is(town: Any, desks: Any, taken_down: Any) -> None:
    taken_down(town.lake)
    assert find_knots() == 0
    assert not Knot.objects.exists()


def test_five_places_make_a_hot_spot_and_twice_is_once(
    town: Any, desks: Any, taken_down: Any
) -> None:
    made = [taken_down(door, days=n) for n, door in enumerate(town.doors[:5])]
    assert find_knots() == 1
    knot = Knot.objects.get()
    assert (knot.knot_kind, knot.path, knot.category) == ("hot", town.dong.path, "parking_mess")
    assert knot.reason == {"people": 5, "places": 5, "matters": 5, "days": 30}
    assert knot.matters == sorted(str(m.pk) for m in made)
    assert (knot.place, knot.level, knot.state) == (town.dong, 2, "found")
    assert "5" in reason_words("hot", knot.reason)
    assert find_knots() == 0
    assert len(list(history(knot))) == 1
    taken_down(town.doors[5])
    assert find_knots() == 1  # other numbers, the same knot
    assert Knot.objects.get().reason["places"] == 6


def test_it_is_gone_when_the_time_is_over_and_new_when_it_comes_back(
    town: Any, desks: Any, taken_down: Any
) -> None:
    for door in town.doors[:5]:
        taken_down(door)
    find_knots()
    with clock.at(clock.now() + timedelta(days=31)):
        Matter.objects.update(due=None)
        assert find_knots() == 1
        assert Knot.objects.get().state == "gone"
        assert find_knots() == 0


def test_the_city_sets_from_when_on(town: Any, desks: Any, taken_down: Any) -> None:
    for door in town.doors[:3]:
        taken_down(door)
    assert find_knots() == 0
    Parameter(key="knots.hot_places", value=3, since=DAY, path="").save()
    assert find_knots() == 1


def test_one_home_that_reports_again_and_again_is_no_hot_spot(
    town: Any, desks: Any, taken_down: Any
) -> None:
    for _n in range(12):
        taken_down(town.doors[0])
    assert wanted(clock.now()) == {}


def test_what_is_hidden_or_about_somebody_or_unsorted_makes_none(
    town: Any, desks: Any, taken_down: Any
) -> None:
    for door in town.doors[:5]:
        taken_down(door, hidden_below=3)
    for door in town.doors[:5]:
        taken_down(door, concerned=desks.firm)
    for door in town.doors[:5]:
        taken_down(door, category="unsorted")
    assert wanted(clock.now()) == {}


def test_hard_are_those_older_than_twice_their_limit(
    town: Any, desks: Any, taken_down: Any
) -> None:
    old = taken_down(town.lake, days=40)
    taken_down(town.lake, days=1)
    find_knots()
    knot = Knot.objects.get()
    assert (knot.knot_kind, knot.matters) == ("hard", [str(old.pk)])
    assert knot.reason == {"matters": 1, "late": 1, "times": 2}


def test_hard_are_those_divided_twice(
    town: Any, desks: Any, taken_down: Any, secretary: Any
) -> None:
    whole = taken_down(town.lake)
    do(secretary, "matters.split", whole, {"parts": "甲\n乙"})
    assert find_knots() == 0
    do(secretary, "matters.split", whole.children.first(), {"parts": "丙\n丁"})
    find_knots()
    assert Knot.objects.get().reason == {"matters": 1, "split": 1, "times": 2}


def test_blocked_are_those_that_wait_for_a_unit_or_were_given_back(
    town: Any, desks: Any, taken_down: Any
) -> None:
    late = clock.now() - timedelta(days=1)
    waits = taken_down(town.lake, owner=desks.urban, level=4, state="assigned", due=late)
    back = taken_down(town.lake, returned=1, state="assigned")
    taken_down(town.lake, owner=desks.firm, state="assigned", due=late)  # of its own ladder
    find_knots()
    knot = Knot.objects.get(knot_kind="blocked")
    assert knot.matters == sorted((str(waits.pk), str(back.pk)))
    assert knot.reason["units"] == [desks.urban.name]
    assert desks.urban.name in reason_words("blocked", knot.reason)


def test_another_that_is_faster_is_left_to_it(
    town: Any, desks: Any, taken_down: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from doorstep.knots.acts import finding

    def faster(*_given: Any, **_more: Any) -> None:
        raise Conflict([])

    taken_down(town.lake, days=40)
    monkeypatch.setattr(finding, "do", faster)
    assert find_knots() == 0
