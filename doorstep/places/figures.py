"""Figures of places: the actions (F1), residential compounds (F40), dwellings of expected."""

from __future__ import annotations

from django.db.models import Count, F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from doorstep.frame import in_force
from doorstep.frame.catalogues import CatalogueRow
from doorstep.kit.share import Share
from doorstep.panes import Scope, figure
from doorstep.panes.figures import Day, Value
from doorstep.places import rules
from doorstep.places.models import Place
from doorstep.places.queries import compounds_at, within


@figure("actions_total", article="F1", kind="count", time="stock")
def actions_total(scope: Scope, at: Day) -> QuerySet[CatalogueRow]:
    """The actions everything reports under."""
    rows = CatalogueRow.objects.filter(in_force(at), catalogue="places.actions")
    return rows.filter(withdrawn_at=None)


@figure("compounds_residential", article="F40", kind="count", time="stock")
def compounds_residential(scope: Scope, at: Day) -> QuerySet[Place]:
    """Residential compounds."""
    return compounds_at(scope.paths, at)


def unfinished(scope: Scope, at: Day) -> QuerySet[Place]:
    """Compounds with fewer dwellings entered than there should be."""
    inside = within(scope.paths, at, rules.DWELLING).filter(at4=OuterRef("path"), withdrawn_at=None)
    entered = inside.order_by().values("at4").annotate(n=Count("pk")).values("n")
    compounds = within(scope.paths, at, rules.COMPOUND).filter(withdrawn_at=None)
    there = compounds.annotate(entered=Coalesce(Subquery(entered), 0))
    return there.filter(dwellings_expected__gt=F("entered"))


@figure("dwellings_registered", kind="share", time="stock", version=2, missing=unfinished)
def dwellings_registered(scope: Scope, at: Day) -> Value:
    """Dwellings entered of those there should be (已建档/应建档) in compounds."""
    expected = within(scope.paths, at, rules.COMPOUND).aggregate(n=Sum("dwellings_expected"))
    entered = within(scope.paths, at, rules.DWELLING).filter(withdrawn_at=None)
    there = entered.count()
    shared = Share(there, max(expected["n"] or 0, there))  # more than expected: the rest was unsaid
    return Value(shared.value, entered, None, shared.part, shared.whole)
