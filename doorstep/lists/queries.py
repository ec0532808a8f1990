"""What is asked of the three lists (domain B4): what was collected, its parts, as of a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from doorstep.frame import Stage, path_q
from doorstep.kit import clock
from doorstep.lists import rules
from doorstep.matters.models import Matter
from doorstep.matters.queries import open_at, state_on
from doorstep.matters.rules.life import LIFE

__all__ = ["as_of", "collected", "open_at", "part_q", "undivided"]


def _stages(**which: Any) -> Exists:
    return Exists(Stage.objects.filter(record=OuterRef("pk"), **which))


def undivided() -> Q:
    """What was never split: the parts of a split matter count in its place, it never again (B4)."""
    return ~Q(_stages(state="split"))


def collected(path: str, since: date, until: date) -> QuerySet[Matter]:
    """收集 of a place in a period (both days included) as it is now, by domain B4."""
    return Matter.objects.filter(path_q([path]), undivided(), begun_on__range=(since, until))


def part_q(part: str, level: int, state: str = "state", top: str = "top_level") -> Q:
    """The condition of one part of 收集 for a place at `level`; tests prove it equals `rules.part`.

    :param state: the column (or annotation of `as_of`) that holds the state; `top` likewise.
    """
    ended = Q(**{f"{state}__in": LIFE.ended})
    merged = Q(**{state: "merged"})
    struck = ~merged & (
        Q(withdrawn_at__isnull=False)
        | Q(**{state: "declined"})
        | (ended & Q(outcome__in=rules.STRUCK_OUTCOMES))
    )
    rest = ~merged & ~struck
    return {
        rules.MERGED: merged,
        rules.STRUCK: struck,
        rules.REPORTED: rest & Q(**{f"{top}__gt": level}),
        rules.RESOLVED: rest & Q(**{f"{top}__lte": level}) & ended,
        rules.OPEN: rest & Q(**{f"{top}__lte": level}) & ~ended,
    }[part]


def as_of(matters: QuerySet[Matter], day: date) -> QuerySet[Any]:
    """What counted at the end of a day, with `state_at` and `top_at`, the highest level so far.

    A matter counts until it is split, its parts from then on.
    """
    end = clock.end_of(day)
    then = Stage.objects.filter(record=OuterRef("pk"), since__lt=end)
    there = Q(parent__isnull=True) | Q(_stages(since__lt=end))
    return matters.filter(there, ~Q(_stages(state="split", since__lt=end))).annotate(
        # Withdrawing empties the stage rows; such a matter counts as struck, whatever it was.
        state_at=state_on(day),
        top_at=Coalesce(Subquery(then.order_by("-level").values("level")[:1]), F("top_level")),
    )
