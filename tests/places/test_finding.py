"""A place is found by what people type, inside one's own scope."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from doorstep.frame import NOBODY, Actor
from doorstep.places import queries
from tests.places.conftest import add, named

DOOR = "东塘社区 湖畔枫景 3栋2单元501"


@pytest.mark.parametrize(
    "text",
    [
        "湖畔枫景3栋2单元501", "湖畔枫景 3-2-501", "hpfj 3-2-501", "hpfj3-2-501", "HPFJ 3-2-501",
        "东塘社区湖畔枫景3栋2单元501室", "东塘 湖畔 三栋二单元501", "湖畔枫景３－２－５０１",
        "3栋2单元501",
    ],
)  # fmt: skip
def test_one_door_many_ways(tree: SimpleNamespace, text: str) -> None:
    assert [p.label for p in queries.find_rooms([tree.city.path], text)] == [DOOR]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("湖畔枫景 3-501", ["东塘社区 湖畔枫景 3栋1单元501", DOOR]),
        ("前排4号", ["东塘社区 老棉纺厂宿舍 前排4号"]),
        ("蔡塘前村民组 4号", ["旭东村 蔡塘 蔡塘前村民组 4号"]),
        ("旭东村蔡塘4号", ["旭东村 蔡塘 蔡塘前村民组 4号"]),
        ("湖畔枫景 3栋", ["东塘社区 湖畔枫景 3栋"]),
        ("湖畔", ["东塘社区 湖畔枫景"]),
        ("lmfcss", ["东塘社区 老棉纺厂宿舍"]),
        ("xm", ["西门社区"]),
        ("湖畔枫景 99-1-101", []),
        ("不知道什么地方", []),
        ("", []),
    ],
)
def test_what_fits_is_found(tree: SimpleNamespace, text: str, labels: list[str]) -> None:
    assert [p.label for p in queries.find_rooms([tree.city.path], text)] == labels


def test_nothing_outside_the_scope_is_found(tree: SimpleNamespace) -> None:
    assert queries.find_rooms([tree.xi.path], "3栋2单元501") == []
    assert queries.find_rooms([tree.xi.path], "湖畔枫景") == []
    assert queries.find_rooms([], "1栋1单元101") == []
    assert len(queries.find_rooms([tree.city.path], "1栋1单元101")) == 2


def test_a_place_field_takes_id_path_and_words(
    tree: SimpleNamespace, holder: Callable[..., Actor]
) -> None:
    door, secretary = named(DOOR), holder("community_secretary", tree.dong)
    for text in (str(door.pk), door.path, "3-2-501"):
        assert queries.search_places(text, secretary) == [door]
    assert queries.search_places("城门新居", secretary) == []
    assert queries.search_places("城门新居", NOBODY) == [tree.gate]


def test_names_within_names_give_the_inner_place(tree: SimpleNamespace) -> None:
    inner = add(tree.lake, "cluster", "枫景北组团")
    assert queries.find_rooms([tree.city.path], "枫景北组团") == [inner]
    found = queries.find_rooms([tree.city.path], "枫景")
    assert inner in found
