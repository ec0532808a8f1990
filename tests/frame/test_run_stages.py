"""Stage rows let any past day be asked: state, level and owner as they were then."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from doorstep.frame import do, stages_at
from doorstep.frame.trail import Stage
from doorstep.kit import clock
from tests.frame.toy.models import Parcel
from tests.frame.toy.persons import BODY, CHIEF_HERE, CLERK_HERE, COMPOUND

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 4, 13, 2, tzinfo=UTC)


def state_on(record: Any, days: int) -> tuple[str, int, Any] | None:
    """State, level and owner at the end of Monday + days."""
    end = clock.end_of(clock.local(MONDAY).date() + timedelta(days=days))
    row = stages_at("toy.parcel", end).filter(record=record.pk).first()
    return (row.state, row.level, row.owner) if row else None


@pytest.fixture
def lived() -> Parcel:
    """Packed and sent on Monday, received on Wednesday, finished on Friday."""
    with clock.at(MONDAY):
        made = do(CLERK_HERE, "toy.pack", None, {"place": COMPOUND, "text": "lamp"})
    with clock.at(MONDAY + timedelta(hours=1)):
        do(CLERK_HERE, "toy.send", made.id)
    with clock.at(MONDAY + timedelta(days=2)):
        do(CHIEF_HERE, "toy.receive", made.id, {"owner": BODY})
    with clock.at(MONDAY + timedelta(days=4)):
        do(CHIEF_HERE, "toy.finish", made.id)
    return Parcel.objects.get(pk=made.id)


def test_each_day_as_it_was(lived: Parcel) -> None:
    assert state_on(lived, -1) is None
    assert state_on(lived, 0) == state_on(lived, 1) == ("sent", 1, None)
    assert state_on(lived, 2) == state_on(lived, 3) == ("sent", 2, BODY)
    assert state_on(lived, 4) == state_on(lived, 400) == ("done", 2, BODY)


def test_one_stage_is_open_and_they_touch(lived: Parcel) -> None:
    rows = list(Stage.objects.filter(record=lived.pk).order_by("since"))
    assert [r.state for r in rows] == ["draft", "sent", "sent", "done"]
    assert all(a.until == b.since for a, b in pairwise(rows))
    assert rows[-1].until is None


def test_an_act_that_moves_nothing_opens_no_stage(lived: Parcel) -> None:
    do(CLERK_HERE, "toy.note", lived.pk, {"text": "still here"})
    assert Stage.objects.filter(record=lived.pk).count() == 4


def test_midnight_belongs_to_the_next_day() -> None:
    day = clock.local(MONDAY).date()
    with clock.at(clock.end_of(day)):
        made = do(CLERK_HERE, "toy.pack", None, {"place": COMPOUND, "text": "late"})
    assert state_on(Parcel(pk=made.id), 0) is None
    assert state_on(Parcel(pk=made.id), 1) == ("draft", 1, None)


def test_a_withdrawn_record_counts_on_no_day(lived: Parcel) -> None:
    do(CHIEF_HERE, "toy.parcel.withdraw", lived.pk, {"reason": "entered twice"})
    assert [state_on(lived, n) for n in (0, 2, 4)] == [None, None, None]
