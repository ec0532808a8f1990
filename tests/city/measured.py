"""What is measured on the founded city, as plain numbers; the bands stand in the tests."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from statistics import median
from typing import Any

from django.db.models import Q, QuerySet

from doorstep.frame.trail import Entry
from doorstep.kit import clock
from doorstep.matters.models import Matter
from doorstep.panes.figures import Scope, ask, records
from doorstep.people.models import Stay
from doorstep.people.rules import LIVING


def value(code: str, at: date) -> Any:
    """The first value of a figure of the whole city."""
    return ask(code, Scope(), at)[0]["value"]


def counted(code: str, at: date) -> set[Any]:
    """Ids of the records that a figure counts."""
    return {row.pk for row in records(code, Scope(), at) or ()}


def share(part: int, whole: int) -> float:
    """A part of a whole, 0 of nothing."""
    return part / max(whole, 1)


def living(day: date) -> Q:
    """Stays of those who live behind a door on a day."""
    return Q(since__lte=day, stay_kind__in=LIVING) & (Q(until=None) | Q(until__gt=day))


def residents(day: date) -> list[tuple[str, date, str]]:
    """Path of the door, day of birth and name of everybody who lives there on a day."""
    rows = Stay.objects.filter(living(day), withdrawn_at=None)
    return list(rows.values_list("path", "person__born_on", "person__name"))


def ended_at(matter: Matter) -> str:
    """Where a request ended: compound (or building), community, street or department, city."""
    if matter.owner and matter.owner.kind_of_body == "city_office":
        return "city"
    level = matter.ended_level or 0
    return "street" if level >= 3 else "community" if level == 2 else "compound"


def days_taken(matters: Iterable[Matter]) -> float:
    """Median days from report to result."""
    taken = [(m.resolved_at - m.begun_at).total_seconds() for m in matters if m.resolved_at]
    return median(taken) / 86400


def ends(requests: list[Matter]) -> dict[str, list[Matter]]:
    """Requests with a result by where they ended."""
    found: dict[str, list[Matter]] = {}
    for matter in requests:
        found.setdefault(ended_at(matter), []).append(matter)
    return found


def outcomes(year: list[Matter]) -> dict[str, float]:
    """Shares of what became of the matters of a year."""
    requests = [m for m in year if m.intake == "request"]
    results = [m for m in requests if m.resolved_at]
    asked = [m for m in results if m.outcome in ("solved", "settled")]
    first = first_words([m.pk for m in asked])
    said = Counter(first.values())
    answered = sum(said.values())
    sent_back = returned([m.pk for m in requests])
    return {
        "answered": share(answered, len(asked)),
        **{word: share(said[word], answered) for word in ("solved", "settled", "not")},
        "reopened": share(sum(1 for m in results if m.reopened), len(results)),
        "returned": share(len(sent_back), len(requests)),
        "ruled": share(sum("裁定" in words for words in sent_back.values()), len(requests)),
        "merged": share(sum(m.state == "merged" for m in year), len(year)),
    }


def facts(entries: QuerySet[Entry]) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Subject and facts of entries, in order."""
    rows = entries.order_by("at", "id").values_list("subject_id", "body__payload")
    for subject, payload in rows:
        yield subject, json.loads(payload or "{}")["facts"]


def first_words(wanted: list[Any]) -> dict[Any, str]:
    """What was said of each result the first time, by the reporter or who looked for them."""
    found: dict[Any, str] = {}
    for start in range(0, len(wanted), 500):
        rows = Entry.objects.filter(subject_id__in=wanted[start : start + 500],
                                    act__in=("matters.verify", "matters.check"))  # fmt: skip
        for subject, said in facts(rows):
            found.setdefault(subject, said["verdict"])
    return found


def returned(wanted: list[Any]) -> dict[Any, str]:
    """What was said when matters were handed back or decided, by matter."""
    found: dict[Any, str] = {}
    for start in range(0, len(wanted), 500):
        rows = Entry.objects.filter(subject_id__in=wanted[start : start + 500],
                                    act__in=("matters.give_back", "matters.rule"))  # fmt: skip
        for subject, said in facts(rows):
            if said.get("words"):
                found[subject] = found.get(subject, "") + said["words"]
    return found


def minutes(moments: Iterable[Any]) -> list[int]:
    """Minutes of the city's day."""
    local = [clock.local(at) for at in moments]
    return [at.hour * 60 + at.minute for at in local]


def closings(year: int) -> list[int]:
    """Minutes of the day at which offices ended work; emergencies, which do not wait, left out."""
    ended = Entry.objects.filter(act__in=("matters.resolve", "matters.settle"), at__year=year)
    urgent = Matter.objects.filter(emergency=True).values("pk")
    desk = ended.filter(channel="desk").exclude(subject_id__in=urgent)
    return minutes(desk.values_list("at", flat=True))
