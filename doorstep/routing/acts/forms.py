"""What the acts of rules ask; what is wrong is said before anything is tried or saved."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from doorstep.frame import Given
from doorstep.kit import clock
from doorstep.panes.forms import ActForm
from doorstep.routing.acts.fields import (
    AreaField,
    HelpersField,
    KindsField,
    OwnerField,
    TopicsField,
)
from doorstep.routing.models import Rule
from doorstep.routing.queries import kinds_offered, rules_in_force, spoken_of, streets_of
from doorstep.routing.queries.marks import called, citys_own, matches_everything
from doorstep.routing.queries.plans import Plan, plan_of
from doorstep.routing.queries.words import closed_name
from doorstep.routing.rules.order import free_near, last
from doorstep.routing.rules.owners import LEVEL_OWNERS

#: Whether a compound has a property company, as a rule may ask.
COMPANY = (
    ("", lazy("either")), ("True", lazy("only with one")), ("False", lazy("only without one")),
)  # fmt: skip
DAY = timedelta(days=1)
#: A field with what is wrong there.
Wrong = Iterator[tuple[str, str]]


class TrialForm(ActForm):
    """What every change of the table asks: from when, and the decision on what its dry run showed
    (`rules.trial.Undecided`)."""

    word = ""
    since = forms.DateField(label=lazy("From which day"), required=False)
    decided = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)

    def prepare(self) -> None:
        """From today; a rule that is planned keeps its day."""
        if "since" in self.fields and not self.is_bound:
            first = self.record.since if self.record is not None else clock.today()
            self.initial["since"] = max(first, clock.today())

    def clean_since(self) -> date | None:
        """Never in the past: what held on a past day stays readable as it was."""
        day: date | None = self.cleaned_data["since"]
        if day and day < clock.today() and not self.actor.is_system:
            raise forms.ValidationError(_("The past stays as it was: from today on, or later."))
        return day

    def clean(self) -> dict[str, Any]:
        """The entries and, if each is right by itself, whether they make a sound table."""
        given = super().clean() or {}
        if not self.errors and not self.actor.is_system:
            for field, words in self.wrong(self.plan(given)):
                self.add_error(field, words)
        return given

    def plan(self, given: dict[str, Any]) -> Plan:
        """The change it would make."""
        return plan_of(self.word, self.record, Given(given), clock.today())

    def wrong(self, plan: Plan) -> Wrong:
        """What cannot be saved: what lies behind the day on which another row takes over."""
        until = plan.was.until if plan.was is not None else None
        if until is not None and clock.today() < until <= plan.since:
            field = "since" if "since" in self.fields else "until"
            yield field, _("It ends on %(day)s already: change what holds from then on.") % {
                "day": until.isoformat()
            }  # fmt: skip


class WhereForm(TrialForm):
    """For what and where a rule holds, whose it is, and who helps; all chosen in words."""

    order = forms.IntegerField(
        label=lazy("Order"), min_value=1, help_text=lazy("The first rule that fits decides.")
    )
    at = AreaField(label=lazy("Holds in"))
    categories = TopicsField(label=lazy("Categories"))
    places = KindsField(label=lazy("Kinds of place"), help_text=lazy("None ticked: everywhere."))
    has_company = forms.TypedChoiceField(
        label=lazy("With a property company"), required=False, choices=COMPANY,
        coerce=lambda word: word == "True", empty_value=None,
    )  # fmt: skip
    owner = OwnerField(label=lazy("Who handles it"))
    assist = HelpersField(label=lazy("Who helps"))
    clause = forms.CharField(label=lazy("Clause"), max_length=300)

    def wrong(self, plan: Plan) -> Wrong:
        """A number that is taken, an owner that was closed, what matches nothing or everything,
        and what a street does not decide."""
        made, was = plan.becomes, plan.was
        assert made is not None  # noqa: S101  (said to the type checker)
        yield from super().wrong(plan)
        yield from self.order_taken(plan, made)
        for field, codes in (("owner", [made.owner]), ("assist", made.assist)):
            for name in filter(None, map(closed_name, codes)):
                words = _("%(name)s was closed: choose who has its work now.") % {"name": name}
                yield field, words
        if not spoken_of([made]):
            yield "categories", _("Matches nothing: no such category is in force.")
        behind = plan.after[-1:] != [made]
        if behind and matches_everything(made):
            yield (
                "categories",
                _(
                    "It would match everything, and no rule behind it would ever decide."
                    " Choose its categories or places, or put it last."
                ),
            )
        if made.at and citys_own(made) - (citys_own(was) if was else set()):
            yield (
                "categories",
                _(
                    "Complaints, what is confidential and emergencies go by the city's rules."
                    " Leave them out, or let the rule hold in the whole city."
                ),
            )

    def order_taken(self, plan: Plan, made: Rule) -> Wrong:
        """Two rules of one number; rulings alone share theirs."""
        others = [r for r in plan.before if r.code != made.code]
        taken = next((r for r in others if r.order == made.order > 0), None)
        if taken is not None:
            free = free_near(made.order, [r.order for r in others])
            yield "order", _("Number %(n)d is that of %(rule)s; free near it: %(free)s") % {
                "n": made.order, "rule": called(taken),
                "free": _(", ").join(map(str, free)),
            }  # fmt: skip


class RuleForm(WhereForm):
    """One rule: for what, where, who owns it, on which clause."""

    word = "rule_add"
    code = forms.CharField(
        label=lazy("Code"), max_length=16, required=False,
        help_text=lazy("Left empty, it gets the next one."),
    )  # fmt: skip
    owner_level = forms.ChoiceField(
        label=lazy("Level"), required=False,
        choices=[("", lazy("as who handles it")), *((k, k) for k in LEVEL_OWNERS)],
    )  # fmt: skip
    basis = forms.CharField(label=lazy("Legal basis"), max_length=200, required=False)
    field_order = ("code", "order", "at", "categories", "places", "has_company", "owner",
                   "owner_level", "assist", "clause", "basis", "since")  # fmt: skip

    def prepare(self) -> None:
        """Behind all others; of a street before those of the city."""
        super().prepare()
        if not self.is_bound:
            there = rules_in_force()
            numbers = [rule.order for rule in there]
            first = min((r.order for r in there if not r.at and r.order), default=1)
            free = sorted(set(range(1, first)) - set(numbers))
            own = streets_of(self.actor) is not None
            self.initial.setdefault("order", free[-1] if own and free else last(numbers))

    def clean_code(self) -> str:
        """One that no rule had before; the next of the table if none is said."""
        code: str = self.cleaned_data["code"]
        if not code:
            return next_code()
        if not self.actor.is_system and Rule.objects.filter(code=code).exists():
            raise forms.ValidationError(_("There is a rule with this code already."))
        return code


def next_code() -> str:
    """Behind the highest number of the table."""
    codes = Rule.objects.filter(code__startswith="Q-").values_list("code", flat=True)
    numbers = [int(c[2:]) for c in codes if c[2:].isdecimal()]
    return f"Q-{max(numbers, default=0) + 1:03}"


class ChangeForm(WhereForm):
    """The same of a rule that is there; another owner or clause has its basis confirmed anew."""

    word = "rule_change"
    prefilled = True
    order = forms.IntegerField(
        label=lazy("Order"), min_value=0, help_text=lazy("The first rule that fits decides.")
    )

    def prepare(self) -> None:
        """What it names stays to be ticked, even if the tree of places has none yet."""
        super().prepare()
        if self.record is not None and not self.is_bound:
            places: Any = self.fields["places"]
            places.choices = kinds_offered(self.record.places)

    def order_taken(self, plan: Plan, made: Rule) -> Wrong:
        """And 0 is for rulings: they go before all others."""
        if made.order == 0 and self.record.order:
            yield "order", _("Only a ruling stands before all others: from 1 on.")
        yield from super().order_taken(plan, made)


class MoveForm(TrialForm):
    """Before which other rule it is asked from now on."""

    word = "rule_move"
    before = forms.ChoiceField(
        label=lazy("Put it before"), required=False, help_text=lazy("Rulings stay before all."),
    )  # fmt: skip
    field_order = ("before", "since")

    def prepare(self) -> None:
        """All other rules by their clauses, the last place first."""
        super().prepare()
        field: Any = self.fields["before"]
        field.choices = self.offered

    def offered(self) -> list[tuple[str, str]]:
        """Those that stand in the list; rulings stand before it."""
        own = self.record.code if self.record is not None else ""
        there = [r for r in rules_in_force() if r.code != own and r.order]
        return [("", str(_("(behind all others)"))), *((r.code, told(r)) for r in there)]

    def wrong(self, plan: Plan) -> Wrong:
        """It stands there already; or a street would have to number the city's rules anew."""
        yield from super().wrong(plan)
        if plan.pushed and streets_of(self.actor) is not None:
            yield "before", _("No number is free there. Choose another place, or ask the city.")
        before, after = ([r.code for r in rules] for rules in (plan.before, plan.after))
        if before == after and self.record.order:  # a ruling gives up its place before all others
            yield "before", _("It stands there already.")


def told(rule: Rule) -> str:
    """A rule in a list to choose from."""
    return f"{rule.order} · {rule.code} {rule.clause}"[:80]


class EndForm(TrialForm):
    """The first day on which it no longer holds, and why."""

    word = "rule_end"
    since = None  # type: ignore[assignment]  # its end is the day
    until = forms.DateField(
        label=lazy("No longer from"), help_text=lazy("The first day on which it does not hold.")
    )
    words = forms.CharField(label=lazy("Why"), max_length=200)

    def prepare(self) -> None:
        """Today, or the day after it began."""
        if not self.is_bound and self.record is not None:
            self.initial["until"] = max(clock.today(), self.record.since + DAY)

    def wrong(self, plan: Plan) -> Wrong:
        """An end in the past or before it began."""
        yield from super().wrong(plan)
        if plan.since < clock.today():
            yield "until", _("The past stays as it was: from today on, or later.")
        elif plan.since <= self.record.since:
            yield (
                "until",
                _("The end lies before the beginning, %(day)s.")
                % {"day": self.record.since.isoformat()},
            )
