"""Bodies, offices, absences, duty and accounts."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from doorstep.frame import Actor
from doorstep.frame.terms import in_village
from doorstep.kit import clock
from doorstep.kit.crypto import mask_name
from doorstep.panes import Facts, Panel, Screen, Timeline, column, visible
from doorstep.people.acts.giving import given_by, sends_away
from doorstep.people.models import Absence, Account, Body, DutyShift, Office, Token
from doorstep.people.queries import title_words, words_of
from doorstep.people.queries.offices import RURAL
from doorstep.people.rules import (
    ADMIN,
    AUDITOR,
    BODY_LEVEL,
    CITY_CENTRE,
    CITY_OD,
    COMMUNITY,
    COMMUNITY_STAFF,
    DEPT_STAFF,
    EMPLOYED_MEMBER,
    GIVERS,
    GRID_ROLES,
    MERCHANT,
    RESIDENT,
    ROLES,
    STREET_STAFF,
    URBAN_BODIES,
    URBAN_ROLES,
)

#: Everybody in paid office may look up who is in charge of what.
STAFF = (*COMMUNITY_STAFF, *GRID_ROLES, *STREET_STAFF, *DEPT_STAFF, CITY_CENTRE, CITY_OD, ADMIN,
         AUDITOR)  # fmt: skip

#: Told of a person, not held before the public: their names are masked in tables.
NO_OFFICE = (RESIDENT, MERCHANT, EMPLOYED_MEMBER)


def offices_in(body: Body, _actor: Actor) -> QuerySet[Office]:
    """Who holds office in a body today."""
    rows = Office.objects.at(clock.today()).filter(body=body, withdrawn_at=None)
    return rows.select_related("person", "place").order_by("role", "since")


def shifts_of(body: Body, _actor: Actor) -> QuerySet[DutyShift]:
    """Duty from today on."""
    rows = body.shifts.filter(ends_at__gte=clock.now(), withdrawn_at=None)
    return rows.select_related("person").order_by("starts_at")[:30]


def absences_of(office: Office, _actor: Actor) -> QuerySet[Absence]:
    """Days away, with deputies."""
    rows = office.absences.filter(withdrawn_at=None)
    return rows.select_related("deputy").order_by("-since")[:20]


class Bodies(Screen):
    """Departments and other organisations: who they are and how to reach them."""

    record, action, slug, rank = Body, "base", "bodies", 40
    roles, small = STAFF, True
    columns = ("name", "kind_of_body", "phone", "place", "handles")
    filters = ("kind_of_body", "handles")
    order, joins = ("path", "code", "id"), ("place",)
    panels = (
        Facts("name", "short", "kind_of_body", "place", "parent", "phone", "duties", "since",
              "until"),
        Panel("people.offices", offices_in, columns=("holder", "what", "since")),
        Panel("people.duty", shifts_of, acts=("people.roster",),
              columns=("person", "starts_at", "ends_at", "leads")),
        Timeline(),
    )  # fmt: skip

    def choices(self, name: str, actor: Actor) -> list[tuple[str, str]]:
        """In a village the kinds that there are in one."""
        found = super().choices(name, actor)
        if name != "kind_of_body" or not in_village.get():
            return found
        return [c for c in found if BODY_LEVEL[c[0]] <= COMMUNITY and c[0] not in URBAN_BODIES]

    def find(self, actor: Actor, q: str) -> list[Body]:
        """By a part of the name."""
        return list(visible(actor, self).filter(name__contains=q, withdrawn_at=None)[:6])


class Offices(Screen):
    """Who holds which office where, from when to when."""

    record, action, slug, rank = Office, "base", "offices", 41
    roles, relations = (*GIVERS, AUDITOR), ("self",)
    columns = ("holder", "what", "place", "since", "until")
    filters = ("role", "now")
    start = {"now": "1"}
    order, joins, small = ("path", "role", "id"), ("person", "place", "body"), True
    panels = (
        Facts("holder", "what", "place", "covering", "body", "since", "until", "document"),
        Panel("people.absences", absences_of, columns=("since", "until", "deputy"),
              acts=("people.go_away",), offered=sends_away),
        Timeline(),
    )  # fmt: skip

    def label_of(self, record: Office) -> str:
        """Title and holder."""
        return f"{words_of(record)} {self.holder(record)}"

    def choices(self, name: str, actor: Actor) -> list[tuple[str, str]]:
        """In a village the posts that there are in one."""
        found = super().choices(name, actor)
        if name != "role" or not in_village.get():
            return found
        return [c for c in found if ROLES[c[0]].level <= COMMUNITY and c[0] not in URBAN_ROLES]

    def choice(self, name: str, value: Any, words: str = "") -> str:
        """A post is called by the city's title for it, in a village by that of villages."""
        if name != "role":
            return super().choice(name, value, words)
        return title_words(f"{value}{RURAL if in_village.get() else ''}", str(value))

    def where_now(self, _value: str) -> Q:
        """In force today."""
        today = clock.today()
        return Q(since__lte=today) & (Q(until=None) | Q(until__gt=today))

    @column(kind="who", label="people.holder")
    def holder(self, record: Office) -> str:
        """Who holds it: offices are public, so the name is whole; being a resident, a merchant or
        a member is none (D19)."""
        return mask_name(record.person.name) if record.role in NO_OFFICE else record.person.name

    @column(label="people.role")
    def what(self, record: Office) -> str:
        """What it is called here."""
        return words_of(record)


class Absences(Screen):
    """Who is away and who stands in; reasons are not kept."""

    record, action, slug, rank = Absence, "base", "absences", 42
    roles, relations = (
        (*COMMUNITY_STAFF, *STREET_STAFF, *DEPT_STAFF, *GIVERS, CITY_CENTRE, CITY_OD),
        ("self",),
    )
    columns = ("person", "office", "deputy", "since", "until")
    order, small = ("-since", "id"), True
    joins = ("person", "deputy", "office__person", "office__place", "office__body")
    panels = (Facts("person", "office", "deputy", "since", "until"), Timeline())

    def label_of(self, record: Absence) -> str:
        """Whose."""
        return record.person.name


class Duty(Screen):
    """Duty posts of streets and departments, for what cannot wait."""

    record, action, slug, rank = DutyShift, "base", "duty", 43
    roles = STAFF
    columns = ("body", "person", "starts_at", "ends_at", "leads")
    filters = ("leads",)
    order, joins, small = ("-starts_at", "id"), ("body", "person"), True
    panels = (Facts("body", "person", "starts_at", "ends_at", "leads"), Timeline())

    def label_of(self, record: DutyShift) -> str:
        """Whose."""
        return record.person.name


class Accounts(Screen):
    """Accounts that the actor's level looks after; nobody sees when somebody logged in (D2)."""

    record, action, slug, rank = Account, "base", "accounts", 44
    roles, relations = GIVERS, ("self",)
    columns = ("holder", "username", "active", "must_change")
    filters = ("active",)
    order, joins, small, export = ("username", "id"), ("person",), True, False
    panels = (Facts("username", "holder", "active", "must_change"), Timeline())

    def rows(self, actor: Actor) -> QuerySet[Account]:
        """The own one, and those of which the actor gives every office (`acts.may_manage`)."""
        if actor.is_system or ADMIN in actor.roles:
            return Account.objects.all()
        held = Office.objects.at(clock.today()).filter(withdrawn_at=None)
        held = held.filter(person=OuterRef("person"))
        mine = Office.objects.filter(given_by(actor)).values("pk")
        managed = Exists(held.filter(pk__in=mine)) & ~Exists(held.exclude(pk__in=mine))
        return Account.objects.filter(Q(person=actor.person) | managed)

    def label_of(self, record: Account) -> str:
        """The user name."""
        return record.username

    @column(kind="who", label="people.holder")
    def holder(self, record: Account) -> str:
        """Whose it is."""
        return record.person.name


class Tokens(Screen):
    """Keys of the interface."""

    record, action, slug, rank = Token, "base", "tokens", 45
    roles, relations = (ADMIN,), ("self",)
    columns = ("label", "account", "since", "until")
    order, joins, small, export = ("-since", "id"), ("account__person",), True, False
    panels = (Facts("label", "account", "scopes", "since", "until"), Timeline())
