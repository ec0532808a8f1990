"""The dates of a matter wound anew from its whole history, and who is reminded of them next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from doorstep.clocks.models import ClockEvent
from doorstep.clocks.queries import city_calendar, entries_of, events, steps_for
from doorstep.clocks.rules import Firing, next_firing
from doorstep.kit import clock
from doorstep.kit.deadline import Due, Stage
from doorstep.matters.models import Matter
from doorstep.matters.queries import in_work
from doorstep.matters.rules.dates import Dates, dates, history, stages
from doorstep.matters.rules.life import REQUEST
from doorstep.matters.rules.telling import by_when
from doorstep.routing.queries import category


def _data(matter: Matter) -> dict[str, Any]:
    leaf = category(matter.category)
    return leaf.data if leaf else {}


def stages_of(matter: Matter) -> list[Stage]:
    """Its stages: by its category, else by the level it began on, wherever it goes later."""
    data = _data(matter)
    return stages(data.get("limits", []), matter.first_level, data.get("urgency", ""))


def entries_there(matter: Matter) -> list[ClockEvent]:
    """The entries of its clocks; one without any asks for none."""
    return entries_of(matter.pk) if matter.clock_entries else []


def clocks_of(matter: Matter, entries: Sequence[ClockEvent] | None = None) -> Dates:
    """Its clocks: a pure function of its history, the limits and the city's calendar.

    :param entries: those of its clocks, where they are at hand; else asked for if there are any.
    """
    there = entries_there(matter) if entries is None else entries
    told = (matter.begun_at, matter.contacted_at, matter.resolved_at)
    english = history(*told, events(there, "en")) if there else ()
    return dates(history(*told, events(there)), stages_of(matter), city_calendar(), english)


def wind(matter: Matter, now: datetime, entries: Sequence[ClockEvent] | None = None) -> None:
    """Set its dates by its history, and when who is reminded next; no act moves a date else.

    A date that another system set counts where it is the sooner one; the reason says so.
    """
    if matter.intake != REQUEST:
        matter.due = matter.contact_due = matter.remind_at = None
        matter.due_why = {}
        return
    found = clocks_of(matter, entries)
    matter.due, matter.contact_due, matter.due_why = found.due, found.contact, found.why
    if matter.outside_due is not None and matter.outside_due < found.due:
        matter.due = matter.outside_due
        matter.due_why = {**found.why, **_outside(found.due)}
    remind(matter, now, found.clocks)


def _outside(ours: datetime) -> dict[str, str]:
    said = {}
    for lang, code in (("zh", "zh-hans"), ("en", "en")):
        with override(code):
            said[lang] = _("date of the other system; ours would be %(d)s") % {"d": by_when(ours)}
    return said


def remind(
    matter: Matter, now: datetime, clocks: Sequence[Due] | None = None, *, again: bool = False
) -> None:
    """Set when who is told next: nothing is made up for, and nothing fires when work is over.

    :param again: the work is about to begin anew, whatever its state says yet.
    """
    found = None
    if matter.intake == REQUEST and (again or in_work(matter)) and matter.state != "split":
        found = next_step(matter, max(now, matter.reminded_at or now), clocks)
    matter.remind_at = found.at if found else None


def next_step(
    matter: Matter, after: datetime, clocks: Sequence[Due] | None = None
) -> Firing | None:
    """The next step of the matrix after a moment."""
    steps = steps_for(matter.level, matter.category_class, _data(matter).get("urgency", ""))
    if not steps:
        return None
    dues = clocks_of(matter).clocks if clocks is None else clocks
    return next_firing(dues, steps, after, city_calendar())


def stands(matter: Matter) -> bool:
    """Whether its clock stands now."""
    return matter.paused_until is not None and clock.now() < matter.paused_until
