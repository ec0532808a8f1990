"""Two clocks and two numbers: the sooner date counts, the reply goes back in the other's form."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from doorstep.exchange.models import OutsideReply
from doorstep.exchange.rules import filled, unknown_names
from doorstep.frame import do
from doorstep.frame.follows import work_once
from doorstep.kit import clock
from doorstep.matters.models import Matter


@pytest.fixture
def received(street: Any, town: Any) -> Any:
    """`received(days)`: a matter of the hotline with its own date."""

    def made(days: int, number: str = "12345-0001") -> Matter:
        return do(street, "matters.receive", None, {
            "place": town.lake.path, "category": "stair_light", "text": "灯不亮",
            "source": "hotline", "outside_number": number,
            "outside_due": (clock.now() + timedelta(days=days)).isoformat(),
        }).record  # fmt: skip

    return made


def worked() -> None:
    while work_once():
        pass


def test_the_sooner_date_counts_and_says_so(received: Any) -> None:
    soon, late = received(1), received(60, "12345-0002")
    assert soon.due == soon.outside_due
    assert "外部系统的期限" in soon.due_why["zh"]
    assert late.due < late.outside_due
    assert "外部系统" not in late.due_why["zh"]
    order = list(Matter.objects.order_by("due_order").values_list("outside_number", flat=True))
    assert order == ["12345-0001", "12345-0002"]


def test_an_edit_keeps_both(received: Any, street: Any) -> None:
    made = received(1)
    do(street, "matters.recategorise", made.pk, {"category": "parking_mess"})
    assert Matter.objects.get().due == made.outside_due


def test_the_reply_is_made_once_in_their_form(received: Any, street: Any) -> None:
    made = received(3)
    do(street, "matters.accept", made.pk, {})
    do(street, "matters.resolve", made.pk, {"outcome": "solved", "words": "换了灯泡"})
    worked()
    worked()
    reply = OutsideReply.objects.get()
    assert reply.text.startswith("工单编号：12345-0001")
    assert "办理情况：换了灯泡" in reply.text
    assert "是否按期办结：是" in reply.text
    assert "{" not in reply.text
    do(street, "exchange.sent", reply.pk, {})
    assert OutsideReply.objects.get().sent_at == clock.now()


def test_what_is_only_ours_is_told_nobody(street: Any, town: Any) -> None:
    made = do(street, "matters.receive", None, {
        "place": town.lake.path, "category": "stair_light", "text": "灯不亮"}).record  # fmt: skip
    do(street, "matters.accept", made.pk, {})
    do(street, "matters.resolve", made.pk, {"outcome": "solved", "words": "换了灯泡"})
    worked()
    assert not OutsideReply.objects.exists()


def test_a_form_names_only_what_there_is() -> None:
    assert unknown_names("{number} {phone}") == ["phone"]
    assert filled("{number}：{result}", {"number": "1"}) == "1："


def test_no_door_goes_to_the_other_system(street: Any, town: Any, desks: Any) -> None:
    """It has its own: what it gets is the compound."""
    made = do(street, "matters.receive", None, {
        "place": town.doors[0].path, "category": "stair_light", "text": "灯不亮",
        "source": "hotline", "outside_number": "12345-0009"}).record  # fmt: skip
    do(street, "matters.accept", made.pk, {})
    do(street, "matters.resolve", made.pk, {"outcome": "solved", "words": "换了灯泡"})
    worked()
    text = OutsideReply.objects.get().text
    assert "湖畔枫景" in text
    assert "101" not in text
