"""Bad input at the portal: a clear answer in the user's words, nothing lost or half-written."""

from __future__ import annotations

import io
import re
import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from doorstep.doors.codes import code_of
from doorstep.kit import clock
from doorstep.matters.models import Matter
from doorstep.notices.models import Notice, PhoneCode
from doorstep.panes.files import StoredFile
from tests.doors.test_portal import ask, text_of

pytestmark = pytest.mark.django_db
TINY = b"\x89PNG\r\n\x1a\n"


def picture(width: int = 40, height: int = 30) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (width, height), "red").save(made, "JPEG")
    return made.getvalue()


def long_told(answer) -> bool:
    """Refused with its length and a cure that the page has; all that was written is there."""
    page = text_of(answer)
    assert answer.status_code == 422
    assert "最多2000字，您写了30000字" in page
    assert "分两次报" in page
    assert "附件" not in page
    assert "灯" * 30_000 in answer.content.decode()
    area = re.search(r'<textarea[^>]*name="text"[^>]*>', answer.content.decode())[0]
    assert "maxlength" not in area, "a browser would cut what is pasted without a word"
    return True


def test_a_text_of_30000_characters_is_refused_with_its_length(client, village):
    assert long_told(ask(client, village, "灯" * 30_000))
    page = client.get(f"/c/{code_of(village.lake.path)}/report/").content.decode()
    assert "maxlength" not in re.search(r'<textarea[^>]*name="text"[^>]*>', page)[0]
    assert not Matter.objects.exists()


def test_the_pocket_refuses_a_text_of_30000_characters_too(as_, village):
    data = {"place": village.lake.path, "text": "灯" * 30_000, "category": "stair_light"}
    assert long_told(as_("grid_member").post("/pocket/report/", data))
    assert not Matter.objects.exists()


def test_a_photo_of_50_megapixels_is_refused_in_words(client, village, monkeypatch):
    from doorstep.panes import files

    monkeypatch.setattr(files, "MOST_PIXELS", 1000)
    upload = SimpleUploadedFile("a.jpg", picture(), "image/jpeg")
    answer = ask(client, village, photos=[upload])
    assert answer.status_code == 422
    assert not Matter.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_renamed_executable_is_refused(client, village):
    upload = SimpleUploadedFile("photo.jpg", b"MZ\x90\x00" + b"\x00" * 200, "image/jpeg")
    answer = ask(client, village, photos=[upload])
    assert answer.status_code == 422
    assert not Matter.objects.exists()


def test_a_photo_alone_is_a_report(client, village):
    upload = SimpleUploadedFile("a.jpg", picture(), "image/jpeg")
    answer = ask(client, village, "", category="", photos=[upload])
    assert answer.status_code == 302
    assert Matter.objects.get().category == "unsorted"
    stored = StoredFile.objects.get()
    assert (stored.mime, stored.owner_id) == ("image/jpeg", Matter.objects.get().pk)


def test_nothing_at_all_is_asked_for_again(client, village):
    answer = ask(client, village, "  ", category="")
    assert answer.status_code == 422
    assert not Matter.objects.exists()


@pytest.mark.parametrize(
    "words",
    ["灯不亮😡🔦", "㛃姐家门口𣲘水沟堵了", "<script>alert(1)</script>灯不亮", "a' OR 1=1 --灯"],
)
def test_emoji_rare_characters_and_code_are_kept_as_written(client, village, words):
    answer = ask(client, village, words)
    assert answer.status_code == 302
    assert Matter.objects.get().text == words
    page = client.get(answer["Location"]).content.decode()
    assert "<script>alert" not in page
    assert "alert(1)" in page or "alert" not in words


def test_a_null_byte_does_not_break_anything(client, village):
    assert ask(client, village, "灯\x00不亮").status_code in (302, 422)


@pytest.mark.parametrize(
    "number", ["123", "+1 202 555 0143", "0551-82312345", "一三八", "", "1" * 60]
)
def test_a_wrong_or_foreign_phone_is_told_how_to_mend(client, village, number):
    answer = client.post("/phone/", {"phone": number})
    assert answer.status_code == 422
    assert not PhoneCode.objects.exists()


def confirm(client, number="13912345678"):
    client.post("/phone/", {"phone": number, "next": "/mine/"})
    code = Notice.objects.latest("id").secret.open()
    return client.post("/phone/", {"code": code, "next": "/mine/"})


def test_a_phone_is_confirmed_once_and_told_at_each_step(client, village):
    assert confirm(client)["Location"] == "/mine/"
    ask(client, village)
    matter = Matter.objects.get()
    assert matter.reporter_phone.open() == "13912345678"
    page = text_of(client.get("/mine/"))
    assert "139****5678" in page
    assert "13912345678" not in page + str(client.cookies)
    assert matter.title in page


def test_full_width_digits_are_a_phone(client, village):
    answer = client.post("/phone/", {"phone": "１３９ １２３４ ５６７８"})
    assert answer.status_code == 200
    assert "139****5678" in text_of(answer)


def test_a_wrong_code_proves_nothing(client, village):
    client.post("/phone/", {"phone": "13912345678"})
    answer = client.post(
        "/phone/", {"code": "000000" if Notice.objects.get().secret.open() != "000000" else "1"}
    )
    assert answer.status_code == 422
    ask(client, village)
    assert not Matter.objects.get().reporter_phone


def test_a_phone_left_afterwards_is_told_from_then_on(client, village):
    link = ask(client, village)["Location"].split("?")[0]
    op = {"op_id": str(uuid.uuid4())}
    client.post(f"{link}do/phone/", op)
    assert not Matter.objects.get().reporter_phone, "not without a code"
    confirm(client)
    for _n in range(2):
        client.post(f"{link}do/phone/", {"op_id": str(uuid.uuid4())})
    assert Matter.objects.get().reporter_phone.open() == "13912345678"


def test_another_phone_does_not_see_mine(client, village):
    confirm(client)
    ask(client, village)
    client.post("/phone/", {"forget": "1"})
    assert "139****5678" not in text_of(client.get("/mine/"))
    confirm(client, "13812345678")
    assert Matter.objects.get().title not in text_of(client.get("/mine/"))


def test_ones_own_list_has_no_link_that_is_dead(client, village):
    """A month after the time for objections it is still told, and leads nowhere (decision 0011)."""
    confirm(client)
    link = ask(client, village)["Location"].split("?")[0]
    assert f'href="{link}"' in client.get("/mine/").content.decode()
    Matter.objects.update(state="closed", ended_at=clock.now() - timedelta(days=46))
    page = client.get("/mine/").content.decode()
    assert client.get(link).status_code == 404
    assert Matter.objects.get().number in page
    assert link not in page


def settled(client, village):
    from doorstep.frame import do
    from doorstep.people.queries import actor_for

    link = ask(client, village)["Location"].split("?")[0]
    actor = actor_for(village.people["compound_secretary"].account)
    do(actor, "matters.settle", Matter.objects.get(), {"words": "换好了"}, channel="test")
    return link


def test_the_reporter_has_the_last_word_once(client, village):
    link = settled(client, village)
    page = client.get(link).content.decode()
    assert "换好了" in page
    op = re.search(r'name="op_id" value="([^"]+)"', page)[1]
    for _n in range(2):
        assert client.post(f"{link}do/verify/", {"verdict": "not", "op_id": op}).status_code == 302
    matter = Matter.objects.get()
    assert (matter.state, matter.reopened, matter.verdict_by) == ("reopened", 1, "reporter")


def test_solved_then_rated_then_taken_up_again(client, village):
    link = settled(client, village)
    for word, data in (
        ("verify", {"verdict": "solved"}),
        ("rate", {"grade": "good"}),
        ("reopen", {"words": "又坏了"}),
    ):
        client.post(f"{link}do/{word}/", {**data, "op_id": str(uuid.uuid4())})
    assert Matter.objects.get().state == "reopened"
    client.post(f"{link}do/add/", {"words": "晚上七点以后才不亮", "op_id": str(uuid.uuid4())})
    assert "晚上七点以后才不亮" in text_of(client.get(link))


def test_a_made_up_answer_changes_nothing(client, village):
    link = settled(client, village)
    for word, data in (
        ("verify", {"verdict": "perfect"}),
        ("settle", {"words": "x"}),
        ("accept", {}),
        ("rate", {"grade": "good"}),
    ):
        client.post(f"{link}do/{word}/", {**data, "op_id": str(uuid.uuid4())})
    assert Matter.objects.get().state == "resolved"


def test_many_reports_from_one_address_ask_for_a_phone(client, village, monkeypatch):
    from doorstep.doors.portal import rate

    monkeypatch.setitem(rate.MOST, "reports", 2)
    for _n in range(2):
        assert ask(client, village)["Location"].startswith("/m/")
    assert ask(client, village).status_code == 429
    assert ask(client, village, "煤气味", category="gas_leak")["Location"].startswith("/m/"), (
        "never for an emergency"
    )
    confirm(client)
    assert ask(client, village)["Location"].startswith("/m/")


def test_going_on_stays_on_our_pages(client, village):
    for far in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
        page = client.get("/phone/", {"next": far}).content.decode()
        assert far not in page


def test_the_first_page_is_light_and_asks_little(client, village, django_assert_max_num_queries):
    import gzip

    from django.contrib.staticfiles import finders

    ask(client, village)
    url = f"/c/{code_of(village.lake.path)}/"
    client.get(url)
    with django_assert_max_num_queries(6):
        page = client.get(url)
    files = re.findall(r'(?:src|href)="/static/([^"#]+)', page.content.decode())
    raw = [page.content, *(open(finders.find(f), "rb").read() for f in sorted(set(files)))]  # noqa: SIM115, PTH123
    assert sum(len(gzip.compress(r)) for r in raw) <= 60_000
    assert (
        "script-src" in page["Content-Security-Policy"]
        or "default-src 'self'" in page["Content-Security-Policy"]
    )
