"""热点, 难点 and 堵点 as pure rules."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from doorstep.knots.rules import Limits, blocked_by, hot, older_than_limit

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def test_many_people_or_many_places_make_a_hot_spot() -> None:
    limits = Limits(days=30, people=10, places=5)
    assert hot([("a", 4, 1), ("b", 5, 1)], limits) is None
    assert hot([("a", 4, 1), ("b", 6, 1)], limits) == {
        "people": 10, "places": 2, "matters": 2, "days": 30,
    }  # fmt: skip
    assert hot([(n, 1, 1) for n in range(5)], limits) is not None


def test_one_who_reports_ten_times_is_not_ten_people() -> None:
    assert hot([("home", 1, 10)], Limits()) is None


@pytest.mark.parametrize(("days", "hard"), [(9, False), (10, False), (11, True)])
def test_hard_is_older_than_twice_its_limit(days: int, hard: bool) -> None:
    begun = NOW - days * DAY
    assert older_than_limit(begun, begun + 5 * DAY, NOW, 2) is hard


def test_without_a_date_nothing_is_late() -> None:
    assert not older_than_limit(NOW - 400 * DAY, None, NOW, 2)


@pytest.mark.parametrize(
    ("returned", "ruled", "outside", "due", "why"),
    [
        (1, None, False, None, "returned"),
        (1, NOW, False, None, ""),  # it was ruled whose it is
        (0, None, True, NOW - DAY, "waits"),
        (0, None, True, NOW + DAY, ""),  # it is in time
        (0, None, False, NOW - DAY, ""),  # late, but with the place's own
    ],
)
def test_blocked_waits_for_a_unit_or_was_given_back(
    returned: int, ruled: datetime | None, outside: bool, due: datetime | None, why: str
) -> None:
    assert blocked_by(returned, ruled, outside, due, NOW) == why
