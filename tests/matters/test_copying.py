"""The reply to copy is Chinese and names nobody; made titles are read in the reader's language."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from doorstep.frame import Actor, do
from doorstep.matters.models import Matter
from doorstep.matters.rules.telling import copyable
from doorstep.people import rules as roles
from doorstep.people.models import Account

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary(desks: Any, holder: Any, town: Any) -> Actor:
    found: Actor = holder(roles.COMMUNITY_SECRETARY, town.dong)
    return found


def reported(actor: Actor, town: Any, **more: Any) -> Matter:
    data = {"place": town.doors[0].path, "category": "stair_light", "text": "灯不亮",
            "reporter_name": "王小五", "reporter_phone": "13955550417", **more}  # fmt: skip
    return Matter.objects.get(pk=do(actor, "matters.receive", None, data).id)


def english(actor: Actor) -> Client:
    made = Client(headers={"accept-language": "en"})
    made.force_login(Account.objects.get(pk=actor.id))
    return made


def latin(text: str) -> str:
    """The Latin letters of a text."""
    return "".join(c for c in text if c.isascii() and c.isalpha())


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_reply_is_chinese_whatever_the_desk_reads(
    secretary: Actor, town: Any, language: str
) -> None:
    matter = reported(secretary, town)
    with override(language):
        on_it = copyable(matter)
    do(secretary, "matters.settle", matter.pk,
       {"words": "已给王小五家3栋2单元501室门口换灯，张师傅13800000000来的"})  # fmt: skip
    with override(language):
        done = copyable(Matter.objects.get(pk=matter.pk))
    for text in (on_it, done):
        assert latin(text) == ""
        assert "楼道灯不亮" in text
        assert matter.number in text
        assert "101" not in text, "no door number of the place"
    for said in ("王小五", "501", "张师傅", "13800000000"):
        assert said not in done
    assert "换灯" in done


def test_the_english_page_offers_the_chinese_paragraph(secretary: Actor, town: Any) -> None:
    matter = reported(secretary, town)
    for url in (f"/desk/matters/{matter.pk}/", f"/pocket/m/{matter.pk}/"):
        page = english(secretary).get(url).content.decode()
        assert f"关于“楼道灯不亮 · 东塘社区 湖畔枫景”（{matter.number}）" in page, url


def test_a_made_title_is_read_in_english(secretary: Actor, town: Any) -> None:
    matter = reported(secretary, town)
    assert matter.title == "楼道灯不亮 · 东塘社区 湖畔枫景 1栋1单元101"
    page = english(secretary).get(f"/desk/matters/{matter.pk}/").content.decode()
    head = page[page.index("<h1") : page.index("</h1>")]
    assert "light" in head.lower()
    assert "楼道灯不亮" not in head
    assert "湖畔枫景" in head


def test_a_title_that_somebody_gave_stays_as_it_is(secretary: Actor, town: Any) -> None:
    matter = reported(secretary, town)
    Matter.objects.filter(pk=matter.pk).update(title="七栋楼道灯")  # as tables bring it
    do(secretary, "matters.recategorise", matter.pk, {"category": "road_broken"})
    matter.refresh_from_db()
    assert matter.title == "七栋楼道灯"
    assert "七栋楼道灯" in english(secretary).get(f"/desk/matters/{matter.pk}/").content.decode()


def test_a_made_title_follows_category_and_place(secretary: Actor, town: Any) -> None:
    matter = reported(secretary, town)
    do(secretary, "matters.recategorise", matter.pk, {"category": "road_broken"})
    do(secretary, "matters.relocate", matter.pk, {"place": town.lake.path})
    matter.refresh_from_db()
    assert matter.title == "道路破损 · 东塘社区 湖畔枫景"
