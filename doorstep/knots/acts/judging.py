"""A person judges a knot: set aside with a reason, or led to a campaign (专项)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from doorstep.frame import Ctx, Given, Result, act
from doorstep.frame.catalogue_acts import changed
from doorstep.kit import clock
from doorstep.knots.models import Campaign, Knot
from doorstep.knots.queries import matters_of, topic
from doorstep.knots.queries.asked import REMEMBERED
from doorstep.knots.rules import JUDGES, RUNNING
from doorstep.matters.acts.fields import Words
from doorstep.matters.acts.forms import WhyForm
from doorstep.matters.rules.levels import level_at
from doorstep.matters.rules.life import LIFE
from doorstep.panes.forms import ActForm
from doorstep.people.acts.fields import BodyField
from doorstep.people.models import Body
from doorstep.routing.queries import governing


@act("knots.set_aside", on=Knot, roles=JUDGES, form=WhyForm)
def set_aside(knot: Knot, given: Given, ctx: Ctx) -> Result:
    """It needs nothing of its own, and why; it stays aside until it has grown to twice that."""
    changed(REMEMBERED)
    knot.why = given.words
    ctx.note(words=given.words)
    return Result(knot, words=_("Set aside; the reason stands here."))


@act("knots.bring_back", on=Knot, roles=JUDGES)
def bring_back(knot: Knot, given: Given, ctx: Ctx) -> Result:
    """It is looked at again after all."""
    changed(REMEMBERED)
    knot.why = ""
    return Result(knot)


class CampaignForm(ActForm):
    """One plan, one owner, a day."""

    title = forms.CharField(label=lazy("What the campaign is called"), max_length=80)
    plan = Words(lazy("The plan: what is done, by whom, in which order"), 2000, rows=6)
    owner = BodyField(label=lazy("Who leads it"))
    due_on = forms.DateField(label=lazy("To be finished by"), required=False)

    def prepare(self) -> None:
        """Begin with what the knot is about; offered are those who govern the place and units."""
        offered: Any = self.owners  # asked only when the form is shown
        self.fields["owner"].widget = forms.Select(choices=offered)
        if self.record is not None and not self.is_bound:
            named = {"what": topic(self.record.category), "where": self.record.place.part}
            self.initial.setdefault("title", _("%(where)s: %(what)s") % named)

    def owners(self) -> list[tuple[str, Any]]:
        """What the select offers: the place's own, then departments."""
        own = [] if self.record is None else governing(self.record.path).values()
        units = Body.objects.filter(
            Q(kind_of_body__in=("department", "utility")), handles=True, until=None,
            withdrawn_at=None,
        ).order_by("name")  # fmt: skip
        here = [(str(b.pk), b.name) for b in sorted(own, key=lambda b: b.level)]
        rows = [(str(_("Around the place")), here),
                (str(_("Departments")), [(str(b.pk), b.name) for b in units])]  # fmt: skip
        return [("", str(_("(choose)"))), *((name, found) for name, found in rows if found)]

    def clean_due_on(self) -> Any:
        """Not in the past."""
        day = self.cleaned_data["due_on"]
        if day is not None and day < clock.today():
            raise forms.ValidationError(_("This day is over; choose one to come."))
        return day


@act("knots.take_up", on=Knot, roles=JUDGES, form=CampaignForm, button="primary")
def take_up(knot: Knot, given: Given, ctx: Ctx) -> Result:
    """Open a campaign from a knot: its open matters belong to it from now on."""
    changed(REMEMBERED)
    campaign = Campaign(
        title=given.title, plan=given.plan, category=knot.category, place=knot.place,
        path=knot.path, level=level_at(knot.path), owner=given.owner, due_on=given.due_on,
        began_on=ctx.on, state=RUNNING,
    )  # fmt: skip
    ctx.do("knots.begin", None, {"campaign": campaign, "place": knot.path}, to_all=True)
    there = matters_of(knot, ctx.actor).filter(campaign=None, state__in=LIFE.open)
    for matter in there.filter(hidden_below=0):
        ctx.do("matters.bundle", matter, {"campaign": campaign.pk, "name": given.title},
               to_all=True)  # fmt: skip
    knot.campaign = campaign
    ctx.note(title=given.title)
    return Result(knot, words=_("The campaign is open."), goto=f"/desk/campaigns/{campaign.pk}/")


@act("knots.begin", creates=Campaign, grants="a campaign that a person opens from a knot",
     button="none")  # fmt: skip
def begin(given: Given, ctx: Ctx) -> Result:
    """The campaign as it was decided on."""
    return Result(given.campaign)
