"""What an act makes and is given: records from their defaults, links, entries by name."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from doorstep.frame import Given
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
