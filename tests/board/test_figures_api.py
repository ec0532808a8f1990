"""The figures over the interface: the rows of the command, within the place of who asks (§5)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from doorstep.doors.shell.main import main
from doorstep.people.models import Account

AT = "/api/v1/figures/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def asks(client: Any, town: Any, holder: Any) -> Any:
    """`asks("city_od", town.city, "?at=…")`: the answer to a holder of that post."""

    def asked(role: str, at: Any, query: str = "") -> Any:
        client.force_login(Account.objects.get(pk=holder(role, at).id))
        return client.get(f"{AT}{query}")

    return asked


def test_they_are_the_rows_of_the_command(asks: Any, town: Any, capsys: Any) -> None:
    found = asks("city_od", town.city, "?at=2023-12-31").json()
    assert main(["figures", "--at", "2023-12-31", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    by = [
        sorted(rows, key=lambda r: (r["code"], str(r["dims"]))) for rows in (found["items"], told)
    ]
    assert by[0] == by[1]
    assert found["total"] == len(told) > 10


def test_within_the_own_place_and_never_below_communities(asks: Any, town: Any) -> None:
    assert asks("street_organizer", town.east, f"?place={town.dong.path}").status_code == 200
    for place in (town.west, town.lake, town.city):
        answer = asks("street_organizer", town.east, f"?place={place.path}")
        assert answer.status_code == 404
        assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("role", ["grid_member", "compound_secretary"])
def test_no_post_below_a_community_reads_them(asks: Any, town: Any, role: str) -> None:
    assert asks(role, town.lake if role[0] == "c" else town.dong).status_code == 404


def test_strangers_do_not(client: Any, town: Any) -> None:
    assert client.get(AT).status_code == 404


@pytest.mark.parametrize("day", ["x", "2023-13-45", "2099-01-01"])
def test_what_is_no_day_is_said(asks: Any, town: Any, day: str) -> None:
    answer = asks("city_od", town.city, f"?at={day}")
    assert answer.status_code == 400
    assert "at" in answer.json()["title"]


def test_the_document_names_them_to_who_reads_them(client: Any, asks: Any, town: Any) -> None:
    asks("city_od", town.city)
    assert AT in client.get("/api/openapi.json").json()["paths"]
    asks("grid_member", town.dong)
    assert AT not in client.get("/api/openapi.json").json()["paths"]
