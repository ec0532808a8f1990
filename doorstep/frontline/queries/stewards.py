"""Stewards and their patches on a day."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import FilteredRelation, Q, QuerySet

from doorstep.frame import in_force, stages_at
from doorstep.frame.prepared import fetch
from doorstep.frontline import rules
from doorstep.frontline.models import Steward
from doorstep.kit import clock
from doorstep.kit.path import ancestors, minimise
from doorstep.people.models import Office, Person, Stay
from doorstep.people.queries import holders
from doorstep.people.rules import BUILDING_HEAD, LIVING, STEWARD
from doorstep.places.models import Covering, CoveringPart
from doorstep.places.queries import held_by, parts_on, scope_then
from doorstep.places.rules import PATCH


def active_stewards(day: date, paths: Iterable[str] = ("",)) -> QuerySet[Steward]:
    """Stewards in service on a day (figure F28): begun, not thanked, not paused then."""
    served = Steward.objects.filter(in_force(day), withdrawn_at=None).filter(
        scope_then(tuple(paths), day)
    )
    paused = stages_at(Steward.kind, clock.end_of(day)).filter(state=rules.PAUSED)
    return served.exclude(pk__in=paused.values("record"))


def patch_offices(day: date) -> QuerySet[Office]:
    """Offices by which stewards in service hold a patch on a day."""
    return Office.objects.filter(
        in_force(day),
        role=STEWARD,
        covering__covering_kind=PATCH,
        withdrawn_at=None,
        person__in=active_stewards(day).values("person"),
    )


def patches_of(person: Any, day: date) -> list[Covering]:
    """Patches a person (or its id) holds on a day: one statement."""
    offices = Office.objects.filter(
        in_force(day), role=STEWARD, person=person, covering__covering_kind=PATCH,
        withdrawn_at=None,
    )  # fmt: skip
    return [o.covering for o in offices.select_related("covering").order_by("since") if o.covering]


def steward_paths(person: Any, day: date) -> tuple[str, ...]:
    """Paths of all patches that a person holds on a day: two statements."""
    parts = parts_on(patches_of(person, day), day)
    return tuple(minimise(path for paths in parts.values() for path in paths))


def steward_of(person: Person) -> Steward | None:
    """The stewardship of a person that has not ended."""
    return next(iter(fetch("frontline.steward_of", [person.pk], _not_ended)), None)


def _not_ended(person: uuid.UUID) -> QuerySet[Steward]:
    rows = Steward.objects.filter(person=person, withdrawn_at=None)
    return rows.exclude(state=rules.THANKED).order_by("pk")[:1]


def stewards_of(path: str, day: date) -> list[Steward]:
    """Stewards whose patch holds a place on a day, narrowest first (with their persons).

    During an absence the deputy stands here in the holder's stead, if they are a steward.
    """
    order = {person: n for n, (_office, person) in enumerate(holders(STEWARD, path, day))}
    rows = active_stewards(day).filter(person__in=list(order)).select_related("person", "place")
    return sorted(rows, key=lambda s: order[s.person_id])


def building_heads_of(path: str, day: date) -> list[Person]:
    """Heads of the building at or above a place on a day."""
    found: dict[uuid.UUID, Person] = {}
    for office, person in holders(BUILDING_HEAD, path, day):
        found[person] = office.person
    missing = [p for p, holder in found.items() if holder.pk != p]
    deputies = {p.pk: p for p in Person.objects.filter(pk__in=missing)} if missing else {}
    return [deputies.get(p, holder) for p, holder in found.items()]


def names_at(path: str, day: date) -> list[tuple[str, str]]:
    """Who is there for a place on a day, as (role, name): stewards, then building heads, by name;
    a deputy in the stead of the one who is away. One statement, for panels."""
    above = ancestors(path)
    parts = CoveringPart.objects.at(day).filter(path__in=above, withdrawn_at=None)
    held = Q(covering__isnull=True, path__in=above) | Q(covering__in=parts.values("covering"))
    away = in_force(day, "absences__") & Q(absences__withdrawn_at__isnull=True)
    rows = (
        Office.objects.filter(held, in_force(day), withdrawn_at=None)
        .filter(role__in=(STEWARD, BUILDING_HEAD))
        .annotate(away=FilteredRelation("absences", condition=away))
        .values_list("role", "person__name", "away__deputy__name")
    )
    found = {(role, deputy or name) for role, name, deputy in rows}
    return sorted(found, key=lambda who: (who[0] != STEWARD, who[1]))


def stewarded_stays(day: date, paths: Iterable[str] = ("",)) -> QuerySet[Stay]:
    """Stays, on a day, behind doors that lie in a patch of a steward in service (figure F29).

    A resident in two patches is still one resident: count distinct persons.
    """
    living = Stay.objects.filter(in_force(day), withdrawn_at=None, stay_kind__in=LIVING)
    here = living.filter(scope_then(tuple(paths), day))
    return here.filter(held_by(patch_offices(day).values("covering"), day))
