"""The clock: told in UTC, decided in the city, set only where that is allowed."""

import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doorstep.kit import clock

EVE = datetime(2023, 12, 31, 15, 59, 59, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _closed_after() -> Iterator[None]:
    was = clock._Process.allowed
    clock.allow_setting(False)
    yield
    clock.allow_setting(was)


def test_now_is_aware_and_utc() -> None:
    assert clock.now().utcoffset() == timedelta(0)


def test_a_closed_clock_cannot_be_set() -> None:
    with pytest.raises(clock.ClockError):
        clock.set_clock(EVE)
    with pytest.raises(clock.ClockError), clock.at(EVE):
        pass


def test_the_day_turns_at_midnight_in_the_city() -> None:
    clock.allow_setting(True)
    with clock.at(EVE):
        assert clock.today() == date(2023, 12, 31)
    with clock.at(EVE + timedelta(seconds=1)):
        assert clock.today() == date(2024, 1, 1)


def test_set_clock_holds_in_all_threads_and_at_in_its_own() -> None:
    clock.allow_setting(True)
    clock.set_clock(EVE)
    seen: list[datetime] = []
    with clock.at(EVE + timedelta(days=1)):
        thread = threading.Thread(target=lambda: seen.append(clock.now()))
        thread.start()
        thread.join()
        assert clock.now() == EVE + timedelta(days=1)
    assert seen == [EVE]
    assert clock.is_set()
    clock.set_clock(None)
    assert not clock.is_set()


def test_closing_tells_the_true_time_at_once() -> None:
    clock.allow_setting(True)
    with clock.at(EVE):
        clock.allow_setting(False)
        assert clock.now().year > 2023
        clock.allow_setting(True)


def test_a_naive_time_is_refused() -> None:
    clock.allow_setting(True)
    with pytest.raises(clock.ClockError):
        clock.set_clock(datetime(2024, 1, 1))
    with pytest.raises(clock.ClockError):
        clock.local(datetime(2024, 1, 1))


@given(st.dates(date(1900, 1, 2), date(2200, 1, 1)))
def test_days_join_without_gap(day: date) -> None:
    assert clock.end_of(day) == clock.start_of(day + timedelta(days=1))
    assert clock.local(clock.start_of(day)).date() == day
    assert clock.local(clock.end_of(day) - timedelta(microseconds=1)).date() == day
