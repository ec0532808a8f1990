"""A file that cannot be taken: its own reason is told, and nothing that the page does not ask."""

from __future__ import annotations

import io
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from doorstep.doors.codes import code_of
from doorstep.matters.models import Matter
from tests.doors.test_pocket import text_of

pytestmark = pytest.mark.django_db
PROGRAM = b"MZ\x90\x00" + b"\x00" * 200
AGAIN = "照片和语音请再加一次"


def large() -> bytes:
    """9000 × 5600, as the best cameras of phones make them."""
    made = io.BytesIO()
    Image.new("L", (9000, 5600), 128).save(made, "JPEG", quality=10)
    return made.getvalue()


BAD = [
    pytest.param(lambda: PROGRAM, "不能上传这种文件", id="program"),
    pytest.param(lambda: b"\0\0\0\x18ftypheic\0\0\0\0", "兼容性最佳", id="of the phone's own"),
    pytest.param(large, "5000万像素", id="large"),
    pytest.param(lambda: b"\xff\xd8\xff no photo", "这张照片打不开", id="broken"),
]


def sent(raw: bytes, **more: str) -> dict[str, Any]:
    photo = SimpleUploadedFile("virus.jpg", raw, "image/jpeg")
    return {"text": "三单元门口水管爆了", "photos": [photo], "op_id": str(uuid.uuid4()), **more}


def blamed_for(page: str) -> list[str]:
    return [words for words in ("请填写此项", "在哪里：", "类别：", "办理经过：") if words in page]


@pytest.mark.parametrize(("raw", "reason"), BAD)
def test_the_portal_says_what_is_wrong_with_the_photo(
    client: Any, village: Any, raw: Any, reason: str
) -> None:
    answer = client.post(f"/c/{code_of(village.lake.path)}/report/", sent(raw(), where="三单元"))
    page = text_of(answer)
    assert answer.status_code == 422
    assert reason in page
    assert not blamed_for(page)
    assert AGAIN in page
    assert "三单元门口水管爆了" in page
    assert 'value="三单元"' in answer.content.decode()
    assert not Matter.objects.exists()


@pytest.mark.parametrize(("raw", "reason"), BAD)
def test_the_pocket_says_what_is_wrong_with_the_photo(
    as_: Any, village: Any, raw: Any, reason: str
) -> None:
    more = {"place": village.lake.path, "where": "三单元", "reporter_phone": "13912345678"}
    answer = as_("grid_member").post("/pocket/report/", sent(raw(), way="compound", **more))
    page = text_of(answer)
    assert answer.status_code == 422
    assert reason in page
    assert not blamed_for(page)
    assert AGAIN in page
    assert "三单元门口水管爆了" in page
    for kept in ("三单元", "13912345678"):
        assert f'value="{kept}"' in answer.content.decode()
    assert not Matter.objects.exists()


def test_after_a_good_photo_the_report_goes_through(client: Any, village: Any) -> None:
    made = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(made, "JPEG")
    url = f"/c/{code_of(village.lake.path)}/report/"
    assert client.post(url, sent(PROGRAM)).status_code == 422
    assert client.post(url, sent(made.getvalue())).status_code == 302


def test_what_is_missing_is_named_as_the_page_asks_it(client: Any, as_: Any, village: Any) -> None:
    """The names beside the errors are those of the questions (not 办理经过, 语音, 具体位置)."""
    nothing = {"text": " ", "where": "角" * 130, "op_id": str(uuid.uuid4())}
    asked = client.post(f"/c/{code_of(village.lake.path)}/report/", nothing)
    passed = as_("grid_member").post("/pocket/report/", nothing | {"place": village.lake.path})
    for answer in (asked, passed):
        page = text_of(answer)
        assert answer.status_code == 422
        for name in ("什么事", "具体在哪"):
            assert page.count(name) >= 2, f"{name}: at the question and beside its error"
        for other in ("办理经过", "语音 ", "具体位置"):
            assert other not in page
