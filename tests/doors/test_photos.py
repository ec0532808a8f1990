"""Photos are re-encoded before a report locks anything."""

from __future__ import annotations

import io
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from PIL import Image

from doorstep.doors.codes import code_of
from doorstep.matters.models import Matter
from doorstep.panes import files
from doorstep.panes.files import StoredFile


def jpeg() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(made, "JPEG")
    return made.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize(("raw", "kept"), [(jpeg(), 1), (b"\xff\xd8\xff no photo", 0)])
def test_no_photo_is_re_encoded_inside_the_transaction(
    client: Client, village: Any, settings: Any, tmp_path: Any, monkeypatch: Any, raw: bytes,
    kept: int,
) -> None:  # fmt: skip
    """Inside it is only what could not be read, to be refused with its words."""
    settings.MEDIA_ROOT = tmp_path
    inside: list[int] = []
    outer, made = len(connection.savepoint_ids), files.harmless_image

    def watched(data: bytes) -> bytes:
        inside.append(len(connection.savepoint_ids) - outer)
        return made(data)

    monkeypatch.setattr(files, "harmless_image", watched)
    sent = {
        "text": "楼道灯不亮", "category": "stair_light", "op_id": str(uuid.uuid4()),
        "photos": [SimpleUploadedFile("a.jpg", raw, "image/jpeg")],
    }  # fmt: skip
    answer = client.post(f"/c/{code_of(village.lake.path)}/report/", sent)
    assert inside[0] == 0
    assert len(inside) == 2 - kept
    assert StoredFile.objects.count() == Matter.objects.count() == kept
    assert answer.status_code == (302 if kept else 422)
