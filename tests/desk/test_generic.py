"""What every generic page owes: few statements, the office chosen, saved views, switches."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import connection
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from doorstep.frame import Actor, Office, do
from doorstep.panes.pages import LIST_BUDGET, RECORD_BUDGET, BudgetError, at_most, page
from doorstep.panes.saved import SavedView
from tests.desk.test_pages import hidden
from tests.frame.test_lists import fill
from tests.frame.toy import persons
from tests.frame.toy.models import Note, Parcel
from tests.frame.toy.persons import CHIEF_HERE, CLERK_HERE, COMPOUND, NO_OFFICE


@pytest.mark.parametrize("number", [20, 200, 20_000])
def test_statements_do_not_grow(as_: Any, db: None, number: int) -> None:
    fill(number)
    browser = as_(CHIEF_HERE)
    pages = [
        "/desk/parcels/",
        "/desk/parcels/?state=open",
        "/desk/parcels/?words=路灯",
        "/api/v1/parcels/",
    ]
    for at in pages:
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(at).status_code == 200
        assert len(seen) <= LIST_BUDGET, [q["sql"][:120] for q in seen]
    made = Parcel.objects.filter(path__startswith=COMPOUND).first()
    assert made is not None
    Note.objects.bulk_create([Note(parcel=made, text=str(n)) for n in range(min(number, 200))])
    with CaptureQueriesContext(connection) as seen:
        assert browser.get(f"/desk/parcels/{made.pk}/").status_code == 200
    assert len(seen) <= RECORD_BUDGET, [q["sql"][:120] for q in seen]


def test_too_many_statements_fail_in_tests(db: None) -> None:
    def twice() -> None:
        with at_most(1, "x"):
            Parcel.objects.count()
            Parcel.objects.count()

    with pytest.raises(BudgetError):
        twice()


def test_plain_pages_obey(db: None, settings: Any) -> None:
    @page("toy-page", roles=["chief"], budget=1)
    def view(request: Any) -> HttpResponse:
        Parcel.objects.count()
        return HttpResponse("ok")

    def ask(who: Any) -> Any:
        return view(RequestFactory().get("/", headers={"X-Toy": who.name}))

    assert ask(CHIEF_HERE).content == b"ok"
    with pytest.raises(Http404):
        ask(NO_OFFICE)
    assert view(RequestFactory().get("/")).status_code == 302


def test_the_office_is_chosen(as_: Any, make: Any, monkeypatch: Any, settings: Any) -> None:
    settings.DOORSTEP_TITLES = ""
    here = Office(uuid.uuid4(), "clerk", (COMPOUND,), title="小区职员", place="滨湖花园")
    wide = Office(uuid.uuid4(), "chief", (COMPOUND[:8],), title="街道主管", place="天河街道")
    two = Actor(uuid.uuid4(), "Two", (here, wide), person=uuid.uuid4())
    monkeypatch.setitem(persons.ALL, "Two", two)
    made, browser = make(state="draft"), as_(two)
    text = browser.get(f"/desk/parcels/{made.pk}/do/note/").content.decode()
    assert 'name="as_office"' in text
    assert text.index("小区职员 · 滨湖花园") < text.index("街道主管 · 天河街道")  # narrowest first
    assert browser.post("/desk/office/", {"office": str(uuid.uuid4())}).status_code == 404
    assert (
        browser.post("/desk/office/", {"office": str(wide.id), "next": "//evil.example"})[
            "Location"
        ]
        == "/desk/"
    )
    browser.post(f"/desk/parcels/{made.pk}/do/send/", {"version": made.version})
    from doorstep.frame.trail import Entry

    assert Entry.objects.get(act="toy.send", subject_id=made.pk).office == wide.id


def test_saved_views(as_: Any, make: Any) -> None:
    make()
    browser = as_(CLERK_HERE)
    text = browser.get("/desk/parcels/?state=open").content.decode()
    assert "/desk/views/do/save_view/" in text
    at = "/desk/views/do/save_view/?screen=parcels&query=state%3Dopen"
    form = browser.get(at).content.decode()
    data = {
        "op_id": hidden(form, "op_id"),
        "screen": "parcels",
        "query": "state=open",
        "title": "我的在途",
    }
    saved = browser.post("/desk/views/do/save_view/", data)
    assert saved["Location"] == "/desk/parcels/?state=open"
    assert "我的在途" in browser.get("/desk/parcels/").content.decode()
    assert "我的在途" not in as_(CHIEF_HERE).get("/desk/parcels/").content.decode()
    view = SavedView.objects.get()
    do(CLERK_HERE, "panes.share_view", view, {"role": "clerk"})
    assert SavedView.objects.get().role == "clerk"
    assert (
        as_(CHIEF_HERE).post(f"/desk/views/{view.pk}/do/drop_view/", {"version": "2"}).status_code
        == 404
    )
    do(CLERK_HERE, "panes.drop_view", SavedView.objects.get())
    assert "我的在途" not in browser.get("/desk/parcels/").content.decode()


def test_extensions_of_upper_apps(as_: Any, make: Any) -> None:
    made = make()
    do(CLERK_HERE, "toy.note", made.pk, {"text": "小心轻放"})
    text = as_(CHIEF_HERE).get("/desk/parcels/").content.decode()
    assert "便条数" in text
    assert "便条数" not in as_(CLERK_HERE).get("/desk/parcels/").content.decode()
    page_ = as_(CHIEF_HERE).get(f"/desk/parcels/{made.pk}/").content.decode()
    assert "小心轻放" in page_
    assert f"/desk/notes/do/remember/?about=toy.parcel:{made.pk}" in page_


def test_switches(as_: Any, make: Any) -> None:
    make()
    browser = as_(CLERK_HERE)
    assert "data-elder" in browser.get("/desk/parcels/?elder=1").content.decode().split(">", 3)[1]
    assert browser.cookies["elder"].value == "1"
    browser.post("/i18n/setlang/", {"language": "en", "next": "/desk/parcels/"})
    text = browser.get("/desk/parcels/").content.decode()
    assert "On its way" in text
    assert "在途" not in text


def test_menu_shows_what_the_post_may_open(as_: Any, db: None) -> None:
    text = as_(CLERK_HERE).get("/desk/parcels/").content.decode()
    assert "服务群众大走访" in text
    assert 'href="/desk/parcels/" aria-current="page"' in text


def test_json_of_a_list_is_the_api(as_: Any, make: Any) -> None:
    make("路灯")
    browser = as_(CLERK_HERE)
    assert browser.get("/desk/parcels/?format=json").json()["items"][0]["text"] == "路灯"
