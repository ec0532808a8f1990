"""Tables about people leave with a second person's word: asked, released, marked, for a day."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.test import Client
from openpyxl import load_workbook

from doorstep.doors.acts import exports as acts
from doorstep.doors.models import Export
from doorstep.kit import clock
from doorstep.notices.models import Notice
from doorstep.panes.saved import Taking
from tests.people.town import account, body, office, person

WHY = {"reason": "核对高龄津贴名单", "format": "xlsx"}


@pytest.fixture
def street(village):
    """The street's organiser, who may release."""
    who = person(village.east, "严守信")
    office(who, "street_organizer", village.east)
    client = Client()
    client.force_login(account(who, "street_organizer"))
    return client


@pytest.fixture
def worker(as_):
    return as_("community_worker")


def asked(worker, at="/desk/persons/export/", **more):
    answer = worker.post(at, WHY | more)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    return Export.objects.get(), answer["Location"]


def do(client, export, word, **data):
    export.refresh_from_db()
    return client.post(f"/desk/exports/{export.pk}/do/{word}/", {"version": export.version, **data})


def test_a_table_about_people_does_not_leave_by_one_person(worker, street):
    page = worker.get("/desk/persons/export/").content.decode()
    assert "含个人信息：姓名、" in page
    assert "另一人放行" in page
    export, at = asked(worker)
    assert (export.state, export.rows > 0) == ("asked", True)
    assert not Taking.objects.exists()
    page = worker.get(at).content.decode()
    assert "待放行" in page
    assert "下载" not in page
    answer = worker.post(f"{at}file/")
    assert answer.status_code == 302, "no file before it is released"


def test_the_maker_does_not_release_it(as_, street):
    export, _at = asked(as_("community_secretary"))
    assert do(as_("community_secretary"), export, "release_export").status_code == 404
    export.refresh_from_db()
    assert export.state == "asked"


def test_released_it_is_fetched_with_name_and_date_in_it(worker, street, village):
    export, at = asked(worker)
    assert str(export.pk) in street.get("/desk/exports/").content.decode()
    assert "周敏" in street.get(at).content.decode(), "whoever releases it reads who asks"
    assert do(street, export, "release_export").status_code == 302
    assert f"{at}file/" in worker.get(at).content.decode()
    assert worker.get(f"{at}file/").status_code == 200
    answer = worker.post(f"{at}file/")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    sheet = load_workbook(io.BytesIO(answer.content)).active
    rows = [[str(c or "") for c in row] for row in sheet.values]
    for line in (rows[0], rows[-1], [str(sheet.oddHeader.center.text)]):
        text = " ".join(line)
        assert "示例数据" in text
        assert "周敏" in text
        assert f"{clock.today():%Y-%m-%d}" in text
    taken = Taking.objects.get()
    assert (taken.rows, taken.reason) == (len(rows) - 3, WHY["reason"])


def test_after_a_day_it_is_asked_for_again(worker, street):
    export, at = asked(worker)
    do(street, export, "release_export")
    with clock.at(clock.now() + timedelta(hours=25)):
        assert worker.post(f"{at}file/").status_code == 302
        page = worker.get(at).content.decode()
    assert "请重新申请" in page
    assert not Taking.objects.exists()


def test_refused_it_stays_and_the_maker_hears_why(worker, street):
    export, at = asked(worker)
    assert do(street, export, "refuse_export", reason="用不着这么多人").status_code == 302
    assert worker.post(f"{at}file/").status_code == 302
    told = [n.text for n in Notice.objects.filter(topic="doors.export")]
    assert any("用不着这么多人" in text for text in told)


def test_nobody_else_fetches_it(worker, street, as_):
    export, at = asked(worker)
    do(street, export, "release_export")
    for other in (street, as_("community_secretary"), as_("grid_member"), Client()):
        assert other.post(f"{at}file/").status_code in (302, 404)
    assert not Taking.objects.exists()


def test_another_street_does_not_release_it(worker, village):
    export, _at = asked(worker)
    who = person(village.west, "别处的人")
    office(who, "street_organizer", village.west)
    client = Client()
    client.force_login(account(who, "far"))
    assert do(client, export, "release_export").status_code == 404


def test_too_many_rows_about_people_are_refused(worker, street, monkeypatch):
    monkeypatch.setattr(acts, "MOST_ABOUT_PEOPLE", 1)
    answer = worker.post("/desk/persons/export/", WHY)
    assert answer.status_code == 422
    assert not Export.objects.exists()


def test_with_nobody_to_release_it_the_next_level_takes_it(as_, village, db):
    answer = as_("street_dispatcher").post("/desk/persons/export/", WHY)
    assert answer.status_code == 422
    assert "上一级" in answer.content.decode()


def test_what_is_not_about_people_leaves_in_one_step(worker):
    answer = worker.post("/desk/places/export/", WHY | {"format": "csv"})
    assert answer.status_code == 200
    text = b"".join(answer.streaming_content).decode()
    assert text.count("示例数据") == 2
    assert Taking.objects.count() == 1


def test_the_rights_of_the_day_of_fetching_count(worker, street, village):
    """Who has left the office since gets what everybody may: their own row."""
    export, at = asked(worker, format="csv")
    do(street, export, "release_export")
    village.people["community_worker"].offices.update(until=clock.today())
    text = b"".join(worker.post(f"{at}file/").streaming_content).decode()
    assert len(text.strip().splitlines()) == 4, "mark, heads, the own row, mark"
    assert Taking.objects.get().rows == 1


def test_nothing_is_asked_for_over_the_interface(worker, street):
    given = {"data": {"screen": "persons", "rows": 1, "reason": "核对名单", "form": "csv",
                      "about": [], "path": ""}}  # fmt: skip
    answer = worker.post("/api/v1/exports/do/ask_export/", given, content_type="application/json")
    assert answer.status_code in (404, 409)
    assert not Export.objects.exists()


def test_of_two_offices_the_place_above_both_releases(worker, street, village):
    """The table holds the rows of both: the secretary of one does not let the other's go."""
    secretary = person(village.dong, "东塘书记")
    office(secretary, "community_secretary", village.dong)
    account(secretary, "dong")
    office(village.people["community_worker"], "community_worker", village.nan)
    export, _at = asked(worker)
    assert export.path == village.east.path


def test_what_a_unit_has_on_its_hands_is_not_its_own(village, street):
    """A property company reads what was handed to it; it does not take it along alone."""
    who = person(village.lake, "物业的人")
    office(who, "property_manager", village.lake,
           body=body("property_company", village.lake, "枫景物业"))  # fmt: skip
    client = Client()
    client.force_login(account(who, "firm"))
    asked(client, "/desk/matters/export/")
    assert not Taking.objects.exists()


def test_filters_too_long_to_keep_are_not_cut_off(worker, street):
    """What is fetched tomorrow must not be more than what was asked for today."""
    answer = worker.post(f"/desk/persons/export/?words={'张' * 60}&household=x", WHY)
    assert answer.status_code == 422
    assert "筛选条件太长" in answer.content.decode()
    assert not Export.objects.exists()
