"""Voice notes are looked through when they are written down; what names the street goes further up.

A complaint that was spoken, or is about the street, does not stay with the one it is about (0010).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from doorstep.frame import NOBODY, do
from doorstep.frame.follows import drain
from doorstep.matters.models import Matter
from doorstep.notices.models import Notice
from doorstep.people import rules as roles
from doorstep.routing.queries import UNSORTED
from tests.matters.test_desk import browser
from tests.matters.test_held import ANGRY, CALM, said, seen_by, street

__all__ = ["said", "street"]


@pytest.fixture
def spoken(said: Any) -> Callable[..., Matter]:
    """A voice note that nobody has written down; its category was at most proposed."""

    def made(category: str = UNSORTED, **more: Any) -> Matter:
        matter = said(CALM, category, **more)
        Matter.objects.filter(pk=matter.pk).update(voice=matter.pk, heard=False, text="")
        return Matter.objects.get(pk=matter.pk)

    return made


@pytest.mark.parametrize("category", [UNSORTED, "stair_light"])
def test_what_is_typed_of_a_voice_note_is_looked_through_too(
    spoken: Any, street: Any, desks: Any, holder: Any, town: Any, category: str
) -> None:
    """A complaint that was spoken does not stay with the one complained of."""
    grid, head = holder(roles.GRID_MEMBER, town.lake), holder(roles.COMPOUND_SECRETARY, town.lake)
    matter = spoken(category, proposed=True)
    assert (matter.owner, matter.level) == (desks.lake, 1)
    drain()
    do(head, "matters.hear", matter.pk, {"words": ANGRY})
    now = Matter.objects.get(pk=matter.pk)
    assert (now.owner, now.hidden_below, now.level) == (desks.east, 3, 1)
    assert "look" in now.marks
    assert now.due == matter.due
    assert not seen_by(grid, now)
    assert not seen_by(head, now)
    assert seen_by(street, now)
    drain()
    assert Notice.objects.filter(body=desks.east, topic="matters.yours").count() == 1
    do(street, "matters.release", now)
    now.refresh_from_db()
    assert (now.owner, now.hidden_below, now.marks.count("look")) == (desks.lake, 0, 0)


def test_whoever_typed_it_goes_on_with_the_list(spoken: Any, holder: Any, town: Any) -> None:
    """The page is not theirs any more: no error page, and no word of why."""
    matter = spoken()
    desk = browser(holder(roles.COMPOUND_SECRETARY, town.lake))
    answer = desk.post(f"/desk/matters/{matter.pk}/do/hear/",
                       {"words": ANGRY, "version": str(matter.version)}, follow=True)  # fmt: skip
    assert answer.redirect_chain == [("/desk/matters/", 302)]
    page = answer.content.decode()
    assert "先由上级看一下" in page
    assert matter.number not in page
    assert desk.get(f"/desk/matters/{matter.pk}/").status_code == 404


def test_handed_on_unheard_it_is_looked_through_all_the_same(
    spoken: Any, street: Any, desks: Any
) -> None:
    """Whoever hands on a voice note that nobody wrote down has not looked at what it says."""
    matter = spoken("stair_light", proposed=True)
    do(street, "matters.dispatch", matter, {"owner": str(desks.dong.pk), "words": "请听一下"})
    do(street, "matters.hear", matter.pk, {"words": ANGRY})
    now = Matter.objects.get(pk=matter.pk)
    assert (now.owner, now.hidden_below) == (desks.east, 3)


def test_calm_words_and_a_chosen_category_stay(spoken: Any, street: Any, desks: Any) -> None:
    """Emergencies too: whoever must come is not kept waiting for a look."""
    for category, proposed, words, emergency in (
        (UNSORTED, True, CALM, False), ("stair_light", False, ANGRY, False),
        ("stair_light", True, ANGRY, True),
    ):  # fmt: skip
        matter = spoken(category, proposed=proposed)
        Matter.objects.filter(pk=matter.pk).update(emergency=emergency)
        do(street, "matters.hear", matter.pk, {"words": words})
        now = Matter.objects.get(pk=matter.pk)
        assert (now.owner, now.hidden_below) == (desks.lake, 0), category
        assert "look" not in now.marks


def test_a_line_put_right_is_looked_through_once(spoken: Any, street: Any, desks: Any) -> None:
    """A slip of the pen may hide a complaint; what was looked at is not held again."""
    matter = spoken()
    do(street, "matters.hear", matter, {"words": "灯不亮，网格员太度插"})
    do(street, "matters.rehear", matter.pk, {"words": ANGRY})
    now = Matter.objects.get(pk=matter.pk)
    assert (now.owner, now.hidden_below) == (desks.east, 3)
    do(street, "matters.release", now)
    do(street, "matters.rehear", now.pk, {"words": ANGRY + "。"})
    now.refresh_from_db()
    assert (now.owner, now.hidden_below, now.marks.count("look")) == (desks.lake, 0, 0)


@pytest.mark.parametrize("whom", ["街道的人", "街道办事处", "调度员", "镇政府的人"])
def test_what_names_the_street_is_looked_at_by_the_city(
    said: Any, spoken: Any, street: Any, desks: Any, holder: Any, town: Any, whom: str
) -> None:
    """The one complained of does not look first whether it is a complaint (D5)."""
    city = holder(roles.CITY_CENTRE, town.city)
    text = f"{whom}态度差，一直推诿"
    written, voiced = said(text), spoken()
    do(street, "matters.hear", voiced, {"words": text})
    for matter in (written, Matter.objects.get(pk=voiced.pk)):
        assert (matter.owner, matter.hidden_below, matter.level) == (desks.city, 4, 1)
        assert not seen_by(street, matter)
        assert seen_by(city, matter)
        do(city, "matters.release", matter)
        matter.refresh_from_db()
        assert (matter.owner, matter.hidden_below) == (desks.lake, 0)


def test_sorted_by_the_city_it_goes_to_the_level_above_the_one_it_is_about(
    said: Any, desks: Any, holder: Any, town: Any
) -> None:
    city = holder(roles.CITY_CENTRE, town.city)
    for about, owner, hidden in (("compound", desks.east, 3), ("street", desks.city, 4)):
        matter = said("找过街道，社区一直推诿")
        do(city, "matters.recategorise", matter, {"category": "worker_conduct", "about": about})
        now = Matter.objects.get(pk=matter.pk)
        assert (now.owner, now.hidden_below, now.marks) == (owner, hidden, [])


@pytest.mark.parametrize("body", [True, False])
def test_held_and_said_to_be_about_the_street_the_city_looks(
    street: Any, desks: Any, holder: Any, town: Any, body: bool
) -> None:
    """What the reporter answered counts as well as the words, and is not lost by the look."""
    if not body:
        desks.east.delete()
    data = {"place": town.lake.path, "category": "stair_light", "text": "有人一直推诿",
            "about": "street", "proposed": True}  # fmt: skip
    matter = do(NOBODY, "matters.ask", None, data, channel="portal").record
    assert (matter.owner, matter.hidden_below) == (desks.city, 4)
    assert not seen_by(street, matter)
    do(holder(roles.CITY_CENTRE, town.city), "matters.release", matter)
    matter.refresh_from_db()
    assert (matter.owner, matter.hidden_below) == (desks.city, 4)


def test_an_answer_is_not_lost_where_the_words_hide_as_much(
    desks: Any, holder: Any, town: Any
) -> None:
    """About a department, says the reporter; the words name the street: both keep it up."""
    city = holder(roles.CITY_CENTRE, town.city)
    data = {"place": town.lake.path, "category": "stair_light", "text": "找过街道，一直推诿",
            "about": "department", "proposed": True}  # fmt: skip
    matter = do(NOBODY, "matters.ask", None, data, channel="portal").record
    do(city, "matters.release", matter)
    matter.refresh_from_db()
    assert (matter.owner, matter.hidden_below) == (desks.city, 4)


def test_the_answer_is_read_by_those_who_may_see_it_only(
    desks: Any, holder: Any, town: Any
) -> None:
    """And until somebody has named who that is: then it opens to the level above that one."""
    city = holder(roles.CITY_CENTRE, town.city)
    data = {"place": town.lake.path, "category": "worker_conduct", "text": "说话难听",
            "about": "department"}  # fmt: skip
    matter = do(NOBODY, "matters.ask", None, data, channel="portal").record
    said_so = "反映的是：市直部门"
    page = f"/desk/matters/{matter.pk}/"
    assert said_so in browser(city).get(page).content.decode()
    for role, home in ((roles.STREET_DISPATCHER, town.east), (roles.GRID_MEMBER, town.lake)):
        assert browser(holder(role, home)).get(page).status_code == 404
    do(city, "matters.recategorise", matter.pk,
       {"category": "worker_conduct", "concerned": str(desks.firm.pk)})  # fmt: skip
    east = browser(holder(roles.STREET_DISPATCHER, town.east)).get(page).content.decode()
    assert said_so not in east
    assert desks.firm.name in east


def test_parts_keep_the_answer_of_the_whole(desks: Any, holder: Any, town: Any) -> None:
    city = holder(roles.CITY_CENTRE, town.city)
    data = {"place": town.lake.path, "category": "stair_light", "text": "说话难听",
            "about": "department"}  # fmt: skip
    matter = do(NOBODY, "matters.ask", None, data, channel="portal").record
    do(city, "matters.split", matter.pk, {"parts": "一\n二"})
    for part in Matter.objects.filter(parent=matter.pk):
        Matter.objects.filter(pk=part.pk).update(marks=[*part.marks, "category"])
        do(city, "matters.recategorise", part.pk, {"category": "road_broken"})
        part.refresh_from_db()
        assert (part.owner, part.hidden_below) == (desks.city, 4)


def test_said_at_the_desk_it_goes_up_at_once(street: Any, said: Any, desks: Any, town: Any) -> None:
    """About a department, whatever its category: it does not stay with whoever has it."""
    matter = said(CALM, "stair_light")
    assert matter.owner == desks.lake
    do(street, "matters.recategorise", matter, {"category": "road_broken", "about": "department"})
    matter.refresh_from_db()
    assert (matter.owner, matter.hidden_below) == (desks.city, 4)
