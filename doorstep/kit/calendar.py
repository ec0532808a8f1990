"""The working calendar: workdays, working time and why a day is off.

Years without a published row are provisional: only the fixed-date holidays of the law are known
there (see :mod:`doorstep.kit.days` for the rows), and every answer from them says so.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path

from doorstep.kit import clock
from doorstep.kit.days import (
    NOON,
    OFFICE_HOURS,
    PUBLISHED_CSV,
    DayRow,
    Hours,
    fixed_holiday,
    read_rows,
)


@dataclass(frozen=True, slots=True)
class Span:
    """Days off in a row that hold at least one named day; ``names`` in order of their days."""

    first: date
    last: date
    names: tuple[str, ...]
    local: bool


@dataclass(frozen=True, slots=True)
class _Year:
    """One year counted out: position i is the day i days after 1 January."""

    first: date
    #: Workdays before day i, and at the end of the year.
    counts: tuple[int, ...]
    workdays: tuple[date, ...]
    #: Working time before day i.
    worktimes: tuple[timedelta, ...]


class WorkCalendar:
    """Answers about working time; made once, cheap to ask (each year is counted out once)."""

    def __init__(self, rows: Iterable[DayRow], hours: Hours = OFFICE_HOURS) -> None:
        """rows: the published days, later ones override earlier; hours: ordered, apart.

        Raises ValueError where the hours overlap or are empty.
        """
        flat = [moment for pair in hours for moment in pair]
        if not flat or any(a >= b for a, b in pairwise(flat)):
            raise ValueError("office hours must be in order and apart")
        self.hours = tuple(hours)
        given = list(rows)
        self._rows: Mapping[date, DayRow] = {row.day: row for row in given}
        self._published = frozenset(row.day.year for row in given if not row.local)
        self._years: dict[int, _Year] = {}

    @classmethod
    def from_csv(cls, path: Path = PUBLISHED_CSV, hours: Hours = OFFICE_HOURS) -> "WorkCalendar":
        """Calendar of a CSV file. Raises ValueError or KeyError for a row that is none."""
        return cls(read_rows(path), hours)

    def with_local(self, rows: Iterable[DayRow], hours: Hours | None = None) -> "WorkCalendar":
        """The same calendar with a city's closures, half days and hours on top."""
        mine = [DayRow(row.day, row.worked, row.name, local=True) for row in rows]
        return WorkCalendar([*self._rows.values(), *mine], hours or self.hours)

    def published(self, year: int) -> bool:
        """Whether the State Council's arrangement of that year is known."""
        return year in self._published

    def provisional(self, first: date, last: date) -> bool:
        """Whether an answer over these days leans on an unpublished year."""
        return any(year not in self._published for year in range(first.year, last.year + 1))

    def row(self, day: date) -> DayRow | None:
        """The exception of a day, None for an ordinary weekday or weekend."""
        found = self._rows.get(day)
        return fixed_holiday(day) if found is None and not self.published(day.year) else found

    def is_workday(self, day: date) -> bool:
        """Whether the offices work on that day; a half day is a workday."""
        row = self.row(day)
        return day.weekday() < 5 if row is None else row.worked != "0"

    def is_half_day(self, day: date) -> bool:
        """Whether only a morning or an afternoon is worked."""
        row = self.row(day)
        return row is not None and row.worked in ("am", "pm")

    def is_makeup(self, day: date) -> bool:
        """Whether it is a workday at a weekend (调休上班)."""
        return day.weekday() >= 5 and self.is_workday(day)

    def hours_on(self, day: date) -> Hours:
        """Office hours of that day in city time; none on a day off."""
        if not self.is_workday(day):
            return ()
        row = self.row(day)
        if row is not None and row.worked == "am":
            return tuple(pair for pair in self.hours if pair[0] < NOON)
        if row is not None and row.worked == "pm":
            return tuple(pair for pair in self.hours if pair[0] >= NOON)
        return self.hours

    def closes(self, day: date) -> datetime:
        """End of office hours in UTC; of a day off the (exclusive) end of the day."""
        hours = self.hours_on(day)
        return _moment(day, hours[-1][1]) if hours else clock.end_of(day)

    def add_workdays(self, day: date, number: int) -> date:
        """The number-th workday after day (before it, for a negative number); 0 gives day.

        The day itself does not count, whether it is a workday or not (period begins next day).
        """
        if number == 0:
            return day
        # Rank of the wanted workday within its year, counted from 0.
        year = self._year(day.year)
        position = (day - year.first).days
        rank = (
            year.counts[position + 1] + number - 1 if number > 0 else year.counts[position] + number
        )
        at = day.year
        while rank >= len(year.workdays):
            rank -= len(year.workdays)
            at += 1
            year = self._year(at)
        while rank < 0:
            at -= 1
            year = self._year(at)
            rank += len(year.workdays)
        return year.workdays[rank]

    def workdays_between(self, after: date, until: date) -> int:
        """Workdays d with after < d ≤ until; negative where until comes first."""
        if until < after:
            return -self.workdays_between(until, after)
        return self._workdays_to(until) - self._workdays_to(after, until.year)

    def add_worktime(self, moment: datetime, amount: timedelta) -> datetime:
        """The earliest moment (UTC) with that working time since the given one; amount ≥ 0.

        Nothing to add gives the moment itself. Raises ValueError for a negative amount.
        """
        if amount < timedelta():
            raise ValueError("working time cannot be taken back")
        if not amount:
            return moment.astimezone(UTC)
        here = clock.local(moment)
        day = here.date()
        year = self._year(day.year)
        position = (day - year.first).days
        wanted = year.worktimes[position] + self._worked_before(here) + amount
        at = day.year
        while wanted > year.worktimes[-1]:
            wanted -= year.worktimes[-1]
            at += 1
            year = self._year(at)
        # The first day at whose end the wanted working time has been reached.
        index = bisect_left(year.worktimes, wanted) - 1
        day = year.first + timedelta(days=index)
        rest = wanted - year.worktimes[index]
        for begins, ends in self.hours_on(day):
            length = _length(begins, ends)
            if rest <= length:
                return _moment(day, begins) + rest
            rest -= length
        raise AssertionError("a day is shorter than its own hours")  # pragma: no cover

    def add_workhours(self, moment: datetime, hours: float) -> datetime:
        """:meth:`add_worktime` with working hours."""
        return self.add_worktime(moment, timedelta(hours=hours))

    def worktime_between(self, begins: datetime, ends: datetime) -> timedelta:
        """Working time from begins to ends; negative where ends comes first."""
        if ends < begins:
            return -self.worktime_between(ends, begins)
        first, last = clock.local(begins), clock.local(ends)
        total = self._worktime_to(last) - self._worktime_to(first)
        for number in range(first.year, last.year):
            total += self._year(number).worktimes[-1]
        return total

    def spans(self, first: date, last: date) -> list[Span]:
        """Holidays and closures that touch first … last, each in its full length."""
        found: list[Span] = []
        day = first
        while day <= last:
            if self.is_workday(day):
                day += timedelta(days=1)
                continue
            begins, ends = self._stretch(day, -1), self._stretch(day, 1)
            rows = [self.row(begins + timedelta(days=i)) for i in range((ends - begins).days + 1)]
            named = [row for row in rows if row is not None and row.name]
            if named:
                names = tuple(dict.fromkeys(row.name for row in named))
                found.append(Span(begins, ends, names, all(row.local for row in named)))
            day = ends + timedelta(days=1)
        return found

    def _stretch(self, day: date, step: int) -> date:
        while not self.is_workday(day + timedelta(days=step)):
            day += timedelta(days=step)
        return day

    def _workdays_to(self, day: date, base: int | None = None) -> int:
        """Workdays up to and with day, counted from 1 January of its year (minus up to base)."""
        year = self._year(day.year)
        count = year.counts[(day - year.first).days + 1]
        for number in range(day.year, base or day.year):
            count -= len(self._year(number).workdays)
        return count

    def _worktime_to(self, here: datetime) -> timedelta:
        year = self._year(here.year)
        return year.worktimes[(here.date() - year.first).days] + self._worked_before(here)

    def _worked_before(self, here: datetime) -> timedelta:
        """Working time of the day before that moment (city time)."""
        at = here.time()
        parts = (_length(b, min(at, e)) for b, e in self.hours_on(here.date()) if at > b)
        return sum(parts, timedelta())

    def _year(self, number: int) -> _Year:
        known = self._years.get(number)
        if known is None:
            known = self._years[number] = self._count_out(number)
        return known

    def _count_out(self, number: int) -> _Year:
        first = date(number, 1, 1)
        counts, times, workdays = [0], [timedelta()], []
        for offset in range((date(number, 12, 31) - first).days + 1):
            day = first + timedelta(days=offset)
            if self.is_workday(day):
                workdays.append(day)
            counts.append(len(workdays))
            worked = (_length(*pair) for pair in self.hours_on(day))
            times.append(times[-1] + sum(worked, timedelta()))
        return _Year(first, tuple(counts), tuple(workdays), tuple(times))


@cache
def published() -> WorkCalendar:
    """The country's calendar as shipped, with the usual office hours."""
    return WorkCalendar.from_csv()


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, clock.CITY).astimezone(UTC)


def _length(begins: time, ends: time) -> timedelta:
    return timedelta(
        hours=ends.hour - begins.hour,
        minutes=ends.minute - begins.minute,
        seconds=ends.second - begins.second,
        microseconds=ends.microsecond - begins.microsecond,
    )
