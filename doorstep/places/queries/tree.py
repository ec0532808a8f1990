"""The tree today and the tree as it was (design §3: a place has its dated parent for stocks)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Q, QuerySet

from doorstep.frame import path_q
from doorstep.frame.catalogues import remembered
from doorstep.kit.path import ancestors, upper
from doorstep.kit.path import within as lies_within
from doorstep.places import rules
from doorstep.places.models import Place, PlaceCode, PlaceParent


def places_at(day: date, *kinds: str) -> QuerySet[Place]:
    """Places that exist on a day, of the given kinds (all when none is given)."""
    found = Place.objects.at(day).filter(withdrawn_at__isnull=True)
    return found.filter(place_kind__in=kinds) if kinds else found


def within(paths: Iterable[str], day: date, *kinds: str) -> QuerySet[Place]:
    """Places of a day that lay within `paths` on that day, in the order of the tree."""
    return places_at(day, *kinds).filter(scope_then(paths, day)).order_by("path")


def children(place: Place, day: date, *kinds: str) -> QuerySet[Place]:
    """Places directly below one, on a day: an index walk."""
    return places_at(day, *kinds).filter(
        depth=place.depth + 1, path__gte=place.path, path__lt=upper(place.path)
    ).order_by("path")  # fmt: skip


def above(path: str) -> QuerySet[Place]:
    """The place and all above it, city first: one statement."""
    return Place.objects.filter(path__in=ancestors(path)).order_by("path")


def by_code(system: str, code: str, edition: str | None = None) -> Place | None:
    """The place that a code system calls so, in the newest edition unless one is named."""
    found = Place.objects.filter(codes__code=code, codes__system__code=system)
    if edition is not None:
        found = found.filter(codes__system__edition=edition)
    return found.order_by("-codes__system__edition").first()


def all_codes() -> Iterable[PlaceCode]:
    """The code of the uppermost place that has one, in the newest edition."""
    return PlaceCode.objects.filter(withdrawn_at=None).order_by("place__path", "-system__edition")[
        :1
    ]


def city_code() -> str:
    """The six digits of the city's division: its own code begins so, and all those below.

    Zeros where no code was taken in yet. Read anew after five seconds.
    """
    found = [row.code[:6] for row in remembered("places.city_code", all_codes)]
    return found[0] if found else "000000"


def compounds_at(paths: Iterable[str], day: date) -> QuerySet[Place]:
    """Residential compounds of a day (figure F40 counts them)."""
    return within(paths, day, rules.COMPOUND).filter(compound_kind__in=rules.RESIDENTIAL)


def counts_below(place: Place, day: date) -> dict[str, int]:
    """How many places of each kind lie below one: one statement."""
    rows = places_at(day).filter(path__gt=place.path, path__lt=upper(place.path))
    counted = rows.order_by().values("place_kind").annotate(number=Count("id"))
    return {row["place_kind"]: row["number"] for row in counted}


def moves_since(day: date) -> list[PlaceParent]:
    """Moves made after a day, newest first; few in any city, one statement.

    Asked for today too: the clock of the demo can stand before moves that are in the records.
    """
    return list(PlaceParent.objects.filter(until__gt=day).order_by("-until", "-id"))


def path_then(path: str, day: date, moves: list[PlaceParent] | None = None) -> str:
    """Where a place of today's path hung at the end of a day."""
    for move in moves_since(day) if moves is None else moves:
        if lies_within(path, move.became):
            path = move.path + path[len(move.became) :]
    return path


def scope_then(paths: Iterable[str], day: date, prefix: str = "") -> Q:
    """The condition, on today's paths, "lay within one of `paths` on that day".

    What has left since is added, what came later is taken out; one statement when places moved.
    For records that carry the path of writing (flows) use `path_q` with today's scope.
    """
    asked = tuple(paths)
    if "" in asked or not (moves := moves_since(day)):
        return path_q(asked, prefix)
    added: list[str] = []
    taken: list[str] = []
    for became in {move.became for move in moves}:
        was = any(lies_within(path_then(became, day, moves), p) for p in asked)
        now = any(lies_within(became, p) for p in asked)
        if was != now:
            (added if was else taken).append(became)
    return (path_q(asked, prefix) & ~path_q(taken, prefix)) | path_q(added, prefix)


def all_moves() -> Iterable[PlaceParent]:
    """Every move and merger there was, newest first; few in any city."""
    return PlaceParent.objects.order_by("-until", "-id")


def moves_remembered() -> Iterable[PlaceParent]:
    """The same, read anew after five seconds: for what every request asks."""
    found: Iterable[PlaceParent] = remembered("places.moves", all_moves)
    return found


def with_past(paths: Iterable[str], moves: Iterable[PlaceParent] | None = None) -> tuple[str, ...]:
    """The paths and the former paths of what lies within them now: what an office may read.

    Closed records keep the path of their time; the successor reads them through this. Former paths
    that lie within today's are left out: they are read anyway.
    """
    known = tuple(paths)
    if not known or "" in known:
        return known
    former: list[str] = []
    for move in all_moves() if moves is None else moves:
        if any(lies_within(move.became, p) for p in (*known, *former)):
            former.append(move.path)
    outside = [f for f in former if not any(lies_within(f, p) for p in known)]
    return tuple(dict.fromkeys((*known, *outside)))
