"""What the table of rules would be after a change: asked by the dry run before it is decided, and
by the act that makes it, so that both say the same."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from doorstep.routing.models import Rule
from doorstep.routing.queries.owners import rules_on
from doorstep.routing.rules.order import placed
from doorstep.routing.rules.owners import LEVEL_OWNERS, PROPERTY, UPPER, owner_level

#: What a row says, beside its code and its days.
SAID = (
    "order", "at", "categories", "places", "has_company", "owner_level", "owner", "assist",
    "clause", "basis", "confirmed", "confirmed_source", "confirmed_on",
)  # fmt: skip
#: What is said anew by the form of a change.
CHANGED = ("order", "at", "categories", "places", "has_company", "owner", "assist", "clause")
#: What the city has confirmed of a basis.
UNREAD = {"confirmed": False, "confirmed_source": "", "confirmed_on": None}


@dataclass(frozen=True)
class Plan:
    """A change of the table from a day on."""

    since: date
    before: list[Rule]
    after: list[Rule]
    #: What the rule said until then and says from then on (one of them for a new, an ended one).
    was: Rule | None
    becomes: Rule | None
    #: Others that only get another number, as they will be.
    pushed: tuple[Rule, ...] = ()

    @property
    def spoken_of(self) -> list[Rule]:
        """The rule as it was and as it becomes: nothing else can go elsewhere."""
        return [rule for rule in (self.was, self.becomes) if rule is not None]

    @property
    def token(self) -> str:
        """Names this change, so that a decision is about what was shown."""
        said = [[getattr(r, n) for n in ("code", *SAID)] for r in self.spoken_of]
        text = json.dumps([self.since, said], default=str)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def ordered(rules: Iterable[Rule]) -> list[Rule]:
    """As they are asked: by number, of one number the newest first."""
    newest = sorted(rules, key=lambda rule: rule.pk, reverse=True)
    return sorted(newest, key=lambda rule: rule.order)


def again(rule: Rule, since: date, **values: Any) -> Rule:
    """The row that takes over from a rule on a day; the same row if it has not begun before."""
    said = {name: getattr(rule, name) for name in SAID} | values
    if since <= rule.since:
        said["pk"] = rule.pk
    return Rule(code=rule.code, since=since, until=rule.until, **said)


def level_of(owner: str, said: str = "") -> int:
    """The level an owner stands on; where nobody has said one a department's is the city's."""
    known = {PROPERTY: "compound", UPPER: "street"}
    return LEVEL_OWNERS[said or known.get(owner, "city")]


def new_rule(given: Any, code: str, since: date) -> Rule:
    """The row of a new rule."""
    said = {name: getattr(given, name) for name in CHANGED}
    said |= {"places": given.places or [], "assist": given.assist or [], "at": given.at or ""}
    level = owner_level(given.owner, level_of(given.owner, given.owner_level or ""))
    return Rule(code=code, since=since, owner_level=level, basis=given.basis or "", **said)


def changed_rule(rule: Rule, given: Any, since: date) -> Rule:
    """The row after a change; a confirmed basis was read for its owner and its clause."""
    said = {name: getattr(given, name) for name in CHANGED}
    said |= {"places": given.places or [], "assist": given.assist or [], "at": given.at or ""}
    if said["owner"] != rule.owner:
        said |= {"owner_level": owner_level(said["owner"], level_of(said["owner"])), **UNREAD}
    elif said["clause"] != rule.clause:
        said |= UNREAD
    return again(rule, since, **said)


def moved_rules(rule: Rule, before: str, since: date) -> list[Rule]:
    """The row of a rule put elsewhere, first, and of those that are pushed on for it."""
    there = rules_on(since)
    numbers = placed(rule.code, before, {r.code: r.order for r in there})
    found = [again(r, since, order=numbers[r.code]) for r in there if r.code in numbers]
    if rule.code not in {r.code for r in found}:
        found.append(again(rule, since, order=numbers[rule.code]))
    return sorted(found, key=lambda r: r.code != rule.code)


def planned(since: date, was: Rule | None, *come: Rule) -> Plan:
    """The table before and after: `come` are the rows that begin, the rule's own first."""
    before = rules_on(since)
    gone = {r.code for r in come} | ({was.code} if was else set())
    after = ordered([*(r for r in before if r.code not in gone), *come])
    return Plan(since, before, after, was, come[0] if come else None, come[1:])


def plan_of(word: str, rule: Rule | None, given: Any, today: date) -> Plan:
    """The change that an act of rules would make, by the act's last word."""
    since = given.since or today
    if rule is None:
        return planned(since, None, new_rule(given, given.code or "", since))
    if word == "rule_end":
        return planned(given.until, rule)
    since = max(since, rule.since)
    if word == "rule_move":
        return planned(since, rule, *moved_rules(rule, given.before or "", since))
    return planned(since, rule, changed_rule(rule, given, since))
