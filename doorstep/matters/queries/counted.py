"""What a number of a place may count, and in which state a matter was on a day (decision 0009)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from doorstep.frame import Stage, path_q
from doorstep.kit import clock
from doorstep.matters.rules.levels import level_at


def open_at(level: int) -> Q:
    """What a number of a place at `level` may count: nothing that is hidden there (D5, 0009)."""
    return Q(hidden_below__lte=level)


def of_places(paths: Iterable[str]) -> Q:
    """Matters of these places that a number of each may count; no path is the whole city."""
    found = Q(pk__in=[])
    for path in tuple(paths) or ("",):
        found |= path_q([path]) & open_at(level_at(path))
    return found


def state_on(day: date) -> Coalesce:
    """The state at the end of a day; of what was withdrawn, whose stages are empty, the last."""
    end = clock.end_of(day)
    then = Stage.objects.filter(record=OuterRef("pk"), since__lt=end)
    valid = then.filter(Q(until__isnull=True) | Q(until__gte=end)).order_by("-since")
    return Coalesce(Subquery(valid.values("state")[:1]), F("state"))
