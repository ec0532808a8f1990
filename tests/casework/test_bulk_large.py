"""Ten thousand rows: looked at, done and taken back; one more is refused in words."""

from __future__ import annotations

import time
import uuid
from typing import Any

import pytest

from doorstep.doors.acts import bulk as jobs
from doorstep.doors.models import BulkJob
from doorstep.frame import Actor
from doorstep.matters.models import Matter
from doorstep.panes.saved import MOST
from tests.casework.test_bulk import BULK, gone, states

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def copies(one: Matter, number: int) -> None:
    """So many matters like it."""
    fields = [
        f for f in Matter._meta.concrete_fields
        if not (f.primary_key or getattr(f, "generated", False) or f.name == "reporter_phone")
    ]  # fmt: skip
    rows = []
    for n in range(number):
        made = Matter(**{f.attname: getattr(one, f.attname) for f in fields})
        made.number, made.token = f"340181-20240603-{n + 10_000:05d}", uuid.uuid4().hex
        rows.append(made)
    Matter.objects.bulk_create(rows, batch_size=500)


def test_ten_thousand(secretary: Actor, reported: Any, as_: Any) -> None:
    desk = as_(secretary)
    copies(reported(secretary), MOST - 1)
    began = time.perf_counter()
    answer = desk.post(f"{BULK}?state=submitted", {"act": "matters.accept", "all": "1"})
    shown = time.perf_counter() - began
    assert answer.status_code == 200
    job = BulkJob.objects.get()
    assert states(job) == {"waits": MOST}
    gone(desk, job)
    began = time.perf_counter()
    assert jobs.work_bulk()
    done = time.perf_counter() - began
    assert states(job) == {"done": MOST}
    desk.post(f"{BULK}{job.pk}/undo/")
    assert jobs.work_bulk()
    assert states(job) == {"undone": MOST}
    assert set(Matter.objects.values_list("state", flat=True)) == {"submitted"}
    # measured: shown in 5 s, 120 rows a second on SQLite with two cores
    assert shown < 60
    assert MOST / done > 20


def test_one_more_is_refused(secretary: Actor, reported: Any, as_: Any) -> None:
    copies(reported(secretary), MOST)
    answer = as_(secretary).post(f"{BULK}?state=submitted", {"act": "matters.accept", "all": "1"})
    assert answer.status_code == 422
    assert not BulkJob.objects.exists()
