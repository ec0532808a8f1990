"""Many reports from one connection: a phone is asked for, and nothing that was written is lost."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from doorstep.doors.codes import code_of
from doorstep.doors.portal import rate
from doorstep.matters.models import Matter
from doorstep.notices.models import Notice
from tests.doors.test_portal_bad import picture, text_of

pytestmark = pytest.mark.django_db
WORDS = "楼道灯不亮，我妈下楼绊了一跤"


@pytest.fixture
def busy(client: Any, village: Any, monkeypatch: Any) -> Any:
    """A connection that has had its share of this hour."""
    monkeypatch.setitem(rate.MOST, "reports", 0)
    return client


def send(client: Any, village: Any, **more: Any) -> Any:
    written = {
        "text": WORDS, "category": "stair_light", "where": "二楼半", "reporter_name": "老陈",
        "intake": "suggestion", "op_id": "0190b8a0-0000-7000-8000-000000000001",
    }  # fmt: skip
    return client.post(f"/c/{code_of(village.lake.path)}/report/", written | more)


def kept(page: str) -> bool:
    words = (
        WORDS, 'value="二楼半"', 'value="老陈"', 'value="0190b8a0-0000-7000-8000-000000000001"',
        'value="stair_light" id="topic-1" checked', 'name="intake" value="suggestion" checked',
    )  # fmt: skip
    missing = [one for one in words if one not in page]
    assert not missing
    return True


def test_what_was_written_goes_through_the_check_of_the_phone(busy: Any, village: Any) -> None:
    asked = send(busy, village)
    assert asked.status_code == 429
    assert kept(asked.content.decode())
    sent = send(busy, village, phone="13912345678")
    assert kept(sent.content.decode())
    assert "139****5678" in text_of(sent)
    assert not Matter.objects.exists()
    code = Notice.objects.latest("id").secret.open()
    wrong = send(busy, village, code="000000" if code != "000000" else "111111")
    assert wrong.status_code == 422
    assert kept(wrong.content.decode())
    assert not Matter.objects.exists()
    done = send(busy, village, code=code)
    matter = Matter.objects.get()
    assert done["Location"] == f"/m/{matter.token}/?new=1"
    assert (matter.text, matter.where, matter.reporter_name) == (WORDS, "二楼半", "老陈")
    assert matter.reporter_phone.open() == "13912345678"


def test_another_number_or_a_wrong_one_keeps_the_words_too(busy: Any, village: Any) -> None:
    wrong = send(busy, village, phone="123")
    assert wrong.status_code == 422
    assert kept(wrong.content.decode())
    send(busy, village, phone="13912345678")
    again = send(busy, village, code="", again="1")
    assert 'name="phone"' in again.content.decode()
    assert kept(again.content.decode())


def test_a_photo_is_asked_for_again_in_words(busy: Any, village: Any) -> None:
    photo = SimpleUploadedFile("a.jpg", picture(), "image/jpeg")
    page = text_of(send(busy, village, photos=[photo]))
    assert "照片和语音请再加一次" in page


def test_a_photo_added_with_the_code_is_sent(busy: Any, village: Any) -> None:
    send(busy, village, phone="13912345678")
    photo = SimpleUploadedFile("a.jpg", picture(), "image/jpeg")
    code = Notice.objects.latest("id").secret.open()
    assert send(busy, village, code=code, photos=[photo]).status_code == 302


def test_an_emergency_is_never_stopped(busy: Any, village: Any) -> None:
    """Neither by its topic nor, whatever was chosen, by its words."""
    for words, category in (("楼道里一股煤气味", "gas_leak"), ("楼道里一股煤气味", "unsorted")):
        op = str(uuid.uuid4())
        answer = send(busy, village, text=words, category=category, op_id=op)
        assert answer.status_code == 302, category
        assert answer["Location"].startswith("/m/")
