"""A question to the reporter stops the clock fairly: some days, twice, until the answer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from doorstep.frame import ActError, do
from doorstep.frame.follows import work_once
from doorstep.kit import clock
from doorstep.matters.models import Matter
from doorstep.notices.acts import deliver_due
from doorstep.notices.models import Notice
from doorstep.people import rules as roles

ASK = {"words": "是几单元的灯？"}


@pytest.fixture
def secretary(holder: Any, town: Any) -> Any:
    """The secretary of 湖畔枫景."""
    return holder(roles.COMPOUND_SECRETARY, town.lake)


@pytest.fixture
def matter(holder: Any, town: Any, desks: Any) -> Matter:
    """A request with the compound whose reporter has a phone."""
    clerk = holder(roles.WINDOW_CLERK, town.dong)
    made = do(clerk, "matters.report", None, {
        "place": town.lake.path, "category": "stair_light", "text": "灯不亮", "way": "compound",
        "reporter_phone": "13800001234", "reporter_name": "周惠",
    }).record  # fmt: skip
    return again(made)


def again(matter: Matter) -> Matter:
    return Matter.objects.get(pk=matter.pk)


def told() -> None:
    while work_once():
        pass


def test_the_clock_stands_until_the_answer(
    matter: Matter, secretary: Any, client: Client, at: Any
) -> None:
    do(secretary, "matters.question", matter.pk, ASK)
    asked = again(matter)
    assert asked.paused_until is not None
    assert asked.due > matter.due
    page = client.get(f"/m/{matter.token}/").content.decode()
    assert "是几单元的灯？" in page
    assert "等您答复期间" in page
    at(clock.now() + timedelta(hours=26))  # a working day later
    client.post(f"/m/{matter.token}/do/reply/", {"words": "二单元"})
    after = again(matter)
    assert after.paused_until is None
    assert matter.due < after.due < asked.due
    page = client.get(f"/m/{matter.token}/").content.decode()
    assert "您答复：二单元" in page
    assert "等您答复期间" not in page
    told()
    assert Notice.objects.filter(topic="matters.answered", body=matter.owner).count() == 1


def test_without_an_answer_it_goes_on_by_itself(matter: Matter, secretary: Any, at: Any) -> None:
    do(secretary, "matters.question", matter.pk, ASK)
    asked = again(matter)
    at(asked.paused_until + timedelta(minutes=1))
    do(secretary, "matters.contact", matter.pk, {"words": "再等您"})
    assert again(matter).due == asked.due


def test_a_third_question_stops_no_clock(matter: Matter, secretary: Any, at: Any) -> None:
    for _n in range(2):
        do(secretary, "matters.question", matter.pk, ASK)
        do(secretary, "matters.resume", matter.pk, {})
        at(clock.now() + timedelta(hours=1))
    before = again(matter).due
    do(secretary, "matters.question", matter.pk, ASK)
    after = again(matter)
    assert (after.due, after.paused_until) == (before, None)


def test_nobody_is_asked_who_cannot_be_reached(
    secretary: Any, holder: Any, town: Any, desks: Any
) -> None:
    street = holder(roles.STREET_DISPATCHER, town.east)
    data = {"place": town.lake.path, "category": "stair_light", "text": "灯不亮"}
    made = do(street, "matters.receive", None, data).record
    do(street, "matters.dispatch", made.pk, {"owner": str(desks.lake.pk)})
    with pytest.raises(ActError) as wrong:
        do(secretary, "matters.question", made.pk, ASK)
    assert "联系不上" in str(wrong.value.refusals[0].words)


def test_the_message_to_a_phone_carries_the_link_which_is_kept_nowhere_in_clear(
    matter: Matter, secretary: Any, settings: Any, monkeypatch: Any
) -> None:
    sent: list[str] = []
    port = type("Port", (), {"send": lambda _self, _phone, text, _key: sent.append(text)})
    monkeypatch.setattr("doorstep.notices.acts.delivery.sms_port", port)
    settings.DOORSTEP_URL = "https://home.example.cn"
    told()
    do(secretary, "matters.question", matter.pk, ASK)
    told()
    assert not Notice.objects.filter(text__contains=matter.token).exists()
    with clock.at(clock.now() + timedelta(hours=8)):
        deliver_due()
    assert sent
    assert sent[0].count(f"https://home.example.cn/m/{matter.token}/") >= 1
    assert "{link}" not in sent[0]
    assert "是几单元的灯？" in sent[0]


def test_nobody_asks_oneself(holder: Any, town: Any, desks: Any) -> None:
    """Who reported it in their own name and handles it does not make the clock wait."""
    worker = holder(roles.COMMUNITY_WORKER, town.dong)
    made = do(worker, "matters.report", None, {
        "place": town.lake.path, "category": "stair_light", "text": "灯不亮"}).record  # fmt: skip
    do(worker, "matters.dispatch", made.pk, {"owner": str(desks.lake.pk)})
    with pytest.raises(ActError) as wrong:
        do(worker, "matters.question", made.pk, ASK)
    assert "自己反映" in str(wrong.value.refusals[0].words)
    assert again(made).paused_until is None
