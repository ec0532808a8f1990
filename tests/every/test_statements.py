"""Ceilings of statements, the same at 20, 200 and 2,000 matters (design §3; 20,000 is slow).

Counted with the sign-in of a real session, as a web worker does them; savepoints of the test's own
transaction are not counted.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from doorstep.frame import catalogues
from doorstep.matters.models import Matter
from tests.every.fixed import five
from tests.every.world import World

REPORT, LIST, RECORD, CHANGE = 12, 5, 6, 12
SIZES = [20, 200, 2000, pytest.param(20_000, marks=pytest.mark.slow)]
STATES = ("submitted", "accepted", "assigned", "handling", "closed")


def fill(world: World, size: int) -> None:
    """So many matters over the places of the town."""
    world.desks()
    places = [world.places[p] for p in ("lake", "mill", "dong", "door", "gate", "nan")]
    base = world.new("matters.matter", "lake")
    copied = [
        f for f in Matter._meta.concrete_fields
        if not (f.primary_key or getattr(f, "generated", False) or f.name == "reporter_phone")
    ]  # fmt: skip
    rows = []
    for n in range(size):
        place = places[n % len(places)]
        made = Matter(**{f.attname: getattr(base, f.attname) for f in copied})
        made.number, made.token = f"340181-20190101-{n:05d}", f"many-{n}"
        made.place, made.path, made.state = place, place.path, STATES[n % len(STATES)]
        rows.append(made)
    Matter.objects.bulk_create(rows, batch_size=500)


@pytest.fixture(autouse=True)
def _remembered_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a slow machine the five seconds may end between the first request and the counted one."""
    monkeypatch.setattr(catalogues, "FRESH_NS", 10**15)


@pytest.fixture
def who(world: World) -> Callable[[str], Client]:
    """One of the five, logged in."""
    five(world)

    def made(name: str) -> Client:
        client = Client()
        client.force_login(world.accounts[name, "five"])
        return client

    return made


def statements(work: Callable[[], Any], status: tuple[int, ...] = (200, 201, 302)) -> list[str]:
    """What one request asks the database; processes keep catalogues, so they are warm."""
    with CaptureQueriesContext(connection) as seen:
        response = work()
    assert response.status_code in status, response.content.decode()[:300]
    return [q["sql"] or "" for q in seen.captured_queries if "SAVEPOINT" not in (q["sql"] or "")]


def at_most(most: int, work: Callable[[], Any], what: str) -> int:
    """The number of statements, no more than allowed."""
    found = statements(work)
    assert len(found) <= most, what + "\n" + "\n".join(s[:160] for s in found)
    return len(found)


@pytest.mark.parametrize("size", SIZES)
def test_ceilings_hold_at_every_size(world: World, who: Any, size: int) -> None:
    """Report ≤ 12 with sign-in over the API, list ≤ 5, record ≤ 6, change of state ≤ 12."""
    fill(world, size)
    catalogues.forget()
    for name in ("grid_member", "community_secretary", "street_dispatcher"):
        client = who(name)
        place = world.places["lake"].path
        body = {"data": {"place": place, "category": "stair_light", "text": "灯不亮"}}

        def report(client: Client = client, body: Any = body) -> Any:
            sent = json.dumps({**body, "op_id": str(uuid.uuid4())})
            return client.post("/api/v1/matters/do/report/", sent, content_type="application/json")

        report()  # the first of a process reads the catalogues
        at_most(REPORT, report, f"{name}: report")
        for url in ("/desk/matters/", "/desk/matters/?state=open&category=stair_light",
                    "/api/v1/matters/?state=open", "/desk/matters/?words=路灯"):  # fmt: skip
            client.get(url)
            at_most(LIST, lambda url=url, client=client: client.get(url), f"{name}: {url}")  # type: ignore[misc]
        matter = Matter.objects.filter(state="submitted", path=place, level=1).first()
        assert matter is not None
        for url in (f"/desk/matters/{matter.pk}/", f"/api/v1/matters/{matter.pk}/"):
            at_most(RECORD, lambda url=url, client=client: client.get(url), f"{name}: {url}")  # type: ignore[misc]

        def accept(client: Client = client, matter: Matter = matter) -> Any:
            sent = json.dumps({"data": {}, "version": matter.version, "op_id": str(uuid.uuid4())})
            return client.post(f"/api/v1/matters/{matter.pk}/do/accept/", sent,
                               content_type="application/json")  # fmt: skip

        at_most(CHANGE, accept, f"{name}: accept")
