"""What counts as the same call under one op_id: all of it, and nobody can guess it back."""

from __future__ import annotations

import hashlib
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict

from doorstep.frame import do
from doorstep.frame.errors import OpReused
from doorstep.frame.run import op_hash_of
from doorstep.frame.trail import Entry, canonical
from tests.frame.toy.persons import CLERK_HERE, COMPOUND

PACK = {"place": COMPOUND, "text": "a lamp", "phone": "13812341234"}


def photo(raw: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("a.jpg", raw)


@pytest.mark.django_db
def test_another_photo_is_another_call() -> None:
    """The second photo must not be lost in the stored outcome of the first."""
    op = uuid.uuid4()
    first = do(CLERK_HERE, "toy.pack", None, PACK, op_id=op, files={"photo": photo(b"one")})
    same = do(CLERK_HERE, "toy.pack", None, PACK, op_id=op, files={"photo": photo(b"one")})
    assert (same.id, same.replayed) == (first.id, True)
    with pytest.raises(OpReused):
        do(CLERK_HERE, "toy.pack", None, PACK, op_id=op, files={"photo": photo(b"two")})


def test_an_upload_can_be_read_after_it_was_counted() -> None:
    file = photo(b"one")
    op_hash_of("toy.pack", None, {"photos": [file]}, {"photo": file})
    assert file.read() == b"one"


def test_every_value_of_an_entry_counts() -> None:
    """Of several ticks the last alone is not what was sent."""
    few, more = QueryDict("place=1&size=a&size=c"), QueryDict("place=1&size=b&size=c")
    assert op_hash_of("toy.pack", None, few) != op_hash_of("toy.pack", None, more)
    one = op_hash_of("toy.pack", None, {"size": "c"})
    assert op_hash_of("toy.pack", None, QueryDict("size=c")) == one


@pytest.mark.django_db
def test_the_stored_fingerprint_cannot_be_tried_with_phones(settings) -> None:
    """It outlives lawful deletion, so it is keyed: without the key it fits no guess."""
    op = uuid.uuid4()
    do(CLERK_HERE, "toy.pack", None, PACK, op_id=op)
    stored = Entry.objects.get(op_id=op).op_hash
    guess = canonical({"a": "toy.pack", "t": None, "d": PACK})
    assert stored != hashlib.sha256(guess).hexdigest()
    settings.SECRET_KEY = "another key"
    assert op_hash_of("toy.pack", None, PACK) != stored


def test_half_a_character_is_no_fault_of_the_engine() -> None:
    """JSON may hold a lone surrogate; the form refuses it, the fingerprint does not fall over."""
    assert len(op_hash_of("toy.pack", None, {"text": "\ud83d"})) == 64
