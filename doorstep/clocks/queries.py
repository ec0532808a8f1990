"""What is asked of clocks: the city's calendar, the entries of a record, the matrix."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache

from doorstep.clocks.catalogues import REASONS, STEPS
from doorstep.clocks.models import ClockEvent
from doorstep.clocks.rules import DONE, Step
from doorstep.frame.catalogues import made, remembered, row
from doorstep.kit import clock
from doorstep.kit.calendar import WorkCalendar, published
from doorstep.kit.days import DayRow, Hours
from doorstep.kit.deadline import EXTENDED, PAUSED, RESUMED, Event
from doorstep.places.models import LocalClosure
from doorstep.places.queries import office_hours


def city_calendar() -> WorkCalendar:
    """The working calendar with the city's closures and office hours; remembered for five
    seconds, and the same object while nothing changes (its years are counted out once)."""
    rows, hours = remembered("places.calendar", _set_by_the_city)
    return _calendar(rows, hours)


def _set_by_the_city() -> tuple[tuple[DayRow, ...], Hours]:
    closed = LocalClosure.objects.filter(withdrawn_at__isnull=True).order_by("day", "id")
    rows = tuple(DayRow(each.day, each.worked, each.name, local=True) for each in closed)
    return rows, office_hours(clock.today())


@lru_cache(maxsize=4)
def _calendar(rows: tuple[DayRow, ...], hours: Hours) -> WorkCalendar:
    return published().with_local(rows, hours)


def entries_of(record: uuid.UUID) -> list[ClockEvent]:
    """All entries of the clocks of a record, oldest first: one statement."""
    return list(ClockEvent.objects.filter(of=record).order_by("at", "id"))


def events(entries: Iterable[ClockEvent], lang: str = "zh") -> list[Event]:
    """The entries as `kit.deadline` counts them, with the reasons in words of a language.

    A pause ends on the day that was set when it began, or earlier where somebody let it go on. Of
    two at once the later one counts from the end of the earlier.
    """
    there, found = sorted(entries, key=lambda each: each.at), []
    until = dict[str, datetime]()
    resumed = [each.at for each in there if each.entry == RESUMED]
    for seq, each in enumerate(there, start=1):
        by = str(each.approved_by_id or "")
        if each.entry == EXTENDED:
            found.append(Event(EXTENDED, each.at, seq, "", each.stage, each.value, by))
        elif each.entry == PAUSED and each.until is not None:
            ends = min([at for at in resumed if at >= each.at] + [each.until])
            begins = max(each.at, until.get(each.stage, each.at))
            if each.at < begins and begins >= ends:
                continue
            until[each.stage] = ends
            found.append(Event(PAUSED, begins, seq, said(each.reason, lang), each.stage))
            found.append(Event(RESUMED, ends, seq, "", each.stage))
        elif each.entry == DONE:
            found.append(Event(f"{DONE}:{each.stage}", each.at, seq))
    return found


def said(reason: str, lang: str) -> str:
    """A reason of a pause in words."""
    known = row(REASONS, reason)
    if known is None:
        return reason
    return known.en if lang.startswith("en") else known.zh


def longest(reason: str) -> int:
    """The longest pause for a reason, in days."""
    known = row(REASONS, reason)
    return int(known.data.get("days", 0)) if known else 0


def steps_for(level: int, kind: str, urgency: str) -> Sequence[Step]:
    """The rows of the matrix in force today that speak of such a record."""
    return made(STEPS, (level, kind, urgency, clock.today()), lambda rows: tuple(
        step
        for r in rows if r.holds(clock.today())
        if (step := _step(r.code, r.data)).fits(level, kind, urgency)
    ))  # fmt: skip


def _step(code: str, data: dict[str, object]) -> Step:
    level = data.get("level")
    return Step(
        code=code, stage=str(data.get("stage", "resolve")), offset=int(str(data.get("offset", 0))),
        unit=str(data.get("unit", "work_day")), tells=str(data.get("tells", "owner")),
        level=level if isinstance(level, int) else None, kind=str(data.get("class", "")),
        urgency=str(data.get("urgency", "")), pressing=bool(data.get("pressing")),
    )  # fmt: skip


def step_words(code: str) -> str:
    """What a step does, in the reader's language."""
    known = row(STEPS, code)
    return known.label if known else ""
