"""Like matters are shown before somebody reports, and joined with one tap instead."""

from __future__ import annotations

import re
import uuid

import pytest
from django.test import Client

from doorstep.doors.codes import code_of
from doorstep.doors.portal import rate
from doorstep.kit import clock
from doorstep.matters.models import Matter
from doorstep.together.models import Support
from tests.doors.test_pocket import badge
from tests.doors.test_portal import ask, text_of

pytestmark = pytest.mark.django_db
SAID = "3栋2单元501 王秀英家门口的灯不亮，电话13912345678"


def topics(client, village, words="楼道灯不亮了"):
    url = f"/c/{code_of(village.lake.path)}/topics/"
    return client.post(url, {"text": words}).json()["html"]


def same(village, ident=""):
    return f"/c/{code_of(village.lake.path)}/same/{ident}{'/' if ident else ''}"


def test_while_typing_what_is_open_here_is_shown_without_words_or_doors(client, village):
    ask(client, village, SAID)
    matter = Matter.objects.get()
    html = topics(client, village)
    assert same(village, matter.pk) in html
    assert "楼道灯不亮" in html
    assert "6月3日" in html
    for never in ("王秀英", "501", "1391234", "3栋", matter.number, matter.token):
        assert never not in html
    assert "我也遇到" not in topics(client, village, "下水道堵了")


@pytest.mark.parametrize(
    "change",
    [{"hidden_below": 2}, {"state": "closed"}, {"withdrawn_at": clock.now()},
     {"category": "child_harm"}],
)  # fmt: skip
def test_what_is_hidden_or_over_is_not_shown(client, village, change):
    ask(client, village, SAID)
    Matter.objects.update(**change)
    assert "same/" not in topics(client, village)
    assert "我也遇到</button>" not in client.get(same(village)).content.decode()
    client.post(same(village, Matter.objects.get().pk))
    assert not Support.objects.exists()


def test_another_compound_is_not_shown(client, village):
    ask(client, village, SAID)
    Matter.objects.update(place=village.mill, path=village.mill.path)
    assert "same/" not in topics(client, village)


def test_an_emergency_is_reported_whatever_was(client, village):
    ask(client, village, "楼道里煤气味很重", category="gas_leak")
    assert "same/" not in topics(client, village, "楼道里煤气味很重")


def test_nobody_learns_what_others_wrote_by_asking(client, village):
    """The lines are the same whatever is typed, as long as it is about the same."""
    for words in ("王秀英家的灯不亮", "张建国家的灯不亮"):
        ask(client, village, words)

    def lines(words):
        return re.findall(r"same/([0-9a-f-]+)/", topics(client, village, words))

    assert len(lines("楼道灯不亮")) == 2
    assert lines("王秀英家楼道灯不亮") == lines("张建国家楼道灯不亮")


def test_without_scripts_it_stands_beside_the_question(client, village):
    ask(client, village, SAID)
    page = ask(client, village, "楼道灯不亮", category="").content.decode()
    assert "这里已有人反映" in page
    assert f'formaction="{same(village, Matter.objects.get().pk)}"' in page


def test_one_tap_joins_and_reporting_stays_possible(client, village):
    ask(client, village, SAID)
    matter = Matter.objects.get()
    other, op = Client(), str(uuid.uuid4())
    answer = other.post(same(village, matter.pk), {"op_id": op, "text": "灯不亮"})
    assert answer["Location"] == same(village)
    page = text_of(other.get(same(village)))
    assert "2人遇到" in page
    assert "撤回" in page
    assert Matter.objects.count() == 1
    other.post(same(village, matter.pk), {"op_id": str(uuid.uuid4())})
    assert Support.objects.count() == 1
    assert ask(other, village, "灯不亮", op_id=op)["Location"].startswith("/m/")
    assert Matter.objects.count() == 2


def test_it_is_taken_back_in_the_same_browser_only(client, village):
    ask(client, village, SAID)
    matter = Matter.objects.get()
    one = Client()
    one.post(same(village, matter.pk))
    kept = Support.objects.get()
    assert "楼道灯不亮" in text_of(one.get("/mine/"))
    Client().post(f"/mine/met/{kept.pk}/back/")
    assert Support.objects.filter(withdrawn_at=None).exists()
    answer = one.post(f"/mine/met/{kept.pk}/back/?next={same(village)}")
    assert answer["Location"] == same(village)
    assert not Support.objects.filter(withdrawn_at=None).exists()
    assert "楼道灯不亮" not in text_of(one.get("/mine/"))


def test_one_address_taps_so_often_without_a_phone(client, village, monkeypatch):
    monkeypatch.setitem(rate.MOST, "met", 2)
    for n in range(3):
        ask(client, village, f"灯不亮{n}")
    matters = list(Matter.objects.order_by("id"))
    answers = [Client().post(same(village, m.pk)) for m in matters]
    assert [a["Location"].startswith("/phone/") for a in answers] == [False, False, True]
    assert Support.objects.count() == 2


def test_an_account_leaves_no_trace_of_who_it_was(client, village, as_):
    """Not in the trail either: it would be a list of who met what."""
    from doorstep.frame.trail import Entry

    ask(client, village, SAID)
    member = as_("grid_member")
    member.post(same(village, Matter.objects.get().pk))
    assert Support.objects.get().passed_on_by is None
    assert Entry.objects.get(act="matters.support").actor is None


def test_a_steward_sees_no_words_and_says_so_for_a_neighbour(client, village, as_):
    ask(client, village, SAID)
    matter = Matter.objects.get()
    steward = as_("steward")
    given = {"text": "楼道灯不亮", "place": village.entrance.path}
    html = steward.post("/pocket/topics/", given).json()["html"]
    assert f"/pocket/same/{matter.pk}/" in html
    for never in ("王秀英", "501", "3栋", matter.number):
        assert never not in html
    outside = steward.post("/pocket/topics/", given | {"place": village.mill.path}).json()["html"]
    assert "same/" not in outside
    steward.post(f"/pocket/same/{matter.pk}/", {"reporter_phone": "13955550417"})
    kept = Support.objects.get()
    assert kept.passed_on_by == village.people["steward"].pk
    assert kept.phone.open() == "13955550417"
    wrong = steward.post(
        f"/pocket/same/{matter.pk}/", {"reporter_phone": "1395555", "text": "灯不亮了"}
    )
    assert wrong.status_code == 422
    assert "灯不亮了" in wrong.content.decode()


def test_a_grid_member_reads_the_words_of_what_they_handle(client, village, as_):
    ask(client, village, SAID)
    given = {"text": "楼道灯不亮", "place": village.lake.path}
    html = as_("grid_member").post("/pocket/topics/", given).json()["html"]
    assert "门口的灯不亮" in html
    assert "13912345678" not in html
    assert "同一小区" in html


def test_the_window_offers_it_too(client, village, as_):
    ask(client, village, SAID)
    matter = Matter.objects.get()
    desk = as_("community_worker")
    given = {"text": "楼道灯不亮", "place": village.lake.path}
    html = desk.post("/desk/matters/do/report/read/", given).content.decode()
    assert f"/desk/matters/do/report/same/{matter.pk}/" in html
    assert f'href="/desk/matters/{matter.pk}/"' in html
    answer = desk.post(f"/desk/matters/do/report/same/{matter.pk}/", given)
    assert answer.status_code == 302
    assert Support.objects.count() == 1


def test_a_badge_shows_no_words_and_says_so_for_a_neighbour(client, village, as_):
    ask(client, village, SAID)
    matter = Matter.objects.get()
    url, phone = badge(as_, village), Client()
    phone.post(url, {"op_id": str(uuid.uuid4())})
    given = {"text": "楼道灯不亮", "place": village.entrance.path}
    html = phone.post(f"{url}topics/", given).json()["html"]
    assert f"{url}same/{matter.pk}/" in html
    assert "王秀英" not in html
    answer = phone.post(f"{url}same/{matter.pk}/", {"op_id": str(uuid.uuid4())})
    assert answer["Location"] == url
    assert Support.objects.get().passed_on_by == village.people["steward"].pk
    assert Client().post(f"{url}same/{matter.pk}/").status_code == 302
    assert Support.objects.count() == 1
