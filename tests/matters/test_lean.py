"""The write path is lean: few statements, compiled once, and what is compiled gives the same."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db.models import Q
from django.test import Client

from doorstep.frame.prepared import records
from doorstep.kit.ids import uuid7
from doorstep.matters.models import Matter
from doorstep.matters.queries import in_already
from doorstep.people import rules as roles
from doorstep.people.models import Account, Body, Token
from doorstep.people.queries.actors import digest_of
from doorstep.routing.queries import body_at, governing, lowest_body
from tests.people.town import DAY

pytestmark = pytest.mark.django_db


def bearer(account: Account, secret: str = "s" * 40) -> dict[str, str]:
    """The header of a token of an account."""
    Token(account=account, digest=digest_of(secret), label="t", since=DAY, path=account.path).save()
    return {"authorization": f"Bearer {secret}"}


def test_a_report_over_the_api_takes_twelve_statements(
    town: Any,
    desks: Any,
    holder: Any,
    django_assert_max_num_queries: Any,
) -> None:
    member = holder(roles.GRID_MEMBER, town.dong)
    head = bearer(Account.objects.get(pk=member.id))
    client = Client()

    def report() -> Any:
        body = {
            "op_id": str(uuid7()),
            "data": {"place": town.doors[0].path, "category": "stair_light", "text": "灯不亮"},
        }
        return client.post("/api/v1/matters/do/report/", json.dumps(body),
                           content_type="application/json", headers=head)  # fmt: skip

    assert report().status_code == 201
    with django_assert_max_num_queries(13):  # the twelve, and the savepoint's two instead of BEGIN
        assert report().status_code == 201
    assert Matter.objects.count() == 2


def test_records_come_with_what_they_join(desks: Any, django_assert_num_queries: Any) -> None:
    def build(q: Q) -> Any:
        return Body.objects.filter(q).select_related("place").order_by("path")

    for made in (desks.lake, desks.mill, desks.lake):
        with django_assert_num_queries(1):
            found = records("test.bodies", Q(name=made.name), build)
            assert [(b, b.place) for b in found] == [(made, made.place)]
        assert found[0].since == DAY
    assert records("test.bodies", Q(name="nobody"), build) == []


def test_who_governs(town: Any, desks: Any) -> None:
    assert governing(town.doors[0].path) == {
        1: desks.lake, 2: desks.dong, 3: desks.east, 4: desks.city,
    }  # fmt: skip
    assert body_at(1, town.dong.path) is None
    assert lowest_body(1, town.nan.path) == (desks.east, 3)
    assert lowest_body(1, town.gate.path) == (desks.xi, 1)  # no organisation: the grid (B4)
    cache: dict[Any, Any] = {}
    assert lowest_body(1, town.lake.path, cache) == lowest_body(1, town.lake.path, cache)
    assert len(cache) == 1


def test_numbers_of_other_systems(desks: Any) -> None:
    assert in_already("hotline", "A1") is None
