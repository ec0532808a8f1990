"""The dates of a request: by the category's limits, else by level (B3, kit.deadline)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from doorstep.clocks.rules import DONE, FIRST_CONTACT, RESOLVE
from doorstep.kit.calendar import WorkCalendar, published
from doorstep.kit.deadline import SUBMITTED, Due, Event, Stage, due
from doorstep.kit.why import text
from doorstep.matters.rules.life import L_BUILDING, L_CITY, L_COMMUNITY, L_COMPOUND, L_STREET

#: Level → (value, unit) for "resolve" where the category sets none. 依据待核: city parameters.
BY_LEVEL = {
    L_BUILDING: (3, "day"), L_COMPOUND: (5, "work_day"), L_COMMUNITY: (7, "work_day"),
    L_STREET: (10, "work_day"), L_CITY: (15, "work_day"),
}  # fmt: skip
FIRST = {
    "urgent": (2, "hour"),
    "emergency": (2, "hour"),
    "": (1, "work_day"),
    "normal": (1, "work_day"),
}
#: Ends of the two clocks, as `history` writes them.
CONTACTED, RESOLVED = "contacted", "resolved"


@dataclass(frozen=True)
class Dates:
    """When it is due, when the reporter must have heard from us, why, and all its clocks."""

    due: datetime
    contact: datetime
    why: dict[str, Any]
    clocks: tuple[Due, ...]


def stages(limits: list[dict[str, Any]], level: int, urgent: str) -> list[Stage]:
    """The stages of a matter, first contact and resolve first: the category's own (such as stop,
    penalty, demolition on one leaf, B2), filled up with the defaults."""
    given = {each["stage"]: (each["value"], each["unit"]) for each in limits}
    ends = {FIRST_CONTACT: (CONTACTED,), RESOLVE: (RESOLVED,)}
    found = {
        FIRST_CONTACT: FIRST.get(urgent, FIRST["normal"]), RESOLVE: BY_LEVEL[level], **given,
    }  # fmt: skip
    return [
        Stage(code, value, unit, ends=ends.get(code, (f"{DONE}:{code}",)))
        for code, (value, unit) in found.items()
    ]


def history(
    begun: datetime, contacted: datetime | None, resolved: datetime | None, more: Iterable[Event]
) -> list[Event]:
    """What its clocks read: submission starts them all and nothing starts them again (R12)."""
    ends = [(CONTACTED, contacted), (RESOLVED, resolved)]
    told = [Event(kind, at) for kind, at in ends if at is not None]
    return [Event(SUBMITTED, begun), *told, *more]


def dates(
    events: Sequence[Event], of: list[Stage], calendar: WorkCalendar, english: Sequence[Event] = ()
) -> Dates:
    """The dates of a history.

    :param english: the same history with the reasons of pauses in English, where there are any.
    """
    found = tuple(due(events, of, calendar))
    contact, resolve = found[0], found[1]
    told = due(english, of, calendar)[1] if english else resolve
    why = {"zh": text(resolve, "zh"), "en": text(told, "en"), "provisional": resolve.provisional}
    return Dates(resolve.at, contact.at, why, found)


def first_dates(
    begun: datetime,
    limits: list[dict[str, Any]],
    level: int,
    urgent: str,
    calendar: WorkCalendar | None = None,
) -> Dates:
    """Dates counted from the moment of submission (R12: the clock starts there, always)."""
    return dates([Event(SUBMITTED, begun)], stages(limits, level, urgent), calendar or published())
