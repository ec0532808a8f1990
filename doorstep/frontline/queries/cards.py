"""The public card of a grid: who is there for you, and where to ring (B1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from doorstep.frame import in_force
from doorstep.frontline.models import GridCard
from doorstep.people.models import Consent, Office
from doorstep.people.rules import BUILDING_HEAD, GRID_HEAD, GRID_INSTRUCTOR, GRID_MEMBER, STEWARD
from doorstep.places.models import Covering, Place
from doorstep.places.queries import paths_on

_ROLES = (GRID_HEAD, GRID_MEMBER, GRID_INSTRUCTOR)


@dataclass(frozen=True)
class OnCard:
    """One person on a card: role and title codes, name, and a phone only with their consent."""

    role: str
    title: str
    name: str
    phone: str = ""


@dataclass(frozen=True)
class Card:
    """What hangs at the entrance of a grid."""

    covering: Covering
    phone: str
    supervision_phone: str
    words: str
    people: tuple[OnCard, ...]
    places: tuple[Place, ...]


def card_of(covering: Covering, day: date) -> Card:
    """The card of a grid (or patch) on a day: four statements at most."""
    own = GridCard.objects.filter(covering=covering, withdrawn_at=None).first()
    places = Place.objects.filter(path__in=paths_on(covering, day)).order_by("path")
    return Card(
        covering,
        own.phone if own else "",
        own.supervision_phone if own else "",
        own.words if own else "",
        tuple(people_on(covering, day)),
        tuple(places),
    )


def people_on(covering: Covering, day: date) -> list[OnCard]:
    """Who stands on the card of a grid (or patch) on a day: one statement."""
    agreement = Consent.objects.filter(
        in_force(day), purpose="publish_phone", withdrawn_at=None, person=OuterRef("person")
    )
    offices = list(
        Office.objects.filter(
            in_force(day), covering=covering, withdrawn_at=None,
            role__in=(*_ROLES, STEWARD, BUILDING_HEAD),
        ).select_related("person").annotate(agreed=Exists(agreement))
    )  # fmt: skip
    agreed: set[object] = {o.person_id for o in offices if o.agreed}
    order = {role: n for n, role in enumerate((*_ROLES, STEWARD, BUILDING_HEAD))}
    return [
        OnCard(o.role, o.title or o.role, o.person.name, published_phone(o, agreed))
        for o in sorted(offices, key=lambda o: (order[o.role], o.since))
    ]


def published_phone(office: Office, agreed: set[object]) -> str:
    """The phone in clear where its owner agreed to have it published, else nothing."""
    phone = office.person.phone
    return phone.open() if phone and office.person_id in agreed else ""
