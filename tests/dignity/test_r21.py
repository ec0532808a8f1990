"""R21: photos and voice of what is hidden are open to those who handle it only."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from doorstep.frame import NOBODY, do
from doorstep.panes.files import StoredFile
from tests.every.world import World


@pytest.fixture
def photo(town: World, settings: Any, tmp_path: Path) -> Callable[[str], StoredFile]:
    """`photo("lake")`: a photo of a matter about that compound's own post; "" is about nobody."""
    settings.MEDIA_ROOT = tmp_path

    def made(about: str) -> StoredFile:
        raw = io.BytesIO()
        Image.new("RGB", (40, 30), "blue").save(raw, "JPEG")
        data = {"place": town.places["lake"].path, "category": "stair_light", "text": "灯不亮"}
        if about:
            data["concerned"] = str(town.of_body("compound_body", about).pk)
        upload = SimpleUploadedFile("a.jpg", raw.getvalue(), "image/jpeg")
        done = do(NOBODY, "matters.ask", None, data, files={"photos": [upload]}, channel="portal")
        return StoredFile.objects.get(owner_id=done.id)

    return made


@pytest.mark.parametrize(
    ("role", "plain", "hidden"),
    [("community_secretary", 200, 200), ("street_dispatcher", 200, 200),
     ("city_dispatcher", 200, 200), ("compound_secretary", 200, 404),
     ("street_officer", 200, 404), ("city_leader", 200, 404), ("auditor", 200, 404),
     ("steward", 404, 404)],
)  # fmt: skip
def test_who_opens_a_photo(
    photo: Callable[[str], StoredFile], as_: Callable[..., Client], role: str, plain: int,
    hidden: int,
) -> None:  # fmt: skip
    client = as_(role)
    assert client.get(f"/files/{photo('').pk}/").status_code == plain
    kept = photo("lake")
    assert client.get(f"/files/{kept.pk}/").status_code == hidden
    page = client.get(f"/desk/matters/{kept.owner_id}/")
    assert (f"/files/{kept.pk}/" in page.content.decode()) == (hidden == 200)
