"""Reminders by the matrix: who is told when, nobody twice, nothing after the work (peers 18)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from doorstep.casework.acts.reminding import remind_due
from doorstep.clocks.catalogues import STEPS
from doorstep.frame import do, history
from doorstep.frame.catalogues import rows
from doorstep.frame.follows import work_once
from doorstep.kit import clock
from doorstep.matters.acts.dates import clocks_of
from doorstep.matters.models import Matter
from doorstep.notices.models import Notice
from doorstep.people import rules as roles


@pytest.fixture
def street(holder: Any, town: Any) -> Any:
    """The dispatcher of 东街街道."""
    return holder(roles.STREET_DISPATCHER, town.east)


@pytest.fixture
def made(street: Any, town: Any, desks: Any) -> Any:
    """`made(category)`: a request with the compound."""

    def make(category: str = "stair_light") -> Matter:
        data = {"place": town.lake.path, "category": category, "text": "灯不亮"}
        matter = do(street, "matters.receive", None, data).record
        do(street, "matters.dispatch", matter.pk, {"owner": str(desks.lake.pk)})
        return again(matter)

    return make


def again(matter: Matter) -> Matter:
    return Matter.objects.get(pk=matter.pk)


def live(until: datetime, at: Any, hours: int = 1) -> None:
    """The worker's rounds from now until a moment."""
    while clock.now() < until:
        at(clock.now() + timedelta(hours=hours))
        while remind_due():
            pass
        while work_once():
            pass


def reminded(matter: Matter) -> list[tuple[str, str]]:
    """Steps told of a matter, with whom they told."""
    return [(s.facts["step"], s.facts["to"]) for s in history(matter) if s.act == "matters.remind"]


def test_a_year_of_one_matter_nobody_touches(made: Any, at: Any) -> None:
    matter = made()
    live(clock.now() + timedelta(days=365), at, hours=6)
    assert reminded(matter) == [
        ("before", "湖畔枫景小区党支部"),
        ("due", "湖畔枫景小区党支部"),
        ("late_1", "东塘社区"),
        ("late_5", "东街街道"),
        ("late_15", "市社会治理中心"),
    ]
    assert again(matter).remind_at is None
    assert again(matter).due == matter.due, "a reminder moves no date and no owner"
    assert again(matter).owner == matter.owner
    bells = Notice.objects.filter(topic="matters.date").values_list("body__name", flat=True)
    assert sorted(bells) == sorted(to for _step, to in reminded(matter))


def test_the_next_one_is_known_beforehand(made: Any) -> None:
    matter = made()
    due = clock.local(clocks_of(matter).clocks[1].at)
    assert clock.local(matter.remind_at).date() < due.date()
    assert clock.local(matter.remind_at).hour == 8


def test_done_work_reminds_nobody_and_taken_up_again_goes_on(
    made: Any, street: Any, at: Any, holder: Any, town: Any
) -> None:
    matter = made()
    secretary = holder(roles.COMPOUND_SECRETARY, town.lake)
    do(secretary, "matters.settle", matter.pk, {"words": "换了灯泡"})
    assert again(matter).remind_at is None
    member = holder(roles.GRID_MEMBER, town.dong)
    do(member, "matters.check", matter.pk, {"verdict": "not", "words": "还是不亮"})
    assert again(matter).remind_at is not None
    live(matter.due + timedelta(hours=2), at)
    assert ("due", "湖畔枫景小区党支部") in reminded(matter)


def test_a_pause_holds_the_reminders_back(
    made: Any, street: Any, at: Any, holder: Any, town: Any
) -> None:
    matter, secretary = made(), holder(roles.COMPOUND_SECRETARY, town.lake)
    until = (clock.today() + timedelta(days=14)).isoformat()
    do(secretary, "matters.ask_time", matter.pk, {
        "what": "pause", "reason": "parts", "until": until, "words": "等灯具"})  # fmt: skip
    do(street, "matters.give_time", matter.pk, {"give": "yes"})
    live(matter.due + timedelta(days=1), at)
    assert reminded(matter) == []


def test_a_worker_that_stood_still_tells_the_last_step_only_once(made: Any, at: Any) -> None:
    matter = made()
    at(matter.due + timedelta(days=40))
    assert remind_due() == 1
    assert len(reminded(matter)) == 1
    assert remind_due() == 0


def test_the_bell_does_not_say_what_is_confidential(
    street: Any, town: Any, desks: Any, at: Any
) -> None:
    """It rings for every post of a body, also for those that may not read it (decision 0016)."""
    do(street, "matters.receive", None, {
        "place": town.lake.path, "category": "worker_conduct", "about": "compound",
        "text": "网格员态度差"})  # fmt: skip
    live(clock.now() + timedelta(days=30), at, hours=6)
    said = {n.topic: n.text for n in Notice.objects.filter(body__isnull=False)}
    assert {"matters.yours", "matters.date"} <= set(said)
    for text in said.values():
        assert "保密诉求" in text
        assert "湖畔枫景" not in text


def test_those_it_is_about_are_told_nothing(street: Any, town: Any, desks: Any, at: Any) -> None:
    made = do(street, "matters.receive", None, {
        "place": town.lake.path, "category": "property_service", "text": "社区主任态度差",
        "concerned": str(desks.dong.pk)}).record  # fmt: skip
    live(clock.now() + timedelta(days=60), at, hours=6)
    told = {to for _step, to in reminded(made)}
    assert told
    assert "东塘社区" not in told
    assert "湖畔枫景小区党支部" not in told


def test_the_matrix_is_the_citys(db: Any, desks: Any) -> None:
    assert {r.data["tells"] for r in rows(STEPS)} <= {"owner", "above", "street", "city"}
    assert all(r.zh and r.en for r in rows(STEPS))
    assert datetime(2024, 6, 3, 2, tzinfo=UTC) == clock.now()
