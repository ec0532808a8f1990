"""The working calendar against the published arrangement and against counting by hand."""

from datetime import UTC, date, datetime, time, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from doorstep.kit import clock
from doorstep.kit.calendar import DayRow, WorkCalendar, published

CALENDAR = published()
FIRST, LAST = date(2011, 1, 1), date(2026, 12, 31)
days = st.dates(FIRST, LAST)
moments = st.datetimes(datetime(2011, 1, 1), datetime(2026, 10, 1), timezones=st.just(UTC))
LOCAL = CALENDAR.with_local(
    [
        DayRow(date(2026, 3, 9), "0", "暴雨停工"),
        DayRow(date(2026, 3, 10), "am", "上午办公"),
        DayRow(date(2026, 3, 11), "pm", "下午办公"),
    ]
)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), clock.CITY)


def test_every_day_agrees_with_the_oracle() -> None:
    every = [FIRST + timedelta(days=i) for i in range((LAST - FIRST).days + 1)]
    wrong = [d for d in every if CALENDAR.is_workday(d) != chinese_calendar.is_workday(d)]
    assert wrong == []
    assert len(every) == 5844


@given(days, st.integers(-300, 300))
def test_add_workdays_counts_one_by_one(day: date, number: int) -> None:
    expected, step = day, 1 if number > 0 else -1
    for _ in range(abs(number)):
        expected += timedelta(days=step)
        while not CALENDAR.is_workday(expected):
            expected += timedelta(days=step)
    assert CALENDAR.add_workdays(day, number) == expected


@given(days, days)
def test_workdays_between_counts_one_by_one(one: date, other: date) -> None:
    begin, end = min(one, other), max(one, other)
    passed = (begin + timedelta(days=i) for i in range(1, (end - begin).days + 1))
    count = sum(CALENDAR.is_workday(day) for day in passed)
    assert CALENDAR.workdays_between(begin, end) == count
    assert CALENDAR.workdays_between(end, begin) == -count


@given(moments, st.timedeltas(timedelta(), timedelta(hours=400)))
def test_worktime_added_is_worktime_between(moment: datetime, amount: timedelta) -> None:
    later = CALENDAR.add_worktime(moment, amount)
    assert CALENDAR.worktime_between(moment, later) == amount
    if amount:
        just_before = later - timedelta(microseconds=1)
        assert CALENDAR.worktime_between(moment, just_before) < amount


@given(
    moments,
    st.timedeltas(timedelta(), timedelta(days=30)),
    st.timedeltas(timedelta(), timedelta(days=30)),
)
def test_worktime_adds_up(moment: datetime, one: timedelta, two: timedelta) -> None:
    middle, end = moment + one, moment + one + two
    parts = CALENDAR.worktime_between(moment, middle) + CALENDAR.worktime_between(middle, end)
    assert CALENDAR.worktime_between(moment, end) == parts


def test_work_hours_step_over_noon_and_night() -> None:
    friday = date(2026, 3, 6)
    assert CALENDAR.add_workhours(at(friday, 11), 2) == at(friday, 15, 30)
    assert CALENDAR.add_workhours(at(friday, 17), 1) == at(date(2026, 3, 9), 9)
    assert CALENDAR.add_workhours(at(friday, 12, 30), 3) == at(friday, 17, 30)


def test_the_last_working_moment_of_a_year_is_in_that_year() -> None:
    last = date(2025, 12, 31)
    assert CALENDAR.add_workhours(at(last, 16, 30), 1) == at(last, 17, 30)
    assert CALENDAR.add_workhours(at(last, 16, 30), 2) == at(date(2026, 1, 4), 9, 30)


def test_closures_and_half_days_of_the_city() -> None:
    assert not LOCAL.is_workday(date(2026, 3, 9))
    assert LOCAL.is_workday(date(2026, 3, 10))
    assert LOCAL.is_half_day(date(2026, 3, 10))
    assert LOCAL.closes(date(2026, 3, 10)) == at(date(2026, 3, 10), 12)
    assert LOCAL.add_workhours(at(date(2026, 3, 6), 17, 30), 3.5) == at(date(2026, 3, 10), 12)
    assert LOCAL.add_workhours(at(date(2026, 3, 10), 12), 1) == at(date(2026, 3, 11), 15, 30)
    assert LOCAL.add_workdays(date(2026, 3, 6), 1) == date(2026, 3, 10)
    assert CALENDAR.is_workday(date(2026, 3, 9))


def test_a_local_row_does_not_publish_a_year() -> None:
    local = CALENDAR.with_local([DayRow(date(2027, 3, 9), "0", "暴雨停工")])
    assert not local.published(2027)
    assert local.published(2026)


def test_unpublished_years_know_the_fixed_holidays_only() -> None:
    assert CALENDAR.provisional(date(2026, 12, 31), date(2027, 1, 4))
    assert not CALENDAR.provisional(FIRST, LAST)
    assert not CALENDAR.is_workday(date(2027, 10, 1))
    assert CALENDAR.is_workday(date(2027, 10, 4))


def test_spans_name_the_whole_holiday() -> None:
    (span,) = CALENDAR.spans(date(2025, 10, 3), date(2025, 10, 9))
    assert (span.first, span.last) == (date(2025, 10, 1), date(2025, 10, 8))
    assert span.names == ("National Day", "Mid-autumn Festival")
    assert CALENDAR.spans(date(2025, 11, 1), date(2025, 11, 30)) == []


@pytest.mark.parametrize(
    "hours", [[], [(time(9), time(9))], [(time(9), time(12)), (time(11), time(15))]]
)
def test_impossible_hours_are_refused(hours: list[tuple[time, time]]) -> None:
    with pytest.raises(ValueError, match="office hours"):
        WorkCalendar([], hours)


def test_an_impossible_row_is_refused() -> None:
    with pytest.raises(ValueError, match="0, 1, am or pm"):
        DayRow(date(2026, 1, 1), "half", "")
