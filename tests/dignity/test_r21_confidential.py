"""R21: what is confidential is opened by need: listed, found, counted and printed nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from doorstep.frame import NOBODY, Actor, do
from doorstep.frame.rights import Office
from doorstep.kit import clock
from doorstep.lists.screens import totals
from doorstep.matters.models import Matter
from doorstep.matters.queries.standing import _hidden, _hidden_q
from doorstep.matters.rules.telling import copyable
from doorstep.panes.figures import Scope, ask
from doorstep.panes.screens import SCREENS, find_all, visible
from doorstep.people.rules import ROLES
from tests.every.world import World

#: What is confidential, by its leaf; the last is held for its words alone.
SECRETS = {
    "home_violence": "楼上男的打老婆，天天夜里哭喊",
    "child_harm": "孩子身上有伤，被后爸虐待",
    "self_harm": "我不想活了，住顶楼",
    "attack": "隔壁动刀子砍人，藕断丝连的仇家",
    "unsorted": "有人家里打人，孩子被打得厉害",
}
OPEN = ("street_dispatcher", "city_dispatcher")
CLOSED = ("city_od", "city_leader", "auditor", "street_secretary", "street_director",
          "street_organizer", "street_officer", "hotline_officer", "community_secretary",
          "compound_secretary", "grid_member", "window_worker", "administrator")  # fmt: skip


@pytest.fixture
def secret(town: World) -> Callable[[str], Matter]:
    def made(leaf: str) -> Matter:
        text = SECRETS[leaf]
        data = {"place": town.places["door"].path, "category": leaf, "text": text}
        return Matter.objects.get(pk=do(NOBODY, "matters.ask", None, data, channel="portal").id)

    return made


@pytest.mark.parametrize("leaf", SECRETS)
def test_only_the_duty_posts_see_it(town: World, secret: Any, leaf: str) -> None:
    """For every role at every place, in SQL and for one record alike."""
    matter = secret(leaf)
    seen = set()
    for role in ROLES:
        for place in ("city", "east", "dong", "lake", "door"):
            for body in (None, matter.owner_id):
                post = Office(matter.pk, role, (town.places[place].path,), body=body)
                actor = Actor(matter.pk, "某", (post,))
                hidden = Matter.objects.filter(_hidden_q(actor), pk=matter.pk).exists()
                assert hidden == _hidden(actor, matter), (role, place)
                if not hidden:
                    seen.add((role, body is not None))
    alone = {("street_dispatcher", False), ("city_dispatcher", False)}
    assert {s for s in seen if not s[1]} == alone
    handling = {role for role, with_body in seen if with_body}
    assert handling == {
        "street_dispatcher", "city_dispatcher", "department_head", "department_dispatcher",
        "department_handler",
    }  # fmt: skip


@pytest.mark.parametrize("role", CLOSED)
def test_no_page_list_or_search_tells_of_it(
    town: World, as_: Callable[..., Client], secret: Any, role: str
) -> None:
    made = [secret(leaf) for leaf in SECRETS]
    client, actor = as_(role), town.actor(role)
    urls = ("/desk/", "/desk/matters/?", "/desk/matters/?words=老婆", "/desk/search/?q=老婆",
            "/desk/lists/", "/desk/lists/?print=1", "/desk/lists/?sheet=report",
            "/api/v1/matters/?words=老婆")  # fmt: skip
    for url in urls:
        page = client.get(url).content.decode()
        for matter in made:
            assert matter.number not in page, url
            assert str(matter.pk) not in page, url
            assert matter.text[:8] not in page, url
    for matter in made:
        assert client.get(f"/desk/matters/{matter.pk}/").status_code in (403, 404)
    for words in ("老婆", "虐待", "不想活", "砍人"):
        assert [r for hit in find_all(actor, words) for r in hit.records] == []
    assert not visible(actor, SCREENS["matters"]).filter(pk__in=[m.pk for m in made]).exists()


@pytest.mark.parametrize("role", OPEN)
def test_the_duty_posts_open_it_and_find_it(
    town: World, as_: Callable[..., Client], secret: Any, role: str
) -> None:
    matter = secret("home_violence")
    assert matter.text in as_(role).get(f"/desk/matters/{matter.pk}/").content.decode()
    found = [r.pk for hit in find_all(town.actor(role), "老婆") for r in hit.records]
    assert matter.pk in found


@pytest.mark.parametrize("asked", ["", "?print=1", "?unit=day", "?sheet=report"])
def test_a_sheet_prints_neither_the_words_nor_the_stairwell(
    town: World, as_: Callable[..., Client], secret: Any, asked: str
) -> None:
    """For those who may open it too: a sheet lies on a table."""
    for leaf in SECRETS:
        secret(leaf)
    page = as_("street_dispatcher").get(f"/desk/lists/{asked}").content.decode()
    assert "家庭暴力" in page or asked == "?sheet=report"
    for text in SECRETS.values():
        assert text[:6] not in page
    assert "1栋1单元" not in page


def test_its_numbers_are_the_same_for_every_reader(town: World, secret: Any) -> None:
    """Decision 0009: the totals of a sheet are those of the figure, whoever reads them."""
    for leaf in SECRETS:
        secret(leaf)
    city, today = town.places["city"], clock.today()
    told = totals(city, 4, date(today.year, 1, 1), today)["collect"]
    assert told == ask("lists_collect", Scope((city.path,)), today)[0]["value"] == len(SECRETS)


def test_no_paragraph_for_the_group_is_offered(
    town: World, as_: Callable[..., Client], secret: Any
) -> None:
    """A group is no place for what is confidential, nor for a complaint."""
    lake = town.places["lake"].path
    data = {"place": lake, "category": "worker_conduct", "text": "他态度差", "about": "compound"}
    complaint = do(NOBODY, "matters.ask", None, data, channel="portal").record
    plain = {"place": lake, "category": "stair_light", "text": "灯不亮"}
    lamp = do(NOBODY, "matters.ask", None, plain, channel="portal").record
    desk = as_("street_dispatcher")
    assert "data-copy-source" in desk.get(f"/desk/matters/{lamp.pk}/").content.decode()
    for matter in (secret("home_violence"), secret("unsorted"), complaint):
        for url in (f"/desk/matters/{matter.pk}/", f"/pocket/m/{matter.pk}/"):
            answer = desk.get(url)
            assert "data-copy-source" not in answer.content.decode(), url
        assert copyable(matter) == ""
