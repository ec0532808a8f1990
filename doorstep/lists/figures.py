"""Figures: the three lists, what was collected at the door, by class (F31–F33)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from doorstep.frame import Stage
from doorstep.kit import clock
from doorstep.lists import rules
from doorstep.lists.queries import as_of, part_q
from doorstep.matters.models import Matter
from doorstep.matters.queries import of_places
from doorstep.matters.rules.life import AT_THE_DOOR, CLASSES, L_CITY
from doorstep.panes import Scope, Share, figure


def level_of(scope: Scope) -> int:
    """The level of the place that is asked for."""
    return min((rules.level_at(p) for p in scope.paths), default=L_CITY)


def counted(scope: Scope, at: date, asked: Q) -> QuerySet[Any]:
    """Matters of the calendar year of `at` up to `at` (flows, design §3), as of that day.

    A number of a place counts nothing that is hidden at its level, so the same number stands for
    every reader, and nobody learns from it of a complaint about themselves (decision 0009).
    """
    year = Q(begun_on__range=(date(at.year, 1, 1), at))
    return as_of(Matter.objects.filter(of_places(scope.paths), year, asked), at)


def year_to(scope: Scope, at: date) -> QuerySet[Matter]:
    """收集 of the year."""
    return counted(scope, at, Q())


def _part(part: str) -> Any:
    def records(scope: Scope, at: date) -> QuerySet[Matter]:
        return year_to(scope, at).filter(part_q(part, level_of(scope), "state_at", "top_at"))

    return records


@figure("lists_collect", article="F31", kind="count", time="flow")
def lists_collect(scope: Scope, at: date) -> QuerySet[Matter]:
    """Everything collected in the year: the five parts sum to it."""
    return year_to(scope, at)


for _code, _name in (("lists_resolve", rules.RESOLVED), ("lists_report", rules.REPORTED),
                     ("lists_open", rules.OPEN), ("lists_merged", rules.MERGED),
                     ("lists_struck", rules.STRUCK)):  # fmt: skip
    figure(_code, article="F31", kind="count", time="flow")(_part(_name))


def _been(at: date, *states: str) -> Exists:
    """Whether a matter had been in one of the states by the end of the day."""
    then = Stage.objects.filter(record=OuterRef("pk"), since__lt=clock.end_of(at))
    return Exists(then.filter(state__in=states))


@figure("taken_up_again", kind="share", time="flow", grain=("street", "community"))
def taken_up_again(scope: Scope, at: date) -> Share:
    """Of the year's matters that were said to be settled: taken up again, as they were not."""
    settled = year_to(scope, at).filter(_been(at, "resolved", "closed", "rated", "reopened"))
    return Share(settled.filter(_been(at, "reopened")), settled)


def _at_the_door(scope: Scope, at: date) -> QuerySet[Matter]:
    brought = counted(scope, at, Q(source__in=AT_THE_DOOR, withdrawn_at=None))
    return brought.exclude(state_at="merged")


@figure("opinions_collected", article="F32", kind="count", time="flow")
def opinions_collected(scope: Scope, at: date) -> QuerySet[Matter]:
    """Matters of every kind that stewards, visits, grid members and building heads brought."""
    return _at_the_door(scope, at)


@figure("opinions_by_class", article="F33", kind="breakdown", time="flow")
def opinions_by_class(scope: Scope, at: date) -> dict[str, QuerySet[Matter]]:
    """The same by the article's three classes; they sum to F32."""
    return {code: _at_the_door(scope, at).filter(category_class=code) for code in CLASSES}
