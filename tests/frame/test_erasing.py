"""Lawful deletion reaches all that holds words about the record, and the chain still verifies."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from doorstep.frame import do, erasing, history, seal
from doorstep.frame.follows import FollowRow
from doorstep.panes.files import DOCUMENT, IMAGE, StoredFile, accept
from tests.frame import everywhere
from tests.frame.test_files import WORD, picture
from tests.frame.test_run_races import Outside, outside
from tests.frame.toy.models import Note, Parcel
from tests.frame.toy.persons import CHIEF_HERE, CLERK_HERE, person

__all__ = ["outside"]
pytestmark = pytest.mark.django_db
SECOND = person("Chief Too", "chief", "00010001")
#: Words that stand nowhere else.
SAID, NOTED, PHONE = "zwiebelturm", "kaltmamsell", "13955551234"


@pytest.fixture(autouse=True)
def _chiefs_erase() -> Iterator[None]:
    Parcel.erase_roles = ("chief",)
    yield
    del Parcel.erase_roles


@pytest.fixture
def told(make: Any) -> Parcel:
    """A parcel with words, a phone, a note, a photo, a document; the note has a document too."""
    parcel: Parcel = make(SAID, phone=PHONE)
    do(CLERK_HERE, "toy.note", parcel.pk, {"text": NOTED})
    note = Note.objects.get()
    for owner, raw, kind in ((parcel, picture(), IMAGE), (note, WORD + SAID.encode(), DOCUMENT)):
        accept(io.BytesIO(raw), (kind,), owner).save(force_insert=True)
    FollowRow.objects.create(follow="toy.x", entry=history(parcel)[0].entry, subject=parcel.pk,
                             due_at=parcel.due, dead=True, error=f"KeyError: {SAID}")  # fmt: skip
    return Parcel.objects.get(pk=parcel.pk)


def test_the_words_are_everywhere_before_and_nowhere_after(
    told: Parcel, django_capture_on_commit_callbacks: Any
) -> None:
    assert everywhere.where(SAID, NOTED) >= {
        "toy_parcel", "toy_note", "frame_entrybody", "frame_followrow"
    }  # fmt: skip
    assert len(everywhere.files()) == 2
    with django_capture_on_commit_callbacks(execute=True):
        erasing.erase(told, "asked for", CHIEF_HERE, SECOND)
    assert everywhere.where(SAID, NOTED, PHONE) == set()
    assert everywhere.files() == []
    assert set(StoredFile.objects.values_list("sha256", flat=True)) == {""}
    seal.seal_once(everything=True)
    assert seal.verify(seal.export()) == []


def test_twin_without_the_declaration_the_note_keeps_its_words(
    told: Parcel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erasing, "HANGING", {})
    erasing.erase(told, "asked for", CHIEF_HERE, SECOND)
    assert "toy_note" in everywhere.where(NOTED)
    assert len(everywhere.files()) == 2


def test_bytes_that_another_record_has_too_stay(
    told: Parcel, make: Any, django_capture_on_commit_callbacks: Any
) -> None:
    accept(io.BytesIO(picture()), (IMAGE,), make("other")).save(force_insert=True)
    with django_capture_on_commit_callbacks(execute=True):
        erasing.erase(told, "asked for", CHIEF_HERE, SECOND)
    kept = StoredFile.objects.exclude(sha256="").get()
    assert everywhere.files() == [kept.place]


def test_other_records_keep_their_words(told: Parcel, make: Any) -> None:
    other = make("another lamp")
    do(CHIEF_HERE, "toy.tie", told.pk, {"other": other.pk})
    erasing.erase(Parcel.objects.get(pk=told.pk), "asked for", CHIEF_HERE, SECOND)
    assert Parcel.objects.get(pk=other.pk).text == "another lamp"
    assert history(other)[0].after["text"] == "another lamp"
    assert history(other)[-1].erased  # what was done to the erased one, beside


# -- the file itself -------------------------------------------------------------------------------
def raw(outside: Outside, file: Path, *off: str) -> tuple[bool, bool]:
    """Whether the word stands in the bytes of SQLite's file, before and after it was erased."""
    process: Any = outside.start("erased", SAID, *off)
    assert process.stdout.readline() == "packed\n", process.communicate()[1][-3000:]
    before = SAID.encode() in file.read_bytes()
    outside.ended(process)
    return before, SAID.encode() in file.read_bytes()


if connection.vendor == "sqlite":

    def test_the_word_is_not_in_the_free_parts_of_the_file(
        outside: Outside, tmp_path: Path
    ) -> None:
        assert raw(outside, tmp_path / "race.sqlite3") == (True, False)

    def test_twin_without_secure_delete_it_is(outside: Outside, tmp_path: Path) -> None:
        assert raw(outside, tmp_path / "race.sqlite3", "--off") == (True, True)
