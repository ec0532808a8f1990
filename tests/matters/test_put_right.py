"""What is put right reaches the reporter in plain words, and no more of what is hidden (D5)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from doorstep.frame import NOBODY, Actor, do
from doorstep.frame.acts import ACTS
from doorstep.frame.follows import drain
from doorstep.matters.follows import HEARD
from doorstep.matters.models import Matter
from doorstep.matters.rules.telling import by_when
from doorstep.notices.models import Notice
from doorstep.notices.rules import SMS
from doorstep.people import rules as roles
from doorstep.routing.queries import category

pytestmark = pytest.mark.django_db
PHONE = "13955550417"
#: Acts on a matter after which nobody need be told, and why.
UNTOLD = {
    "attempt": "a step of the work; what comes of it is told",
    "verify": "the reporter's own", "rate": "the reporter's own", "add_words": "the reporter's own",
    "leave_phone": "the reporter's own", "reply": "the reporter's own",
    "ask_time": "nothing has changed yet; the decision is told",
    "offer_down": "nothing has changed yet; taking it on is told",
    "decline_down": "it stays where it was",
    "bundle": "its own life goes on", "unbundle": "its own life goes on",
    "remind": "it tells those who work on it",
    "mark": "something else is kept about it, which tells for itself",
    "note": "seen by those who handle it alone", "consult": "asked of another unit, not of them",
    "undo": "tells what stands again by itself: tests/casework",
    "unit_link": "the unit that has it works by a link; nothing has changed for them",
    "erase": "the reporter asked for it, or nothing of them is left to tell",
}  # fmt: skip


@pytest.fixture
def street(desks: Any, holder: Any, town: Any) -> Actor:
    found: Actor = holder(roles.STREET_DISPATCHER, town.east)
    return found


@pytest.fixture
def secretary(desks: Any, holder: Any, town: Any) -> Actor:
    found: Actor = holder(roles.COMMUNITY_SECRETARY, town.dong)
    return found


def made(actor: Actor, town: Any, **more: Any) -> Matter:
    data = {"place": town.lake.path, "category": "stair_light", "text": "灯不亮",
            "reporter_phone": PHONE, **more}  # fmt: skip
    return Matter.objects.get(pk=do(actor, "matters.receive", None, data).id)


def voice(matter: Matter, **more: Any) -> Matter:
    """The same, as if it had come in by voice and nobody had written it down."""
    Matter.objects.filter(pk=matter.pk).update(voice=matter.pk, heard=False, text="", **more)
    return Matter.objects.get(pk=matter.pk)


def told(matter: Matter, act: str) -> str:
    """The one message to the reporter's phone about it."""
    drain()
    found = Notice.objects.get(about=f"matters.matter:{matter.pk}", channel=SMS, topic=act)
    assert found.sending == "waiting", "it waits for the digest of the day (R23)"
    return found.text


def page(matter: Matter) -> str:
    """What the holder of the link reads."""
    token = Matter.objects.get(pk=matter.pk).token
    return Client(headers={"accept-language": "zh-hans"}).get(f"/m/{token}/").content.decode()


def test_no_act_is_silent() -> None:
    """Every act on a matter is told, or is one of those named above."""
    acts = {a.word for a in ACTS.values() if a.kind == "matters.matter" and not a.creates}
    told_of = {name.rsplit(".", 1)[-1] for name in HEARD}
    assert acts - told_of == set(UNTOLD)


def test_another_place(street: Actor, town: Any) -> None:
    matter = made(street, town)
    do(street, "matters.relocate", matter, {"place": town.doors[0].path})
    text = told(matter, "matters.relocate")
    assert "地点已更正为" in text
    assert "湖畔枫景" in text
    assert "101" not in text, "no door number in a message"
    assert "地点已更正为" in page(matter)


def test_another_category_with_the_new_date(secretary: Actor, town: Any) -> None:
    matter = made(secretary, town)
    do(secretary, "matters.recategorise", matter.pk, {"category": "road_broken"})
    now = Matter.objects.get(pk=matter.pk)
    assert now.due != matter.due
    text = told(matter, "matters.recategorise")
    assert "道路破损" in text
    assert f"{by_when(now.due)}办结" in text
    assert f"{by_when(now.due)}办结" in page(matter)


def test_the_same_date_is_not_told_again(secretary: Actor, town: Any) -> None:
    matter = made(secretary, town, category="parking_mess")
    Matter.objects.filter(pk=matter.pk).update(category="stair_light")
    do(secretary, "matters.recategorise", matter.pk, {"category": "parking_mess"})
    assert "办结" not in told(matter, "matters.recategorise")


def test_another_kind(secretary: Actor, town: Any) -> None:
    matter = made(secretary, town)
    do(secretary, "matters.change_kind", matter, {"intake": "suggestion", "words": "想加装一盏"})
    text = told(matter, "matters.change_kind")
    assert "意见建议" in text
    assert "想加装一盏" in text
    assert "不再计办理期限" in text
    assert "意见建议" in page(matter)


def test_what_was_entered_is_corrected(secretary: Actor, town: Any) -> None:
    """What was put right, not what it says: it may name a door or a person."""
    matter = made(secretary, town, where="2单元", reporter_name="王五")
    do(secretary, "matters.matter.correct", matter,
       {"where": "3单元601室", "reporter_name": "王武", "reason": "听错了"})  # fmt: skip
    text = told(matter, "matters.matter.correct")
    assert "登记的内容已更正" in text
    assert "601" not in text
    assert "王武" not in text
    assert "登记的内容已更正" in page(matter)


def test_the_words_of_a_voice_note(secretary: Actor, town: Any) -> None:
    matter = voice(made(secretary, town))
    do(secretary, "matters.hear", matter, {"words": "3栋2单元501室张师傅说灯怀了"})
    text = told(matter, "matters.hear")
    assert "灯怀了" in text
    assert "501" not in text
    assert "张师傅" not in text
    do(secretary, "matters.rehear", matter.pk, {"words": "楼道灯坏了"})
    assert "楼道灯坏了" in told(matter, "matters.rehear")
    assert "灯怀了" in page(matter)
    assert "楼道灯坏了" in page(matter)


def test_of_what_is_hidden_no_more_than_that_it_was_sorted(street: Actor, town: Any) -> None:
    """Whoever passed it on, or holds the phone, may be the one it must not reach (D5)."""
    matter = made(street, town, text="有事想说")
    assert matter.owner is not None
    for code, about in (("worker_conduct", "compound"), ("visit_disturb", "compound")):
        Notice.objects.all().delete()
        do(street, "matters.recategorise", matter.pk, {"category": code, "about": about})
        assert Matter.objects.get(pk=matter.pk).hidden_below == 3
        for said in (told(matter, "matters.recategorise"), page(matter)):
            assert "已重新归类" in said
            assert category(code).label not in said
        assert "已转" not in told(matter, "matters.recategorise")


def test_a_complaint_spoken_into_a_phone_is_not_repeated_in_a_message(
    secretary: Actor, town: Any
) -> None:
    matter = voice(made(secretary, town), category="unsorted")
    do(secretary, "matters.hear", matter, {"words": "网格员态度差，一直推诿"})
    text = told(matter, "matters.hear")
    assert "已录成文字" in text
    assert "推诿" not in text
    assert "网格员" not in text


def test_an_anonymous_reporter_reads_it_on_the_page_of_the_link(
    desks: Any, secretary: Actor, town: Any
) -> None:
    data = {"place": town.lake.path, "category": "stair_light", "text": "灯不亮"}
    matter = do(NOBODY, "matters.ask", None, data, channel="portal").record
    do(secretary, "matters.recategorise", matter.pk, {"category": "parking_mess"})
    drain()
    assert not Notice.objects.filter(channel=SMS).exists()
    assert "类别已更正为" in page(matter)


def test_what_was_looked_at_and_passed_on(street: Actor, desks: Any, town: Any) -> None:
    matter = made(street, town, category="unsorted", text="灯不亮，网格员一直推诿")
    do(street, "matters.release", matter)
    assert f"已转{desks.lake.name}" in told(matter, "matters.release")


def test_whoever_gets_it_by_a_new_category_hears_the_bell(
    secretary: Actor, street: Actor, desks: Any, town: Any
) -> None:
    """A complaint found out later goes up, and rings there."""
    matter = made(secretary, town)
    assert matter.owner == desks.lake
    drain()
    Notice.objects.all().delete()
    do(secretary, "matters.recategorise", matter,
       {"category": "worker_conduct", "about": "compound"})  # fmt: skip
    drain()
    rung = Notice.objects.filter(topic="matters.yours").values_list("body__name", flat=True)
    assert list(rung) == [desks.east.name]
