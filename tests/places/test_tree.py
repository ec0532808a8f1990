"""Places hang where they may, are called as people say, and are added with all their doors."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import pytest

from doorstep.frame import SYSTEM, Actor, Given, Invalid, NotFound, Refused, do, do_batch, history
from doorstep.frame.follows import drain
from doorstep.kit import clock
from doorstep.places import queries
from doorstep.places.models import Place
from tests.places.conftest import NOW, add, build, named

TODAY = clock.today


def test_addresses_read_as_people_write_them(tree: SimpleNamespace) -> None:
    assert named("东塘社区 湖畔枫景 3栋2单元501").room_key == "3-2-501"
    assert named("东塘社区 老棉纺厂宿舍 前排4号").room_key == "前排-4"
    assert named("旭东村 蔡塘 蔡塘前村民组 4号").place_kind == "homestead"
    assert tree.lake.label == "东塘社区 湖畔枫景"
    assert tree.dong.label == "东塘社区"


def test_words_follow_the_kind_of_place(tree: SimpleNamespace) -> None:
    assert named("东塘社区 湖畔枫景 3栋").urban
    assert not named("旭东村 蔡塘 蔡塘前村民组 4号").urban


def test_levels_are_where_lists_look_for_them(tree: SimpleNamespace) -> None:
    door = named("东塘社区 湖畔枫景 3栋2单元501")
    assert (door.at2, door.at3, door.at4) == (tree.east.path, tree.dong.path, tree.lake.path)
    assert (tree.city.depth, tree.dong.depth, tree.lake.depth, door.depth) == (1, 3, 4, 7)


def test_a_building_comes_with_all_its_doors_under_one_entry(tree: SimpleNamespace) -> None:
    made = build(tree.lake, "7", entrances=3, floors=6, per_floor=4, first_floor=2)
    below = queries.counts_below(made, TODAY())
    assert below == {"entrance": 3, "dwelling": 60}
    assert made.dwellings_expected == 60
    assert not Place.objects.filter(label="东塘社区 湖畔枫景 7栋1单元101").exists()
    (entry,) = history(made)
    assert entry.facts["dwellings"] == 60


@pytest.mark.parametrize(
    ("parent", "kind", "name", "number"),
    [
        ("city", "compound", "湖畔", ""),  # compounds lie in communities
        ("lake", "dwelling", "", "501"),
        ("lake", "building", "无号楼", ""),  # buildings have numbers
        ("dong", "compound", "", ""),
        ("dong", "compound", "湖畔枫景", ""),  # there already
    ],
)
def test_what_cannot_be_is_refused(
    tree: SimpleNamespace, parent: str, kind: str, name: str, number: str
) -> None:
    with pytest.raises(Refused):
        add(getattr(tree, parent), kind, name, number=number)


def test_paths_are_never_given_twice(tree: SimpleNamespace) -> None:
    yard = add(tree.nan, "compound", "粮站院", compound_kind="dormitory")
    do(SYSTEM, "places.close", yard)
    again = add(tree.nan, "compound", "粮站院", compound_kind="dormitory")
    assert again.path > yard.path


def test_keepers_add_in_their_own_scope_only(
    tree: SimpleNamespace, holder: Callable[..., Actor]
) -> None:
    secretary = holder("community_secretary", tree.dong)
    entered = {"parent": str(tree.dong.pk), "place_kind": "alley", "name": "朝阳巷"}
    assert do(secretary, "places.add", None, entered).record.label == "东塘社区 朝阳巷"
    with pytest.raises(NotFound):
        do(secretary, "places.add", None, {**entered, "parent": str(tree.xi.pk)})
    with pytest.raises(NotFound):
        do(holder("grid_member", tree.dong), "places.add", None, entered)


def test_a_parent_is_written_as_people_say_it(
    tree: SimpleNamespace, holder: Callable[..., Actor]
) -> None:
    secretary = holder("community_secretary", tree.dong)
    entered = {"parent": "湖畔枫景 3栋", "place_kind": "shop", "name": "老王早点"}
    assert do(secretary, "places.add", None, entered).record.label == (
        "东塘社区 湖畔枫景 3栋 老王早点"
    )
    with pytest.raises(Invalid) as caught:
        do(secretary, "places.add", None, {**entered, "parent": "城门新居"})
    assert caught.value.refusals[0].field == "parent"


def test_a_batch_asks_for_siblings_once(
    tree: SimpleNamespace, django_assert_max_num_queries: Callable[..., object]
) -> None:
    rows = [
        (None, Given({"parent": tree.nan, "place_kind": "alley", "name": f"{n}号巷"}))
        for n in range(300)
    ]
    with django_assert_max_num_queries(24):
        done = list(do_batch(SYSTEM, "places.add", rows))
    assert len({outcome.record.path for outcome in done}) == 300


def test_a_slip_is_withdrawn_with_what_is_inside(
    tree: SimpleNamespace, holder: Callable[..., Actor]
) -> None:
    secretary = holder("community_secretary", tree.dong)
    entered = {"parent": "湖畔枫景", "number": "8", "entrances": 1, "floors": 3, "per_floor": 2}
    made = do(secretary, "places.build", None, entered).record
    do(secretary, "places.place.withdraw", made, {"reason": "重复登记"})
    drain()
    assert queries.find_rooms([tree.city.path], "湖畔枫景 8-1-301") == []
    assert do(secretary, "places.build", None, entered).record.path > made.path


def test_an_old_place_is_closed_not_withdrawn(
    tree: SimpleNamespace, holder: Callable[..., Actor]
) -> None:
    with clock.at(NOW + timedelta(days=3)), pytest.raises(Refused):
        do(holder("city_od", tree.city), "places.place.withdraw", tree.lake, {"reason": "写错了"})
