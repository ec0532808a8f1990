"""The first dates of a request: by the category's limits, else by level (B3, kit.deadline)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from doorstep.kit.calendar import WorkCalendar, published
from doorstep.kit.deadline import SUBMITTED, Event, Stage, due
from doorstep.matters.rules.life import L_BUILDING, L_CITY, L_COMMUNITY, L_COMPOUND, L_STREET

#: Level → (value, unit) for "resolve" where the category sets none. 依据待核: city parameters.
BY_LEVEL = {
    L_BUILDING: (3, "day"), L_COMPOUND: (5, "work_day"), L_COMMUNITY: (7, "work_day"),
    L_STREET: (10, "work_day"), L_CITY: (15, "work_day"),
}  # fmt: skip
FIRST_CONTACT = {
    "urgent": (2, "hour"),
    "emergency": (2, "hour"),
    "": (1, "work_day"),
    "normal": (1, "work_day"),
}


@dataclass(frozen=True)
class Dates:
    """When it is due, when the reporter must have heard from us, and why."""

    due: datetime
    contact: datetime
    why: dict[str, Any]


def stages(limits: list[dict[str, Any]], level: int, urgent: str) -> list[Stage]:
    """The stages of a matter: the category's own, filled up with the defaults."""
    found = {each["stage"]: Stage(each["stage"], each["value"], each["unit"]) for each in limits}
    found.setdefault(
        "first_contact", Stage("first_contact", *FIRST_CONTACT.get(urgent, (1, "work_day")))
    )
    found.setdefault("resolve", Stage("resolve", *BY_LEVEL[level]))
    return [found["first_contact"], found["resolve"]]


def first_dates(
    begun: datetime,
    limits: list[dict[str, Any]],
    level: int,
    urgent: str,
    calendar: WorkCalendar | None = None,
) -> Dates:
    """Dates counted from the moment of submission (R12: the clock starts there, always)."""
    contact, resolve = due(
        [Event(SUBMITTED, begun)], stages(limits, level, urgent), calendar or published()
    )
    why = {
        "zh": resolve.why_text("zh"),
        "en": resolve.why_text("en"),
        "provisional": resolve.provisional,
    }
    return Dates(resolve.at, contact.at, why)
