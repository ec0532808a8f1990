"""Notes of searches: kept by the database for 90 days, then the nightly job deletes them (D4)."""

from __future__ import annotations

import uuid
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from doorstep.kit import clock
from doorstep.people.acts.finding import KEPT_FOR, forget_searches
from doorstep.people.models import Looked
from tests.people.town import person


@pytest.fixture
def looked(town: SimpleNamespace) -> Any:
    """`looked(days)`: a note of a search so many days ago."""
    who, searcher = person(town.dong, "被查的人"), uuid.uuid4()

    def note(days: float) -> Looked:
        at = clock.now() - timedelta(days=days)
        return Looked.objects.create(searcher=searcher, person=who, by="name", at=at)

    return note


def refused(work: Any) -> bool:
    try:
        with transaction.atomic():
            work()
    except IntegrityError:
        return True
    return False


def test_nobody_changes_or_cuts_who_searched_whom(looked: Any) -> None:
    with clock.at(clock.now().replace(year=2100)):  # far from any old day of the machine's clock
        note = looked(89)
    own = Looked.objects.filter(pk=note.pk)
    assert refused(lambda: own.update(searcher=uuid.uuid4()))
    assert refused(lambda: own._raw_delete("default"))
    assert own.exists()


def test_after_ninety_days_the_nightly_job_deletes_them(looked: Any) -> None:
    old, young = looked(KEPT_FOR.days + 1), looked(KEPT_FOR.days - 1)
    assert forget_searches() == 1
    assert list(Looked.objects.all()) == [young]
    assert old.pk != young.pk


def test_a_clock_that_was_set_ahead_deletes_nothing_too_early(looked: Any) -> None:
    """The demo's clock may run ahead; the table goes by the machine's."""
    with clock.at(clock.now().replace(year=2100)):
        looked(KEPT_FOR.days + 1)
        assert forget_searches() == 0
