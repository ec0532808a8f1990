"""What is wrong with the rules, in words: hidden ones, contradictions, rules that hold nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from doorstep.frame.catalogues import made
from doorstep.kit import clock
from doorstep.places.rules import KINDS
from doorstep.routing.models import Rule
from doorstep.routing.queries.tree import CATEGORIES, hides, is_emergency, leaves, names_of
from doorstep.routing.queries.words import BY_PLACE, kinds_there, open_departments
from doorstep.routing.rules.overlap import (
    CONFLICT,
    EVERYTHING,
    NOTHING,
    SHADOWED,
    Finding,
    bits_of,
    cells_of,
    findings,
    leaves_of,
    matches_all,
)

#: Beside those of `rules.overlap`: none of its kinds of place is in the city; its owner is not.
NO_PLACE, NO_OWNER = "no_place", "no_owner"
#: Rules named in one sentence.
NAMED = 3
#: Characters of a clause within a sentence.
BEGINS = 16


def tree() -> dict[str, list[str]]:
    """The leaves in force with what rules may call them."""
    key = ("what rules call them", clock.today())
    return made(CATEGORIES, key, lambda _all: {r.code: names_of(r.code) for r in leaves()})


def spoken_of(rules: Iterable[Rule]) -> set[str]:
    """The leaves that any of some rules speaks of."""
    return {leaf for rule in rules for leaf in leaves_of(rule, tree())}


def matches_everything(rule: Rule) -> bool:
    """Whether a rule speaks of every category everywhere."""
    bits = bits_of(KINDS)
    return matches_all(cells_of(rule, tree(), bits), tree(), bits)


def citys_own(rule: Rule) -> set[str]:
    """Leaves of a rule that no street decides on: complaints, confidential ones, emergencies."""
    spoken = spoken_of([rule])
    return {r.code for r in leaves() if r.code in spoken and (hides(r) or is_emergency(r))}


def faults(rules: Sequence[Rule]) -> dict[str, list[Finding]]:
    """What is wrong with each rule of a table, by code; worked out once for the same table."""
    key = ("faults", clock.today(), tuple((r.pk, r.version) for r in rules))
    found = made(CATEGORIES, key, lambda _all: findings(rules, tree(), KINDS))
    whole = {code: list(those) for code, those in found.items()}
    there, bodies = kinds_there(), open_departments()
    for rule in rules:
        if rule.places and not there & set(rule.places):
            whole.setdefault(rule.code, []).append(Finding(NO_PLACE))
        if rule.owner not in BY_PLACE and rule.owner not in bodies:
            whole.setdefault(rule.code, []).append(Finding(NO_OWNER))
    return whole


def called(rule: Rule) -> str:
    """A rule within a sentence: its code and how its clause begins."""
    clause = rule.clause.rstrip("。.;；")
    cut = clause if len(clause) <= BEGINS else f"{clause[: BEGINS - 1]}…"
    return _("%(code)s “%(clause)s”") % {"code": rule.code, "clause": cut}


def fault_words(found: Finding, rules: Iterable[Rule]) -> str:
    """One fault in words, the rules concerned by code and clause."""
    if found.what in (SHADOWED, CONFLICT):
        by = [called(r) for r in rules if r.code in found.by]
        named = {"rules": _("; ").join(by[:NAMED])}
        if len(by) > NAMED:
            named["rules"] = _("%(rules)s and %(n)d more") % {**named, "n": len(by) - NAMED}
        if found.what == SHADOWED:
            return _("Never decides: before it stands %(rules)s") % named
        return _("Contradicts, only the order decides: %(rules)s") % named
    return {
        NOTHING: _("Matches nothing: no such category is in force."),
        EVERYTHING: _("Matches everything: no rule behind it ever decides."),
        NO_PLACE: _("Matches nothing: the city has no such place."),
        NO_OWNER: _("Who handles it was closed or is not entered: it stays at the level."),
    }[found.what]


def faults_in_words(rules: Sequence[Rule], code: str) -> list[str]:
    """What is wrong with one rule of a table."""
    return [fault_words(found, rules) for found in faults(rules).get(code, ())]


def new_faults(before: Sequence[Rule], after: Sequence[Rule]) -> list[tuple[Rule, str]]:
    """What a change would make wrong, also with rules it does not touch."""
    was = faults(before)
    there = faults(after)
    return [
        (rule, fault_words(found, after))
        for rule in after
        for found in there.get(rule.code, ())
        if found not in was.get(rule.code, ())
    ]
