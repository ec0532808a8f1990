"""我也遇到: somebody met the same; counted once, told how it goes on, taken back at will."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.frame import Actor, Ctx, Given, Refusal, Refused, Result, act, blind
from doorstep.kit.path import within
from doorstep.matters.acts.fields import PhoneField
from doorstep.matters.acts.intake import REPORTERS
from doorstep.matters.models import Matter
from doorstep.matters.queries import line_of
from doorstep.panes.forms import ActForm
from doorstep.together.acts.merging import counted, hold
from doorstep.together.models import Support
from doorstep.together.queries import (
    OF_COMMUNITY,
    joinable,
    joined_to,
    key_of,
    keys_of,
    met_by,
    reporter_key,
)

#: How often one phone or browser says so in a day, and how often one person for neighbours.
MOST_A_DAY, MOST_ON_BEHALF = 10, 40


class SupportForm(ActForm):
    """Which one, and the neighbour's phone where somebody says so for them."""

    matter = forms.UUIDField(widget=forms.HiddenInput)
    phone = PhoneField(label=gettext_lazy("Reporter's phone"), required=False)

    def clean_matter(self) -> Matter:
        """One that they were shown."""
        found = joinable(self.actor, self.cleaned_data["matter"])
        if found is None:
            raise forms.ValidationError(
                _("That has ended, or cannot be joined. Please report what you met.")
            )
        return found


@act("matters.support", creates=Support, at="matter", roles=REPORTERS, form=SupportForm,
     anyone="Residents say without an account that they met the same (R19); each person once,"
            " limited by phone, browser and address.",
     button="none")  # fmt: skip
def support(given: Given, ctx: Ctx) -> Result:
    """Met the same: one more person, no second matter; who it was is told to nobody."""
    behalf = ctx.actor.person if serves(ctx.actor, given.matter.path) else None
    if behalf is not None:
        phone = given.phone or ""
        keys = [indexed(phone) if phone else key_of("person", behalf)]
    else:
        phone, keys = ctx.actor.marks.get("phone_clear") or "", keys_of(ctx.actor)
    if not keys:
        raise Refused([Refusal(_("Confirm your phone first."))])
    hold(ctx, *line_of(given.matter))
    line = line_of(Matter.objects.get(pk=given.matter.pk))
    once(line[-1], keys, behalf is not None)
    too_many(keys, behalf, ctx)
    made = Support(matter=line[0], who=keys[0], passed_on_by=behalf, at=ctx.now)
    if phone:
        made.phone = phone
    counted(line, more=keys[:1])
    return Result(made, words=_("Noted: you met the same. It is not reported twice."))


def serves(actor: Actor, path: str) -> bool:
    """Whether somebody passes on what neighbours say around there: their staircase has the same
    compound's broken gate."""
    around = path[:OF_COMMUNITY]
    return any(
        within(own, around) or within(around, own) for own in actor.paths(frozenset(REPORTERS))
    )


def indexed(phone: str) -> str:
    """The blind index of a phone, the same as beside the reporter's."""
    return str(blind(Matter, "reporter_phone", phone)["reporter_phone_index"])


def once(last: Matter, keys: list[str], behalf: bool) -> None:
    """Each person counts once for what goes on as one matter.

    :raises Refused: where they are counted already.
    """
    there = [last.pk, *(m.pk for m in joined_to(last))]
    if met_by(keys, there).exists():
        words = _("This was said already.") if behalf else _("You said so already.")
        raise Refused([Refusal(words, cure=_("Everybody counts once."))])
    said = Matter.objects.filter(pk__in=there)
    own = said.values_list("reporter_phone_index", "reporter_account", "source")
    if set(keys) & {reporter_key(*who) for who in own}:
        words = _("They reported it themselves.") if behalf else _("You reported it yourself.")
        raise Refused([Refusal(words, cure=_("Everybody counts once."))])


def too_many(keys: list[str], behalf: Any, ctx: Ctx) -> None:
    """Nobody makes a number grow by tapping all day.

    :raises Refused: above the limit of the day.
    """
    lately = Support.objects.filter(at__gt=ctx.now - timedelta(days=1))
    found = lately.filter(passed_on_by=behalf) if behalf else lately.filter(who__in=keys)
    if found.count() >= (MOST_ON_BEHALF if behalf else MOST_A_DAY):
        cure = _("Report what is new; go on with the rest tomorrow.")
        raise Refused([Refusal(_("That is very often for one day."), cure=cure)])


@act("matters.unsupport", on=Support, relations=("supporter",), button="none")
def unsupport(support: Support, given: Given, ctx: Ctx) -> Result:
    """Take it back, at any time; what stood for the person is forgotten."""
    hold(ctx, *line_of(support.matter))
    support.withdrawn_at, support.who, support.phone = ctx.now, "", ""
    counted(line_of(support.matter), less=[support.pk])
    return Result(support, words=_("Taken back."))


@act("matters.tell_me", on=Support, relations=("supporter",), button="none")
def tell_me(support: Support, given: Given, ctx: Ctx) -> Result:
    """Having shown by a code that a phone is theirs, they are told how it goes on."""
    phone = ctx.actor.marks.get("phone_clear")
    if not phone:
        raise Refused(
            [Refusal(_("Your phone is not confirmed yet."), cure=_("Ask for a code first."))]
        )
    hold(ctx, *line_of(support.matter))
    line = line_of(support.matter)
    if support.who != ctx.actor.marks["phone"]:
        once(line[-1], [ctx.actor.marks["phone"]], behalf=False)
    support.who, support.phone = str(ctx.actor.marks["phone"]), phone
    counted(line, more=[support.who], less=[support.pk])
    return Result(support, words=_("From now on you are told by message."))
