"""When who is reminded of a date: the matrix by level, class and urgency (peers 18).

A step of the matrix says how far from which date it fires and whom it tells. When it fires is a
pure function of the clocks (`kit.deadline`), so that the next time can be shown beforehand.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from doorstep.kit import clock
from doorstep.kit.calendar import WorkCalendar
from doorstep.kit.deadline import Due

#: The two clocks that every record with dates has; further stages are the category's own.
FIRST_CONTACT, RESOLVE = "first_contact", "resolve"
#: Entries of a clock besides those of `kit.deadline`: more time asked for, not given, stage done.
ASKED, NOT_GIVEN, DONE = "asked", "not_given", "done"
#: What more time may be: a longer limit, or a stop of the clock.
EXTENSION, PAUSE = "extension", "pause"
#: Whom a step tells: who has it, one level above, the street, the city.
OWNER, ABOVE, STREET, CITY = "owner", "above", "street", "city"
TOLD = (OWNER, ABOVE, STREET, CITY)
#: Units of a step: working time is counted on the working calendar.
UNITS = ("work_day", "work_hour", "hour", "day")


@dataclass(frozen=True)
class Step:
    """One row of the matrix.

    :param level, kind, urgency: what it is for; None or "" is any.
    :param offset: from the date, in `unit`; below 0 before it, 0 at it.
    :param pressing: told at once outside the quiet hours, else in the list of the day.
    """

    code: str
    stage: str
    offset: int
    unit: str
    tells: str
    level: int | None = None
    kind: str = ""
    urgency: str = ""
    pressing: bool = False

    def fits(self, level: int, kind: str, urgency: str) -> bool:
        """Whether it speaks of such a record."""
        return (
            self.level in (None, level)
            and self.kind in ("", kind)
            and self.urgency in ("", urgency)
        )


@dataclass(frozen=True, order=True)
class Firing:
    """A step at its moment."""

    at: datetime
    code: str
    tells: str
    stage: str
    pressing: bool


def moment(due: datetime, step: Step, calendar: WorkCalendar) -> datetime:
    """When a step fires: days off the date in the morning as the offices open, hours to the hour.

    Working hours before a date are counted back over the working calendar.
    """
    if step.offset == 0:
        return due
    if step.unit == "hour":
        return due + timedelta(hours=step.offset)
    if step.unit == "work_hour":
        return _work_hours(due, step.offset, calendar)
    day = clock.local(due - timedelta(microseconds=1)).date()
    if step.unit == "work_day":
        day = calendar.add_workdays(day, step.offset)
    else:
        day += timedelta(days=step.offset)
    hours = calendar.hours_on(day) or calendar.hours
    return datetime.combine(day, hours[0][0], clock.CITY).astimezone(due.tzinfo)


def _work_hours(due: datetime, hours: int, calendar: WorkCalendar) -> datetime:
    """So many working hours after the date, or before it (the latest moment with that many)."""
    if hours > 0:
        return calendar.add_worktime(due, timedelta(hours=hours))
    wanted, begins, step = timedelta(hours=-hours), due, timedelta(days=1)
    while calendar.worktime_between(begins, due) < wanted:
        begins -= step
    spare = calendar.worktime_between(begins, due) - wanted
    return calendar.add_worktime(begins, spare) if spare else begins


def firings(dues: Iterable[Due], steps: Sequence[Step], calendar: WorkCalendar) -> list[Firing]:
    """All steps of open clocks at their moments, in order; none of a stage that has ended."""
    found = [
        Firing(moment(due.at, step, calendar), step.code, step.tells, step.stage, step.pressing)
        for due in dues
        if due.ended is None
        for step in steps
        if step.stage == due.stage.code
    ]
    return sorted(found)


def next_firing(
    dues: Iterable[Due], steps: Sequence[Step], after: datetime, calendar: WorkCalendar
) -> Firing | None:
    """The first step that fires after a moment; a step is told once, whatever else happens."""
    return next((f for f in firings(dues, steps, calendar) if f.at > after), None)
