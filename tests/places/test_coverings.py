"""Coverings are dated sets of places; a grid shares none with another."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from doorstep.frame import SYSTEM, Actor, Given, NotFound, Refused, do
from doorstep.kit import clock
from doorstep.places import queries
from doorstep.places.models import Covering, Place
from tests.places.conftest import LONG_AGO, named


def draw(place: Place, kind: str, name: str, *parts: Place, **more: Any) -> Covering:
    given = {"place": place, "covering_kind": kind, "name": name, "parts": parts,
             "state": "published", "since": LONG_AGO, **more}  # fmt: skip
    return do(SYSTEM, "places.grid_draw", None, Given(given)).record


def test_the_grid_of_a_place_is_one_statement(
    tree: SimpleNamespace, django_assert_num_queries: Callable[..., Any]
) -> None:
    first = draw(tree.dong, "grid", "一网格", named("东塘社区 湖畔枫景 1栋"), tree.mill)
    second = draw(tree.dong, "grid", "二网格", named("东塘社区 湖畔枫景 3栋"))
    door, cache = named("东塘社区 湖畔枫景 3栋2单元501"), dict[Any, Any]()
    with django_assert_num_queries(1):
        assert queries.covering_of(door.path, "grid", clock.today(), cache=cache) == second
        assert queries.covering_of(door.path, "patch", clock.today(), cache=cache) is None
    assert queries.covering_of(tree.lake.path, "grid", clock.today()) is None
    inside = queries.coverings_within([tree.lake.path], "grid", clock.today())
    assert set(inside) == {first, second}


def test_boundaries_are_those_of_their_date(tree: SimpleNamespace) -> None:
    moved, today = named("东塘社区 湖畔枫景 3栋"), clock.today()
    first = draw(tree.dong, "grid", "一网格", tree.lake)
    second = draw(tree.dong, "grid", "二网格", tree.mill)
    do(SYSTEM, "places.uncover", first, Given({"part": tree.lake, "since": today}))
    do(SYSTEM, "places.cover", first,
       Given({"part": named("东塘社区 湖畔枫景 1栋"), "since": today}))  # fmt: skip
    do(SYSTEM, "places.cover", second, Given({"part": moved, "since": today}))
    yesterday = today - timedelta(days=1)
    assert queries.covering_of(moved.path, "grid", yesterday) == first
    assert queries.covering_of(moved.path, "grid", today) == second
    assert queries.paths_on(first, yesterday) == (tree.lake.path,)
    assert queries.paths_on(second, today) == (moved.path, tree.mill.path)


def test_no_place_lies_in_two_grids(tree: SimpleNamespace) -> None:
    draw(tree.dong, "grid", "一网格", tree.lake)
    with pytest.raises(Refused):
        draw(tree.dong, "grid", "二网格", named("东塘社区 湖畔枫景 3栋"))
    draw(tree.dong, "patch", "甲片", tree.lake)
    draw(tree.dong, "patch", "乙片", named("东塘社区 湖畔枫景 3栋"))


def test_nested_parts_count_once(tree: SimpleNamespace) -> None:
    area = draw(tree.dong, "area", "湖畔片区", tree.lake, named("东塘社区 湖畔枫景 3栋"))
    assert queries.paths_on(area, clock.today()) == (tree.lake.path,)


def test_many_coverings_hold_rows_by_one_condition(tree: SimpleNamespace) -> None:
    draw(tree.dong, "patch", "甲片", named("东塘社区 湖畔枫景 3栋"))
    draw(tree.dong, "patch", "乙片", named("东塘社区 湖畔枫景 3栋1单元"))
    patches = Covering.objects.filter(covering_kind="patch").values("id")
    doors = Place.objects.filter(place_kind="dwelling")
    held = doors.filter(queries.held_by(patches, clock.today()))
    assert held.count() == 20
    assert not doors.filter(queries.held_by(patches, date(2019, 1, 1))).exists()


def test_a_grid_is_drawn_reviewed_and_published(
    tree: SimpleNamespace, holder: Callable[..., Actor]
) -> None:
    street, city = holder("street_organizer", tree.east), holder("city_od", tree.city)
    entered = {"place": "东塘社区", "covering_kind": "grid", "name": "东塘一网格"}
    grid = do(street, "places.grid_draw", None, entered).record
    do(street, "places.cover", grid, {"part": "湖畔枫景"})
    assert queries.covering_of(tree.lake.path, "grid", clock.today()) is None
    do(street, "places.submit_grid", grid)
    with pytest.raises(NotFound):
        do(street, "places.publish_grid", grid)
    do(city, "places.return_grid", grid)
    do(street, "places.submit_grid", grid)
    do(city, "places.publish_grid", grid)
    assert queries.covering_of(tree.lake.path, "grid", clock.today()) == grid
    do(city, "places.retire_grid", grid)
    assert queries.covering_of(tree.lake.path, "grid", clock.today()) is None


def test_a_patch_is_in_force_when_drawn(
    tree: SimpleNamespace, holder: Callable[..., Actor]
) -> None:
    secretary = holder("community_secretary", tree.dong)
    entered = {"place": "湖畔枫景", "covering_kind": "patch", "name": "湖畔一片"}
    patch = do(secretary, "places.grid_draw", None, entered).record
    do(secretary, "places.cover", patch, {"part": "湖畔枫景 3栋"})
    assert queries.paths_on(patch, clock.today()) == (named("东塘社区 湖畔枫景 3栋").path,)


def test_nobody_draws_over_what_is_not_theirs(
    tree: SimpleNamespace, holder: Callable[..., Actor]
) -> None:
    secretary = holder("community_secretary", tree.dong)
    grid = draw(tree.dong, "grid", "一网格")
    with pytest.raises(Refused):
        do(secretary, "places.cover", grid, {"part": str(tree.gate.pk)})


def test_grids_are_numbered_by_their_community(tree: SimpleNamespace) -> None:
    given = {"place": tree.dong, "system": "nbs", "edition": "2023", "code": "340181002001"}
    do(SYSTEM, "places.code_add", None, Given(given))
    drawn = [draw(tree.dong, "grid", f"{n}网格").number for n in "一二"]
    assert drawn == ["34018100200101", "34018100200102"]
    assert draw(tree.dong, "patch", "甲片").number == ""
