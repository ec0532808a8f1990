"""When the calendar changes, open dates move with it; pauses stay; what has ended stays."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from doorstep.casework.acts.redating import redate_all
from doorstep.frame import do, history
from doorstep.frame.catalogues import forget
from doorstep.kit import clock
from doorstep.matters.acts.dates import clocks_of
from doorstep.matters.models import Matter
from doorstep.people import rules as roles


@pytest.fixture
def street(holder: Any, town: Any) -> Any:
    """The dispatcher of 东街街道."""
    return holder(roles.STREET_DISPATCHER, town.east)


@pytest.fixture
def made(street: Any, town: Any, desks: Any) -> Any:
    """`made()`: a request with the compound."""

    def make() -> Matter:
        data = {"place": town.lake.path, "category": "stair_light", "text": "灯不亮"}
        matter = do(street, "matters.receive", None, data).record
        do(street, "matters.dispatch", matter.pk, {"owner": str(desks.lake.pk)})
        return Matter.objects.get(pk=matter.pk)

    return make


def closed(day: Any, holder: Any, town: Any) -> None:
    city = holder(roles.CITY_OD, town.city)
    do(city, "places.closure_add", None,
       {"day": day.isoformat(), "worked": "0", "name": "暴雪停工"})  # fmt: skip
    forget()


def test_a_closure_moves_open_dates_and_says_so(made: Any, holder: Any, town: Any) -> None:
    matter, done = made(), made()
    secretary = holder(roles.COMPOUND_SECRETARY, town.lake)
    do(secretary, "matters.settle", done.pk, {"words": "换了灯泡"})
    assert redate_all() == 0
    closed(clock.local(matter.due).date(), holder, town)
    assert redate_all(dry_run=True) == 1
    assert redate_all() == 1
    after = Matter.objects.get(pk=matter.pk)
    assert after.due - matter.due >= timedelta(days=1)
    assert "暴雪停工" in after.due_why["zh"]
    assert Matter.objects.get(pk=done.pk).due == done.due
    assert [s.act for s in history(after)][-1] == "matters.redate"
    assert redate_all() == 0


def test_a_pause_is_kept(made: Any, holder: Any, town: Any, street: Any) -> None:
    matter, secretary = made(), holder(roles.COMPOUND_SECRETARY, town.lake)
    until = (clock.today() + timedelta(days=10)).isoformat()
    do(secretary, "matters.ask_time", matter.pk, {
        "what": "pause", "reason": "parts", "until": until, "words": "等灯具"})  # fmt: skip
    do(street, "matters.give_time", matter.pk, {"give": "yes"})
    paused = Matter.objects.get()
    closed(clock.local(paused.due).date(), holder, town)
    assert redate_all() == 1
    after = Matter.objects.get()
    assert after.due > paused.due
    assert len(clocks_of(after).clocks[1].pauses) == 1


def test_a_date_asked_for_later_knows_the_closure(made: Any, holder: Any, town: Any) -> None:
    before = made()
    closed(clock.local(before.due).date(), holder, town)
    assert made().due > before.due
