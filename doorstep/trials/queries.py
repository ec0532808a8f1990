"""Which of last month's matters a change of the responsibility rules would have sent elsewhere.

Asked of the rules alone, as a dispatcher is shown them, not of who had a matter in the end. Five
statements, whatever the number of matters: the rules and all bodies are in hand, and matters of one
category, kind of place, street and property company are worked out once.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import Q

from doorstep.frame import Actor, in_force, path_q, visible_q
from doorstep.kit import clock
from doorstep.matters.models import Matter
from doorstep.panes.screens import SCREENS
from doorstep.people.models import Body
from doorstep.people.rules import CITY
from doorstep.routing.models import Rule
from doorstep.routing.queries import (
    GOVERNING,
    Plan,
    category,
    named_by,
    names_of,
    spoken_of,
)
from doorstep.routing.rules import owners as routing
from doorstep.routing.rules.trial import Moved, Trial

DAYS = timedelta(days=31)
#: The newest matters that are looked at.
MOST = 20_000
#: Read of each of them.
READ = ("id", "number", "category", "path", "hidden_below", "place__place_kind", "place__label")


class Bodies:
    """All bodies that rules may name, to be asked without a statement."""

    def __init__(self) -> None:
        open_now = in_force(clock.today()) & Q(withdrawn_at=None)
        units = Q(kind_of_body__in=("property_company", "department", "utility"))
        there = Body.objects.filter(Q(kind_of_body__in=GOVERNING) | (units & open_now))
        self.governing: dict[str, dict[int, Body]] = {}
        self.firms: dict[str, Body] = {}
        self.departments: dict[str, Body] = {}
        for body in there.order_by("-id"):
            if body.kind_of_body in GOVERNING:
                self.governing.setdefault(body.path, {})[body.level] = body
            elif body.kind_of_body == "property_company":
                self.firms[body.path] = body
            else:
                self.departments[body.code] = body

    def firm(self, path: str) -> Body | None:
        """The property company of the compound a path lies in."""
        return self.firms.get(path[:16]) if len(path) >= 16 else None

    def named(self, rule: Rule | None, code: str, path: str) -> Body | None:
        """Whom a rule (or the leaf alone) names at a place, as `routing.queries.propose`."""
        owner, level = named_by(rule, code)
        body = self.firm(path) if owner == routing.PROPERTY else self.departments.get(owner)
        if body is not None:
            return body
        for each in range(max(level, 1), CITY + 1):
            above = path[: 4 * (CITY + 1 - each)]
            if found := self.governing.get(above, {}).get(each):
                return found
        return None


def last_month(plan: Plan, actor: Actor) -> Q:
    """The matters of the last 31 days that the actor may see, where the change holds."""
    areas = {rule.at for rule in plan.spoken_of}
    seen = visible_q(actor, SCREENS["matters"], Matter.kind) & path_q(areas)
    return seen & Q(begun_on__gte=clock.today() - DAYS, withdrawn_at=None)


def trial(plan: Plan, actor: Actor) -> Trial:
    """Try a change on last month's matters; of those the actor may not see there is no trace."""
    asked = last_month(plan, actor)
    rows = Matter.objects.filter(asked, category__in=spoken_of(plan.spoken_of))
    found = list(rows.order_by("-begun_on", "-id").values_list(*READ)[: MOST + 1])
    moved = list(_moved(plan, found[:MOST], Bodies())) if found else []
    return Trial(moved, Matter.objects.filter(asked).count(), MOST * (len(found) > MOST))


def _moved(plan: Plan, rows: Iterable[Any], bodies: Bodies) -> Iterable[Moved]:
    decided: dict[Any, tuple[Rule | None, Rule | None]] = {}
    deep = max((len(rule.at) for rule in (*plan.before, *plan.after)), default=0)
    for pk, number, code, path, hidden, kind, label in rows:
        firm = bodies.firm(path) is not None
        key = code, kind, path[:deep], firm
        if key not in decided:
            given = names_of(code), [kind], firm, path
            decided[key] = routing.first(plan.before, *given), routing.first(plan.after, *given)
        before, after = decided[key]
        if before is after:
            continue
        was, now = bodies.named(before, code, path), bodies.named(after, code, path)
        if (was and was.pk) == (now and now.pk):
            continue
        leaf = category(code)
        where = label.split(" ")[0] if hidden else label  # of what is hidden no door
        yield Moved(
            f"{SCREENS['matters'].url()}{pk}/", number, leaf.label if leaf else code, where,
            was.name if was else "", now.name if now else "",
        )  # fmt: skip
