"""Figures of the ladder: where matters are settled, how long it takes, whether they come back (B5).

Asked down to communities: below that a place is compared with its own past only (dignity D12).
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Substr

from doorstep.frame import Stage
from doorstep.kit import clock, share
from doorstep.knots.rules import BUILDING
from doorstep.matters.models import Matter
from doorstep.matters.queries import of_places, state_on
from doorstep.matters.rules.life import (
    L_BUILDING,
    L_COMPOUND,
    LEVELS,
    REQUEST,
    SETTLED,
    SOLVED,
)
from doorstep.panes import Of, Scope, Share, figure
from doorstep.panes.figures import Value

GRAIN = ("street", "community")
#: States in which a request is over with a result.
OVER = ("closed", "rated")


def first_of(at: date) -> date:
    """The first day that counts (`panes.figures.Day`)."""
    found: date = getattr(at, "first", date(at.year, 1, 1))
    return found


def settled(scope: Scope, at: date) -> QuerySet[Any]:
    """Requests of the period that were settled by the end of the day, with `level_at` and
    `state_at` of that day. Parts count, the whole they came from does not (B4)."""
    end = clock.end_of(at)
    then = Stage.objects.filter(record=OuterRef("pk"), since__lt=end)
    valid = then.filter(Q(until__isnull=True) | Q(until__gte=end)).order_by("-since")
    rows = Matter.objects.filter(
        of_places(scope.paths), ~Exists(then.filter(state="split")), intake=REQUEST,
        begun_on__range=(first_of(at), at), outcome__in=(SOLVED, SETTLED), withdrawn_at=None,
    )  # fmt: skip
    return rows.annotate(
        state_at=state_on(at), level_at=Coalesce(Subquery(valid.values("level")[:1]), F("level"))
    ).filter(state_at__in=OVER)


@figure("resolved_at_level", kind="value", time="flow", grain=GRAIN)
def resolved_at_level(scope: Scope, at: date) -> list[Value]:
    """How many were settled at each level: the level of resolution."""
    rows = settled(scope, at)
    counts = dict(rows.order_by().values_list("level_at").annotate(n=Count("pk")))
    return [
        Value(counts.get(level, 0), rows.filter(level_at=level), dims={"by": f"level{level}"})
        for level in LEVELS
    ]


@figure("median_level", kind="median", time="flow", grain=GRAIN)
def median_level(scope: Scope, at: date) -> Of:
    """The level at which the middle one was settled: 1 the compound or grid, 4 the city."""
    return Of(settled(scope, at), "level_at")


@figure("dissolved_low_rate", kind="share", time="flow", grain=GRAIN)
def dissolved_low_rate(scope: Scope, at: date) -> Share:
    """小化无: of what was settled, the share settled at the compound, the grid or below."""
    rows = settled(scope, at)
    return Share(rows.filter(level_at__range=(L_BUILDING, L_COMPOUND)), rows)


@figure("median_days_by_level", kind="value", time="flow", grain=GRAIN, unit="day")
def median_days_by_level(scope: Scope, at: date) -> list[Value]:
    """Calendar days from the report to the result, for each level that settled any: the middle."""
    rows = settled(scope, at).filter(resolved_at__isnull=False)
    days: dict[int, list[int]] = {}
    for level, begun, resolved in rows.values_list("level_at", "begun_on", "resolved_at"):
        days.setdefault(level, []).append((clock.local(resolved).date() - begun).days)
    return [
        Value(share.median(found), rows.filter(level_at=level), None, None, len(found),
              {"by": f"level{level}"})
        for level, found in sorted(days.items())
    ]  # fmt: skip


@figure("split_completion", kind="share", time="flow", grain=GRAIN)
def split_completion(scope: Scope, at: date) -> Share:
    """大化小: of the matters of the period that were divided, those whose parts have all ended."""
    split = Stage.objects.filter(
        record=OuterRef("pk"), state="split", since__lt=clock.end_of(at)
    )  # fmt: skip
    rows = Matter.objects.filter(
        of_places(scope.paths), Exists(split), begun_on__range=(first_of(at), at),
        withdrawn_at=None,
    ).annotate(state_at=state_on(at))  # fmt: skip
    return Share(rows.exclude(state_at="split"), rows)


def came_back(days: int) -> Any:
    """A figure: the same category at the same building again within so many days of the result.

    Counted are requests whose days are over by the end of the day asked for: what was settled
    yesterday cannot show yet whether it stays so.
    """

    def again(scope: Scope, at: date) -> Share:
        first, last = first_of(at) - timedelta(days=days), at - timedelta(days=days)
        rows = Matter.objects.filter(
            of_places(scope.paths), intake=REQUEST, outcome__in=(SOLVED, SETTLED), parent=None,
            resolved_at__gte=clock.start_of(first), resolved_at__lt=clock.end_of(last),
            withdrawn_at=None,
        ).annotate(state_at=state_on(at)).filter(state_at__in=OVER)  # fmt: skip
        later = Matter.objects.alias(building=Substr("path", 1, BUILDING)).filter(
            of_places(scope.paths), category=OuterRef("category"), at4=OuterRef("at4"),
            building=Substr(OuterRef("path"), 1, BUILDING), parent=None, withdrawn_at=None,
            begun_at__gt=OuterRef("resolved_at"),
            begun_at__lte=OuterRef("resolved_at") + timedelta(days=days),
        )  # fmt: skip
        return Share(rows.filter(Exists(later)), rows)

    return again


for _days in (30, 90):
    figure(f"recurrence_{_days}", kind="share", time="flow", grain=GRAIN)(came_back(_days))
