"""Serving files: only to whoever sees the record they belong to, and only its kept bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.utils.module_loading import import_string

from doorstep.frame.registry import Ref
from doorstep.frame.sealed import viewed
from doorstep.panes.files import DOCUMENT, StoredFile


def serve(request: Any, ident: Any) -> HttpResponse | FileResponse | StreamingHttpResponse:
    """The bytes, for whoever may see the owner record (404 to all others); knows Range.

    :raises Http404: when there is no such file or it is not this actor's to see.
    """
    stored = StoredFile.objects.filter(pk=ident, withdrawn_at=None).first()
    owner = Ref(stored.owner_kind, stored.owner_id).fetch() if stored else None
    actor = import_string(settings.DOORSTEP_ACTOR)(request)
    if stored is None or owner is None or not stored.place.exists() or not _sees(actor, owner):
        raise Http404
    viewed(actor, owner)
    response = _part(stored, request.headers.get("Range", ""))
    response["Content-Type"] = stored.mime
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = "private, max-age=300"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    shown = "attachment" if stored.kind_of_file == DOCUMENT else "inline"
    response["Content-Disposition"] = f'{shown}; filename="{stored.pk}.{stored.ending}"'
    return response


def _sees(actor: Any, owner: Any) -> bool:
    """Whether some screen of the owner's kind shows this record and its files to the actor."""
    from doorstep.panes.screens import SCREENS, one

    screens = [s for s in SCREENS.values() if s.kind == owner.kind]
    return any(
        screen.opens_files(actor, owner) and one(actor, screen, owner.pk) is not None
        for screen in screens
    )


def _part(stored: StoredFile, asked: str) -> HttpResponse | FileResponse | StreamingHttpResponse:
    wanted = re.fullmatch(r"bytes=(\d*)-(\d*)", asked)
    if not wanted or wanted.groups() == ("", ""):
        return FileResponse(stored.place.open("rb"))
    size, (low, high) = stored.size, wanted.groups()
    first = int(low) if low else max(size - int(high), 0)
    last = min(int(high), size - 1) if low and high else size - 1
    if first > last:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    response = StreamingHttpResponse(_bytes(stored.place, first, last - first + 1), status=206)
    response["Content-Range"] = f"bytes {first}-{last}/{size}"
    response["Content-Length"] = str(last - first + 1)
    return response


def _bytes(place: Path, first: int, count: int) -> Iterator[bytes]:
    with place.open("rb") as file:
        file.seek(first)
        while count > 0 and (piece := file.read(min(count, 65536))):
            count -= len(piece)
            yield piece
