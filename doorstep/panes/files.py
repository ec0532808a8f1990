"""Files: judged by their bytes, never by their name; made harmless; served through rights only.

Photos are re-encoded without EXIF (no place, no device), voice is re-encoded and at most a minute
long, documents are kept as they are but never shown inside a page. Source: design §3 (files).
"""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
import zipfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from doorstep.frame.erasing import erases
from doorstep.frame.errors import Invalid, Refusal
from doorstep.frame.fields import PathField
from doorstep.frame.locks import lock
from doorstep.frame.record import Record
from doorstep.kit import clock
from doorstep.panes import voice

IMAGE, AUDIO, DOCUMENT = "image", "audio", "document"
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 1600
#: Bytes without a row are somebody's running upload for so long at most.
ORPHANED_NS = 24 * 3600 * 10**9
MOST_BYTES = {IMAGE: 25_000_000, AUDIO: 10_000_000, DOCUMENT: 20_000_000}
_IMAGES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8")
_OOXML = {"word/": "docx", "xl/": "xlsx", "ppt/": "pptx"}
#: How photos begin that phones keep in formats of their own (HEIC, AVIF); not every browser
#: shows them.
_PHONE_PHOTOS = {b"ftyp" + brand for brand in (b"heic", b"heix", b"mif1", b"hevc", b"avif")}
_OFFICE = "application/vnd.openxmlformats-officedocument."
_MIMES = {
    "jpg": "image/jpeg",
    "m4a": "audio/mp4",
    "pdf": "application/pdf",
    "docx": _OFFICE + "wordprocessingml.document",
    "xlsx": _OFFICE + "spreadsheetml.sheet",
    "pptx": _OFFICE + "presentationml.presentation",
    **voice.MIMES,
}


class StoredFile(Record):
    """One file that belongs to one record; its bytes lie under their own digest."""

    amendable = False  # it lives and dies with its owner record

    sha256 = models.CharField(max_length=64)
    kind_of_file = models.CharField(max_length=12)
    mime = models.CharField(max_length=80)
    ending = models.CharField(max_length=5)
    size = models.PositiveIntegerField()
    seconds = models.PositiveSmallIntegerField(null=True)
    owner_kind = models.CharField(max_length=48)
    owner_id = models.UUIDField()
    path = PathField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["owner_id"], name="file_owner"),
            models.Index(fields=["sha256"], name="file_digest"),
        ]

    @property
    def place(self) -> Path:
        """Where the bytes lie."""
        return Path(settings.MEDIA_ROOT) / self.sha256[:2] / f"{self.sha256}.{self.ending}"

    def when_erased(self) -> dict[str, Any]:
        """The bytes go when this is committed, unless another record has the same; the digest
        would still tell who holds a copy."""
        place = self.place
        transaction.on_commit(lambda: _remove(place))
        return {"sha256": "", "withdrawn_at": clock.now()}


@erases()
def of(record: Any) -> Iterable[StoredFile]:
    """The files of a record: they go with it."""
    return StoredFile.objects.filter(owner_id=record.pk).exclude(sha256="")


def _no(words: str, cure: str) -> Invalid:
    return Invalid([Refusal(words, field="file", cure=cure)])


def accept(upload: BinaryIO | Any, kinds: Iterable[str], owner: Any) -> StoredFile:
    """Judge an upload, make it harmless, write its bytes; queue the returned row with `ctx.add`.

    The bytes are on the disk before the row is committed; if it never is, `sweep` removes them.

    :param kinds: which of IMAGE, AUDIO, DOCUMENT are welcome here.
    :param owner: the record it belongs to and whose rights it has.
    :raises Invalid: in the user's words, with the cure.
    """
    upload.seek(0)
    raw, welcome = upload.read(max(MOST_BYTES.values()) + 1), tuple(kinds)
    found = kind_of_bytes(raw)
    if found is None or found not in welcome:
        named = {
            IMAGE: _("photos"),
            AUDIO: _("voice notes"),
            DOCUMENT: _("PDF, Word and Excel files"),
        }
        cure = _("Here you can add %(kinds)s.") % {"kinds": "、".join(named[k] for k in welcome)}
        if raw[4:12] in _PHONE_PHOTOS:
            cure = _("Let the camera keep photos as JPEG, or send a screenshot of this one.")
        raise _no(_("This kind of file cannot be taken."), cure)
    if not raw or len(raw) > MOST_BYTES[found]:
        most = {"most": MOST_BYTES[found] // 1_000_000}
        raise _no(_("The file is larger than %(most)d MB.") % most, _("Send a smaller one."))
    kept, ending, seconds = getattr(upload, "harmless", None) or _harmless(raw, found)
    digest = hashlib.sha256(kept).hexdigest()
    stored = StoredFile(
        sha256=digest, kind_of_file=found, mime=_MIMES[ending], ending=ending, size=len(kept),
        seconds=seconds, owner_kind=owner.kind, owner_id=owner.pk,
        path=getattr(owner, "path", ""),
    )  # fmt: skip
    _keep(stored.place, kept)
    return stored


def beforehand(uploads: Any) -> Any:
    """Make what a request brought harmless before anything is locked; the same uploads.

    Re-encoding a photo takes longer than all the rest of a report, and a transaction that waits for
    it keeps others waiting. What cannot be read is left as it is: `accept` says why.

    :param uploads: `request.FILES`.
    """
    for upload in (each for _name, many in uploads.lists() for each in many):
        raw = upload.read(max(MOST_BYTES.values()) + 1)
        found = kind_of_bytes(raw)
        if found in (IMAGE, AUDIO) and len(raw) <= MOST_BYTES[found]:
            with suppress(Invalid):
                upload.harmless = _harmless(raw, found)
        upload.seek(0)
    return uploads


def _harmless(raw: bytes, found: str) -> tuple[bytes, str, int | None]:
    """The bytes to keep, their ending, and the seconds of a voice note."""
    if found == IMAGE:
        return harmless_image(raw), "jpg", None
    return _harmless_voice(raw) if found == AUDIO else (raw, _ending(raw), None)


def _keep(place: Path, raw: bytes) -> None:
    """Write whole or not at all, and through to the disk; equal bytes lie once."""
    lock("file", place.stem)  # nobody removes them before this row is committed
    if place.exists():
        os.utime(place)  # and `sweep` takes them for new
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=place.parent, delete=False) as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(place)
    for folder in (place.parent, place.parent.parent):  # the names are part of the folders
        opened = os.open(folder, os.O_RDONLY)
        os.fsync(opened)
        os.close(opened)


def _remove(place: Path) -> bool:
    """Remove bytes that no row names; whether they went."""
    with transaction.atomic():
        lock("file", place.stem)
        if StoredFile.objects.filter(sha256=place.stem).exists():
            return False
        place.unlink(missing_ok=True)
    return True


def sweep() -> int:
    """Remove bytes that no row names: of reports that were refused or rolled back, and what a
    crash left half written. Only what is older than a day; how many. Run by the worker nightly."""
    gone, before = 0, clock.machine_ns() - ORPHANED_NS
    for folder in Path(settings.MEDIA_ROOT).glob("[0-9a-f][0-9a-f]"):
        old = {f.stem: f for f in folder.iterdir() if f.stat().st_mtime_ns < before}
        named = StoredFile.objects.filter(sha256__in=list(old)).values_list("sha256", flat=True)
        gone += sum(_remove(old[digest]) for digest in set(old) - set(named))
    return gone


def kind_of_bytes(raw: bytes) -> str | None:
    """IMAGE, AUDIO, DOCUMENT or None, by the bytes alone."""
    if any(raw.startswith(magic) for magic in _IMAGES) or raw[8:12] == b"WEBP":
        return IMAGE
    if voice.sniff(raw[:16]):
        return AUDIO
    return DOCUMENT if _ending(raw) else None


def _ending(raw: bytes) -> str:
    if raw.startswith(b"%PDF-"):
        return "pdf"
    if not raw.startswith(b"PK\x03\x04"):
        return ""
    try:
        names = zipfile.ZipFile(io.BytesIO(raw)).namelist()
    except zipfile.BadZipFile:
        return ""
    if "[Content_Types].xml" not in names or any("vbaProject" in n for n in names):
        return ""
    return next((end for head, end in _OOXML.items() if any(n.startswith(head) for n in names)), "")


def harmless_image(raw: bytes) -> bytes:
    """The picture alone: upright, without EXIF, at most 1,600 px, JPEG."""
    unreadable = _no(_("This photo cannot be read."), _("Take it anew, or send a JPEG or PNG."))
    try:
        with Image.open(io.BytesIO(raw), formats=("JPEG", "PNG", "GIF", "WEBP")) as photo:
            if photo.width * photo.height >= MOST_PIXELS:
                cure = _("Choose a smaller size in the camera, or send a screenshot of it.")
                raise _no(_("The photo has more than 50 million pixels."), cure)
            photo.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(photo)
            flat = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        Image.DecompressionBombError,
        SyntaxError,
    ) as error:
        raise unreadable from error
    if flat.mode == "RGBA":
        ground = Image.new("RGB", flat.size, "white")
        ground.paste(flat, mask=flat.getchannel("A"))
        flat = ground
    flat.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    made = io.BytesIO()
    flat.save(made, "JPEG", quality=82, optimize=True)
    return made.getvalue()


def _harmless_voice(raw: bytes) -> tuple[bytes, str, int]:
    try:
        return voice.harmless(raw, voice.sniff(raw[:16]))
    except voice.VoiceError as error:
        if error.reason == "long":
            raise _no(
                _("The voice note is longer than a minute."), _("Send it in two parts.")
            ) from error
        raise _no(_("This voice note cannot be played."), _("Record it anew.")) from error
