"""Given back once, citing a rule; then who governs the place rules in writing (B3, R12).

The clock is not touched by any of it: who gives a matter back cannot make it wait.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import override

from doorstep.frame import Actor, Ctx, Given, Refusal, Refused, Result, act
from doorstep.matters.acts.fields import Words, likely_owners
from doorstep.matters.acts.handling import hand_over, not_yours, seen_to
from doorstep.matters.acts.posts import HIDDEN, returns_only
from doorstep.matters.models import Matter, Return, Ruling
from doorstep.matters.queries import gave_back
from doorstep.matters.rules.life import L_CITY, L_COMPOUND, L_STREET
from doorstep.panes.forms import ActForm
from doorstep.people.acts.fields import BodyField
from doorstep.people.models import Body
from doorstep.people.rules import CITY_CENTRE, STREET_DISPATCHER
from doorstep.routing.queries import UNSORTED, category, governing, rules_about
from doorstep.routing.rules.owners import owner_code


class ReturnForm(ActForm):
    """Why it is not theirs, and the rule that says so."""

    rule = forms.ChoiceField(
        label=lazy("The rule that says so"),
        help_text=lazy("A unit gives a matter back once; the clock goes on meanwhile."),
    )
    words = Words(lazy("Why it is not yours"))

    def prepare(self) -> None:
        """Rules that speak of its category first, then all others."""
        field: Any = self.fields["rule"]
        field.choices = self.offered

    def offered(self) -> list[tuple[str, Any]]:
        """The rules in force by their clauses."""
        matter = self.record
        near, far = rules_about(matter.category, matter.path) if matter is not None else ([], [])
        rows = [
            (name, [(rule.code, f"{rule.code} {rule.clause}"[:80]) for rule in rules])
            for name, rules in ((str(_("About this category")), near), (str(_("Others")), far))
        ]
        return [("", str(_("(choose)"))), *((name, found) for name, found in rows if found)]


def governs_only(matter: Matter, actor: Actor) -> Any:
    """Why a unit cannot give it back: it is not a unit, has done so once, or it was ruled."""
    if not returns_only(matter, actor):
        words = _("Who governs the place gives nothing back.")
        return Refusal(words, cure=_("Hand it to whom it belongs."))
    if matter.ruled_at is not None:
        words, cure = _("It was ruled in writing whose it is."), _("Finish it, or say why not.")
        return Refusal(words, clause="R12", cure=cure)
    if gave_back(matter, matter.owner):
        words = _("Your unit has given it back once already.")
        cure = _("Finish it, or say what cannot be done.")
        return Refusal(words, clause="R12", cure=cure)
    return not_yours(matter, actor)


@act("matters.give_back", on=Matter, relations=("owner_unit",), never=HIDDEN, form=ReturnForm,
     asks=governs_only)  # fmt: skip
def give_back(matter: Matter, given: Given, ctx: Ctx) -> Result:
    """Back to who governs the place, once, with the rule it rests on (退回)."""
    unit = matter.owner
    refused = governs_only(matter, ctx.actor)
    if refused or unit is None:
        raise Refused([refused])
    there = (r for part in rules_about("", matter.path) for r in part)
    rule = next((r for r in there if r.code == given.rule), None)
    clause = f"{rule.code} {rule.clause}"[:300] if rule else ""
    body = _above(matter, unit)
    ctx.add(Return(matter=matter, unit=unit, rule=given.rule, clause=clause, words=given.words,
                   at=ctx.now))  # fmt: skip
    matter.returned += 1
    hand_over(matter, body, ctx)
    ctx.note(owner=body.name, words=given.words, clause=clause)
    return Result(matter, words=_("Given back to %(name)s.") % {"name": body.name})


def _above(matter: Matter, unit: Body) -> Body:
    """Who governs the place at the unit's level, at most the street's; higher where it is hidden
    from those or about them (dignity D5)."""
    there = governing(matter.path)
    least = max(min(unit.level, L_STREET), L_COMPOUND, matter.hidden_below)
    for level in range(least, L_CITY + 1):
        body = there.get(level)
        if body is not None and body.pk != matter.concerned_id:
            return body
    raise Refused([Refusal(_("No organisation is entered one level up."))])


class RulingForm(ActForm):
    """Whose it is, and why; kept as a rule unless said or known to be for this one only."""

    owner = BodyField(label=lazy("Who handles it"))
    words = Words(lazy("The decision and its reason"))
    keep = forms.BooleanField(
        label=lazy("From now on the same goes there at once"), required=False, initial=True,
        help_text=lazy("It becomes a responsibility rule of this street or city; your words stay"
                       " with the matter."),
    )  # fmt: skip

    def prepare(self) -> None:
        """Whom it may go to, those who gave it back included."""
        offered: Any = self.owners  # asked only when the form is shown
        self.fields["owner"].widget = forms.Select(choices=offered)
        if self.record is not None and not may_be_rule(self.record):
            del self.fields["keep"]

    def owners(self) -> list[tuple[str, Any]]:
        """What the select offers."""
        return [("", str(_("(choose)"))), *likely_owners(self.record, self.actor)]


def may_be_rule(matter: Matter) -> bool:
    """Whether a ruling may become a rule, which many read: of what is hidden nothing does (D5), and
    of what nobody has sorted there is no "same"."""
    return not (matter.hidden_below or matter.concerned_id) and matter.category != UNSORTED


def rule_code(number: str, ruling: int) -> str:
    """Code of the rule: which ruling of which matter, without what all numbers begin with; sixteen
    characters hold ten thousand matters a day and ninety-nine rulings of one."""
    return f"R{ruling}-{number[9:]}"


@override("zh-hans")  # as it is kept
def rule_words(matter: Matter, body: Body) -> str:
    """What the rule says: whose it is, never words of the ruling. Those may tell of people, stay
    with the matter and are erased with it; a rule stays."""
    leaf = category(matter.category)
    named = {"what": leaf.zh if leaf else matter.category, "name": body.name}
    return _("Ruled in writing: %(name)s handles %(what)s.") % named


def nothing_to_rule(matter: Matter, actor: Actor) -> Any:
    """Why there is nothing to rule on yet."""
    if not matter.returned:
        return Refusal(_("Nobody has given it back."), cure=_("Hand it to whom it belongs."))
    return not_yours(matter, actor)


@act("matters.rule", on=Matter, roles=(STREET_DISPATCHER, CITY_CENTRE), never=HIDDEN,
     form=RulingForm, asks=nothing_to_rule)  # fmt: skip
def rule(matter: Matter, given: Given, ctx: Ctx) -> Result:
    """Whose it is, in writing (裁定): nobody gives it back any more, and it becomes a rule."""
    if not matter.returned:
        raise Refused([Refusal(_("Nobody has given it back."))])
    body, last = given.owner, Ruling.objects.filter(matter=matter).count()
    seen_to(matter)
    hand_over(matter, body, ctx)
    matter.ruled_at = ctx.now
    keep = given.keep and may_be_rule(matter)
    if keep and not owner_code(body):
        words, cure = _("No rule can name this body."), _("Rule for this one only.")
        raise Refused([Refusal(words, field="owner", cure=cure)])
    code = rule_code(matter.number, last + 1) if keep else ""
    ctx.add(Ruling(matter=matter, owner=body, words=given.words, rule=code, at=ctx.now))
    if code:
        ctx.do("routing.rule_ruled", None, {
            "code": code, "category": matter.category, "place": matter.place, "owner": body,
            "level": _rules_at(matter, ctx.actor), "clause": rule_words(matter, body),
        }, to_all=True)  # fmt: skip
    ctx.note(owner=body.name, words=given.words, clause=code)
    return Result(matter, words=_("Ruled: %(name)s handles it.") % {"name": body.name})


def _rules_at(matter: Matter, actor: Actor) -> int:
    """Where a ruling holds: in the street, or in the whole city where the city's centre rules."""
    held = actor.holding(matter.path)
    return L_CITY if any(o.role == CITY_CENTRE for o in held) else L_STREET
