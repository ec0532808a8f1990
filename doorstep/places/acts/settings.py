"""What the city sets: code systems, closures, parameters, emergencies."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from doorstep.frame import Actor, Ctx, Given, Refusal, Refused, Result, act
from doorstep.frame.catalogue_acts import changed
from doorstep.frame.terms import found
from doorstep.kit import clock
from doorstep.panes.forms import ActForm
from doorstep.places import rules
from doorstep.places.acts.fields import PlaceField, worded
from doorstep.places.acts.tree import system_of
from doorstep.places.models import (
    CodeSystem,
    Emergency,
    LocalClosure,
    Parameter,
    Place,
    PlaceCode,
)


class SystemForm(ActForm):
    """One code system in one edition."""

    code = forms.SlugField(max_length=20)
    edition = forms.CharField(max_length=20)
    name = forms.CharField(max_length=80)
    source = forms.CharField(max_length=200, required=False)


@act("places.system_add", creates=CodeSystem, roles=rules.SETTERS, form=SystemForm)
def system_add(given: Given, ctx: Ctx) -> Result:
    """Make a code system known, such as the statistical codes of 2023."""
    return Result(
        CodeSystem(code=given.code, edition=given.edition, name=given.name,
                   source=given.source or "")
    )  # fmt: skip


class CodeForm(ActForm):
    """The code of a place in a system."""

    place = PlaceField()
    system = forms.ModelChoiceField(CodeSystem.objects.all())
    code = forms.CharField(max_length=24)


@act("places.code_add", creates=PlaceCode, roles=rules.SETTERS, form=CodeForm)
def code_add(given: Given, ctx: Ctx) -> Result:
    """Give a place its code in one system and edition.

    Given: place, code, system (a CodeSystem, or its code together with `edition`).
    """
    system = given.system
    if isinstance(system, str):
        system = system_of(system, given.edition, ctx)
    return Result(PlaceCode(place=given.place, system=system, code=given.code))


class ClosureForm(ActForm):
    """A day on which the city differs from the country's calendar."""

    day = forms.DateField()
    worked = forms.ChoiceField(choices=worded("worked", ("0", "1", "am", "pm")))
    name = forms.CharField(max_length=60)


@act("places.closure_add", creates=LocalClosure, roles=rules.SETTERS, form=ClosureForm)
def closure_add(given: Given, ctx: Ctx) -> Result:
    """Set a local closure or half day; deadlines computed from now on know it."""
    changed("places.calendar")
    return Result(LocalClosure(day=given.day, worked=given.worked, name=given.name))


def settings() -> list[tuple[str, str]]:
    """Every setting with what it is for."""
    return [(r.key, rules.meaning_of(r, found, gettext)) for r in rules.PARAMETERS.values()]


class ParameterForm(ActForm):
    """A value from a day on: a number, words, times as 08:30-20:30, or JSON."""

    key = forms.ChoiceField(choices=settings)
    value = forms.CharField(max_length=2000)
    place = PlaceField(required=False)
    since = forms.DateField(required=False)
    source = forms.CharField(max_length=200, required=False)

    def clean_value(self) -> Any:
        """The value as it was meant."""
        return rules.read_value(self.cleaned_data["value"])


@act("places.parameter_set", creates=Parameter, roles=rules.SETTERS, form=ParameterForm)
def parameter_set(given: Given, ctx: Ctx) -> Result:
    """Set a value from `since` on; the row in force until then ends that day."""
    rule = rules.PARAMETERS.get(given.key)
    if rule is None:
        raise Refused([Refusal(_("There is no such setting."), field="key")])
    if wrong := rule.check(given.value):
        raise Refused(
            [Refusal(_("This value does not fit: %(why)s") % {"why": wrong}, field="value")]
        )
    changed("places.calendar")  # the office hours are a parameter
    since, path = given.since or ctx.on, given.place.path if given.place else ""
    for row in Parameter.objects.at(since).filter(key=given.key, path=path):
        ctx.change(row, until=since)
    following = Parameter.objects.filter(key=given.key, path=path, since__gt=since)
    first = following.order_by("since").first()
    return Result(
        Parameter(key=given.key, value=given.value, path=path, since=since,
                  until=first.since if first else None, source=given.source or "")
    )  # fmt: skip


class EmergencyForm(ActForm):
    """A declared emergency."""

    place = PlaceField()
    name = forms.CharField(max_length=120)
    order = forms.CharField(max_length=80)
    declared_by = forms.CharField(max_length=80)
    since = forms.DateField(required=False)
    until = forms.DateField(required=False)
    words = forms.CharField(max_length=2000, required=False)


@act("places.emergency_declare", creates=Emergency, roles=rules.SETTERS, form=EmergencyForm)
def emergency_declare(given: Given, ctx: Ctx) -> Result:
    """Declare an emergency by its order; it ends by itself after at most 14 days (D17)."""
    since = given.since or ctx.on
    last = since + timedelta(days=rules.EMERGENCY_DAYS)
    until = given.until or last
    if not since < until <= last:
        raise Refused([
            Refusal(_("It ends within 14 days."), clause="D17", field="until",
                    cure=_("Declare it anew if the order is renewed."))
        ])  # fmt: skip
    place: Place = given.place
    return Result(
        Emergency(place=place, path=place.path, name=given.name, order=given.order,
                  declared_by=given.declared_by, since=since, until=until, words=given.words or "")
    )  # fmt: skip


def over(emergency: Emergency, _actor: Actor) -> str:
    """Why there is nothing to end."""
    today = clock.today()
    there = emergency.since < today < (emergency.until or today)
    return "" if there else gettext("It is not in force.")


@act("places.emergency_lift", on=Emergency, roles=rules.SETTERS, asks=over)
def emergency_lift(emergency: Emergency, given: Given, ctx: Ctx) -> Result:
    """End an emergency today."""
    if not emergency.since < ctx.today < (emergency.until or ctx.today):
        raise Refused([Refusal(_("It is not in force."))])
    emergency.until = ctx.today
    return Result(emergency)
