"""The pocket over HTTP: a grid member, a steward, and a steward with a badge only."""

from __future__ import annotations

import re
import uuid

import pytest
from django.test import Client

from doorstep.frame import do
from doorstep.matters.models import Matter
from doorstep.people.queries import actor_for

pytestmark = pytest.mark.django_db


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def op() -> str:
    return str(uuid.uuid4())


def passed_on(village, **more) -> Matter:
    """A matter that the steward reports."""
    actor = actor_for(village.people["steward"].account)
    data = {
        "place": village.entrance.path,
        "category": "stair_light",
        "text": "感应灯不亮",
        "way": "compound",
    }
    return do(actor, "matters.report", None, data | more, channel="test").record


def test_strangers_are_sent_to_log_in(client, village):
    answer = client.get("/pocket/")
    assert answer.status_code == 302
    assert "/login/" in answer["Location"]


def test_a_grid_member_sees_what_is_open_in_the_own_grid(as_, village):
    passed_on(village)
    page = as_("grid_member").get("/pocket/")
    assert "感应灯不亮" in text_of(page)
    assert page["Cache-Control"] == "no-store"


def test_a_grid_member_reports_in_one_form(as_, village):
    client = as_("grid_member")
    form = client.get("/pocket/report/").content.decode()
    assert f'value="{village.lake.path}"' in form
    data = {
        "place": village.lake.path,
        "text": "东门垃圾堆了三天",
        "where": "2栋1单元",
        "way": "community",
        "op_id": op(),
    }
    first, second = client.post("/pocket/report/", data), client.post("/pocket/report/", data)
    assert first.status_code == 302
    assert first["Location"] == second["Location"]
    matter = Matter.objects.get()
    assert (matter.source, matter.category) == ("grid_member", "rubbish")
    assert matter.place.label.endswith("2栋1单元")
    assert matter.number in text_of(client.get(first["Location"]))


def test_a_grid_member_cannot_report_elsewhere(as_, village):
    data = {"place": village.gate.path, "text": "别处的事", "op_id": op()}
    assert as_("grid_member").post("/pocket/report/", data).status_code in (404, 422)
    assert not Matter.objects.exists()


def test_a_steward_sees_three_buttons_and_what_became_of_hers(as_, village):
    passed_on(village)
    client = as_("steward")
    page = text_of(client.get("/pocket/"))
    for words in ("我办好了", "请小区办", "报社区", "吴阿姨"):
        assert words in page
    assert "楼道灯不亮" in text_of(client.get("/pocket/mine/"))


def test_a_steward_settles_with_a_sentence(as_, village):
    data = {
        "place": village.entrance.path,
        "text": "102下水通了，物业来的",
        "way": "settled",
        "op_id": op(),
    }
    assert as_("steward").post("/pocket/report/", data).status_code == 302
    matter = Matter.objects.get()
    assert (matter.state, matter.source, matter.level) == ("resolved", "steward", 0)


def test_a_text_from_a_chat_is_read(as_, village):
    words = "@所有人 湖畔枫景1栋1单元楼道灯不亮三天了，有人管吗？联系13912345678"
    page = as_("grid_member").post("/pocket/paste/", {"words": words}).content.decode()
    assert 'value="13912345678"' in page
    assert re.search(rf'value="{village.entrance.path}"[^>]* checked', page)
    assert re.search(r'value="stair_light"[^>]* checked', page)
    assert 'name="source" value="pasted"' in page


def test_what_is_shared_fills_the_form_and_writes_nothing(as_, village):
    client = as_("grid_member")
    client.handler.enforce_csrf_checks = True
    page = client.post("/pocket/share/", {"text": "湖畔枫景有人飞线充电"})
    assert "湖畔枫景有人飞线充电" in text_of(page)
    assert not Matter.objects.exists()


def test_verifying_is_one_tap_and_done_once(as_, village):
    matter = passed_on(village, way="settled")
    client = as_("grid_member")
    page = client.get("/pocket/verify/").content.decode()
    assert f"/pocket/m/{matter.pk}/do/check/" in page
    data = {"verdict": "not", "op_id": op(), "version": matter.version, "back": "verify",
            "words": "还是不亮"}  # fmt: skip
    for _n in range(2):
        assert (
            client.post(f"/pocket/m/{matter.pk}/do/check/", data)["Location"] == "/pocket/verify/"
        )
    matter.refresh_from_db()
    assert (matter.state, matter.reopened) == ("reopened", 1)


def test_the_three_lists_foot(as_, village):
    for way in ("settled", "compound", "community"):
        passed_on(village, way=way)
    client = as_("grid_member")
    for url in (
        "/pocket/lists/",
        "/pocket/lists/?period=week",
        "/pocket/lists/?period=month&list=open",
        "/pocket/lists/print/",
    ):
        assert client.get(url).status_code == 200
    printed = text_of(client.get("/pocket/lists/print/"))
    assert "open" not in printed, "a code is no word"
    assert "在办 · " in printed
    from doorstep.doors.pocket.base import Hand
    from doorstep.doors.pocket.lists import sorted_lists, totals
    from doorstep.lists.rules import period

    hand = Hand(actor_for(village.people["grid_member"].account))
    rows = totals(sorted_lists(hand, *period("month", Matter.objects.first().begun_on)))
    assert rows[0]["n"] == 3 == sum(r["n"] for r in rows[1:])


def test_what_the_worker_fetches_leaves_the_forms_of_open_pages_alone(as_, village):
    """A cookie set beside a page that is open would make its form somebody else's."""
    client = as_("grid_member")
    for url in ("/pocket/offline/", "/pocket/sw.js", "/pocket/manifest.webmanifest", "/desk/bell/"):
        assert not client.get(url).cookies, url


def test_another_grids_matter_is_not_found(as_, village, client):
    matter = passed_on(village)
    Matter.objects.filter(pk=matter.pk).update(path=village.gate.path, place=village.gate)
    assert as_("grid_member").get(f"/pocket/m/{matter.pk}/").status_code == 404


def test_search_stays_inside_the_own_area(as_, village):
    page = text_of(as_("grid_member").get("/pocket/search/?q=1-1-101"))
    assert "湖畔枫景" in page
    assert "城门新居" not in page


def badge(as_, village) -> str:
    page = as_("grid_member").post(
        "/pocket/keys/", {"person": village.people["steward"].pk, "op_id": op()}
    )
    return re.search(r"(/k/[\w-]+/)", page.content.decode())[1]


def test_a_badge_opens_on_one_phone_only(as_, village):
    url = badge(as_, village)
    phone, other = Client(), Client()
    assert phone.get(url).status_code == 200
    assert phone.post(url, {"op_id": op()}).status_code == 302
    assert "吴阿姨" in text_of(phone.get(url))
    assert other.get(url).status_code == 404
    assert other.post(url, {"op_id": op()}).status_code == 404
    assert "吴阿姨" not in text_of(other.get(url))


def test_a_badge_opens_for_a_steward_who_never_changed_a_password(as_, village):
    from doorstep.people.models import Account

    Account.objects.filter(person=village.people["steward"]).update(must_change=True)
    url = badge(as_, village)
    phone = Client()
    opened = phone.post(url, {"op_id": op()}, follow=True)
    assert opened.status_code == 200
    page = text_of(opened)
    assert "吴阿姨" in page
    assert "打不开" not in page
    data = {"place": village.entrance.path, "text": "楼道灯不亮", "way": "compound", "op_id": op()}
    assert phone.post(f"{url}report/", data).status_code == 302
    assert Matter.objects.get().source == "steward"


def test_a_badge_reports_and_shows_nothing_private(as_, village):
    url = badge(as_, village)
    phone = Client()
    phone.post(url, {"op_id": op()})
    data = {
        "place": village.entrance.path,
        "text": "301王奶奶家水管漏",
        "way": "compound",
        "op_id": op(),
    }
    done = phone.post(f"{url}report/", data)
    assert done.status_code == 302
    for page in (phone.get(done["Location"]), phone.get(f"{url}mine/"), phone.get(url)):
        assert page.status_code == 200
        assert "王奶奶" not in text_of(page)
    for closed in ("/pocket/", "/desk/"):
        assert phone.get(closed).status_code in (302, 404)


def test_a_revoked_badge_opens_nothing(as_, village):
    from doorstep.frontline.models import StewardKey

    url = badge(as_, village)
    phone = Client()
    phone.post(url, {"op_id": op()})
    grid = as_("grid_member")
    grid.post("/pocket/keys/", {"key": StewardKey.objects.get().pk, "op_id": op()})
    assert phone.get(url).status_code == 404


def test_installing_needs_no_log_in_and_keeps_no_page(client, village):
    made = client.get("/pocket/manifest.webmanifest").json()
    assert made["share_target"]["action"] == "/pocket/share/"
    code = client.get("/pocket/sw.js").content.decode()
    assert "/pocket/offline/" in code
    assert '"/pocket/"' not in code
    assert client.get("/pocket/offline/").status_code == 200
