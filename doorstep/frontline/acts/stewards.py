"""Stewards: nominated, checked, trained, active with patches, paused, thanked (B9)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from doorstep.frame import Ctx, Given, Refusal, Refused, Result, act, in_force
from doorstep.frontline import rules
from doorstep.frontline.models import Steward
from doorstep.frontline.queries import steward_of
from doorstep.kit.path import covers_any
from doorstep.panes.forms import ActForm, ChoiceFromCatalogue
from doorstep.people.acts.fields import CoveringField, PersonField
from doorstep.people.models import Office
from doorstep.people.rules import STEWARD
from doorstep.places.acts import PlaceField
from doorstep.places.models import Covering
from doorstep.places.rules import COMMUNITY, COMPOUND, NATURAL_VILLAGE, PATCH, VILLAGE

#: Where a steward can serve.
SERVES = (COMPOUND, COMMUNITY, VILLAGE, NATURAL_VILLAGE)


class NominateForm(ActForm):
    """Who is proposed, where, and on what footing."""

    person = PersonField()
    place = PlaceField(kinds=SERVES)
    basis = ChoiceFromCatalogue("frontline.service_basis")
    skills = forms.CharField(max_length=120, required=False)
    free_hours = forms.CharField(max_length=120, required=False)


def _new(given: Given, state: str, ctx: Ctx) -> Steward:
    if "frontline.checked" not in ctx.cache:
        ctx.lock("frontline.steward", given.person.pk)
        if steward_of(given.person) is not None:
            words = _("This person is a steward already.")
            raise Refused([Refusal(words, field="person")])
    return Steward(
        person=given.person, place=given.place, path=given.place.path, state=state, level=1,
        basis=given.basis or "volunteer", nominated_by=given.nominated_by,
        skills=given.skills or "", free_hours=given.free_hours or "",
    )  # fmt: skip


@act("frontline.nominate", creates=Steward, roles=rules.NOMINATORS, form=NominateForm,
     button="primary")  # fmt: skip
def nominate(given: Given, ctx: Ctx) -> Result:
    """Propose a resident as red steward; the person has said yes.

    Given: person, place, basis, skills, free_hours, nominated_by (id of the organisation).
    """
    return Result(_new(given, rules.NOMINATED, ctx))


@act("frontline.enter_steward", creates=Steward, roles=rules.CHECKERS, form=NominateForm)
def enter_steward(given: Given, ctx: Ctx) -> Result:
    """Enter a steward who serves already (the paper list of a community).

    Given: as nominate; since, trained_on.
    """
    steward = _new(given, rules.ACTIVE, ctx)
    steward.since, steward.trained_on = given.since or ctx.on, given.trained_on
    return Result(steward)


@act("frontline.check", on=Steward, roles=rules.CHECKERS, button="primary")
def check(steward: Steward, given: Given, ctx: Ctx) -> Result:
    """The community has looked at the proposal and agrees."""
    return Result(steward)


class TrainForm(ActForm):
    """When the short training was."""

    trained_on = forms.DateField(required=False)
    insured_until = forms.DateField(required=False)


@act("frontline.train", on=Steward, roles=rules.CHECKERS, form=TrainForm, button="primary")
def train(steward: Steward, given: Given, ctx: Ctx) -> Result:
    """The steward has had the short training."""
    steward.trained_on = given.trained_on or ctx.on
    steward.insured_until = given.insured_until or steward.insured_until
    return Result(steward)


@act("frontline.activate", on=Steward, roles=rules.CHECKERS, button="primary")
def activate(steward: Steward, given: Given, ctx: Ctx) -> Result:
    """Begin to serve, or go on after a pause; patches held before are given back if free."""
    steward.since = steward.since or ctx.on
    held, steward.held = steward.held, []
    for covering in Covering.objects.filter(pk__in=held, state="published"):
        if not _holders(covering, ctx.on).exists():
            _appoint(steward, covering, ctx.on, None, ctx)
    return Result(steward)


class PatchForm(ActForm):
    """The patch and from when."""

    covering = CoveringField()
    since = forms.DateField(required=False)
    until = forms.DateField(required=False)


@act("frontline.assign_patch", on=Steward, roles=rules.CHECKERS, form=PatchForm)
def assign_patch(steward: Steward, given: Given, ctx: Ctx) -> Result:
    """Give a steward a patch: an office with that scope, from a day on.

    Given: covering (kind patch), since, until. A second steward of the same patch is its deputy
    in daily life; both see it. Days away are an absence (people.go_away).
    """
    covering: Covering = given.covering
    if covering.covering_kind != PATCH or covering.state != "published":
        words = _("Stewards hold patches; choose one that is in force.")
        raise Refused([Refusal(words, field="covering")])
    if not covers_any([steward.path], covering.path) and not covers_any(
        [covering.path], steward.path
    ):
        words = _("The patch lies elsewhere than where the steward serves.")
        raise Refused([Refusal(words, field="covering")])
    since = given.since or ctx.on
    _appoint(steward, covering, since, given.until, ctx)
    steward.since = min(steward.since or since, since)
    ctx.note(covering=str(covering.pk), since=since)
    return Result(steward)


def _appoint(steward: Steward, covering: Covering, since: date, until: Any, ctx: Ctx) -> None:
    entries: Any = Given({
        "person": steward.person, "role": STEWARD, "place": covering.place, "covering": covering,
        "since": since, "until": until,
    })  # fmt: skip
    ctx.do("people.appoint", None, entries, to_all=True)


def _holders(covering: Covering, day: date) -> Any:
    return Office.objects.filter(in_force(day), role=STEWARD, covering=covering, withdrawn_at=None)


def _end_patches(steward: Steward, day: date, ctx: Ctx, only: Any = None) -> list[str]:
    """End the steward's patch offices on a day; ids of the coverings they held."""
    rows = Office.objects.filter(
        Q(until__isnull=True) | Q(until__gt=day), person=steward.person_id, role=STEWARD,
        withdrawn_at=None,
    )  # fmt: skip
    ended = [o for o in rows if only is None or o.covering_id == only]
    for office in ended:
        until = max(day, office.since)
        ctx.do("people.end_office", office, {"until": until}, to_all=True)
    return [str(o.covering_id) for o in ended if o.covering_id]


class ReleaseForm(ActForm):
    """The patch and the first day without."""

    covering = CoveringField()
    until = forms.DateField(required=False)


@act("frontline.release_patch", on=Steward, roles=rules.CHECKERS, form=ReleaseForm)
def release_patch(steward: Steward, given: Given, ctx: Ctx) -> Result:
    """Take a patch back on a day."""
    if not _end_patches(steward, given.until or ctx.on, ctx, only=given.covering.pk):
        words = _("The steward does not hold this patch.")
        raise Refused([Refusal(words, field="covering")])
    ctx.note(covering=str(given.covering.pk))
    return Result(steward, to=steward.state)


@act("frontline.pause", on=Steward, roles=rules.CHECKERS, relations=("self",))
def pause(steward: Steward, given: Given, ctx: Ctx) -> Result:
    """Rest for a while, without giving a reason; the patches are free meanwhile."""
    steward.held = _end_patches(steward, ctx.on, ctx)
    return Result(steward)


class ThankForm(ActForm):
    """Words of thanks."""

    thanks = forms.CharField(max_length=300, required=False)


@act("frontline.thank", on=Steward, roles=rules.CHECKERS, form=ThankForm)
def thank(steward: Steward, given: Given, ctx: Ctx) -> Result:
    """End the service with thanks; patches end with it."""
    _end_patches(steward, ctx.on, ctx)
    steward.until = max(ctx.on, steward.since or ctx.on)
    steward.thanks = (given.thanks or "").strip()
    steward.held = []
    return Result(steward)


class DetailsForm(ActForm):
    """What a steward says about themselves."""

    skills = forms.CharField(max_length=120, required=False)
    free_hours = forms.CharField(max_length=120, required=False)
    insured_until = forms.DateField(required=False)


@act("frontline.details", on=Steward, roles=rules.CHECKERS, relations=("self",), form=DetailsForm,
     states=rules.STEWARD_LIFE.open)  # fmt: skip
def details(steward: Steward, given: Given, ctx: Ctx) -> Result:
    """Change skills, good hours and the end of the insurance."""
    steward.skills, steward.free_hours = given.skills or "", given.free_hours or ""
    steward.insured_until = given.insured_until or steward.insured_until
    return Result(steward)
