"""What the city has set: parameters, calendar, office hours, emergencies."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time
from typing import Any

from django.db.models import QuerySet

from doorstep.kit.calendar import WorkCalendar, published
from doorstep.kit.days import DayRow, Hours
from doorstep.kit.path import ancestors
from doorstep.places.models import Emergency, LocalClosure, Parameter
from doorstep.places.rules import PARAMETERS


def parameters(keys: Iterable[str], day: date, path: str = "") -> dict[str, Any]:
    """Values in force on a day at a place: its own row, else that of the nearest place above,
    else the default of the table. One statement.

    :raises KeyError: for a key that no table declares.
    """
    values = {key: PARAMETERS[key].default for key in keys}
    rows = Parameter.objects.at(day).filter(
        key__in=list(values), path__in=("", *ancestors(path)), withdrawn_at__isnull=True
    )
    for row in sorted(rows, key=lambda r: (len(r.path), r.since)):
        values[row.key] = row.value
    return values


def parameter(key: str, day: date, path: str = "") -> Any:
    """One value of the switchboard (domain.md part F) on a day at a place."""
    return parameters([key], day, path)[key]


def office_hours(day: date) -> Hours:
    """Working hours of offices, ordered pairs of times."""
    pairs = parameter("office.hours", day)
    return tuple((time.fromisoformat(begins), time.fromisoformat(ends)) for begins, ends in pairs)


def calendar_on(day: date) -> WorkCalendar:
    """The working calendar with this city's closures and hours: two statements; keep it for the
    request (years are counted out once per calendar)."""
    rows = [
        DayRow(row.day, row.worked, row.name, local=True)
        for row in LocalClosure.objects.filter(withdrawn_at__isnull=True)
    ]
    return published().with_local(rows, office_hours(day))


def emergencies_at(path: str, day: date) -> QuerySet[Emergency]:
    """Declared emergencies in force at a place on a day (dignity.md D17)."""
    found = Emergency.objects.at(day).filter(path__in=ancestors(path), withdrawn_at__isnull=True)
    return found.order_by("since")
