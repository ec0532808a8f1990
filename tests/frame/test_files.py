"""Files: judged by their bytes, made harmless, refused in the user's words, served by rights."""

from __future__ import annotations

import io
import os
import shutil
import time
import wave
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.http import Http404
from django.test import RequestFactory
from django.utils import translation
from PIL import Image

from doorstep.frame import Invalid, Personal
from doorstep.frame.sealed import ReadLog
from doorstep.panes import files, voice
from doorstep.panes.files import AUDIO, DOCUMENT, IMAGE, StoredFile, accept
from doorstep.panes.serving import serve
from tests.frame.toy.persons import CHIEF_HERE, CLERK_THERE

pytestmark = pytest.mark.django_db
ALL = (IMAGE, AUDIO, DOCUMENT)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """These tests read the words of refusals."""
    with translation.override("en"):
        yield


def picture(form: str = "JPEG", size: tuple[int, int] = (2400, 1200), **more: Any) -> bytes:
    made = io.BytesIO()
    mode = "RGBA" if form in ("PNG", "WEBP") else "RGB"
    Image.new(mode, size, "red").save(made, form, **more)
    return made.getvalue()


def sound(seconds: float = 1.0, rate: int = 8000) -> bytes:
    made = io.BytesIO()
    with wave.open(made, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes(b"\x00\x10" * int(seconds * rate))
    return made.getvalue()


def archive(*names: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as out:
        for name in names:
            out.writestr(name, "x")
    return made.getvalue()


def kept_by(owner: Any, raw: bytes, kind: str = IMAGE) -> StoredFile:
    """A file whose row is stored, as an act stores it."""
    made = accept(io.BytesIO(raw), (kind,), owner)
    made.save(force_insert=True)
    return made


def aged(place: Path, days: float) -> None:
    """Make a file look as old as that."""
    then = time.time() - days * 86400
    os.utime(place, (then, then))


WORD = archive("[Content_Types].xml", "word/document.xml")


def take(parcel: Any, raw: bytes, kinds: tuple[str, ...] = ALL) -> StoredFile:
    stored = accept(io.BytesIO(raw), kinds, parcel)
    stored.save()
    return stored


def refusal(parcel: Any, raw: bytes, kinds: tuple[str, ...] = ALL) -> str:
    with pytest.raises(Invalid) as caught:
        accept(io.BytesIO(raw), kinds, parcel)
    (found,) = caught.value.refusals
    assert found.cure
    return str(found.words)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF"])
def test_photos_become_small_jpegs(parcel: Any, form: str) -> None:
    stored = take(parcel, picture(form))
    with Image.open(stored.place) as kept:
        assert (kept.format, kept.size) == ("JPEG", (1600, 800))
    assert (stored.mime, stored.kind_of_file) == ("image/jpeg", IMAGE)
    assert (stored.owner_id, stored.path) == (parcel.pk, parcel.path)


def test_place_and_device_leave_the_photo_and_it_stands_upright(parcel: Any) -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "Maker of phones", 6  # make; rotated by 90°
    exif.get_ifd(0x8825)[2] = (31.0, 36.0, 0.0)
    raw = picture(size=(800, 400), exif=exif)
    assert b"Maker of phones" in raw
    stored = take(parcel, raw)
    assert b"Maker" not in stored.place.read_bytes()
    with Image.open(stored.place) as kept:
        assert kept.size == (400, 800)
        assert not kept.getexif()


def test_what_hides_behind_a_photo_is_gone(parcel: Any) -> None:
    stored = take(parcel, picture() + b"MZ evil <script>alert(1)</script>")
    assert b"script" not in stored.place.read_bytes()


def test_fifty_megapixels_are_refused_with_a_cure(
    parcel: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    bomb = io.BytesIO()
    Image.new("1", (10_000, 5_000)).save(bomb, "PNG")
    assert len(bomb.getvalue()) < 100_000
    assert "50 million pixels" in refusal(parcel, bomb.getvalue())
    assert not list(Path(files.settings.MEDIA_ROOT).rglob("*.jpg"))


BAD = {
    "a renamed executable": b"MZ\x90\x00\x03" + b"\x00" * 200,
    "a program of Linux": b"\x7fELF" + b"\x00" * 200,
    "a script": b"#!/bin/sh\nrm -rf /\n",
    "a page": b"<html><script>alert(1)</script></html>",
    "an SVG": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "a plain archive": archive("a.txt"),
    "a document with macros": archive("[Content_Types].xml", "word/a.xml", "word/vbaProject.bin"),
    "nothing": b"",
    "half a photo's head": b"\xff\xd8\xff\xe0",
    "a cut photo": picture()[:200],
    "a cut voice note": sound()[:30],
}


@pytest.mark.parametrize("what", BAD)
def test_bad_files_are_refused_in_words_and_leave_nothing(parcel: Any, what: str) -> None:
    assert refusal(parcel, BAD[what])
    assert not [p for p in Path(files.settings.MEDIA_ROOT).rglob("*") if p.is_file()]


def test_a_good_file_of_an_unwelcome_kind_is_refused(parcel: Any) -> None:
    assert refusal(parcel, picture(), (AUDIO,))
    assert refusal(parcel, WORD, (IMAGE,))


def test_documents_stay_as_they_are(parcel: Any) -> None:
    stored = take(parcel, WORD)
    assert (stored.ending, stored.place.read_bytes()) == ("docx", WORD)
    assert take(parcel, b"%PDF-1.7 x").mime == "application/pdf"


def test_too_large_is_refused(parcel: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(files.MOST_BYTES, DOCUMENT, 10)
    assert "larger" in refusal(parcel, WORD)


@pytest.fixture(params=["with ffmpeg", "without ffmpeg"])
def encoder(request: Any, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Both machines: the one with ffmpeg (where there is one here) and the one without."""
    there = request.param == "with ffmpeg" and shutil.which("ffmpeg") is not None
    monkeypatch.setattr(voice.shutil, "which", lambda _name: "ffmpeg" if there else None)
    return there


def test_a_voice_note_is_kept_with_its_seconds(parcel: Any, encoder: bool) -> None:
    stored = take(parcel, sound(3))
    assert (stored.kind_of_file, stored.seconds) == (AUDIO, 3)
    assert stored.ending == ("m4a" if encoder else "wav")


def test_longer_than_a_minute_is_refused(parcel: Any, encoder: bool) -> None:
    assert "minute" in refusal(parcel, sound(75))
    assert take(parcel, sound(60)).seconds == 60


@pytest.mark.parametrize(
    ("head", "container"),
    [
        (b"\x1aE\xdf\xa3", "webm"), (b"OggS", "ogg"), (b"\x00\x00\x00 ftypM4A ", "m4a"),
        (b"ID3\x04", "mp3"), (b"\xff\xfb\x90", "mp3"), (b"RIFF\x00\x00\x00\x00WAVE", "wav"),
        (b"RIFF\x00\x00\x00\x00WEBP", ""), (b"\x00\x00\x00 ftypheic", ""), (b"", ""),
    ],
)  # fmt: skip
def test_containers_are_told_by_their_bytes(head: bytes, container: str) -> None:
    assert voice.sniff(head) == container


def get(stored: StoredFile, who: str, **headers: str) -> Any:
    return serve(RequestFactory().get("/", headers={"X-Toy": who, **headers}), stored.pk)


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_who_sees_the_record_gets_the_file_and_nobody_else(parcel: Any) -> None:
    stored = take(parcel, WORD)
    response = get(stored, CHIEF_HERE.name)
    assert body(response) == WORD
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith("attachment")
    assert "private" in response["Cache-Control"]
    for who in (CLERK_THERE.name, "No Office", ""):
        with pytest.raises(Http404):
            get(stored, who)


def test_a_withdrawn_or_lost_file_is_not_found(parcel: Any) -> None:
    stored = take(parcel, WORD)
    stored.place.unlink()
    with pytest.raises(Http404):
        get(stored, CHIEF_HERE.name)


@pytest.mark.parametrize(
    ("asked", "status", "expected"),
    [
        ("bytes=0-3", 206, slice(0, 4)), ("bytes=4-", 206, slice(4, None)),
        ("bytes=-5", 206, slice(-5, None)), ("bytes=0-999999", 206, slice(0, None)),
        ("bytes=999999-", 416, slice(0, 0)), ("pages=1-2", 200, slice(0, None)),
        ("bytes=-", 200, slice(0, None)),
    ],
)  # fmt: skip
def test_players_may_ask_for_a_part(parcel: Any, asked: str, status: int, expected: slice) -> None:
    stored = take(parcel, WORD)
    response = get(stored, CHIEF_HERE.name, Range=asked)
    assert (response.status_code, body(response)) == (status, WORD[expected])


def test_equal_bytes_lie_once(parcel: Any) -> None:
    one, two = take(parcel, WORD), take(parcel, WORD)
    assert one.pk != two.pk
    assert one.place == two.place


# -- on the disk -----------------------------------------------------------------------------------
def test_bytes_and_their_names_are_on_the_disk_before_the_row(
    parcel: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A power cut after the commit must not leave a row without its bytes."""
    synced: list[str] = []
    monkeypatch.setattr(
        os, "fsync", lambda fd: synced.append(str(Path(f"/proc/self/fd/{fd}").readlink()))
    )
    stored = accept(io.BytesIO(picture()), (IMAGE,), parcel)
    first, *folders = (Path(name) for name in synced)
    assert first.parent == stored.place.parent  # under the name it was written with
    assert set(folders) == {stored.place.parent, stored.place.parent.parent}


def test_what_no_row_names_is_swept_after_a_day(parcel: Any) -> None:
    kept = kept_by(parcel, picture())
    orphan = accept(io.BytesIO(picture(size=(40, 40))), (IMAGE,), parcel)
    half = orphan.place.with_name("tmpabc")
    half.write_bytes(b"half of it")
    for place in (kept.place, orphan.place, half):
        aged(place, 0.9)
    assert files.sweep() == 0
    for place in (kept.place, orphan.place, half):
        aged(place, 1.1)
    assert files.sweep() == 2
    assert kept.place.exists()
    assert not orphan.place.exists()
    assert not half.exists()


def test_bytes_uploaded_again_are_new_again(parcel: Any) -> None:
    orphan = accept(io.BytesIO(picture()), (IMAGE,), parcel)
    aged(orphan.place, 3)
    accept(io.BytesIO(picture()), (IMAGE,), parcel)  # its row is not committed yet
    assert files.sweep() == 0
    assert orphan.place.exists()


def test_opening_a_file_of_a_restricted_record_is_written_down(
    parcel: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = kept_by(parcel, picture())
    request = RequestFactory().get("/", headers={"X-Toy": CHIEF_HERE.name})
    serve(request, stored.pk)
    assert not ReadLog.objects.exists()
    strict = {"text": Personal("carry the parcel", "PIPL 28", 3, 365)}
    monkeypatch.setattr(type(parcel), "personal", strict)
    serve(request, stored.pk)
    assert ReadLog.objects.get().record == parcel.pk
