"""A campaign (专项) takes matters in, lets them go, and ends with words on what came of it."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from doorstep.frame import Actor, Ctx, Given, Refusal, Refused, Result, act, visible_q
from doorstep.knots.models import Campaign
from doorstep.knots.queries import matters_of
from doorstep.knots.rules import JUDGES, MOST, RUNNING
from doorstep.matters.acts.fields import Words
from doorstep.matters.models import Matter
from doorstep.matters.queries import titled
from doorstep.matters.rules.life import LIFE
from doorstep.panes.forms import ActForm
from doorstep.panes.screens import SCREENS

#: Offered to be ticked.
OFFERED = 50
LEAD = ("owner_unit",)


def called(matter: Matter) -> str:
    """A matter as it stands beside its box."""
    return f"{titled(matter)} · {matter.number}"


class AddForm(ActForm):
    """Matters that look as if they belong to it, and any others by their numbers."""

    alike = forms.MultipleChoiceField(
        label=lazy("Of the same kind, around here"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    numbers = forms.CharField(
        label=lazy("Others, by number"), required=False, max_length=6000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=lazy("One per line."),
    )  # fmt: skip

    def prepare(self) -> None:
        """Open matters of its category in its community that belong to no campaign."""
        field: Any = self.fields["alike"]
        field.choices = self.offered() if self.record is not None else []
        if not self.is_bound and not field.choices:
            del self.fields["alike"]  # nothing to tick

    def seen(self) -> Any:
        """Matters that whoever adds may open, and everybody who reads the campaign."""
        asked = visible_q(self.actor, SCREENS["matters"], Matter.kind)
        return Matter.objects.filter(asked, hidden_below=0, withdrawn_at=None)

    def offered(self) -> list[tuple[str, str]]:
        """What the boxes offer."""
        there = self.seen().filter(
            at3=self.record.path[:12], category=self.record.category, campaign=None,
            state__in=LIFE.open,
        )  # fmt: skip
        return [(str(m.pk), called(m)) for m in there.order_by("due_order", "id")[:OFFERED]]

    def clean(self) -> dict[str, Any]:
        """The matters themselves; each number that is not among one's own is named."""
        given = super().clean() or {}
        numbers = list(dict.fromkeys(re.split(r"[\s,，、;；]+", given.get("numbers", "").strip())))
        numbers = [n for n in numbers if n]
        found = list(self.seen().filter(number__in=numbers))
        if unknown := sorted(set(numbers) - {m.number for m in found}):
            words = _("These are not among your open matters: %(numbers)s. Look at the numbers.")
            self.add_error("numbers", words % {"numbers": _(", ").join(unknown[:8])})
        found += self.seen().filter(pk__in=given.get("alike") or [])
        given["matters"] = list({m.pk: m for m in found}.values())
        if not given["matters"] and not self.errors:
            self.add_error("alike", _("Tick at least one, or write a number."))
        for matter in given["matters"]:
            if matter.campaign is not None:
                words = _("%(number)s belongs to a campaign already.") % {"number": matter.number}
                self.add_error("numbers" if matter.number in numbers else "alike", words)
            elif matter.state in LIFE.ended:
                words = _("%(number)s has ended.") % {"number": matter.number}
                self.add_error("numbers" if matter.number in numbers else "alike", words)
        return given


def ended(campaign: Campaign, actor: Actor) -> Any:
    """Why nothing more comes to it."""
    return None if campaign.state == RUNNING else Refusal(_("This campaign has ended."))


@act("knots.add_matters", on=Campaign, roles=JUDGES, relations=LEAD, form=AddForm, asks=ended,
     states=(RUNNING,))  # fmt: skip
def add_matters(campaign: Campaign, given: Given, ctx: Ctx) -> Result:
    """Take further matters in; each says so on its page."""
    there = Matter.objects.filter(campaign=campaign.pk).count()
    if there + len(given.matters) > MOST:
        words, cure = _("A campaign holds %(n)d matters.") % {"n": MOST}, _("Open another one.")
        raise Refused([Refusal(words, cure=cure)])
    for matter in given.matters:
        ctx.do("matters.bundle", matter, {"campaign": campaign.pk, "name": campaign.title},
               to_all=True)  # fmt: skip
    ctx.note(n=len(given.matters))
    return Result(campaign, words=_("%(n)d taken in.") % {"n": len(given.matters)})


class RemoveForm(ActForm):
    """Which of its matters does not belong to it."""

    matter = forms.ChoiceField(label=lazy("Which matter"))
    words = Words(lazy("Why"))

    def prepare(self) -> None:
        """Those that one may open."""
        field: Any = self.fields["matter"]
        field.choices = self.offered

    def offered(self) -> list[tuple[str, str]]:
        """What the select offers."""
        found = [] if self.record is None else matters_of(self.record, self.actor)
        return [("", str(_("(choose)"))), *((str(m.pk), called(m)) for m in found)]


@act("knots.remove_matter", on=Campaign, roles=JUDGES, relations=LEAD, form=RemoveForm,
     asks=ended, states=(RUNNING,))  # fmt: skip
def remove_matter(campaign: Campaign, given: Given, ctx: Ctx) -> Result:
    """One does not belong to it; it goes on by itself as before."""
    matter = Matter.objects.get(pk=given.matter)
    ctx.do("matters.unbundle", matter, {"name": campaign.title}, to_all=True)
    ctx.note(words=given.words, number=matter.number)
    return Result(campaign, words=_("%(number)s goes on by itself.") % {"number": matter.number})


class FinishForm(ActForm):
    """What came of it."""

    words = Words(lazy("What was done, and what stays so that it does not come back"), 1000, rows=5)


@act("knots.finish", on=Campaign, roles=JUDGES, relations=LEAD, form=FinishForm, button="primary")
def finish(campaign: Campaign, given: Given, ctx: Ctx) -> Result:
    """It ends with words; its matters end each by itself, and the numbers before and after stay."""
    campaign.result, campaign.ended_on = given.words, ctx.on
    ctx.note(words=given.words)
    return Result(campaign)
