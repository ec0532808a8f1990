"""Whether the system says truthfully how it is."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from doorstep.doors import health
from doorstep.frame.follows import FollowRow
from doorstep.frame.trail import Entry
from doorstep.kit import clock

pytestmark = pytest.mark.django_db


def a_follow_due(minutes_ago: int, *, dead: bool = False) -> None:
    due = clock.now() - dt.timedelta(minutes=minutes_ago)
    entry = Entry.objects.create(
        act="toy.do",
        subject_kind="toy.toy",
        subject_id=uuid.uuid4(),
        at=due,
        channel="test",
        digest="00" * 32,
    )
    FollowRow.objects.create(
        follow="toy.x", entry=entry, subject=entry.subject_id, due_at=due, dead=dead
    )


def test_healthz_asks_no_database(client, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert client.get("/healthz").content == b"ok\n"


def test_ready_when_nothing_waits_long(client) -> None:
    a_follow_due(1)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["waiting"]) == (200, 1)


def test_not_ready_when_the_worker_sleeps(client) -> None:
    a_follow_due(6)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["worker"]) == (503, False)


def test_not_ready_when_a_migration_is_missing(client, monkeypatch) -> None:
    monkeypatch.setattr(health, "migrated", lambda: False)
    assert client.get("/readyz").status_code == 503


def test_metrics_want_the_token(client, settings) -> None:
    assert client.get("/metrics").status_code == 404, "no token is set"
    settings.DOORSTEP_METRICS_TOKEN = "secret"
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 404
    a_follow_due(60, dead=True)
    answer = client.get("/metrics", headers={"Authorization": "Bearer secret"})
    assert "doorstep_follows_dead 1.0" in answer.content.decode()
