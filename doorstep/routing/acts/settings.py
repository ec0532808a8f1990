"""What the city sets: responsibility rules, each with its clause (权责清单)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from doorstep.frame import Ctx, Given, Result, act
from doorstep.frame.catalogue_acts import changed
from doorstep.kit import clock
from doorstep.panes.forms import ActForm
from doorstep.people.rules import CITY, CITY_CENTRE, CITY_OD
from doorstep.routing.acts.fields import HelpersField, KindsField, OwnerField, TopicsField
from doorstep.routing.models import Rule
from doorstep.routing.queries import kinds_offered
from doorstep.routing.rules.owners import LEVEL_OWNERS, owner_code

#: Whether a compound has a property company, as a rule may ask.
COMPANY = (
    ("", _("either")), ("True", _("only with one")), ("False", _("only without one")),
)  # fmt: skip


class WhereForm(ActForm):
    """For what and where a rule holds, and who helps; all chosen from lists in words."""

    order = forms.IntegerField(label=_("Order"), min_value=1)
    categories = TopicsField(label=_("Categories"))
    places = KindsField(label=_("Kinds of place"), help_text=_("None ticked: everywhere."))
    has_company = forms.TypedChoiceField(
        label=_("With a property company"), required=False, choices=COMPANY,
        coerce=lambda word: word == "True", empty_value=None,
    )  # fmt: skip
    assist = HelpersField(label=_("Who helps"))
    clause = forms.CharField(label=_("Clause"), max_length=300)


class RuleForm(WhereForm):
    """One rule: for what, where, who owns it, on which clause."""

    code = forms.CharField(label=_("Code"), max_length=16)
    owner = OwnerField(label=_("Who handles it"))
    owner_level = forms.ChoiceField(label=_("Level"), choices=[(k, k) for k in LEVEL_OWNERS])
    basis = forms.CharField(label=_("Legal basis"), max_length=200, required=False)
    field_order = ("code", "order", "categories", "places", "has_company", "owner", "owner_level",
                   "assist", "clause", "basis")  # fmt: skip


class ChangeForm(WhereForm):
    """The same of a rule that is there."""

    prefilled = True
    order = forms.IntegerField(label=_("Order"), min_value=0)  # a ruled one goes before all others

    def prepare(self) -> None:
        """What it names stays to be ticked, even if the tree of places has none yet."""
        if self.record is not None and not self.is_bound:
            places: Any = self.fields["places"]
            places.choices = kinds_offered(self.record.places)


@act(
    "routing.rule_add",
    creates=Rule,
    roles=(CITY_OD, CITY_CENTRE),
    form=RuleForm,
    at="nowhere",
)
def rule_add(given: Given, ctx: Ctx) -> Result:
    """Enter a rule; its legal basis prints 依据待核 until the city has confirmed it (D21)."""
    changed("routing.rules")
    return Result(
        Rule(
            code=given.code,
            order=given.order,
            categories=given.categories,
            places=given.places or [],
            has_company=given.has_company,
            owner_level=LEVEL_OWNERS[given.owner_level],
            owner=given.owner,
            assist=given.assist or [],
            clause=given.clause,
            basis=given.basis or "",
            since=ctx.on,
        )
    )


@act("routing.rule_change", on=Rule, roles=(CITY_OD, CITY_CENTRE), form=ChangeForm)
def rule_change(rule: Rule, given: Given, ctx: Ctx) -> Result:
    """Say otherwise for what and where it holds; who owns it and its basis stay as confirmed."""
    changed("routing.rules")
    rule.order, rule.categories, rule.places = given.order, given.categories, given.places or []
    rule.has_company, rule.assist, rule.clause = given.has_company, given.assist or [], given.clause
    return Result(rule)


@act("routing.rule_ruled", creates=Rule, grants="a ruling becomes a rule", button="none",
     at="nowhere")  # fmt: skip
def rule_ruled(given: Given, ctx: Ctx) -> Result:
    """What a street or the city ruled goes before all other rules where it was ruled, the newest
    first; its basis counts as unconfirmed until the city has confirmed it."""
    changed("routing.rules")
    owner, place = given.owner, given.place
    return Result(
        Rule(
            code=given.code, order=0, categories=[given.category], places=[place.place_kind],
            at=place.path[:8] if given.level < CITY else "",
            owner=owner_code(owner), owner_level=owner.level,
            clause=given.clause[:300], since=ctx.on,
        )
    )  # fmt: skip


class ConfirmForm(ActForm):
    """The clause as it stands in the law, and where that was read."""

    prefilled = True
    basis = forms.CharField(
        label=_("Legal basis"), max_length=200,
        help_text=_("Name and article, as they stand in the text that is in force."),
    )  # fmt: skip
    confirmed_source = forms.CharField(label=_("Where it was read"), max_length=200)
    confirmed_on = forms.DateField(label=_("On which day"))

    def clean_confirmed_on(self) -> date:
        """Not in the future."""
        day: date = self.cleaned_data["confirmed_on"]
        if day > clock.today():
            raise forms.ValidationError(_("This day lies in the future."))
        return day


@act("routing.rule_confirm", on=Rule, roles=(CITY_OD, CITY_CENTRE), form=ConfirmForm,
     button="primary")  # fmt: skip
def rule_confirm(rule: Rule, given: Given, ctx: Ctx) -> Result:
    """The city has read the law: the basis prints 依据待核 no more (D21); again when it changed."""
    changed("routing.rules")
    rule.basis, rule.confirmed = given.basis, True
    rule.confirmed_source, rule.confirmed_on = given.confirmed_source, given.confirmed_on
    return Result(rule, words=_("The basis counts as confirmed."))
