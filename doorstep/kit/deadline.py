"""Deadlines as a pure function of the history and the working calendar (R12, design section 3).

A clock starts at submission (or the event a stage names), stops between pause and resume, grows
by an approved extension of at most the original in all, and nothing else moves it: edits, returns
and reopening are not even looked at. Each result can tell why (see :mod:`doorstep.kit.why`).

Units: ``work_hour`` counts office hours; ``work_day`` ends at closing time of the n-th workday
after the day of the start; ``hour`` runs through; ``day`` ends with the n-th day after the start.
A pause moves working units by exactly the working time paused, the others by the time paused.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from doorstep.kit import clock
from doorstep.kit.calendar import WorkCalendar
from doorstep.kit.why import Reason, reasons, text

WORKING_UNITS = frozenset(("work_hour", "work_day"))
UNITS = WORKING_UNITS | {"hour", "day"}
#: Kinds of event that this module reads; the kinds a stage starts and ends by come on top.
SUBMITTED, PAUSED, RESUMED, EXTENDED = "submitted", "paused", "resumed", "extended"


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of a history.

    kind: one of this module's four, or any other. at: aware. seq orders events of one moment.
    reason: of a pause. stage: which clock a pause or an extension means, "" for all. value: an
    extension in the unit of the stage. approved_by: who approved; without one it does not count.
    """

    kind: str
    at: datetime
    seq: int = 0
    reason: str = ""
    stage: str = ""
    value: int = 0
    approved_by: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """One limit: value in a unit, from the first ``starts`` event to the first of ``ends``.

    roll: a last day off moves to the next workday (Civil Code art. 203), for units day and hour.
    """

    code: str
    value: int
    unit: str
    starts: str = SUBMITTED
    ends: tuple[str, ...] = ()
    roll: bool = False

    def __post_init__(self) -> None:
        if self.unit not in UNITS or self.value < 0:
            raise ValueError(f"no limit: {self.value} {self.unit}")


@dataclass(frozen=True, slots=True)
class Pause:
    """A stop of the clock; ends is None while it lasts."""

    begins: datetime
    ends: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class Extension:
    """An extension asked for; counted is what came of it in the unit of the stage.

    refused: "" or why (part of) it did not count: ``unapproved``, ``late``, ``limit``.
    """

    at: datetime
    asked: int
    counted: int
    approved_by: str
    refused: str


@dataclass(frozen=True, slots=True)
class Due:
    """One clock: due at ``at`` (UTC; the limit keeps if it ends before or at that moment).

    While paused, ``at`` is the date as if it went on now and ``paused_since`` is set: such a
    clock is not overdue. ended: when the stage was done, None while open.
    """

    stage: Stage
    started: datetime
    at: datetime
    provisional: bool
    paused_since: datetime | None
    ended: datetime | None
    pauses: tuple[Pause, ...]
    extensions: tuple[Extension, ...]
    #: Whether a last day off moved the limit to the next workday.
    rolled: bool
    calendar: WorkCalendar = field(repr=False, compare=False)

    @property
    def why(self) -> tuple[Reason, ...]:
        """The reasons for that date, worked out when asked for; :meth:`why_text` says them."""
        return reasons(self)

    def why_text(self, lang: str = "zh") -> str:
        """The reasons in one line of Chinese (``zh``) or English (``en``)."""
        return text(self, lang)

    def overdue(self, moment: datetime) -> bool:
        """Whether the limit was missed, seen at that moment (超期)."""
        if self.ended is not None and self.ended <= moment:
            return self.ended > self.at
        return self.paused_since is None and moment > self.at


def due(events: Iterable[Event], stages: Iterable[Stage], calendar: WorkCalendar) -> list[Due]:
    """The clocks of a history, in the order of the stages; none for a stage not yet begun."""
    history = sorted(events, key=lambda event: (event.at, event.seq))
    return [
        _due(stage, started, history, calendar)
        for stage in stages
        if (started := _first(history, (stage.starts,))) is not None
    ]


def extension_left(events: Iterable[Event], stage: Stage, calendar: WorkCalendar) -> int:
    """How much may still be granted, in the unit of the stage (at most the original in all)."""
    found = due(events, [stage], calendar)
    used = sum(extension.counted for extension in found[0].extensions) if found else 0
    return stage.value - used


def _due(stage: Stage, started: datetime, history: Sequence[Event], calendar: WorkCalendar) -> Due:
    ended = _first(history, stage.ends, since=started)
    value = stage.value
    pauses: list[Pause] = []
    extensions: list[Extension] = []
    at = _base(stage, started, value, calendar)
    for found in _interventions(stage, started, ended, history):
        if isinstance(found, Pause):
            # A pause that begins after the limit has passed cannot mend the miss.
            if found.begins < at:
                pauses.append(found)
                at += _shift(stage, at, found, calendar)
        else:
            extension = _granted(found, at, 2 * stage.value - value)
            extensions.append(extension)
            if extension.counted:
                value += extension.counted
                at = _base(stage, started, value, calendar)
                for pause in pauses:
                    at += _shift(stage, at, pause, calendar)
    rolled = stage.roll and not calendar.is_workday(_day_of(at))
    if rolled:
        at = clock.end_of(calendar.add_workdays(_day_of(at), 1))
    leans = stage.unit in WORKING_UNITS or stage.roll
    return Due(
        stage=stage,
        started=started,
        at=at,
        provisional=leans and calendar.provisional(clock.local(started).date(), _day_of(at)),
        paused_since=next((p.begins for p in pauses if p.ends is None), None),
        ended=ended,
        pauses=tuple(pauses),
        extensions=tuple(extensions),
        rolled=rolled,
        calendar=calendar,
    )


def _base(stage: Stage, started: datetime, value: int, calendar: WorkCalendar) -> datetime:
    """The limit without any pause."""
    if stage.unit == "work_hour":
        return calendar.add_worktime(started, timedelta(hours=value))
    if stage.unit == "hour":
        return started.astimezone(UTC) + timedelta(hours=value)
    day = clock.local(started).date()
    if stage.unit == "work_day":
        return calendar.closes(calendar.add_workdays(day, value))
    return clock.end_of(day + timedelta(days=value))


def _shift(stage: Stage, at: datetime, pause: Pause, calendar: WorkCalendar) -> timedelta:
    """How far the limit moves for one pause; one that still lasts moves nothing yet."""
    if pause.ends is None:
        return timedelta()
    if stage.unit not in WORKING_UNITS:
        return pause.ends - pause.begins
    paused = calendar.worktime_between(pause.begins, pause.ends)
    return calendar.add_worktime(at, paused) - at.astimezone(UTC)


def _interventions(
    stage: Stage, started: datetime, ended: datetime | None, history: Sequence[Event]
) -> list[Pause | Event]:
    """Pauses (from the start at the earliest) and extensions of that stage, in order."""
    found: list[Pause | Event] = []
    running: Event | None = None
    place = 0
    for event in history:
        if event.stage not in ("", stage.code) or (ended is not None and event.at >= ended):
            continue
        if event.kind == PAUSED and running is None:
            running, place = event, len(found)
        elif event.kind == RESUMED and running is not None:
            if event.at > started:
                found.insert(place, Pause(max(running.at, started), event.at, running.reason))
            running = None
        elif event.kind == EXTENDED:
            found.append(event)
    if running is not None:
        # What was still paused when the stage ended ran until then.
        found.insert(place, Pause(max(running.at, started), ended, running.reason))
    return found


def _granted(event: Event, at: datetime, left: int) -> Extension:
    refused, counted = "", min(event.value, left)
    if not event.approved_by:
        refused, counted = "unapproved", 0
    elif event.at > at:
        refused, counted = "late", 0
    elif counted < event.value:
        refused = "limit"
    return Extension(event.at, event.value, max(counted, 0), event.approved_by, refused)


def _first(
    history: Sequence[Event], kinds: Sequence[str], since: datetime | None = None
) -> datetime | None:
    for event in history:
        if event.kind in kinds and (since is None or event.at >= since):
            return event.at
    return None


def _day_of(at: datetime) -> date:
    """The city day that a limit belongs to; midnight belongs to the day it ends."""
    return clock.local(at - timedelta(microseconds=1)).date()
