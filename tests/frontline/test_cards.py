"""The card of a grid: names of the day, a work phone, a private phone only with consent."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from doorstep.frame import Refused, do
from doorstep.frontline import queries
from doorstep.kit import clock
from doorstep.people.models import Absence, Consent
from tests.people import town as build


def test_the_card_shows_who_is_there_today(town: SimpleNamespace) -> None:
    grid = build.covering("grid", town.dong, "东塘一网格", town.lake)
    for name, role in (("张红梅", "grid_member"), ("刘家银", "grid_head")):
        build.office(build.person(town.lake, name), role, grid)
    entered = {"covering": str(grid.pk), "phone": "0551-82310000", "supervision_phone": "12345"}
    do(town.secretary, "frontline.card_make", None, entered)
    with pytest.raises(Refused):
        do(town.secretary, "frontline.card_make", None, entered)
    card = queries.card_of(grid, clock.today())
    assert [(p.role, p.name) for p in card.people] == [
        ("grid_head", "刘家银"), ("grid_member", "张红梅"),
    ]  # fmt: skip
    assert (card.phone, [p.label for p in card.places]) == (
        "0551-82310000", ["东塘社区 湖畔枫景"],
    )  # fmt: skip


def test_a_steward_s_phone_is_published_with_consent_only(town: SimpleNamespace) -> None:
    wu = build.person(town.doors[0], "吴秀英", phone="13800001234")
    build.office(wu, "steward", town.first)
    assert [p.phone for p in queries.card_of(town.first, clock.today()).people] == [""]
    consent = Consent(person=wu, path=wu.path, purpose="publish_phone", way="paper",
                      since=clock.today())  # fmt: skip
    consent.save()
    assert [p.phone for p in queries.card_of(town.first, clock.today()).people] == ["13800001234"]
    consent.until = clock.today() + timedelta(days=1)
    consent.save()
    later = clock.today() + timedelta(days=1)
    assert [p.phone for p in queries.card_of(town.first, later).people] == [""]


def test_building_heads_of_a_door(town: SimpleNamespace) -> None:
    head = build.person(town.doors[0], "王建国")
    building = town.first.parts.get().place
    build.office(head, "building_head", building)
    assert queries.building_heads_of(town.doors[0].path, clock.today()) == [head]
    assert queries.building_heads_of(town.doors[-1].path, clock.today()) == []


def test_a_place_names_who_is_there_in_one_statement(
    town: SimpleNamespace, django_assert_num_queries: Any
) -> None:
    wu, head = build.person(town.doors[0], "吴秀英"), build.person(town.doors[1], "王建国")
    held = build.office(wu, "steward", town.first)
    build.office(head, "building_head", town.first.parts.get().place)
    with django_assert_num_queries(1):
        names = queries.names_at(town.doors[0].path, clock.today())
    assert names == [("steward", "吴秀英"), ("building_head", "王建国")]
    Absence(office=held, person=wu, deputy=build.person(town.doors[2], "李桂兰"), path=held.path,
            since=clock.today(), until=clock.today() + timedelta(days=3)).save()  # fmt: skip
    assert queries.names_at(town.doors[0].path, clock.today())[0] == ("steward", "李桂兰")
    assert queries.names_at(town.doors[-1].path, clock.today()) == []
