"""Why a deadline is on its date: structured reasons, and their words in Chinese and English.

The wording stands in ``data/why.toml``; the facts come from the :class:`~doorstep.kit.deadline.Due`
itself, so that the printed proof can never tell another date than the computed one.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from doorstep.kit import clock

if TYPE_CHECKING:
    from doorstep.kit.deadline import Due

Fact = int | str | date | datetime | tuple[str, ...] | tuple[date, ...]
_WORDING = Path(__file__).parent / "data" / "why.toml"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason. kind: a key of ``[reasons]`` in why.toml; facts: what its words need.

    ``days`` is a tuple of dates, or of first and last day where ``span`` is 1; ``name`` the names
    of holidays or closures; ``unit`` a unit of the stage; ``at`` a moment in UTC.
    """

    kind: str
    facts: Mapping[str, Fact] = field(default_factory=dict)

    def text(self, lang: str = "zh") -> str:
        """The reason in words; lang is ``zh`` or ``en`` (or begins so)."""
        column = 1 if lang.startswith("en") else 0
        words = {name: _said(name, fact, self.facts, column) for name, fact in self.facts.items()}
        return _wording()["reasons"][self.kind][column].format(**words)


def reasons(due: "Due") -> tuple[Reason, ...]:
    """All the reasons of a clock, from the limit to what makes it provisional."""
    stage = due.stage
    found = [
        Reason("limit", {"value": stage.value, "unit": stage.unit}),
        Reason("started", {"at": due.started}),
    ]
    if stage.unit.startswith("work_"):
        found += _calendar_reasons(due)
    for pause in due.pauses:
        if pause.ends is None:
            found.append(Reason("paused", {"at": pause.begins, "reason": pause.reason}))
        else:
            days = (_day(pause.begins), _day(pause.ends))
            found.append(Reason("pause", {"days": days, "span": 1, "reason": pause.reason}))
    for extension in due.extensions:
        facts: dict[str, Fact] = {"value": extension.counted, "unit": stage.unit}
        kind = {"": "extended", "limit": "capped"}.get(extension.refused, extension.refused)
        found.append(Reason(kind, {**facts, "asked": extension.asked, "at": extension.at}))
    if due.rolled:
        found.append(Reason("rolled", {"days": (_last_day(due),)}))
    if due.provisional:
        found.append(Reason("provisional", {"year": _unpublished(due)}))
    return tuple(found)


def text(due: "Due", lang: str = "zh") -> str:
    """All the reasons in one line: 5个工作日；自09-25 10:20起算；跳过国庆、中秋假期10-01至10-08."""
    return _join("reasons", lang).join(reason.text(lang) for reason in reasons(due))


def _calendar_reasons(due: "Due") -> list[Reason]:
    first, last = _day(due.started), _last_day(due)
    calendar = due.calendar
    found = [
        Reason(
            "closure" if span.local else "holiday",
            {"name": span.names, "days": (span.first, span.last), "span": 1},
        )
        for span in calendar.spans(first, last)
    ]
    days = [first + timedelta(days=i) for i in range((last - first).days + 1)]
    # A counted day begins after the start where days are counted, with it where hours are.
    counted = days[1:] if due.stage.unit == "work_day" else days
    makeup = tuple(day for day in counted if calendar.is_makeup(day))
    if makeup:
        found.append(Reason("makeup", {"days": makeup}))
    for day in counted:
        row = calendar.row(day)
        if row is not None and calendar.is_half_day(day) and due.stage.unit == "work_hour":
            found.append(Reason("half_day", {"days": (day,), "name": (row.name,)}))
    return found


def _day(moment: datetime) -> date:
    return clock.local(moment).date()


def _last_day(due: "Due") -> date:
    return _day(due.at - timedelta(microseconds=1))


def _unpublished(due: "Due") -> int:
    years = range(_day(due.started).year, _last_day(due).year + 1)
    return next(year for year in years if not due.calendar.published(year))


def _said(name: str, fact: Fact, facts: Mapping[str, Fact], column: int) -> str:
    """A fact in words: dates as 10-01 (with the year where the reason spans two)."""
    wording = _wording()
    if name == "unit":
        return wording["units"][str(fact)][column]
    if isinstance(fact, datetime):
        return f"{clock.local(fact):%m-%d %H:%M}"
    if not isinstance(fact, tuple):
        return str(fact)
    if name == "name":
        said = [wording["holidays"].get(str(one), [str(one)] * 2)[column] for one in fact]
        return wording["joins"]["names"][column].join(said)
    dates = [day for day in fact if isinstance(day, date)]
    style = "%Y-%m-%d" if len({day.year for day in dates}) > 1 else "%m-%d"
    join = "span" if facts.get("span") else "list"
    return wording["joins"][join][column].join(dict.fromkeys(day.strftime(style) for day in dates))


def _join(name: str, lang: str) -> str:
    return _wording()["joins"][name][1 if lang.startswith("en") else 0]


@cache
def _wording() -> dict[str, dict[str, list[str]]]:
    with _WORDING.open("rb") as file:
        return tomllib.load(file)
