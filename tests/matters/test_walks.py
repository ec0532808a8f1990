"""The list of matters walks its indexes, whoever asks; hidden ones have a walk of their own."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import connection

from doorstep.frame import Actor, Office
from doorstep.frame.catalogues import CatalogueRow
from doorstep.matters.models import NEVER, Matter
from doorstep.panes.lists import Wanted, page_of
from doorstep.panes.screens import SCREENS
from doorstep.people import rules as roles
from tests.people.town import DAY

pytestmark = pytest.mark.django_db
CITY = "0001"
WHO = {
    "city": (roles.CITY_CENTRE, CITY),
    "street": (roles.STREET_DISPATCHER, CITY + "0001"),
    "compound": (roles.COMPOUND_SECRETARY, CITY + "000100010001"),
}


def plan(who: Actor, asked: Wanted) -> str:
    """How the database means to find the rows of a page."""
    seen: list[tuple[str, Any]] = []

    def keep(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        seen.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        page_of(SCREENS["matters"], who, asked)
    postgres = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        if postgres:  # an empty table is read whole, or by bitmaps, unless that is forbidden
            cursor.execute(
                "SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off;"
                " SET LOCAL enable_sort = off"
            )
        explain = "EXPLAIN " if postgres else "EXPLAIN QUERY PLAN "
        sql, params = next(pair for pair in seen if " UNION ALL " in pair[0])
        cursor.execute(explain + sql, params)
        return "\n".join(str(line) for line in cursor.fetchall())


@pytest.mark.parametrize("post", WHO)
@pytest.mark.parametrize("category", [(), ("stair_light",)], ids=["any", "one category"])
def test_no_list_reads_a_place_for_what_is_hidden(post: str, category: tuple[str, ...]) -> None:
    role, path = WHO[post]
    who = Actor(uuid.uuid4(), "x", (Office(uuid.uuid4(), role, (path,)),), person=uuid.uuid4())
    filters: dict[str, Any] = {"state": ("open",)}
    found = plan(who, Wanted(filters | ({"category": category} if category else {})))
    assert "matter_hidden" in found
    assert "matter_path" not in found
    assert "SCAN matters_matter" not in found
    assert "Seq Scan on matters_matter" not in found


@pytest.mark.parametrize("state", ["open", "handling"])
@pytest.mark.parametrize("category", [(), ("stair_light",)], ids=["any", "one category"])
def test_what_one_reported_is_no_walk_over_the_city(state: str, category: tuple[str, ...]) -> None:
    """Who reports for others all day has thousands; a city has a million."""
    community = Office(uuid.uuid4(), roles.COMMUNITY_SECRETARY, (CITY + "00010001",))
    who = Actor(uuid.uuid4(), "x", (community,), person=uuid.uuid4())
    filters = {"state": (state,)} | ({"category": category} if category else {})
    found = plan(who, Wanted(filters))
    assert "matter_reporter" in found
    assert "matter_city" not in found


def test_an_analysis_lets_statements_be_planned_once() -> None:
    """SQLite plans a statement anew with each call where it keeps samples of values."""
    if connection.vendor != "sqlite":
        return
    code = (CatalogueRow(catalogue="t", code=str(n), zh="t", en="t", since=DAY) for n in range(99))
    CatalogueRow.objects.bulk_create(code)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("SELECT COUNT(*) FROM sqlite_stat1")
        assert cursor.fetchone()[0]
        cursor.execute("SELECT COUNT(*) FROM sqlite_stat4")
        assert cursor.fetchone() == (0,)


def test_never_lies_behind_every_date() -> None:
    """What has no date stands in the order as the moment `NEVER`."""
    field: Any = Matter._meta.get_field("due_order")
    (value,) = (e.value for e in field.expression.flatten() if hasattr(e, "value"))
    assert value == NEVER
