"""The matrix of reminders: when a step fires is a pure function of the clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doorstep.clocks.rules import UNITS, Step, firings, moment, next_firing
from doorstep.kit import clock
from doorstep.kit.calendar import published
from doorstep.kit.deadline import PAUSED, RESUMED, SUBMITTED, Event, Stage, due

CALENDAR = published()
RESOLVE = Stage("resolve", 5, "work_day", ends=("resolved",))
BEFORE = Step("before", "resolve", -1, "work_day", "owner")
AT = Step("due", "resolve", 0, "hour", "owner")
LATE = Step("late", "resolve", 1, "work_day", "above")


def city(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=clock.CITY)


def test_days_fire_as_the_offices_open_over_a_holiday() -> None:
    # 2025-09-25 is a Thursday; 28 September is a make-up workday, 1 to 8 October are off.
    found = due([Event(SUBMITTED, city("2025-09-25 10:20"))], [RESOLVE], CALENDAR)
    assert clock.local(found[0].at) == city("2025-10-09 17:30")
    told = [clock.local(f.at) for f in firings(found, [LATE, AT, BEFORE], CALENDAR)]
    assert told == [city("2025-09-30 08:30"), city("2025-10-09 17:30"), city("2025-10-10 08:30")]


def test_what_has_ended_reminds_nobody() -> None:
    begun, done = city("2025-09-25 10:20"), city("2025-09-26 09:00")
    events = [Event(SUBMITTED, begun), Event("resolved", done)]
    assert firings(due(events, [RESOLVE], CALENDAR), [AT], CALENDAR) == []


def test_a_pause_moves_the_next_reminder() -> None:
    begun, stop = city("2026-03-02 09:00"), city("2026-03-04 08:30")
    plain = due([Event(SUBMITTED, begun)], [RESOLVE], CALENDAR)
    paused = due([Event(SUBMITTED, begun), Event(PAUSED, stop, 1, "等"),
                  Event(RESUMED, stop + timedelta(days=7), 2)], [RESOLVE], CALENDAR)  # fmt: skip
    first, later = (next_firing(d, [BEFORE], begun, CALENDAR) for d in (plain, paused))
    assert first
    assert later
    assert later.at - first.at == timedelta(days=7)


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2026, 11, 1)),
    st.integers(-40, 40),
    st.sampled_from(UNITS),
)
def test_a_step_before_is_before_and_one_after_after(at: datetime, offset: int, unit: str) -> None:
    when = at.replace(tzinfo=UTC)
    fires = moment(when, Step("x", "resolve", offset, unit, "owner"), CALENDAR)
    if offset < 0:
        assert fires < when
    elif offset > 0:
        assert fires > when or unit in ("work_day", "day")
    else:
        assert fires == when
    if unit == "work_hour" and offset:
        lies = CALENDAR.worktime_between(min(fires, when), max(fires, when))
        assert lies == timedelta(hours=abs(offset))


@given(st.lists(st.tuples(st.integers(-20, 20), st.sampled_from(UNITS)), min_size=1, max_size=6))
def test_each_step_is_told_once_however_late_the_worker(steps: list[tuple[int, str]]) -> None:
    found = due([Event(SUBMITTED, city("2026-03-02 09:00"))], [RESOLVE], CALENDAR)
    matrix = [Step(f"s{n}", "resolve", off, unit, "owner") for n, (off, unit) in enumerate(steps)]
    after, told = datetime(2020, 1, 1, tzinfo=UTC), 0
    while (step := next_firing(found, matrix, after, CALENDAR)) is not None:
        assert step.at > after
        after, told = step.at, told + 1
    assert told == len({f.at for f in firings(found, matrix, CALENDAR)})


@pytest.mark.parametrize(("level", "kind", "urgency", "holds"), [
    (3, "SOCIAL", "urgent", True), (2, "SOCIAL", "urgent", False), (3, "X", "urgent", False),
    (3, "SOCIAL", "", False),
])  # fmt: skip
def test_a_row_narrows_by_level_class_and_urgency(
    level: int, kind: str, urgency: str, holds: bool
) -> None:
    row = Step("x", "resolve", 1, "day", "city", level=3, kind="SOCIAL", urgency="urgent")
    assert row.fits(level, kind, urgency) is holds


def test_an_unpublished_year_gives_a_provisional_date() -> None:
    found = due([Event(SUBMITTED, city("2030-01-02 09:00"))], [RESOLVE], CALENDAR)
    assert found[0].provisional
    assert firings(found, [BEFORE], CALENDAR)[0].at < found[0].at
    assert date(2030, 1, 2) < clock.local(found[0].at).date()
