"""What an act makes and is given: records from their defaults, links, entries by name."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from doorstep.frame import Given
from doorstep.frame.inserts import insert, together
from doorstep.kit import clock
from doorstep.kit.ids import uuid7
from tests.frame.toy.models import Note, Parcel

pytestmark = pytest.mark.django_db


def as_django(model: Any, **values: Any) -> Any:
    """The same record made by Django itself: rows go its way."""
    names = [f.attname for f in model._meta.concrete_fields]
    defaults = {f.attname: f.get_default() for f in model._meta.concrete_fields}
    return model(*[(defaults | values)[name] for name in names])


def test_a_new_record_has_the_values_that_django_gives_it() -> None:
    one = Parcel(text="x", phone="13812341234", weight=3)
    other = as_django(Parcel, text="x", weight=3, id=one.id)
    for field in Parcel._meta.concrete_fields:
        if field.name not in ("phone", "phone_index") and not getattr(field, "generated", False):
            assert getattr(one, field.attname) == getattr(other, field.attname), field.name
    assert (str(one.phone), one._state.adding) == ("138****1234", True)
    assert one.phone_index
    assert Parcel().id != Parcel().id


def test_a_link_given_as_a_record_is_not_asked_for_again(make: Any) -> None:
    parcel = make()
    note = Note(parcel=parcel, text="x")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert (note.parcel, note.parcel_id) == (parcel, parcel.pk)
    assert not asked.captured_queries
    assert Note(parcel_id=parcel.pk).parcel == parcel


def test_a_link_to_another_kind_is_refused(make: Any) -> None:
    with pytest.raises(ValueError, match="must be a"):
        Note(parcel=Note(text="x"))
    with pytest.raises(TypeError):
        Note(sender="x")


def test_entries_are_attributes_whatever_their_name() -> None:
    given = Given({"text": "x", "all": 1, "_values": 2})
    assert (given.text, given.none) == ("x", None)
    assert given.all() == {"text": "x", "all": 1, "_values": 2}
    with pytest.raises(AttributeError):
        _none = given.__nothing__


#: Characters that a stream of rows must not take for its own.
HARD = "a\tb\nc\\N \\. 'x' \"y\" 徐桂兰 𠮷 %s \r"


def stored(rows: list[Any], *, waits: bool) -> list[Any]:
    with transaction.atomic(), nullcontext() if waits else together():
        insert(Parcel, rows)
    found = {p.pk: p for p in Parcel.objects.all()}
    return [found[row.pk] for row in rows]


@pytest.mark.parametrize("waits", [True, False])
@pytest.mark.parametrize("many", [1, 40])
def test_rows_come_back_as_they_were_however_many(many: int, waits: bool) -> None:
    """One by one, or as a stream, or sent together; hard characters, empty cells, sealed values."""
    given = {"text": HARD, "path": "0001", "state": "x", "weight": 0, "sender": uuid7()}
    rows = [Parcel(**given, phone="13812341234", due=clock.now()) for _n in range(many - 1)]
    rows.append(Parcel(**given))
    for row, there in zip(rows, stored(rows, waits=waits), strict=True):
        assert not row._state.adding
        for name in ("text", "path", "state", "weight", "sender", "due", "size", "phone_index"):
            assert getattr(there, name) == getattr(row, name), name
        assert str(there.phone or "") == str(row.phone or "")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("waits", [True, False])
def test_one_bad_row_among_many_leaves_none(waits: bool) -> None:
    rows = [Parcel(text=str(n), path="0001", state="x") for n in range(20)]
    rows[-1].pk = rows[0].pk
    with pytest.raises(IntegrityError):
        stored(rows, waits=waits)
    assert not Parcel.objects.exists()
    assert not connection.needs_rollback
