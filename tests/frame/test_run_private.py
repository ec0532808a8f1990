"""Private fields: sealed in the database, masked on the screen, opened with purpose and log."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from doorstep.frame import NotFound, Refused, blind, reveal
from doorstep.frame.sealed import ReadLog
from tests.frame.toy.models import Parcel
from tests.frame.toy.persons import CHIEF_HERE, CLERK_HERE, CLERK_THERE, NO_OFFICE

pytestmark = pytest.mark.django_db
PHONE = "13812341234"


def everything_stored() -> str:
    """Every cell of every table as text, as a dump would show it."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [str(cell) for row in cursor.fetchall() for cell in row]
    return "\n".join(found)


def test_the_clear_number_is_nowhere_in_the_database(parcel: Parcel) -> None:
    dump = everything_stored()
    assert "a lamp" in dump  # the dump does show what is not sealed
    assert PHONE not in dump
    assert PHONE[-4:] + '"' not in dump


def test_it_shows_as_a_mask(parcel: Parcel) -> None:
    assert str(parcel.phone) == "138****1234"
    assert PHONE not in f"{parcel.phone!r} {parcel.phone}"


def test_two_equal_numbers_are_sealed_differently_and_found_by_the_blind_index(make: Any) -> None:
    one, two = make("one"), make("two")
    other = make("three", phone="13900000000")
    assert one.phone.cipher != two.phone.cipher
    found = set(Parcel.objects.filter(**blind(Parcel, "phone", PHONE)).values_list("pk", flat=True))
    assert found == {one.pk, two.pk}
    assert other.pk not in found
    assert PHONE not in one.phone_index


def test_a_value_moved_to_another_record_does_not_open(make: Any) -> None:
    one, two = make("one"), make("two")
    Parcel.objects.filter(pk=two.pk).update(phone=one.phone)
    with pytest.raises(ValueError, match="does not open"):
        Parcel.objects.get(pk=two.pk).phone.open()


def test_reveal_needs_a_purpose_and_writes_the_read_log(parcel: Parcel) -> None:
    with pytest.raises(Refused):
        reveal(CLERK_HERE, parcel, "phone", " ")
    assert not ReadLog.objects.exists()
    assert reveal(CLERK_HERE, parcel, "phone", "ring about the lamp") == PHONE
    log = ReadLog.objects.get()
    assert (log.actor, log.office) == (CLERK_HERE.id, CLERK_HERE.offices[0].id)
    assert (log.kind, log.record, log.field) == ("toy.parcel", parcel.pk, "phone")


def test_the_sender_may_reveal_by_relation(parcel: Parcel) -> None:
    from dataclasses import replace

    sender = replace(NO_OFFICE, person=CLERK_HERE.person)
    assert reveal(sender, parcel, "phone", "my own number") == PHONE


@pytest.mark.parametrize("actor", [CHIEF_HERE, CLERK_THERE, NO_OFFICE], ids=lambda a: a.name)
def test_others_get_not_found_and_leave_no_log(parcel: Parcel, actor: Any) -> None:
    with pytest.raises(NotFound):
        reveal(actor, parcel, "phone", "curious")
    assert not ReadLog.objects.exists()


def test_clear_text_cannot_reach_the_database_by_an_update(parcel: Parcel) -> None:
    with pytest.raises(TypeError):
        Parcel.objects.filter(pk=parcel.pk).update(phone=PHONE)


def test_emptying_it_empties_the_index(parcel: Parcel) -> None:
    parcel.phone = ""
    parcel.save()
    fresh = Parcel.objects.get(pk=parcel.pk)
    assert (fresh.phone, fresh.phone_index) == (None, "")
