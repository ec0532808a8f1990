"""The generic pages of the desk: who sees what, and that nothing is lost or done twice."""

from __future__ import annotations

import re
from typing import Any

from doorstep.doors.desk import exports
from doorstep.frame import Personal
from doorstep.frame.sealed import ReadLog
from tests.frame.toy.models import Parcel
from tests.frame.toy.persons import CHIEF_HERE, CLERK_HERE, CLERK_THERE, COMPOUND, NO_OFFICE


def hidden(html: str, name: str) -> str:
    """Value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    assert found, f"no hidden field {name}"
    return found[1]


def test_list_shows_rows_of_the_place(as_: Any, make: Any) -> None:
    make("路灯坏了")
    page = as_(CLERK_HERE).get("/desk/parcels/")
    assert page.status_code == 200
    text = page.content.decode()
    assert "路灯坏了" in text
    assert "在途" in text
    assert "138****1234" in text
    assert "13812341234" not in text
    assert "路灯坏了" not in as_(CLERK_THERE).get("/desk/parcels/").content.decode()


def test_stranger_goes_to_login_and_others_find_nothing(as_: Any, make: Any, client: Any) -> None:
    made = make()
    assert client.get("/desk/parcels/").status_code == 302
    assert as_(CLERK_THERE).get(f"/desk/parcels/{made.pk}/").status_code == 404
    assert as_(NO_OFFICE).get(f"/desk/parcels/{made.pk}/").status_code == 404
    assert as_(CLERK_THERE).post(f"/desk/parcels/{made.pk}/do/send/").status_code == 404


def test_record_page_tells_what_can_be_done(as_: Any, make: Any) -> None:
    made = make()
    text = as_(CHIEF_HERE).get(f"/desk/parcels/{made.pk}/").content.decode()
    assert f"/desk/parcels/{made.pk}/do/finish/" in text
    assert "寄出" in text  # refused, with the states in which it is possible
    assert "未寄" in text


def test_why_not_stands_open_only_while_there_is_work(as_: Any, make: Any) -> None:
    made = make()
    url = f"/desk/parcels/{made.pk}/"
    assert "data-open-wide" in as_(CHIEF_HERE).get(url).content.decode()
    Parcel.objects.filter(pk=made.pk).update(state=Parcel.lifecycle.ended[0])
    page = as_(CHIEF_HERE).get(url).content.decode()
    assert '<details class="refused">' in page
    assert "data-open-wide" not in page


def test_form_is_done_once(as_: Any, db: None) -> None:
    browser = as_(CLERK_HERE)
    page = browser.get("/desk/parcels/do/pack/")
    assert page.status_code == 200
    data = {"op_id": hidden(page.content.decode(), "op_id"), "place": COMPOUND, "text": "一箱书"}
    first = browser.post("/desk/parcels/do/pack/", data)
    assert first.status_code == 302, first.content.decode()
    assert browser.post("/desk/parcels/do/pack/", data).status_code == 302
    assert Parcel.objects.count() == 1
    text = browser.get(first["Location"]).content.decode()
    assert "一箱书" in text


def test_errors_lose_nothing(as_: Any, db: None) -> None:
    browser = as_(CLERK_HERE)
    data = {
        "op_id": hidden(browser.get("/desk/parcels/do/pack/").content.decode(), "op_id"),
        "place": COMPOUND,
        "text": "",
        "weight": "5",
        "number": "N-1",
    }
    page = browser.post("/desk/parcels/do/pack/", data)
    assert page.status_code == 422
    text = page.content.decode()
    assert 'value="N-1"' in text
    assert "error-summary" in text
    assert hidden(text, "op_id") == data["op_id"]


def test_stale_version_shows_what_happened(as_: Any, make: Any) -> None:
    made = make(state="draft")
    browser = as_(CLERK_HERE)
    text = browser.get(f"/desk/parcels/{made.pk}/").content.decode()
    version = hidden(text, "version")
    as_(CHIEF_HERE).post(
        f"/desk/parcels/{made.pk}/do/note/", {"version": version, "text": "x", "op_id": ""}
    )
    Parcel.objects.filter(pk=made.pk).update(version=9)
    page = browser.post(f"/desk/parcels/{made.pk}/do/send/", {"version": version})
    assert page.status_code == 409
    assert hidden(page.content.decode(), "version") == "9"
    assert browser.post(f"/desk/parcels/{made.pk}/do/send/", {}).status_code == 409


def test_undo_takes_back(as_: Any, db: None) -> None:
    browser = as_(CLERK_HERE)
    made = browser.post("/desk/parcels/do/pack/", {"place": COMPOUND, "text": "一箱书"})
    text = browser.get(made["Location"]).content.decode()
    assert "do/withdraw/" in text
    parcel = Parcel.objects.get()
    fields = {n: hidden(text.split("data-toast", 1)[1], n) for n in ("op_id", "version", "reason")}
    assert browser.post(f"/desk/parcels/{parcel.pk}/do/withdraw/", fields).status_code == 302
    parcel.refresh_from_db()
    assert parcel.withdrawn_at is not None


def test_reveal_asks_for_a_purpose(as_: Any, make: Any) -> None:
    made = make()
    browser = as_(CLERK_HERE)
    at = f"/desk/parcels/{made.pk}/reveal/phone/"
    assert "13812341234" not in browser.get(at).content.decode()
    assert browser.post(at, {"purpose": ""}).status_code == 422
    page = browser.post(at, {"purpose": "联系收件人"})
    assert "13812341234" in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    assert as_(CHIEF_HERE).post(at, {"purpose": "联系收件人"}).status_code == 404


def test_search_box(as_: Any, make: Any) -> None:
    make("三号楼路灯不亮")
    assert "三号楼路灯不亮" in as_(CLERK_HERE).get("/desk/search/?q=路灯").content.decode()
    assert "三号楼路灯不亮" not in as_(CLERK_THERE).get("/desk/search/?q=路灯").content.decode()


def test_export_needs_a_reason_and_masks(as_: Any, make: Any, monkeypatch: Any) -> None:
    """Who releases a table with phones: tests/doors/test_second_person."""
    monkeypatch.setattr(exports, "about_people", lambda *_asked: [])
    make("=1+1")
    browser = as_(CLERK_HERE)
    assert browser.get("/desk/parcels/export/").status_code == 200
    assert (
        browser.post("/desk/parcels/export/", {"reason": "x", "format": "csv"}).status_code == 422
    )
    answer = browser.post("/desk/parcels/export/", {"reason": "月度核对台账", "format": "csv"})
    text = b"".join(answer.streaming_content).decode()
    assert "示例数据" in text
    assert "138****1234" in text
    assert "'=1+1" in text
    answer = browser.post("/desk/parcels/export/", {"reason": "月度核对台账", "format": "xlsx"})
    assert answer.content[:2] == b"PK"


def test_bulk(as_: Any, make: Any) -> None:
    ids = [make(state="draft").pk for _ in range(3)]
    sent = make()
    browser = as_(CHIEF_HERE)
    choice = {"act": "toy.send", "ids": [*ids, sent.pk]}
    page = browser.post("/desk/parcels/bulk/", choice)
    text = page.content.decode()
    assert page.status_code == 200
    again = {"act": "toy.send", "go": "1", "op_id": hidden(text, "op_id")}
    done = browser.post("/desk/parcels/bulk/", again)
    assert done.status_code == 302
    assert Parcel.objects.filter(state="sent").count() == 4
    assert browser.post("/desk/parcels/bulk/", again).status_code == 200  # nothing anew
    told = browser.get(done["Location"]).content.decode()
    assert "已办理 3 条" in told
    assert as_(CLERK_HERE).get(done["Location"]).status_code == 404  # another's


def test_correct_begins_with_what_is_there_and_keeps_what_is_sealed(as_: Any, make: Any) -> None:
    made = make("一箱书", number="N-1")
    browser = as_(CLERK_HERE)
    text = browser.get(f"/desk/parcels/{made.pk}/do/correct/").content.decode()
    assert "一箱书" in text
    assert "收件电话" in text
    assert "13812341234" not in text
    data = {"op_id": hidden(text, "op_id"), "version": hidden(text, "version"), "reason": "写错了"}
    answer = browser.post(
        f"/desk/parcels/{made.pk}/do/correct/",
        {**data, "text": "两箱书", "number": "N-1", "weight": "0", "phone": "", "size": ""},
    )
    assert answer.status_code == 302, answer.content.decode()
    made.refresh_from_db()
    assert made.text == "两箱书"
    assert made.phone.open() == "13812341234"


def test_the_view_of_a_restricted_page_is_written_down(
    as_: Any, make: Any, monkeypatch: Any
) -> None:
    made, at = make(), "/desk/parcels/{}/"
    as_(CHIEF_HERE).get(at.format(made.pk))
    assert not ReadLog.objects.exists()
    monkeypatch.setattr(Parcel, "personal", {"text": Personal("care", "law", 3, 365)})
    as_(CHIEF_HERE).get(at.format(made.pk))
    as_(CHIEF_HERE).get(f"/api/v1/parcels/{made.pk}/")
    assert [(r.actor, r.field) for r in ReadLog.objects.all()] == [(CHIEF_HERE.id, "*")] * 2
