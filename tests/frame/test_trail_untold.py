"""What a payload never holds, and what a page of a long life shows."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from doorstep.frame import blind, do, history
from doorstep.frame.registry import kinds
from doorstep.frame.trail import EntryBody, untold
from tests.frame.toy.models import Parcel
from tests.frame.toy.persons import CLERK_HERE

pytestmark = pytest.mark.django_db


def payloads(record: Any) -> str:
    bodies = EntryBody.objects.filter(entry__subject_id=record.pk)
    return "".join(b.payload or "" for b in bodies)


def test_no_payload_holds_a_blind_index(make: Any) -> None:
    """It would link all entries about one phone, in an exported trail too, and for ever."""
    parcel = make()
    index = blind(Parcel, "phone", "13812341234")["phone_index"]
    assert Parcel.objects.filter(pk=parcel.pk, phone_index=index).exists()
    assert index not in payloads(parcel)
    for model in kinds().values():
        for field in model._meta.concrete_fields:
            if getattr(field, "searchable", False):
                assert f"{field.name}_index" in untold(model()), (model, field.name)


def test_the_last_entries_are_told_when_there_are_many(parcel: Parcel) -> None:
    """A list cut at its end would hide what happened today."""
    for n in range(5):
        do(CLERK_HERE, "toy.note", parcel.pk, {"text": f"note {n}"}, op_id=uuid.uuid4())
    told = history(parcel, limit=3)
    assert [e.entry.id for e in told] == [e.entry.id for e in history(parcel)][-3:]
