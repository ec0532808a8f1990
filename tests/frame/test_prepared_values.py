"""Days and moments are exchanged like texts; what comes out changed is compiled each time."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db.models import Q

from doorstep.frame import prepared
from doorstep.frame.prepared import records, statement
from tests.frame.toy.models import Parcel

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 4, 1, 12, tzinfo=UTC)


def rows(q: Q):
    return Parcel.objects.filter(q).order_by("id")


def shapes(key: object) -> int:
    return sum(1 for k, _shape in prepared._cache if k == key)


def asked(key: str, q: Q) -> list[Parcel]:
    """What the kept statement gives; the queryset itself gives the same."""
    found = records(key, q, rows)
    assert [p.pk for p in found] == [p.pk for p in rows(q)]
    return found


def test_a_moment_makes_no_new_shape(make) -> None:
    parcel = make("one")
    key = uuid.uuid4().hex
    for hours in range(30):
        moment = NOON + timedelta(hours=hours, microseconds=hours)
        Parcel.objects.filter(pk=parcel.pk).update(due=moment)
        assert asked(key, Q(due__lte=moment)) == [parcel]
        assert asked(key, Q(due__lt=moment)) == []
    assert shapes(key) == 2


def test_a_day_given_for_a_moment_is_still_right(make) -> None:
    parcel = make("one")
    Parcel.objects.filter(pk=parcel.pk).update(due=NOON)
    key = uuid.uuid4().hex
    for day in range(1, 20):
        when = date(2026, 3, 25) + timedelta(days=day)
        assert asked(key, Q(due__date=when)) == ([parcel] if day == 7 else [])
        assert asked(key, Q(due__date__lte=when)) == ([parcel] if day >= 7 else [])


def test_the_order_of_a_range_counts(make) -> None:
    parcel = make("one")
    Parcel.objects.filter(pk=parcel.pk).update(due=NOON)
    early, late, key = NOON - timedelta(days=1), NOON + timedelta(days=1), uuid.uuid4().hex
    for _again in range(3):
        assert asked(key, Q(due__range=(early, late))) == [parcel]
        assert asked(key, Q(due__range=(late, early))) == []


def test_numbers_stand_in_the_text_and_percent_signs_stay(make) -> None:
    """SQLite plans anew for every call where a partial index is compared with a parameter."""
    make("one")
    key = uuid.uuid4().hex
    for _again in range(2):
        sql, params = statement(key, Q(weight__gt=20, text__contains="50%", state="sent"), rows)
    assert "> 20" in sql
    assert len(params) == sql.replace("%%", "").count("%s")


def test_records_made_at_once_are_those_of_the_queryset(make, django_assert_num_queries) -> None:
    parcel = make("one")
    for _again in range(2):
        (found,) = records("tests.at_once", Q(pk=parcel.pk), rows)
        plain = Parcel.objects.get(pk=parcel.pk)
        assert found == plain
        assert {k: v for k, v in vars(found).items() if k != "_state"} == {
            k: v for k, v in vars(plain).items() if k != "_state"
        }
        assert (found._state.adding, found._state.db) == (False, plain._state.db)


def test_what_was_left_out_is_asked_for_when_it_is_read(make, django_assert_num_queries) -> None:
    parcel = make("one")

    def lean(q: Q):
        return Parcel.objects.filter(q).only("id", "state")

    (found,) = records("tests.lean", Q(pk=parcel.pk), lean)
    with django_assert_num_queries(0):
        assert found.state == parcel.state
    with django_assert_num_queries(1):
        assert found.text == parcel.text
