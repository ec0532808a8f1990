"""小化无: up one level after an attempt, down only to who takes it on (domain B5)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from doorstep.frame import Actor, Ctx, Given, Refusal, Refused, Result, act
from doorstep.matters.acts.fields import Words
from doorstep.matters.acts.forms import WhyForm
from doorstep.matters.acts.handling import hand_over, not_theirs, not_yours
from doorstep.matters.acts.posts import DESK, DISPATCHERS, HIDDEN
from doorstep.matters.models import Matter
from doorstep.matters.queries import level_of, so_far, tried_here
from doorstep.matters.rules.life import L_CITY, L_COMPOUND
from doorstep.panes.forms import ActForm
from doorstep.people.acts.fields import BodyField
from doorstep.people.models import Body
from doorstep.people.rules import GRID_HEAD
from doorstep.routing.queries import governing, lowest_body

#: Where it is worked on, and may be offered to those below.
WORKED_ON = ("accepted", "assigned", "handling", "reopened")


def not_higher(matter: Matter, actor: Actor) -> Any:
    """Why it cannot go up: the city has it, or somebody else."""
    if matter.level >= L_CITY:
        cure = _("Hand it to a department.")
        return Refusal(_("There is no level above the city."), cure=cure)
    return not_yours(matter, actor)


class UpForm(ActForm):
    """One sentence: what was tried and what is asked; the reason alone where a try is written."""

    words = Words(
        lazy("What was tried, and what the next level is to do (the reporter reads this)")
    )

    def prepare(self) -> None:
        """Begin with what was said last; asked only when the form is shown for one matter."""
        if self.is_bound or self.record is None:
            return
        if self.record.emergency or tried_here(self.record):
            self.fields["words"].label = _("Why")
        elif said := so_far(self.record):
            self.initial.setdefault("words", said)


@act("matters.escalate", on=Matter, roles=DESK, relations=("owner_unit", "bringer"), never=HIDDEN,
     form=UpForm, asks=not_higher)  # fmt: skip
def escalate(matter: Matter, given: Given, ctx: Ctx) -> Result:
    """Up one level, with a reason and after a recorded attempt (never asked of emergencies).

    The lowest level tries first (B5): where nothing is written of a try at this level, the sentence
    is the attempt as well as the reason, and the trail keeps both acts or neither.
    """
    found = lowest_body(matter.level + 1, matter.path)
    if found is None:
        raise Refused([Refusal(_("No organisation is entered one level up."))])
    if not matter.emergency and not tried_here(matter):
        ctx.do("matters.attempt", matter, given)
    matter.sent_up = max(matter.sent_up or 0, matter.level)
    hand_over(matter, found[0], ctx)
    ctx.note(words=given.words, owner=found[0].name)
    return Result(matter, words=_("Sent up to %(name)s.") % {"name": found[0].name})


# -- down: only by acceptance ----------------------------------------------------------------------
def below(matter: Matter) -> list[Body]:
    """Who governs the place below the level that has it, and may see it (D5)."""
    return [
        body for level, body in sorted(governing(matter.path).items(), reverse=True)
        if max(L_COMPOUND, matter.hidden_below) <= level < matter.level
        and body.pk not in (matter.owner_id, matter.concerned_id)
    ]  # fmt: skip


class OfferForm(ActForm):
    """Which of those below is asked, and what they are to do."""

    owner = BodyField(
        label=lazy("Who is asked to take it on"),
        help_text=lazy("Until they accept it stays with you, and so does its date."),
    )
    words = Words(lazy("What they are asked to do, and why it is theirs"))

    def prepare(self) -> None:
        """Only those below who govern the place."""
        offered: Any = self.owners  # asked only when the form is shown
        self.fields["owner"].widget = forms.Select(choices=offered)

    def owners(self) -> list[tuple[str, str]]:
        """What the select offers."""
        found = below(self.record) if self.record is not None else []
        return [("", str(_("(choose)"))), *((str(b.pk), b.name) for b in found)]


def nobody_below(matter: Matter, actor: Actor) -> Any:
    """Why it cannot be offered to those below."""
    if matter.level <= L_COMPOUND:
        return Refusal(_("There is no level below."), cure=_("Settle it, or hand it over."))
    if matter.offered_to_id is not None:
        words = _("It is offered already; they have not answered yet.")
        return Refusal(words, cure=_("Ask them, or go on with it yourself."))
    return not_theirs(matter, actor)


@act("matters.offer_down", on=Matter, roles=DISPATCHERS, never=HIDDEN, form=OfferForm,
     states=WORKED_ON, asks=nobody_below)  # fmt: skip
def offer_down(matter: Matter, given: Given, ctx: Ctx) -> Result:
    """Ask a lower level to take it on (商请下级接办); nothing changes until it does (B5)."""
    if given.owner not in below(matter):
        words, cure = _("It governs nothing below you here."), _("Choose one of the list.")
        raise Refused([Refusal(words, field="owner", clause="B5", cure=cure)])
    matter.offered_to = given.owner
    ctx.note(owner=given.owner.name, words=given.words)
    return Result(matter, words=_("%(name)s is asked.") % {"name": given.owner.name})


def not_asked(matter: Matter, actor: Actor) -> Any:
    """Why somebody cannot answer an offer: there is none, or it is not theirs."""
    asked = matter.offered_to
    if asked is None:
        return Refusal(_("Nobody has asked to take it on."))
    if asked.pk in actor.bodies or any(
        level_of(office.role) == asked.level for office in actor.holding(matter.path)
    ):
        return None
    return Refusal(_("%(name)s is asked; they answer.") % {"name": asked.name})


@act("matters.take_down", on=Matter, roles=(*DISPATCHERS, GRID_HEAD), never=HIDDEN, asks=not_asked,
     button="primary")  # fmt: skip
def take_down(matter: Matter, given: Given, ctx: Ctx) -> Result:
    """The level that was asked takes it on (接办); the clock goes on, it never restarts (R12)."""
    asked: Any = matter.offered_to
    hand_over(matter, asked, ctx)
    ctx.note(owner=asked.name)
    return Result(matter, words=_("Now with %(name)s.") % {"name": asked.name})


@act("matters.decline_down", on=Matter, roles=(*DISPATCHERS, GRID_HEAD), never=HIDDEN, form=WhyForm,
     states=("submitted", *WORKED_ON), asks=not_asked)  # fmt: skip
def decline_down(matter: Matter, given: Given, ctx: Ctx) -> Result:
    """The level that was asked says why not (不予接办); it stays where it is."""
    asked: Any = matter.offered_to
    matter.offered_to = None
    ctx.note(owner=asked.name, words=given.words)
    return Result(matter, words=_("Said so; it stays where it is."))


@act("matters.bundle", on=Matter, grants="a campaign takes it in", button="none")
def bundle(matter: Matter, given: Given, ctx: Ctx) -> Result:
    """It belongs to a campaign (专项) from now on; its own life goes on."""
    matter.campaign = given.campaign
    ctx.note(name=given.name)
    return Result(matter)


@act("matters.unbundle", on=Matter, grants="a campaign lets it go", button="none")
def unbundle(matter: Matter, given: Given, ctx: Ctx) -> Result:
    """It belongs to no campaign any more."""
    matter.campaign = None
    ctx.note(name=given.name)
    return Result(matter)
