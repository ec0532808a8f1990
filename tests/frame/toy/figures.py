"""One figure of each kind over parcels."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from doorstep.kit import clock
from doorstep.panes import Breakdown, Of, Scope, Share, figure
from doorstep.panes.figures import Day
from doorstep.panes.measures import Pair, Value
from tests.frame.toy.models import Note, Parcel

Rows = QuerySet[Any]


def here(scope: Scope) -> Rows:
    return Parcel.objects.filter(scope.q())


def unsent(scope: Scope, at: Day) -> Rows:
    return here(scope).filter(state="draft")


@figure("parcels", article="T1", kind="count", unit="parcel", missing=unsent, version=2)
def parcels(scope: Scope, at: Day) -> Rows:
    return here(scope).exclude(state="draft")


@figure("parcels_packed", article="T2", kind="count", time="flow")
def packed(scope: Scope, at: Day) -> Rows:
    first, end = clock.start_of(at.first), clock.end_of(at)
    return here(scope).filter(due__gte=first, due__lt=end)


@figure("parcels_done_rate", article="T3", kind="share")
def done_rate(scope: Scope, at: Day) -> Share:
    return Share(here(scope).filter(state="done"), here(scope))


@figure("parcel_senders", kind="distinct")
def senders(scope: Scope, at: Day) -> Of:
    return Of(here(scope), "sender")


for _kind in ("sum", "mean", "median", "range"):
    figure(f"parcel_weight_{_kind}", kind=_kind)(lambda scope, _at: Of(here(scope), "weight"))


@figure("parcels_by_state", kind="breakdown")
def by_state(scope: Scope, at: Day) -> Breakdown:
    return Breakdown(here(scope), "state", expected=("draft", "sent", "done", "returned"))


@figure("parcels_by_weight", kind="breakdown")
def by_weight(scope: Scope, at: Day) -> dict[str, Rows]:
    return {"light": here(scope).filter(weight__lt=10), "heavy": here(scope).filter(weight__gte=10)}


@figure("notes_per_parcel", kind="ratio")
def notes_each(scope: Scope, at: Day) -> Pair:
    return Pair(Note.objects.filter(parcel__in=here(scope)), here(scope))


@figure("parcels_growth", kind="growth")
def growth(scope: Scope, at: Day) -> Pair:
    return Pair(here(scope).filter(weight__lt=10), here(scope))


@figure("parcels_difference", kind="difference")
def difference(scope: Scope, at: Day) -> Pair:
    return Pair(here(scope).filter(weight__lt=10), here(scope))


@figure("parcels_by_rule", kind="value")
def by_rule(scope: Scope, at: Day) -> Value:
    return Value(42, here(scope), dims={"rule": "toy 3"})
