"""Persons, households (family page); for volunteers doors with the agreed contact only (D4)."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from doorstep.frame import Actor
from doorstep.kit.crypto import mask_name
from doorstep.panes import Facts, Panel, Screen, Timeline, column
from doorstep.people.acts.finding import find_persons
from doorstep.people.models import Consent, Household, Looked, Person, Stay
from doorstep.people.queries.finding import family, inside, reads_names
from doorstep.people.rules import (
    COMMUNITY_STAFF,
    GRID_ROLES,
    PERSON_READERS,
    STREET_DISPATCHER,
    VOLUNTEER_FINDERS,
)

#: Who sees whole names and the way to open phone and ID; field roles see masks.
DESK = tuple(role for role in PERSON_READERS if role not in GRID_ROLES)


def stays_of(person: Person, _actor: Actor) -> QuerySet[Stay]:
    """Where the person lives and lived."""
    rows = person.stays.filter(withdrawn_at=None).select_related("household__dwelling")
    return rows.order_by("-since")


def consents_of(person: Person, _actor: Actor) -> QuerySet[Consent]:
    """What the person agreed to."""
    return person.consents.filter(withdrawn_at=None).order_by("-since")


def identity(person: Person, _actor: Actor) -> list[Person]:
    """The person once more, with the whole name, for the desk."""
    return [person]


def searches(person: Person, _actor: Actor) -> QuerySet[Looked]:
    """Searches that found this person outside open work; for the person alone (D4)."""
    return Looked.objects.filter(person=person).order_by("-at")[:50]


class Persons(Screen):
    """Residents in the actor's scope; names are masked in lists."""

    record, action, slug, rank = Person, "base", "persons", 20
    roles, relations = PERSON_READERS, ("self",)
    columns = ("who", "addressed_as", "place", "phone")
    order, joins = ("path", "id"), ("place",)
    panels = (
        Facts("who", "addressed_as", "place", "phone"),
        Panel(
            "people.identity", identity, roles=frozenset(DESK), relations=("self",),
            columns=("name", "sex", "born_on", "id_number", "id_mark", "phone"),
        ),
        Panel("people.stays", stays_of,
              columns=("household", "relation", "stay_kind", "since", "until")),
        Panel(
            "people.consents", consents_of, columns=("purpose", "way", "since", "until"),
            acts=("people.consent",),
        ),
        Panel("people.searches", searches, relations=("self",), columns=("at", "by")),
        Timeline(),
    )  # fmt: skip

    def label_of(self, record: Person) -> str:
        """Masked: labels stand in lists, links and messages."""
        return mask_name(record.name)

    def title_for(self, record: Person, actor: Actor) -> str:
        """Head and table of a page say the same name: whole to those who read whole names."""
        return record.name if reads_names(actor) else mask_name(record.name)

    def all_panels(self, actor: Actor, record: Any) -> list[Any]:
        """Who reads the whole name and the birth date is not shown the mask of it beside."""
        found = super().all_panels(actor, record)
        if any(isinstance(p, Panel) and p.title == "people.identity" for p in found):
            found[0] = Facts("addressed_as", "place")
        return found

    def find(self, actor: Actor, q: str) -> list[Person]:
        """By name, initials, door or four digits."""
        wanted = [hit.person for hit in find_persons(actor, q)[:6] if hit.person]
        return list(Person.objects.filter(pk__in=wanted).select_related("place"))

    @column(kind="who", label="people.name")
    def who(self, record: Person) -> str:
        """The name, masked."""
        return mask_name(record.name)


class Twins(Persons):
    """Residents whose ID number is registered twice within the actor's places: compared here by
    the level that holds both; nobody else learns of it (`acts.persons.twin_of`)."""

    record, slug, rank, export = Person, "twins", 23, False
    roles: Any = DESK
    relations: Any = ()

    def rows(self, actor: Actor) -> QuerySet[Person]:
        """Both of a pair, and only pairs of which the actor reads both."""
        there = Person.objects.filter(withdrawn_at=None, merged_into=None)
        mine = there.filter(inside(actor.paths(frozenset(DESK))))
        other = mine.filter(id_number_index=OuterRef("id_number_index")).exclude(pk=OuterRef("pk"))
        return there.exclude(id_number_index="").filter(Exists(other))

    def find(self, actor: Actor, q: str) -> list[Person]:
        """They have been found by their own screen."""
        return []


class Households(Screen):
    """One page a family: who lives here, how they like to be met, what is open."""

    record, action, slug, rank = Household, "base", "households", 21
    roles, relations = PERSON_READERS, ("household",)
    columns = ("dwelling", "addressed_as", "contact_way", "dissolved_on")
    order, joins = ("path", "id"), ("dwelling",)
    panels = (
        Facts("dwelling", "addressed_as", "contact_way", "contact_note", "dissolved_on"),
        Panel(
            "people.family", lambda household, _actor: family(household),
            columns=("person", "relation", "stay_kind", "since"), acts=("people.move_in",),
        ),
        Timeline(),
    )  # fmt: skip

    def label_of(self, record: Household) -> str:
        """The door and how the family is called."""
        return f"{record.dwelling.label} {record.addressed_as}".strip()

    def find(self, actor: Actor, q: str) -> list[Household]:
        """Persons have been found by their own screen."""
        return []


class Doors(Screen):
    """What a steward or building head sees of a household: door, form of address, agreed contact.

    Panels and columns of upper apps do not come here: D4 says what volunteers see.
    """

    record, action, slug, rank = Household, "visit", "doors", 22
    roles = VOLUNTEER_FINDERS
    columns = ("dwelling", "addressed_as", "contact_way", "contact_note")
    order, joins, export = ("path", "id"), ("dwelling",), False
    panels = (Facts("dwelling", "addressed_as", "contact_way", "contact_note"),)

    def rows(self, actor: Actor) -> QuerySet[Household]:
        """Households of today."""
        return Household.objects.filter(dissolved_on=None, withdrawn_at=None)

    def label_of(self, record: Household) -> str:
        """The door."""
        return record.dwelling.label

    def all_panels(self, actor: Actor, record: Any) -> list[Any]:
        """Own panels only."""
        return list(self.panels)

    def more_columns(self, actor: Actor) -> dict[str, Any]:
        """No columns of upper apps."""
        return {}

    def find(self, actor: Actor, q: str) -> list[Household]:
        """By four digits, or two characters and the door."""
        wanted = [hit.household for hit in find_persons(actor, q)[:6] if hit.household]
        return list(Household.objects.filter(pk__in=wanted).select_related("dwelling"))


class Stays(Screen):
    """A stay has a page so that it can be ended and mended; it stands in no menu."""

    record, action, slug, menu = Stay, "base", "stays", False
    roles = PERSON_READERS
    columns = ("person", "household", "relation", "stay_kind", "since", "until")
    order, joins = ("path", "id"), ("person", "household__dwelling")
    panels = (
        Facts("person", "household", "relation", "stay_kind", "since", "until"),
        Timeline(),
    )


class Consents(Screen):
    """A consent has a page so that it can be taken back; it stands in no menu."""

    record, action, slug, menu = Consent, "base", "consents", False
    roles, relations = (*COMMUNITY_STAFF, *GRID_ROLES, STREET_DISPATCHER), ("self",)
    columns = ("person", "purpose", "way", "since", "until")
    order, joins = ("path", "id"), ("person",)
    panels = (Facts("person", "purpose", "way", "note", "since", "until"), Timeline())
