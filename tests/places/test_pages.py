"""The desk shows places to those who work there, within the statement budgets."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from tests.people import town as build


@pytest.fixture
def town(db: Any) -> SimpleNamespace:
    found = build.town()
    found.grid = build.covering("grid", found.dong, "东塘一网格", found.lake)
    return found


def client(town: SimpleNamespace, role: str, at: Any) -> Client:
    who = build.person(at, f"{role}")
    build.office(who, role, at)
    found = Client()
    found.force_login(build.account(who))
    return found


@pytest.mark.parametrize("slug", ["compounds", "divisions", "grids", "places"])
def test_lists_open_for_a_secretary(town: SimpleNamespace, slug: str) -> None:
    answer = client(town, "community_secretary", town.dong).get(f"/desk/{slug}/")
    assert answer.status_code == 200


@pytest.mark.parametrize("slug", ["parameters", "closures", "code-systems", "emergencies"])
def test_what_the_city_sets_opens_for_the_city(town: SimpleNamespace, slug: str) -> None:
    assert client(town, "city_od", town.city).get(f"/desk/{slug}/").status_code == 200
    closed = client(town, "grid_member", town.dong).get(f"/desk/{slug}/")
    assert closed.status_code == 404


def test_a_compound_shows_what_is_in_it(town: SimpleNamespace) -> None:
    answer = client(town, "community_secretary", town.dong).get(f"/desk/places/{town.lake.pk}/")
    text = answer.content.decode()
    assert answer.status_code == 200
    for words in ("东塘社区 湖畔枫景", "1栋", "2栋", "东塘一网格", "多层商品房小区"):
        assert words in text
    assert "walkup" not in text
    assert "places." not in re.sub(r'data-about="[^"]*"', "", text)


def test_another_community_s_compound_is_not_found(town: SimpleNamespace) -> None:
    answer = client(town, "community_secretary", town.dong).get(f"/desk/places/{town.gate.pk}/")
    assert answer.status_code == 404


def test_the_search_box_finds_a_door(town: SimpleNamespace) -> None:
    found = client(town, "community_secretary", town.dong).get(
        "/desk/search/", {"q": "湖畔枫景 2-1-301"}, follow=True
    )
    assert "湖畔枫景 2栋1单元301" in found.content.decode()


def test_one_character_is_told_that_two_are_needed(town: SimpleNamespace) -> None:
    browser = client(town, "community_secretary", town.dong)
    one = browser.get("/desk/search/", {"q": "李"}).content.decode()
    assert "请输入两个字以上" in one
    assert "没有找到" not in one
    assert "没有找到" in browser.get("/desk/search/", {"q": "李没"}).content.decode()


@pytest.mark.parametrize(
    ("role", "act"),
    [
        ("street_organizer", "split"),
        ("street_organizer", "move"),
        ("community_secretary", "rename"),
    ],
)
def test_forms_have_words_and_no_list_of_all_places(
    town: SimpleNamespace, role: str, act: str
) -> None:
    at = town.east if role.startswith("street") else town.dong
    answer = client(town, role, at).get(f"/desk/places/{town.lake.pk}/do/{act}/")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "西门社区" not in text
    assert len(text) < 60_000


def test_kinds_are_chosen_in_words(town: SimpleNamespace) -> None:
    answer = client(town, "community_secretary", town.dong).get("/desk/places/do/add/")
    text = answer.content.decode()
    assert "村民组" in text
    assert ">natural_village<" not in text
