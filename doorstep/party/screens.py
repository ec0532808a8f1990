"""Party organisations as a list and as a tree of any day; members for their secretaries only."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from doorstep.frame import Actor
from doorstep.kit import clock
from doorstep.kit.crypto import mask_name
from doorstep.panes import Facts, Panel, Screen, Timeline, column, page
from doorstep.panes.pages import actor_of
from doorstep.party import imports as _imports  # noqa: F401  (declares the import)
from doorstep.party.models import MEMBER_ROLES, Membership, PartyOrg
from doorstep.party.queries import members_of, orphans, secretaries, tree
from doorstep.people.rules import (
    ADMIN,
    AUDITOR,
    CITY_CENTRE,
    COMMUNITY_STAFF,
    COMPOUND_COMMITTEE,
    GRID_ROLES,
    PARTY_INSTRUCTOR,
    STREET_STAFF,
)
from doorstep.places.models import CoveringPart, Place

READERS = tuple(
    dict.fromkeys((*MEMBER_ROLES, *COMMUNITY_STAFF, *STREET_STAFF, *GRID_ROLES, COMPOUND_COMMITTEE,
                   PARTY_INSTRUCTOR, CITY_CENTRE, ADMIN, AUDITOR))
)  # fmt: skip


def covered(org: PartyOrg, _actor: Actor) -> QuerySet[Place]:
    """What it covers today."""
    parts = CoveringPart.objects.at(clock.today()).filter(covering=org.covering, withdrawn_at=None)
    return Place.objects.filter(pk__in=parts.values("place")).order_by("path")


def below(org: PartyOrg, _actor: Actor) -> QuerySet[PartyOrg]:
    """Organisations one tier down today."""
    return org.children.filter(Q(until=None) | Q(until__gt=clock.today()), withdrawn_at=None)


def lead(org: PartyOrg, _actor: Actor) -> list[Any]:
    """Its secretary today."""
    return list(secretaries([org], clock.today()).values())


class PartyOrgs(Screen):
    """Organisations within the actor's area."""

    record, action, slug, rank = PartyOrg, "mind", "party-orgs", 30
    roles = READERS
    columns = ("name", "tier", "place", "parent", "since")
    filters = ("tier", "now")
    start = {"now": "1"}
    order, joins, small = ("path", "id"), ("place", "parent", "covering", "body"), True
    catalogues = {"form": "party.forms"}
    panels = (
        Facts("name", "tier", "form", "place", "parent", "since", "until", "document"),
        Panel("party.secretary", lead, columns=("name",)),
        Panel("party.covers", covered, columns=("label", "dwellings_expected")),
        Panel("party.below", below, columns=("name", "tier", "since"), acts=("party.found_org",)),
        Panel("party.members", lambda org, _actor: members_of(org, clock.today()),
              columns=("who", "since"), acts=("party.join",), roles=frozenset(MEMBER_ROLES)),
        Timeline(),
    )  # fmt: skip

    def where_now(self, _value: str) -> Q:
        """In force today."""
        today = clock.today()
        return Q(since__lte=today) & (Q(until=None) | Q(until__gt=today))

    def find(self, actor: Actor, q: str) -> list[PartyOrg]:
        """By a part of the name."""
        rows = PartyOrg.objects.filter(name__contains=q, withdrawn_at=None, until=None)
        scope = actor.paths(frozenset(READERS))
        return [o for o in rows.select_related(*self.joins)[:40] if _in(o.path, scope)][:6]


def _in(path: str, scope: tuple[str, ...]) -> bool:
    return any(path[: len(p)] == p for p in scope)


class Members(Screen):
    """The list of members of one's own organisations: not on cards, phones of others or portal
    (D19); no export."""

    record, action, slug, menu = Membership, "mind", "members", False
    roles, relations = MEMBER_ROLES, ("self",)
    columns = ("who", "org", "since", "until")
    order, joins, small, export = ("path", "id"), ("person", "org"), True, False
    panels = (Facts("who", "org", "standing", "since", "until"), Timeline())

    def label_of(self, record: Membership) -> str:
        """Masked: labels stand in links."""
        return mask_name(record.person.name)

    @column(kind="who", label="party.person")
    def who(self, record: Membership) -> str:
        """The member, masked."""
        return mask_name(record.person.name)


@dataclass
class Branch:
    """One organisation with those below it."""

    org: PartyOrg
    secretary: str = ""
    orphan: bool = False
    below: list[Branch] = field(default_factory=list)


def branches(actor: Actor, day: date) -> list[Branch]:
    """The tree of a day within the actor's area: three statements."""
    paths = actor.paths(frozenset(READERS))
    orgs = list(tree(paths, day))
    leads = secretaries(orgs, day)
    lost = set(orphans(paths, day).values_list("pk", flat=True))
    nodes = {o.pk: Branch(o, leads[o.pk].name if o.pk in leads else "", o.pk in lost) for o in orgs}
    tops: list[Branch] = []
    for node in nodes.values():
        above = nodes.get(node.org.parent_id) if node.org.parent_id else None
        (above.below if above else tops).append(node)
    return tops


@page("party-tree", roles=READERS, budget=10, action="mind", title="party.tree", rank=31)
def party_tree(request: HttpRequest) -> HttpResponse:
    """The tree as of a day (today by default); organisations without a parent stand out."""
    try:
        day = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        day = clock.today()
    context = {
        "page_title": _("Tree of Party organisations"), "day": day,
        "branches": branches(actor_of(request), day),
    }  # fmt: skip
    return render(request, "party/tree.html", context)
