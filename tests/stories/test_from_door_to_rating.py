"""A matter from each intake to its rating, as it is lived."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from doorstep.frame import Actor, Invalid, NotFound, blind, do, history
from doorstep.frame.follows import drain
from doorstep.matters.models import Matter, Rating
from doorstep.people import rules as roles
from tests.people import town as build

pytestmark = pytest.mark.django_db


def resident(phone: str = "13900000001") -> Actor:
    """A resident whose phone was verified by a code."""
    return Actor(
        None,
        "",
        marks={
            "phone": blind(Matter, "reporter_phone", phone)["reporter_phone_index"],
            "phone_clear": phone,
        },
    )


def test_a_resident_reports_a_lamp_and_says_it_is_not_solved(
    town: Any, desks: Any, holder: Any
) -> None:
    build.coded(town.city)
    reporter = resident()
    secretary = holder(roles.COMPOUND_SECRETARY, town.lake)
    said = do(
        reporter,
        "matters.ask",
        None,
        {"place": town.doors[0].path, "category": "stair_light", "text": "2单元感应灯不亮"},
        channel="portal",
    )
    matter = Matter.objects.get(pk=said.id)
    assert matter.number.startswith("340181-20240603-")
    assert (matter.state, matter.level, matter.owner) == ("submitted", 1, desks.lake)
    assert matter.due is not None
    do(secretary, "matters.accept", matter, {})
    do(secretary, "matters.settle", matter, {"words": "换了感应灯，您晚上看看。"})
    do(reporter, "matters.verify", matter.pk, {"verdict": "not", "words": "还是不亮"})
    matter.refresh_from_db()
    assert (matter.state, matter.reopened) == ("reopened", 1)
    do(secretary, "matters.start", matter, {})
    do(secretary, "matters.resolve", matter, {"outcome": "solved", "words": "是线的问题，换好了。"})
    do(reporter, "matters.verify", matter.pk, {"verdict": "solved"})
    do(reporter, "matters.rate", matter.pk, {"grade": "good"})
    matter.refresh_from_db()
    assert (matter.state, matter.verdict, matter.verdict_by) == ("rated", "solved", "reporter")
    assert Rating.objects.get(matter=matter).grade == "good"
    assert [e.act for e in history(matter)] == [
        "matters.ask",
        "matters.accept",
        "matters.settle",
        "matters.verify",
        "matters.start",
        "matters.resolve",
        "matters.verify",
        "matters.rate",
    ]


def test_a_steward_settled_it_already(town: Any, desks: Any, holder: Any) -> None:
    steward = holder(roles.STEWARD, town.doors[0])
    said = do(
        steward,
        "matters.report",
        None,
        {
            "place": town.doors[0].path,
            "category": "stair_light",
            "text": "灯泡我换好了",
            "way": "settled",
        },
    )
    matter = Matter.objects.get(pk=said.id)
    assert (matter.state, matter.outcome, matter.level, matter.source) == (
        "resolved",
        "solved",
        0,
        "steward",
    )


def test_it_goes_up_only_after_an_attempt(town: Any, desks: Any, holder: Any) -> None:
    member = holder(roles.GRID_MEMBER, town.dong)
    said = do(
        member,
        "matters.report",
        None,
        {"place": town.lake.path, "category": "parking_mess", "text": "西门堵着"},
    )
    with pytest.raises(Invalid):
        do(member, "matters.escalate", said.id, {"words": ""})
    do(member, "matters.escalate", said.id, {"words": "劝了两次，车主不挪，要交警来"})
    matter = Matter.objects.get(pk=said.id)
    assert (matter.level, matter.owner, matter.top_level) == (2, desks.dong, 2)
    acts = [e.act for e in history(matter)]
    assert acts == ["matters.report", "matters.attempt", "matters.escalate"]


def test_a_big_one_is_divided_and_ends_with_its_parts(town: Any, desks: Any, holder: Any) -> None:
    secretary = holder(roles.COMMUNITY_SECRETARY, town.dong)
    said = do(
        secretary,
        "matters.report",
        None,
        {"place": town.lake.path, "category": "parking_mess", "text": "停车难", "way": "community"},
    )
    do(secretary, "matters.split", said.id, {"parts": "划线\n清僵尸车"})
    parent = Matter.objects.get(pk=said.id)
    parts = list(parent.children.order_by("number"))
    assert [p.title for p in parts] == ["划线", "清僵尸车"]
    for part in parts:
        do(secretary, "matters.settle", part, {"words": "好了"})
    drain()
    parent.refresh_from_db()
    assert (parent.state, parent.outcome) == ("resolved", "solved")
    do(secretary, "matters.verify", parent, {"verdict": "solved"})


def test_an_emergency_skips_every_level(town: Any, desks: Any, holder: Any) -> None:
    steward = holder(roles.STEWARD, town.doors[0])
    said = do(
        steward,
        "matters.report",
        None,
        {"place": town.doors[0].path, "category": "home_violence", "text": "楼上打人"},
    )
    matter = Matter.objects.get(pk=said.id)
    assert (matter.emergency, matter.owner, matter.state) == (True, desks.police, "assigned")
    assert matter.hidden_below == 3
    neighbour = holder(roles.COMMUNITY_SECRETARY, town.dong)
    with pytest.raises(NotFound):
        do(neighbour, "matters.contact", matter.pk, {"words": "?"})


def test_a_complaint_never_reaches_the_one_it_is_about(town: Any, desks: Any, holder: Any) -> None:
    reporter = resident()
    said = do(
        reporter,
        "matters.ask",
        None,
        {
            "place": town.lake.path,
            "category": "worker_conduct",
            "text": "态度不好",
            "concerned": desks.dong.pk,
        },
    )
    matter = Matter.objects.get(pk=said.id)
    assert (matter.owner, matter.level, matter.hidden_below) == (desks.east, 3, 3)
    secretary = holder(roles.COMMUNITY_SECRETARY, town.dong)
    with pytest.raises(NotFound):
        do(secretary, "matters.accept", matter.pk, {})
    dispatcher = holder(roles.STREET_DISPATCHER, town.east)
    do(dispatcher, "matters.accept", matter.pk, {})


def test_another_street_finds_nothing(town: Any, desks: Any, holder: Any) -> None:
    member = holder(roles.GRID_MEMBER, town.dong)
    said = do(
        member,
        "matters.report",
        None,
        {"place": town.lake.path, "category": "parking_mess", "text": "西门堵着"},
    )
    stranger = holder(roles.STREET_DISPATCHER, town.west)
    with pytest.raises(NotFound):
        do(stranger, "matters.accept", said.id, {})


def test_words_are_needed(town: Any, desks: SimpleNamespace, holder: Any) -> None:
    from doorstep.frame import Invalid

    member = holder(roles.GRID_MEMBER, town.dong)
    with pytest.raises(Invalid) as found:
        do(member, "matters.report", None, {"place": town.lake.path, "category": "parking_mess"})
    assert found.value.refusals[0].field == "text"
