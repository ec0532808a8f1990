"""The only teller of time: store UTC, decide in Asia/Shanghai (design section 3, Time).

The clock can be set in the demo and in tests only, after :func:`allow_setting`. A set clock stands
still: the process-wide value serves the demo, the context value (:func:`at`) one request or test.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from datetime import time as wall_time
from zoneinfo import ZoneInfo

#: The zone in which every day begins and ends.
CITY = ZoneInfo("Asia/Shanghai")


class ClockError(RuntimeError):
    """The clock was set where that is not allowed, or to a time without a zone."""


_context: ContextVar[datetime | None] = ContextVar("doorstep_clock", default=None)


class _Process:
    """What holds for the whole process."""

    allowed = False
    moment: datetime | None = None


def now() -> datetime:
    """The present moment, aware, in UTC."""
    if _Process.allowed:
        return _context.get() or _Process.moment or datetime.now(UTC)
    return datetime.now(UTC)


def today() -> date:
    """The present date in the city."""
    return local(now()).date()


def local(moment: datetime) -> datetime:
    """The same moment told in the city's zone. Raises ClockError for a naive datetime."""
    return _aware(moment).astimezone(CITY)


def start_of(day: date) -> datetime:
    """First moment of a city day, in UTC (inclusive)."""
    return datetime.combine(day, wall_time.min, CITY).astimezone(UTC)


def end_of(day: date) -> datetime:
    """End of a city day, in UTC (exclusive: the first moment of the next day)."""
    return start_of(day + timedelta(days=1))


def machine_ns() -> int:
    """Nanoseconds of the machine's own clock, never set: for ids, leases and measurements only."""
    return time.time_ns()


def allow_setting(allowed: bool) -> None:
    """Open (demo, tests) or close the setting of the clock; a closed clock tells the true time."""
    _Process.allowed = allowed
    if not allowed:
        _Process.moment = None


def set_clock(moment: datetime | None) -> None:
    """Stop the clock of the whole process at an aware moment, or let it run again with None.

    Raises ClockError unless setting is allowed.
    """
    _check_allowed()
    _Process.moment = None if moment is None else _aware(moment).astimezone(UTC)


def is_set() -> bool:
    """Whether the time now told is a set one (pages of the demo say so)."""
    return _Process.allowed and (_context.get() or _Process.moment) is not None


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Stop the clock at an aware moment for the block, in this thread or task only.

    Raises ClockError unless setting is allowed.
    """
    _check_allowed()
    token = _context.set(_aware(moment).astimezone(UTC))
    try:
        yield
    finally:
        _context.reset(token)


def _check_allowed() -> None:
    if not _Process.allowed:
        raise ClockError("the clock may be set in the demo and in tests only")


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ClockError(f"a time without a zone: {moment!r}")
    return moment
