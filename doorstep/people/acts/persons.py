"""Persons: register, change, consents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from doorstep.frame import Ctx, Given, ReadLog, Refusal, Refused, Result, act, blind
from doorstep.kit.chinese import pinyin_full, pinyin_initials
from doorstep.kit.crypto import mask_name
from doorstep.kit.path import covers_any
from doorstep.panes.forms import ActForm
from doorstep.people.acts.fields import PersonEntries, PersonField, worded
from doorstep.people.models import Consent, Household, Person, Stay
from doorstep.people.queries.finding import reads_names
from doorstep.people.rules import (
    ADMIN,
    CITY_OD,
    CONSENT_WAYS,
    CONSENTS,
    DEPT_HEAD,
    PERSON_READERS,
    REGISTRARS,
    RELATIONS,
    STAY_KINDS,
    STREET_STAFF,
    tail_of,
)
from doorstep.places.acts.fields import PlaceField
from doorstep.places.rules import HOMES

ENTERERS = (*REGISTRARS, *STREET_STAFF, DEPT_HEAD, CITY_OD, ADMIN)
#: Key of `ctx.cache`: who is registered, loaded once for a table.
KNOWN = "people.known"
#: Key of `ctx.cache`: ids of the open households by dwelling, loaded once for a table (a city has
#: tens of thousands, a table names few); with a dwelling's id, its household.
HOUSEHOLD = "people.household"


class RegisterForm(PersonEntries):
    """A new person and, where the place is a home, the stay there."""

    place = PlaceField()
    relation = forms.ChoiceField(
        choices=worded("relation", RELATIONS, empty=True), required=False,
    )  # fmt: skip
    stay_kind = forms.ChoiceField(
        choices=worded("stay_kind", STAY_KINDS, empty=True), required=False
    )
    since = forms.DateField(required=False)


class ChangeForm(PersonEntries):
    """What may be changed of a person; ID number and phone stay where they are left empty."""


class ConsentForm(ActForm):
    """What a person agreed to, and how."""

    person = PersonField()
    purpose = forms.ChoiceField(choices=worded("purpose", CONSENTS))
    way = forms.ChoiceField(choices=worded("way", CONSENT_WAYS))
    note = forms.CharField(max_length=120, required=False)
    since = forms.DateField(required=False)


def fill(person: Person, given: Given) -> None:
    """Set the entries about a person, with what is derived from them."""
    person.name = given.name
    person.initials = pinyin_initials(given.name)[:16]
    person.pinyin = pinyin_full(given.name)[:80]
    person.addressed_as = given.addressed_as or ""
    person.sex, person.born_on = given.sex or "", given.born_on
    if given.id_number:
        person.id_number = given.id_number
        person.id_mark = given.id_mark or ""
    if given.phone:
        person.phone = given.phone
        tail = tail_of(given.phone)
        person.phone_tail = blind(Person, "phone", tail)["phone_index"] if tail else ""


def index_of(given: Given) -> str:
    """Blind index of the ID number entered, "" without one; imports have counted it already."""
    if not given.id_number:
        return ""
    return given.id_index or blind(Person, "id_number", given.id_number)["id_number_index"]


def refuse_known(given: Given, ctx: Ctx) -> None:
    """Stop a person whom the actor's own register holds already: by ID number; in tables also by
    name, day of birth and door. A table asks the database once, not once a row."""
    if ctx.channel != "import":
        twin = twin_of(given, ctx)
        if twin is not None:
            raise Refused([
                Refusal(
                    _("%(name)s, %(door)s, is registered with this ID number.")
                    % {"name": shown_name(ctx, twin), "door": twin.place.label},
                    field="id_number", cure=_("Open that record and let them move here."),
                )
            ])  # fmt: skip
        return
    known = ctx.cache.get(KNOWN)
    if known is None:
        known = ctx.cache[KNOWN] = known_persons(ctx)
    keys = {index_of(given), (given.name, given.born_on, given.place.pk)} - {""}
    if keys & known.keys:
        raise Refused([
            Refusal(
                _("This person is registered already."),
                field="id_number" if given.id_number else "name",
                cure=_("Search for them and let them move here."),
            )
        ])  # fmt: skip
    known.keys |= keys
    if (elsewhere := known.elsewhere.get(index_of(given))) is not None:
        note_compared(ctx, elsewhere, "table")


@dataclass
class Known:
    """Whom a table is compared with: in the actor's own register, and the ID numbers elsewhere."""

    keys: set[Any]
    elsewhere: dict[str, Any]


def known_persons(ctx: Ctx) -> Known:
    """Own ID indexes and (name, born, door), and ids of others by index: two statements."""
    there = Person.objects.filter(withdrawn_at=None, merged_into=None)
    ids, elsewhere = set[Any](), dict[str, Any]()
    with_id = there.exclude(id_number_index="").values_list("id_number_index", "path", "pk")
    for index, path, pk in with_id.iterator():
        if own(ctx, path):
            ids.add(index)
        else:
            elsewhere[index] = pk
    doors = there.values_list("name", "born_on", "place_id", "path").iterator()
    return Known(ids | {(n, b, p) for n, b, p, path in doors if own(ctx, path)}, elsewhere)


def own(ctx: Ctx, path: str) -> bool:
    """Whether a record of the register is the actor's own to read; tables of founding know all."""
    return ctx.actor.is_system or covers_any(ctx.actor.paths(frozenset(PERSON_READERS)), path)


def twin_of(given: Given, ctx: Ctx, but: Person | None = None) -> Person | None:
    """Who in the actor's own register has the ID number that was entered.

    A number registered elsewhere is taken like any other, so that nobody learns of a person by
    trying numbers: both records stand in the list that the level over both compares, and the one
    who was found can see in the read log that their number was entered.
    """
    if not given.id_number:
        return None
    index = blind(Person, "id_number", given.id_number)
    ctx.lock("people.id_number", *index.values())
    there = Person.objects.filter(**index, withdrawn_at=None, merged_into=None)
    twins = [twin for twin in there.select_related("place") if but is None or twin.pk != but.pk]
    mine = [twin for twin in twins if own(ctx, twin.path)]
    for twin in twins:
        if twin not in mine:
            note_compared(ctx, twin.pk, "entered")
    return next(iter(mine), None)


def note_compared(ctx: Ctx, person: Any, how: str) -> None:
    """Write into the read log that somebody entered the ID number of a person elsewhere."""
    ctx.add(
        ReadLog(actor=ctx.actor.id, office=ctx.warrant.office_id, kind=Person.kind,
                record=person, field="id_number", purpose=how, at=ctx.now)
    )  # fmt: skip


def shown_name(ctx: Ctx, person: Person) -> str:
    """The name for those who read whole names, else its mask."""
    return person.name if reads_names(ctx.actor) else mask_name(person.name)


def household_at(dwelling: Any, ctx: Ctx) -> Household:
    """The open household of a dwelling; a new one is queued where there is none."""
    key = (HOUSEHOLD, dwelling.pk)
    if ctx.channel == "import" and HOUSEHOLD not in ctx.cache:
        open_ones = Household.objects.filter(dissolved_on=None, withdrawn_at=None)
        ctx.cache[HOUSEHOLD] = dict(open_ones.values_list("dwelling_id", "pk").iterator())
    found: Household | None = ctx.cache.get(key)
    if found is None and HOUSEHOLD in ctx.cache:
        if dwelling.pk in ctx.cache[HOUSEHOLD]:
            ident = ctx.cache[HOUSEHOLD][dwelling.pk]
            found = Household(id=ident, dwelling=dwelling, path=dwelling.path)
    elif found is None:
        ctx.lock("people.household", dwelling.pk)
        there = Household.objects.filter(dwelling=dwelling, dissolved_on=None, withdrawn_at=None)
        found = there.first()
    if found is None:
        found = Household(dwelling=dwelling, path=dwelling.path)
        ctx.add(found)
        ctx.note(household=found.pk)
    ctx.cache[key] = found
    return found


@act("people.register", creates=Person, roles=ENTERERS, form=RegisterForm, button="primary")
def register(given: Given, ctx: Ctx) -> Result:
    """Enter a person. At a home they join its household, which is made where there is none."""
    refuse_known(given, ctx)
    person = Person(place=given.place, path=given.place.path)
    fill(person, given)
    if given.place.place_kind in HOMES:
        household = household_at(given.place, ctx)
        stay = Stay(
            person=person, household=household, path=given.place.path,
            relation=given.relation or "other", stay_kind=given.stay_kind or "resident",
            since=given.since or ctx.on,
        )  # fmt: skip
        ctx.add(stay)
        ctx.note(stay=stay.pk)
    return Result(person)


@act("people.change_person", on=Person, roles=PERSON_READERS, relations=["self"], form=ChangeForm)
def change_person(person: Person, given: Given, ctx: Ctx) -> Result:
    """Change what is kept about a person; ID number and phone only where new ones are given."""
    if given.id_number and ctx.warrant.relation == "self":
        raise Refused([
            Refusal(_("Your ID number is changed by your community."), field="id_number",
                    cure=_("Leave it empty here, and show your card at the community."))
        ])  # fmt: skip
    twin = twin_of(given, ctx, person)
    if twin is not None:
        raise Refused([
            Refusal(
                _("%(name)s, %(door)s, is registered with this ID number.")
                % {"name": shown_name(ctx, twin), "door": twin.place.label},
                field="id_number",
                cure=_("Compare it with the card; if both are one person, have them merged."),
            )
        ])  # fmt: skip
    fill(person, given)
    return Result(person)


@act("people.consent", creates=Consent, roles=REGISTRARS, form=ConsentForm, at="person")
def consent(given: Given, ctx: Ctx) -> Result:
    """Note that a person agreed to something, on paper, by voice, phone or online (D8)."""
    return Result(
        Consent(
            person=given.person,
            path=given.person.path,
            purpose=given.purpose,
            way=given.way,
            note=given.note or "",
            since=given.since or ctx.on,
        )
    )


@act("people.revoke_consent", on=Consent, roles=REGISTRARS, relations=["self"], button="primary")
def revoke_consent(record: Consent, given: Given, ctx: Ctx) -> Result:
    """Take a consent back, on the spot and without a reason."""
    record.until = ctx.on
    return Result(record)
