"""Dates worked out anew for all open matters, when the calendar or a limit has changed."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby, islice
from typing import Any

from doorstep.clocks.models import ClockEvent
from doorstep.clocks.queries import city_calendar, events
from doorstep.clocks.rules import FIRST_CONTACT, RESOLVE
from doorstep.frame import SYSTEM, Conflict, Ctx, Given, Refused, Result, act, do
from doorstep.kit.deadline import due
from doorstep.matters.acts.dates import wind
from doorstep.matters.models import Matter
from doorstep.matters.queries import IN_WORK
from doorstep.matters.rules.dates import history, stages
from doorstep.matters.rules.life import REQUEST
from doorstep.routing.queries import category

#: Rows read at once.
CHUNK = 2_000
_READ = ("pk", "begun_at", "contacted_at", "resolved_at", "first_level", "category", "due",
         "contact_due", "outside_due", "clock_entries")  # fmt: skip


def moved(rows: Iterable[tuple[Any, ...]]) -> Iterator[uuid.UUID]:
    """Which of these would have another date now; pure but for the entries of their clocks.

    :param rows: columns as `_READ`.
    """
    calendar, known = city_calendar(), dict[tuple[str, int], Any]()
    for chunk in _chunks(rows):
        entries = _entries([row[0] for row in chunk if row[9]])
        for pk, begun, contacted, resolved, level, code, then, contact, outside, _n in chunk:
            if (of := known.get((code, level))) is None:
                leaf = category(code)
                data = leaf.data if leaf else {}
                found = stages(data.get("limits", []), level, data.get("urgency", ""))
                of = known[code, level] = [s for s in found if s.code in (FIRST_CONTACT, RESOLVE)]
            told = history(begun, contacted, resolved, events(entries.get(pk, ())))
            first, last = due(told, of, calendar)
            if min(last.at, outside or last.at) != then or first.at != contact:
                yield pk


def _chunks(rows: Iterable[Any]) -> Iterator[list[Any]]:
    there = iter(rows)
    while found := list(islice(there, CHUNK)):
        yield found


def _entries(keys: list[uuid.UUID]) -> dict[uuid.UUID, list[ClockEvent]]:
    there = ClockEvent.objects.filter(of__in=keys).order_by("of", "at", "id") if keys else ()
    return {key: list(found) for key, found in groupby(there, key=lambda e: e.of)}


def open_rows() -> Any:
    """Open requests as `moved` reads them, without keeping them all."""
    there = Matter.objects.filter(intake=REQUEST, state__in=IN_WORK, withdrawn_at=None)
    return there.order_by().values_list(*_READ).iterator(CHUNK)


@act("matters.redate", on=Matter, states=IN_WORK, button="none",
     grants="sets the dates anew when the working calendar has changed")  # fmt: skip
def redate(matter: Matter, given: Given, ctx: Ctx) -> Result:
    """Its dates by its whole history and the calendar as it is known now; the reporter is told."""
    was: datetime | None = matter.due
    wind(matter, ctx.now)
    ctx.note(was=was.isoformat() if was else "")
    return Result(matter)


def redate_all(*, dry_run: bool = False) -> int:
    """Work all open dates out anew; how many moved. What changed meanwhile has its new date."""
    keys, done = list(moved(open_rows())), 0
    for pk in keys:
        if dry_run:
            done += 1
            continue
        try:
            do(SYSTEM, "matters.redate", pk, {}, channel="system")
        except (Conflict, Refused):
            continue
        done += 1
    return done
