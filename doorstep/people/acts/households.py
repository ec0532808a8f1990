"""Households and stays: who moves in, who moves out, how the household wants to be met."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _

from doorstep.frame import Ctx, Given, Refusal, Refused, Result, act
from doorstep.panes.forms import ActForm
from doorstep.people.acts.fields import EndForm, PersonField, worded
from doorstep.people.acts.persons import household_at
from doorstep.people.models import Household, Stay
from doorstep.people.rules import CONTACT_WAYS, REGISTRARS, RELATIONS, STAY_KINDS, STEWARD
from doorstep.places.acts.fields import PlaceField
from doorstep.places.rules import HOMES


class MoveInForm(ActForm):
    """A person comes to live behind a door (or is registered there)."""

    person = PersonField()
    place = PlaceField(kinds=HOMES)
    relation = forms.ChoiceField(choices=worded("relation", RELATIONS))
    stay_kind = forms.ChoiceField(choices=worded("stay_kind", STAY_KINDS))
    since = forms.DateField(required=False)


class HouseholdForm(ActForm):
    """How the household wants to be called and reached (D4: stewards see this)."""

    addressed_as = forms.CharField(max_length=30, required=False)
    contact_way = forms.ChoiceField(
        choices=worded("contact_way", CONTACT_WAYS, empty=True), required=False,
    )  # fmt: skip
    contact_note = forms.CharField(max_length=60, required=False)


@act("people.move_in", creates=Stay, roles=REGISTRARS, form=MoveInForm)
def move_in(given: Given, ctx: Ctx) -> Result:
    """Begin a stay; the person's place becomes this door, unless they only are registered here."""
    if given.place.place_kind not in HOMES:
        raise Refused([Refusal(_("Nobody can live there."), field="place",
                               cure=_("Choose a dwelling or a homestead."))])  # fmt: skip
    since = given.since or ctx.on
    if given.stay_kind != "away":
        living = given.person.stays.at(since).exclude(stay_kind="away").filter(withdrawn_at=None)
        for old in living:
            ctx.change(old, until=since)
        ctx.change(given.person, place=given.place, path=given.place.path)
    stay = Stay(
        person=given.person, household=household_at(given.place, ctx), path=given.place.path,
        relation=given.relation, stay_kind=given.stay_kind, since=since,
    )  # fmt: skip
    return Result(stay)


@act("people.move_out", on=Stay, roles=REGISTRARS, form=EndForm)
def move_out(stay: Stay, given: Given, ctx: Ctx) -> Result:
    """End a stay; the household ends with its last stay."""
    until = given.until or ctx.on
    if until < stay.since:
        raise Refused([Refusal(_("The end lies before the beginning."), field="until")])
    stay.until = until
    others = stay.household.stays.at(until).filter(withdrawn_at=None).exclude(pk=stay.pk)
    if not others.exists():
        ctx.change(stay.household, dissolved_on=until)
    return Result(stay)


@act("people.arrange_contact", on=Household, roles=(*REGISTRARS, STEWARD), relations=["household"],
     form=HouseholdForm, button="primary")  # fmt: skip
def arrange_contact(household: Household, given: Given, ctx: Ctx) -> Result:
    """Note how a household wants to be called and reached."""
    household.addressed_as = given.addressed_as or ""
    household.contact_way = given.contact_way or ""
    household.contact_note = given.contact_note or ""
    return Result(household)
