"""What the city sets: responsibility rules, each with its clause (权责清单); a street its own.

Whoever changes the table sees before what would have gone elsewhere (a guard above matters asks for
that decision); what held on a past day is never edited.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from doorstep.frame import Actor, Ctx, Given, Invalid, Refusal, Result, act
from doorstep.frame.catalogue_acts import changed
from doorstep.kit import clock
from doorstep.panes.forms import ActForm
from doorstep.people.rules import CITY, STREET_DISPATCHER
from doorstep.routing.acts.forms import ChangeForm, EndForm, MoveForm, RuleForm
from doorstep.routing.models import Rule
from doorstep.routing.queries.plans import SAID, Plan, plan_of
from doorstep.routing.queries.streets import KEEPERS
from doorstep.routing.rules.owners import owner_code


def over(rule: Rule, actor: Actor) -> Any:
    """Why a rule is changed no more: it has ended, or another row has taken over."""
    if rule.until is None or clock.today() < rule.until:
        return None
    return Refusal(_("It has ended."), cure=_("Look at the one in force, or enter a new one."))


def one_by_one(plan: Plan, ctx: Ctx) -> None:
    """Two who change the table at once: the second finds the number taken, whoever looked first."""
    ctx.lock("routing.rules")
    made = plan.becomes
    if made is None or not made.order or ctx.actor.is_system:
        return
    there = Rule.objects.filter(order=made.order, withdrawn_at=None).exclude(code=made.code)
    pushed = {rule.code for rule in plan.pushed}
    if any(r.code not in pushed and (r.until is None or r.until > plan.since) for r in there):
        raise Invalid([Refusal(_("Another rule has this number by now."), field="order")])


def begin(row: Rule, there: Rule, ctx: Ctx, change: Any) -> Rule:
    """A row takes over from the one that is there; one that has not begun yet is put right."""
    if row.since <= there.since:
        change(there, **{name: getattr(row, name) for name in SAID})
        return there
    change(there, until=row.since)
    made: Rule = ctx.do("routing.rule_version", None, Given({"row": row}), to_all=True)
    return made


def own(record: Rule, **values: Any) -> None:
    """A change of the act's own record."""
    for name, value in values.items():
        setattr(record, name, value)


def enacted(word: str, rule: Rule, given: Given, ctx: Ctx) -> Result:
    """Make the change that was tried."""
    plan = plan_of(word, rule, given, ctx.today)
    one_by_one(plan, ctx)
    made = begin(plan.becomes, rule, ctx, own) if plan.becomes is not None else rule
    there = {r.code: r for r in plan.before}
    for row in plan.pushed:
        begin(row, there[row.code], ctx, ctx.change)
    ctx.note(since=plan.since.isoformat())
    changed("routing.rules")
    return Result(rule, goto=f"/desk/rules/{made.pk}/")


@act("routing.rule_add", creates=Rule, roles=(*KEEPERS, STREET_DISPATCHER), form=RuleForm,
     at="nowhere")  # fmt: skip
def rule_add(given: Given, ctx: Ctx) -> Result:
    """Enter a rule; its legal basis prints 依据待核 until the city has confirmed it (D21)."""
    plan = plan_of("rule_add", None, given, ctx.on)
    one_by_one(plan, ctx)
    changed("routing.rules")
    return Result(plan.becomes)


@act("routing.rule_change", on=Rule, roles=KEEPERS, relations=("street",), form=ChangeForm,
     asks=over)  # fmt: skip
def rule_change(rule: Rule, given: Given, ctx: Ctx) -> Result:
    """Say otherwise from a day on for what and where it holds and whose it is."""
    return enacted("rule_change", rule, given, ctx)


@act("routing.rule_move", on=Rule, roles=KEEPERS, relations=("street",), form=MoveForm, asks=over)
def rule_move(rule: Rule, given: Given, ctx: Ctx) -> Result:
    """Put it before another rule, or behind all; the others keep their order."""
    return enacted("rule_move", rule, given, ctx)


@act("routing.rule_end", on=Rule, roles=KEEPERS, relations=("street",), form=EndForm, asks=over)
def rule_end(rule: Rule, given: Given, ctx: Ctx) -> Result:
    """It no longer holds from a day on, and stays readable for the days on which it did."""
    changed("routing.rules")
    rule.until = given.until
    ctx.note(words=given.words)
    return Result(rule)


@act("routing.rule_version", creates=Rule, grants="part of a change of rules", button="none",
     at="nowhere")  # fmt: skip
def rule_version(given: Given, _ctx: Ctx) -> Result:
    """The row that takes over from another on a day."""
    return Result(given.row)


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
        label=lazy("Legal basis"), max_length=200,
        help_text=lazy("Name and article, as they stand in the text that is in force."),
    )  # fmt: skip
    confirmed_source = forms.CharField(label=lazy("Where it was read"), max_length=200)
    confirmed_on = forms.DateField(label=lazy("On which day"))

    def clean_confirmed_on(self) -> date:
        """Not in the future."""
        day: date = self.cleaned_data["confirmed_on"]
        if day > clock.today():
            raise forms.ValidationError(_("This day lies in the future."))
        return day


@act("routing.rule_confirm", on=Rule, roles=KEEPERS, form=ConfirmForm,
     button="primary", asks=over)  # fmt: skip
def rule_confirm(rule: Rule, given: Given, ctx: Ctx) -> Result:
    """The city has read the law: the basis prints 依据待核 no more (D21); again when it changed."""
    changed("routing.rules")
    rule.basis, rule.confirmed = given.basis, True
    rule.confirmed_source, rule.confirmed_on = given.confirmed_source, given.confirmed_on
    return Result(rule, words=_("The basis counts as confirmed."))
