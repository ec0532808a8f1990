"""Who should own a matter: the bodies that govern a place, the responsibility rules (M44, R27)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.db.models import QuerySet

from doorstep.frame import in_force
from doorstep.frame.catalogues import remembered
from doorstep.frame.prepared import fetch
from doorstep.kit import clock
from doorstep.kit.path import within
from doorstep.people.models import Body
from doorstep.people.rules import CITY, COMMUNITY
from doorstep.routing.models import Rule
from doorstep.routing.queries.tree import category, names_of
from doorstep.routing.rules import owners as routing

#: Bodies that look after a place at each level; owners of what no rule gives to somebody else.
GOVERNING = (
    "compound_body",
    "community_committee",
    "village_committee",
    "street_office",
    "city_office",
)


@dataclass(frozen=True)
class Proposal:
    """An owner proposed for a matter, with the clause it rests on."""

    body: Body
    level: int
    clause: str
    rule: str


def governing(path: str, cache: dict[Any, Any] | None = None) -> dict[int, Body]:
    """The bodies that govern a place, by level: one statement, or none if `cache` knows."""
    above = {1: path[:16], 2: path[:12], 3: path[:8], 4: path[:4]}
    key = ("routing.governing", above[1])
    if cache is not None and key in cache:
        return cast("dict[int, Body]", cache[key])

    def build(*there: str) -> QuerySet[Body]:
        return Body.objects.filter(path__in=there, kind_of_body__in=GOVERNING).order_by("-id")

    asked = sorted(set(above.values()))
    bodies = fetch((key[0], len(asked)), asked, build)
    found = {b.level: b for b in bodies if above.get(b.level) == b.path}
    if cache is not None:
        cache[key] = found
    return found


def body_at(level: int, path: str) -> Body | None:
    """The body that governs a place at a level: compound, community, street or city."""
    return governing(path).get(level)


def lowest_body(
    level: int, path: str, cache: dict[Any, Any] | None = None
) -> tuple[Body, int] | None:
    """The governing body at `level` and the level it works on: the next one up that exists.

    The lowest level of what lies in no compound with an organisation, an alley, a shop or a
    village, is its grid: the community or village has it, on level 1 (domain B4).
    """
    there = governing(path, cache)
    found = next(((there[n], n) for n in range(max(level, 1), CITY + 1) if n in there), None)
    if found is None or level > 1 or found[1] != COMMUNITY:
        return found
    in_grid = len(path) > len(found[0].path) or found[0].kind_of_body == "village_committee"
    return (found[0], 1) if in_grid else found


def department(code: str) -> Body | None:
    """A city department or utility by its code; none that was closed."""
    there = Body.objects.filter(code=code, kind_of_body__in=("department", "utility"))
    return there.filter(in_force(clock.today()), withdrawn_at=None).first()


def property_firm(path: str) -> Body | None:
    """The property company of the compound a path lies in."""
    if len(path) < 16:
        return None
    there = Body.objects.filter(path=path[:16], kind_of_body="property_company")
    return there.filter(in_force(clock.today()), withdrawn_at=None).first()


def rules_on(day: date) -> list[Rule]:
    """The responsibility rules of a day, in their order; remembered for five seconds."""
    return [rule for rule in remembered("routing.rules", _rules) if rule.holds(day)]


def rules_in_force() -> list[Rule]:
    """The responsibility rules of today, in their order."""
    return rules_on(clock.today())


def _rules() -> QuerySet[Rule]:
    return Rule.objects.filter(withdrawn_at=None).order_by("order", "-id")


def rules_about(code: str, path: str) -> tuple[list[Rule], list[Rule]]:
    """The rules in force at a place that speak of a category, and all others there."""
    names = set(names_of(code)) if code else set()
    there = [rule for rule in rules_in_force() if within(path, rule.at)]
    near = [rule for rule in there if names & set(rule.categories)]
    return near, [rule for rule in there if rule not in near]


def propose(code: str, path: str, place_kinds: Sequence[str]) -> Proposal | None:
    """The owner that the responsibility rules give for a category at a place (M44, R27)."""
    firm = property_firm(path)
    rule = routing.first(
        rules_in_force(), names_of(code), list(place_kinds), firm is not None, path
    )
    named, level = named_by(rule, code)
    body: Body | None = firm if named == routing.PROPERTY else None
    if named not in (*routing.LEVEL_OWNERS, routing.PROPERTY, routing.UPPER):
        body = department(named)
    if body is None:
        found = lowest_body(level, path)
        if found is None:
            return None
        body, level = found
    return Proposal(body, level, rule.clause if rule else "", rule.code if rule else "")


def named_by(rule: Rule | None, code: str) -> tuple[str, int]:
    """The owner that a rule names, else the leaf itself; and the level it stands on."""
    leaf = category(code)
    owner = rule.owner if rule else (leaf.data.get("owner", "community") if leaf else "community")
    level = routing.owner_level(owner, rule.owner_level if rule else 2)
    return owner, 1 if owner == routing.PROPERTY else level
