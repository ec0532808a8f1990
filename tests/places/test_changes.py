"""Moves, merges, splits and renames: open records follow, closed ones stay readable."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import pytest

from doorstep.frame import SYSTEM, Actor, Given, Invalid, Refused, do
from doorstep.frame.follows import drain, work_once
from doorstep.frame.trail import Stage
from doorstep.kit import clock
from doorstep.kit.path import within
from doorstep.places import queries
from doorstep.places.acts import changes
from doorstep.places.models import Covering, CoveringPart, Place, PlaceParent, Repath
from tests.places.conftest import LONG_AGO, NOW, named

TOMORROW = NOW + timedelta(days=1)


def grid(place: Place, name: str, *parts: Place) -> Covering:
    given = {"place": place, "covering_kind": "grid", "name": name, "parts": parts,
             "state": "published", "since": LONG_AGO}  # fmt: skip
    return do(SYSTEM, "places.grid_draw", None, Given(given)).record


def labels(place: Place) -> set[str]:
    rows = Place.objects.filter(path__gte=place.path, path__lt=place.path + "\x7f")
    return set(rows.values_list("label", flat=True))


def test_a_new_name_reaches_every_address_below(tree: SimpleNamespace) -> None:
    do(SYSTEM, "places.rename", tree.lake, {"name": "湖畔枫景苑"})
    drain()
    assert named("东塘社区 湖畔枫景苑 3栋2单元501")
    assert all(label.startswith("东塘社区 湖畔枫景苑") for label in labels(tree.lake))
    assert queries.find_rooms([tree.city.path], "hpfjy 3-2-501")


def test_a_move_takes_everything_along(tree: SimpleNamespace) -> None:
    door, old = named("东塘社区 湖畔枫景 3栋2单元501"), tree.lake.path
    number = Place.objects.filter(path__gte=old, path__lt=old + "\x7f").count()
    with clock.at(TOMORROW):
        do(SYSTEM, "places.move", tree.lake, Given({"parent": tree.xi}))
        drain()
    door.refresh_from_db()
    assert within(door.path, tree.xi.path)
    assert door.label == "西门社区 湖畔枫景 3栋2单元501"
    assert not Place.objects.filter(path__gte=old, path__lt=old + "\x7f").exists()
    assert Place.objects.filter(at4=tree.lake.path).count() == number
    assert Repath.objects.get().carried == number - 1


def test_open_parts_of_coverings_move_and_ended_ones_stay(tree: SimpleNamespace) -> None:
    first, second = grid(tree.dong, "一网格", tree.lake), grid(tree.dong, "二网格", tree.mill)
    do(SYSTEM, "places.uncover", first, Given({"part": tree.lake, "since": clock.today()}))
    do(SYSTEM, "places.cover", second, Given({"part": tree.lake, "since": clock.today()}))
    old = tree.lake.path
    with clock.at(TOMORROW):
        do(SYSTEM, "places.move", tree.lake, Given({"parent": tree.xi}))
        drain()
    paths = dict(CoveringPart.objects.filter(place=tree.lake).values_list("covering__name", "path"))
    assert paths == {"一网格": old, "二网格": tree.lake.path}


def test_staged_records_get_a_new_stage_row(tree: SimpleNamespace) -> None:
    covering = grid(tree.lake, "湖畔网格", tree.lake)
    with clock.at(TOMORROW):
        do(SYSTEM, "places.move", tree.lake, Given({"parent": tree.xi}))
        drain()
    stages = Stage.objects.filter(record=covering.pk).order_by("since")
    assert [within(s.path, tree.xi.path) for s in stages] == [False, True]
    assert [s.until is None for s in stages] == [False, True]


def test_stocks_are_counted_in_the_tree_of_their_day(tree: SimpleNamespace) -> None:
    today = clock.today()
    with clock.at(TOMORROW):
        do(SYSTEM, "places.move", tree.lake, Given({"parent": tree.xi}))
        drain()
    tomorrow = today + timedelta(days=1)

    def count(place: Place, day: object) -> int:
        return queries.compounds_at([place.path], day).count()  # type: ignore[arg-type]

    assert [count(tree.dong, today), count(tree.xi, today)] == [2, 1]
    assert [count(tree.dong, tomorrow), count(tree.xi, tomorrow)] == [1, 2]
    assert count(tree.city, today) == count(tree.city, tomorrow) == 3
    door = named("西门社区 湖畔枫景 3栋2单元501")
    assert within(queries.path_then(door.path, today), tree.dong.path)


def test_two_moves_are_walked_back_in_order(tree: SimpleNamespace) -> None:
    today = clock.today()
    for days, parent in ((1, tree.nan), (2, tree.xi)):
        with clock.at(NOW + timedelta(days=days)):
            do(SYSTEM, "places.move", tree.lake, Given({"parent": parent}))
            drain()

    def holds(place: Place, days: int) -> bool:
        day = today + timedelta(days=days)
        return tree.lake in queries.compounds_at([place.path], day)

    assert [holds(tree.dong, n) for n in range(3)] == [True, False, False]
    assert [holds(tree.nan, n) for n in range(3)] == [False, True, False]
    assert [holds(tree.xi, n) for n in range(3)] == [False, False, True]
    spans = PlaceParent.objects.filter(place=tree.lake).order_by("since")
    assert [(s.since, s.until) for s in spans] == [
        (LONG_AGO, today + timedelta(days=1)),
        (today + timedelta(days=1), today + timedelta(days=2)),
    ]


def test_the_successor_reads_what_closed_before(tree: SimpleNamespace) -> None:
    old = tree.lake.path
    with clock.at(TOMORROW):
        do(SYSTEM, "places.move", tree.lake, Given({"parent": tree.xi}))
        drain()
    assert queries.with_past([tree.xi.path]) == (tree.xi.path, old)
    assert queries.with_past([tree.nan.path]) == (tree.nan.path,)
    assert queries.with_past([]) == ()


def test_work_that_was_cut_off_goes_on_where_it_stopped(
    tree: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "BATCH", 4)
    do(SYSTEM, "places.move", tree.lake, Given({"parent": tree.xi}))
    assert work_once(1) == 1
    job = Repath.objects.get()
    assert (job.carried, job.done) == (4, False)
    drain()
    job.refresh_from_db()
    assert job.done
    assert all(label.startswith("西门社区") for label in labels(tree.lake))


def test_a_merged_place_gives_its_children_and_closes(tree: SimpleNamespace) -> None:
    covering = grid(tree.gate, "城门网格", tree.gate)
    older = tree.gate.path
    with clock.at(TOMORROW):
        do(SYSTEM, "places.rename", named("西门社区 城门新居 1栋"), {"number": "9"})
        do(SYSTEM, "places.merge", tree.gate, Given({"into": tree.lake}))
        drain()
    tree.gate.refresh_from_db()
    covering.refresh_from_db()
    assert (tree.gate.successor, tree.gate.path) == (tree.lake, older)
    assert tree.gate.until == TOMORROW.date()
    assert named("东塘社区 湖畔枫景 9栋1单元501")
    assert covering.path == tree.lake.path
    assert queries.covering_of(tree.lake.path, "grid", TOMORROW.date()) == covering
    assert older in queries.with_past([tree.dong.path])


def test_places_of_one_number_do_not_merge_unseen(tree: SimpleNamespace) -> None:
    with pytest.raises(Refused) as caught:
        do(SYSTEM, "places.merge", tree.gate, Given({"into": tree.lake}))
    assert "1栋" in str(caught.value.refusals[0].words)


def test_a_split_place_gives_chosen_children_to_a_new_one(tree: SimpleNamespace) -> None:
    third = named("东塘社区 湖畔枫景 3栋")
    with clock.at(TOMORROW):
        do(SYSTEM, "places.split", tree.lake, Given({"name": "湖畔枫景北区", "children": [third]}))
        drain()
    assert named("东塘社区 湖畔枫景北区 3栋2单元501")
    assert named("东塘社区 湖畔枫景 1栋2单元501")
    assert named("东塘社区 湖畔枫景北区").compound_kind == "walkup"


def test_a_place_closes_when_nothing_is_open_in_it(tree: SimpleNamespace) -> None:
    with pytest.raises(Refused):
        do(SYSTEM, "places.close", tree.lake)
    do(SYSTEM, "places.close", named("东塘社区 湖畔枫景 3栋2单元501"))
    assert not queries.find_rooms([tree.city.path], "湖畔枫景 3-2-501")


def test_a_place_does_not_close_over_people_or_open_matters(tree: SimpleNamespace) -> None:
    """What is left is said with its number, and how to go on; past stays hinder nothing."""
    door = named("东塘社区 湖畔枫景 3栋2单元501")
    who = do(SYSTEM, "people.register", None, Given({"name": "徐桂兰", "place": door})).record
    with pytest.raises(Refused) as refused:
        do(SYSTEM, "places.close", door)
    told = refused.value.refusals[0]
    assert "居住登记 1" in str(told.words)
    assert told.cure
    stay = who.stays.get()
    do(SYSTEM, "people.move_out", stay, Given({"until": clock.today()}))
    do(SYSTEM, "places.close", Place.objects.get(pk=door.pk))
    assert not queries.find_rooms([tree.city.path], "湖畔枫景 3-2-501")


def test_a_place_does_not_close_over_an_open_covering(tree: SimpleNamespace) -> None:
    door = named("东塘社区 湖畔枫景 3栋2单元501")
    grid(tree.dong, "一网格", door)
    with pytest.raises(Refused) as refused:
        do(SYSTEM, "places.close", door)
    assert "1" in str(refused.value.refusals[0].words)


def test_a_street_gives_nothing_away_to_another(
    tree: SimpleNamespace, holder: Callable[..., Actor]
) -> None:
    street, city = holder("street_organizer", tree.east), holder("city_od", tree.city)
    for act, entered in (("move", {"parent": str(tree.xi.pk)}), ("merge", {"into": "城门新居"})):
        with pytest.raises((Refused, Invalid)):
            do(street, f"places.{act}", tree.lake, entered)
    do(street, "places.move", tree.lake, {"parent": "南闸社区"})
    drain()
    do(city, "places.move", Place.objects.get(pk=tree.lake.pk), {"parent": "西门社区"})


def test_nothing_lies_in_itself(tree: SimpleNamespace) -> None:
    with pytest.raises(Refused):
        do(SYSTEM, "places.move", tree.dong, Given({"parent": tree.lake}))
