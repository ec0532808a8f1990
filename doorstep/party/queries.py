"""What is asked about Party organisations: on a day, covering a place, their secretaries."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Length

from doorstep.frame import in_force, path_q, relation
from doorstep.kit.path import ancestors
from doorstep.party import catalogues as _catalogues  # noqa: F401  (declares them)
from doorstep.party.models import Membership, PartyOrg
from doorstep.party.rules import TIER_COMMUNITY, TIER_COMPOUND, TIER_STREET, tier_above
from doorstep.people.models import Office, Person
from doorstep.people.rules import COMMUNITY_SECRETARY, COMPOUND_SECRETARY, STREET_SECRETARY
from doorstep.places.models import CoveringPart, Place
from doorstep.places.queries import compounds_at, scope_then

#: Tier → the role of its secretary.
SECRETARY = {
    TIER_STREET: STREET_SECRETARY,
    TIER_COMMUNITY: COMMUNITY_SECRETARY,
    TIER_COMPOUND: COMPOUND_SECRETARY,
}

relation(
    "self", on=Membership,
    holds=lambda a, m: a.person is not None and a.person == m.person_id,
    q=lambda a: Q(person=a.person) if a.person else Q(pk__in=[]),
)  # fmt: skip


def orgs_at(paths: Iterable[str], day: date, tier: str = "") -> QuerySet[PartyOrg]:
    """Organisations in force on a day whose home lay within the paths."""
    found = PartyOrg.objects.at(day).filter(scope_then(paths, day), withdrawn_at=None)
    return found.filter(tier=tier) if tier else found


def org_of(path: str, day: date, tier: str = TIER_COMPOUND) -> PartyOrg | None:
    """The organisation of a tier that covers a place on a day, the narrowest: one statement."""
    above = ancestors(path)
    part = CoveringPart.objects.filter(
        in_force(day), covering=OuterRef("covering"), path__in=above, withdrawn_at=None
    )
    rows = PartyOrg.objects.at(day).filter(
        Q(covering__isnull=True, path__in=above) | Q(Exists(part)), tier=tier, withdrawn_at=None
    )
    return rows.order_by(Length("path").desc(), "id").first()


def covered_compounds(paths: Iterable[str], day: date) -> QuerySet[Place]:
    """Residential compounds of a day that a compound organisation covers that day."""
    covering = PartyOrg.objects.at(day).filter(tier=TIER_COMPOUND, withdrawn_at=None)
    parts = CoveringPart.objects.filter(
        in_force(day), covering__in=covering.values("covering"), withdrawn_at=None
    )
    return compounds_at(paths, day).filter(path__in=parts.values("path"))


def orphans(paths: Iterable[str], day: date) -> QuerySet[PartyOrg]:
    """Organisations whose parent is not in force exactly one tier up (must be none, F3)."""
    return orgs_at(paths, day).exclude(tier=TIER_STREET).exclude(pk__in=_with_parent(day))


def _with_parent(day: date) -> QuerySet[PartyOrg, uuid.UUID]:
    one_up = Q()
    for tier in (TIER_COMMUNITY, TIER_COMPOUND, "building"):
        one_up |= Q(tier=tier, parent__tier=tier_above(tier))
    held = PartyOrg.objects.at(day).filter(
        one_up, in_force(day, "parent__"), parent__withdrawn_at=None
    )
    return held.values_list("pk", flat=True)


def secretaries(orgs: Iterable[PartyOrg], day: date) -> dict[uuid.UUID, Person]:
    """The secretary of each organisation on a day, where there is one: one statement.

    The office of the tier's role at the covering of the organisation, or at its home.
    """
    wanted = list(orgs)
    offices = (
        Office.objects.at(day)
        .filter(role__in=SECRETARY.values(), withdrawn_at=None)
        .filter(
            Q(covering__in=[o.covering_id for o in wanted if o.covering_id])
            | Q(covering__isnull=True, path__in=[o.path for o in wanted])
        )
        .select_related("person")
    )
    by_covering = {(o.role, o.covering_id): o.person for o in offices if o.covering_id}
    by_place = {(o.role, o.path): o.person for o in offices if not o.covering_id}
    found = {}
    for org in wanted:
        role = SECRETARY.get(org.tier, "")
        who = by_covering.get((role, org.covering_id)) or by_place.get((role, org.path))
        if who is not None:
            found[org.pk] = who
    return found


def members_of(org: PartyOrg, day: date) -> QuerySet[Membership]:
    """Members of an organisation on a day."""
    return Membership.objects.at(day).filter(org=org, withdrawn_at=None).select_related("person")


def tree(paths: Iterable[str], day: date) -> QuerySet[PartyOrg]:
    """Organisations of a day in the order of the tree: by home, street before community."""
    found = PartyOrg.objects.at(day).filter(path_q(paths), withdrawn_at=None)
    return found.select_related("place", "parent").order_by(F("path"), "-tier", "name")
