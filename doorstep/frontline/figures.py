"""Figures of the front line (F28, F29). Nothing counts what a steward does (R18)."""

from __future__ import annotations

from django.db.models import QuerySet

from doorstep.frontline.models import Steward
from doorstep.frontline.queries import active_stewards, stewarded_stays
from doorstep.panes import Of, Scope, figure
from doorstep.panes.figures import Day


@figure("stewards_active", article="F28", kind="count", time="stock")
def stewards_active(scope: Scope, at: Day) -> QuerySet[Steward]:
    """Red stewards in service."""
    return active_stewards(at, scope.paths)


@figure("stewarded_residents", article="F29", kind="distinct", time="stock")
def stewarded_residents(scope: Scope, at: Day) -> Of:
    """Residents whose door lies in the patch of a steward in service; each person once."""
    return Of(stewarded_stays(at, scope.paths), "person")
