"""What is a knot now: read from the matters, never by who reported (D6), nothing hidden (D5)."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from doorstep.frame import Stage
from doorstep.kit import clock
from doorstep.knots import rules
from doorstep.knots.rules import BLOCKED, HARD, HOT, Limits
from doorstep.matters.models import Matter
from doorstep.matters.rules.life import LIFE
from doorstep.places.queries import parameters
from doorstep.routing.queries import UNSORTED

#: Kind of knot, path of the community, category.
Key = tuple[str, str, str]
#: Open, and not only waiting for the reporter's word.
IN_WORK = tuple(state for state in LIFE.open if state != "resolved")
#: Units that do not govern the place nor look after it: a property company is of its own ladder.
OUTSIDE = ("department", "utility", "unit")
SPLIT_TWICE = 2


@dataclass
class Found:
    """A knot as it is now."""

    reason: dict[str, Any] = field(default_factory=dict)
    matters: list[str] = field(default_factory=list)


def limits_on(moment: datetime) -> Limits:
    """What the city has set."""
    keys = (rules.PERIOD, rules.PEOPLE, rules.PLACES, rules.TIMES)
    set_ = parameters(keys, clock.local(moment).date())
    return Limits(*(set_[key] for key in keys))


def wanted(moment: datetime) -> dict[Key, Found]:
    """All knots there are at a moment."""
    limits = limits_on(moment)
    return {**hot(moment, limits), **hard(moment, limits), **blocked(moment)}


def _counted() -> QuerySet[Matter]:
    """What everybody at the place may know of; nobody has sorted the rest."""
    there = Matter.objects.filter(withdrawn_at=None, hidden_below=0, concerned=None)
    return there.exclude(category=UNSORTED)


def hot(moment: datetime, limits: Limits) -> dict[Key, Found]:
    """热点 of each community and category."""
    since = clock.local(moment).date() - timedelta(days=limits.days)
    recent = _counted().filter(
        begun_on__gt=since, begun_at__lte=moment, parent=None,
    ).exclude(state__in=("merged", "declined"))  # fmt: skip
    groups: dict[tuple[str, str], list[tuple[Any, int, int]]] = defaultdict(list)
    rows = recent.order_by().values_list("at3", "category", "place", "reach")
    for at3, category, place, people, n in rows.annotate(n=Count("pk")):
        groups[at3, category].append((place, people, n))
    found: dict[Key, Found] = {}
    for (at3, category), there in groups.items():
        reason = rules.hot(there, limits)
        if reason is not None:
            theirs = recent.filter(at3=at3, category=category).order_by("-begun_at", "-pk")
            keys = theirs.values_list("pk", flat=True)[: rules.MOST]
            found[HOT, at3, category] = Found(dict(reason), sorted(map(str, keys)))
    return found


def hard(moment: datetime, limits: Limits) -> dict[Key, Found]:
    """难点 of each community and category: older than so many times their limit, or split twice."""
    found: dict[Key, Found] = defaultdict(Found)
    counts: dict[Key, Counter[str]] = defaultdict(Counter)
    whole = _counted().filter(parent=None, state__in=IN_WORK)
    late = whole.filter(due__lt=moment).values_list("at3", "category", "pk", "begun_at", "due")
    for at3, category, pk, begun, due in late.order_by("begun_at", "pk").iterator():
        if rules.older_than_limit(begun, due, moment, limits.times):
            _put(found[HARD, at3, category], counts[HARD, at3, category], pk, "late")
    for at3, category, pk in _split_twice(whole):
        _put(found[HARD, at3, category], counts[HARD, at3, category], pk, "split")
    return _told(found, counts, times=limits.times)


def _split_twice(whole: QuerySet[Matter]) -> set[tuple[str, str, Any]]:
    """Wholes of which a part was split again, or that were split again when taken up again."""
    parts = Matter.objects.filter(depth=2, parent__isnull=False, withdrawn_at=None)
    deep = parts.values("parent__parent")
    splits = Stage.objects.filter(record=OuterRef("pk"), state="split").order_by()
    often = Subquery(splits.values("record").annotate(n=Count("pk")).values("n"))
    again = whole.filter(reopened__gt=0).annotate(often=often).filter(often__gte=SPLIT_TWICE)
    named = ("at3", "category", "pk")
    return {*whole.filter(pk__in=deep).values_list(*named), *again.values_list(*named)}


def blocked(moment: datetime) -> dict[Key, Found]:
    """堵点 of each community and category: waits for a unit, or given back and not ruled on."""
    found: dict[Key, Found] = defaultdict(Found)
    counts: dict[Key, Counter[str]] = defaultdict(Counter)
    units: dict[Key, Counter[str]] = defaultdict(Counter)
    stuck = Q(returned__gt=0, ruled_at=None) | Q(owner__kind_of_body__in=OUTSIDE, due__lt=moment)
    rows = _counted().filter(stuck, state__in=IN_WORK).exclude(state="split").values_list(
        "at3", "category", "pk", "returned", "ruled_at", "due", "owner__kind_of_body",
        "owner__name",
    )  # fmt: skip
    for at3, category, pk, returned, ruled, due, kind, name in rows.order_by("begun_at").iterator():
        why = rules.blocked_by(returned, ruled, kind in OUTSIDE, due, moment)
        if why:
            key = (BLOCKED, at3, category)
            _put(found[key], counts[key], pk, why)
            if kind in OUTSIDE:
                units[key][name] += 1
    for key, names in units.items():
        found[key].reason["units"] = sorted(names)
    return _told(found, counts)


def _put(found: Found, counts: Counter[str], pk: Any, why: str) -> None:
    if str(pk) not in found.matters:
        counts["matters"] += 1
        found.matters.append(str(pk))
    counts[why] += 1


def _told(
    found: dict[Key, Found], counts: dict[Key, Counter[str]], **more: Any
) -> dict[Key, Found]:
    for key, each in found.items():
        each.reason |= {**counts[key], **more}
        each.matters = sorted(islice(each.matters, rules.MOST))
    return dict(found)
