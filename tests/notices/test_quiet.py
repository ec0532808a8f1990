"""R23: quiet hours, the digest, and what passes them."""

from __future__ import annotations

from datetime import datetime, time

import pytest

from doorstep.kit import clock
from doorstep.notices.rules import (
    APP,
    ASKED,
    EMERGENCY,
    NORMAL,
    SMS,
    URGENT,
    Quiet,
    in_one,
    leaves_at,
)

QUIET = Quiet(time(21), time(7, 30))


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=clock.CITY)


@pytest.mark.parametrize(
    ("now", "urgency", "channel", "leaves"),
    [
        ("2024-06-03 10:00", URGENT, SMS, "2024-06-03 10:00"),
        ("2024-06-03 20:59", URGENT, SMS, "2024-06-03 20:59"),
        ("2024-06-03 21:00", URGENT, SMS, "2024-06-04 07:30"),
        ("2024-06-04 07:29", URGENT, SMS, "2024-06-04 07:30"),
        ("2024-06-04 07:30", URGENT, SMS, "2024-06-04 07:30"),
        ("2024-06-03 23:00", NORMAL, APP, "2024-06-04 07:30"),
        ("2024-06-03 10:00", NORMAL, APP, "2024-06-03 10:00"),
        ("2024-06-03 10:00", NORMAL, SMS, "2024-06-03 17:00"),
        ("2024-06-03 17:00", NORMAL, SMS, "2024-06-04 17:00"),
        ("2024-06-03 23:00", EMERGENCY, SMS, "2024-06-03 23:00"),
        ("2024-06-03 23:00", ASKED, SMS, "2024-06-03 23:00"),
    ],
)
def test_when_a_message_leaves(now, urgency, channel, leaves):
    assert leaves_at(moment(now), urgency, channel, QUIET) == moment(leaves)


def test_quiet_hours_within_one_day():
    noon = Quiet(time(12), time(14, 30))
    assert noon.holds(moment("2024-06-03 12:00"))
    assert not noon.holds(moment("2024-06-03 14:30"))
    assert noon.over(moment("2024-06-03 13:00")) == moment("2024-06-03 14:30")


def test_a_day_in_one_text_keeps_the_last_word_on_each_thing():
    told = [("a", "收到"), ("b", "受理"), ("a", "办好了"), ("", "通知")]
    assert in_one(told) == ("收到\n受理\n办好了\n通知", 0)
    assert in_one(told, longest=11) == ("受理\n办好了\n通知", 1)
    assert in_one([("a", "办" * 300), ("a", "好" * 300)]) == ("好" * 300, 1)
