"""What stands on the page of the link, and on the pages where something is reported."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest

from doorstep.doors.codes import code_of
from doorstep.frame import do
from doorstep.matters.models import Matter
from doorstep.people.queries import actor_for
from doorstep.routing.models import Rule
from tests.doors.test_portal import ask, text_of
from tests.people import town as build

pytestmark = pytest.mark.django_db


def squeezed(answer: Any) -> str:
    return " ".join(text_of(answer).split())


def test_the_numbers_of_an_emergency_stand_on_every_page_of_reporting(
    client: Any, as_: Any, village: Any
) -> None:
    """Always, not only where words were understood; each is a tap."""
    resident = f"/c/{code_of(village.lake.path)}/report/"
    pages = [
        client.get(resident),
        client.post(resident, {"text": "电梯困人了", "op_id": str(uuid.uuid4())}),
        as_("grid_member").get("/pocket/report/"),
        as_("steward").get("/pocket/report/?way=settled"),
        as_("grid_member").post("/pocket/report/", {"text": "", "op_id": str(uuid.uuid4())}),
    ]
    for answer in pages:
        assert "紧急情况请先打 110 / 119 / 120" in squeezed(answer)
        line = re.search(r'<p class="notice call-first.*?</p>', answer.content.decode())[0]
        assert re.findall(r'href="tel:(\d+)"', line) == ["110", "119", "120"]


def solved(client: Any, village: Any) -> str:
    """The address of a matter that was settled."""
    ask(client, village)
    secretary = actor_for(village.people["compound_secretary"].account)
    matter = Matter.objects.get()
    do(secretary, "matters.settle", matter, {"words": "灯换好了。"}, channel="desk")
    return f"/m/{matter.token}/"


def test_the_page_of_the_link_does_not_ask_to_open_the_link(client: Any, village: Any) -> None:
    url = solved(client, village)
    page = squeezed(client.get(url))
    assert "已办好：灯换好了。" in page
    assert "链接" not in page
    client.cookies["django_language"] = "en"
    page = squeezed(client.get(url))
    assert "done: 灯换好了" in page
    assert "by the link" not in page


def test_what_is_still_wrong_is_asked_before_the_button_that_sends_it(
    client: Any, village: Any
) -> None:
    url = solved(client, village)
    page = client.get(url).content.decode()
    at = [page.index(f'value="{v}"') for v in ("solved", "settled")]
    at += [page.index('id="still"'), page.index('value="not"')]
    assert at == sorted(at)
    form = re.search(r'<form[^>]* action="/m/[^"]+/do/verify/">.*?</form>', page, re.S)[0]
    assert 'name="words"' in form
    sent = {"verdict": "not", "words": "二楼还是黑的", "op_id": str(uuid.uuid4())}
    client.post(f"{url}do/verify/", sent)
    assert Matter.objects.get().state == "reopened"
    assert "二楼还是黑的" in squeezed(client.get(url))


def test_who_gives_a_matter_away_comes_to_a_page_that_is_there(
    client: Any, as_: Any, village: Any
) -> None:
    """Its unit sees it no longer: the list, with what was done, not "no such page"."""
    who = build.person(village.dong, "滕建峰")
    who.account = build.account(who, "department_handler")
    build.office(who, "department_handler", village.police)
    village.people["department_handler"] = who
    ask(client, village)
    Matter.objects.update(owner=village.police, level=village.police.level, state="assigned")
    matter, desk = Matter.objects.get(), as_("department_handler")
    go = {"op_id": str(uuid.uuid4()), "version": str(matter.version)}
    started = desk.post(f"/desk/matters/{matter.pk}/do/start/", go)
    assert started.url == f"/desk/matters/{matter.pk}/"
    rule = Rule.objects.order_by("code")[0]
    matter.refresh_from_db()
    back = {"rule": rule.code, "words": "不归公安", "op_id": str(uuid.uuid4())}
    back["version"] = str(matter.version)
    answer = desk.post(f"/desk/matters/{matter.pk}/do/give_back/", back, follow=True)
    assert answer.redirect_chain == [("/desk/matters/", 302)]
    assert answer.status_code == 200
    assert "已退回" in text_of(answer)
