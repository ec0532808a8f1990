"""Who may be the owner of a matter by its place and by the rules, each with its reason (R27)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from doorstep.kit.share import Share
from doorstep.people.models import Body
from doorstep.people.rules import CITY
from doorstep.routing.queries.owners import GOVERNING, named_by, rules_in_force
from doorstep.routing.queries.tree import names_of
from doorstep.routing.rules import owners as routing

#: Reasons are told in this order, whoever has them.
BY_RULE, SETTLED_LIKE, HELPS, BY_PLACE = range(4)
Reason = tuple[int, str]


@dataclass(frozen=True)
class Candidate:
    """A body that may get a matter: why, and on which rule it gave it back already."""

    body: Body
    reasons: tuple[str, ...] = ()
    gave_back: str = ""


def reasons(
    code: str, path: str, place_kinds: Sequence[str], bodies: Iterable[Body]
) -> dict[Any, list[Reason]]:
    """Why each of some bodies may own a matter of a category at a place, by the body's id.

    No statement: the bodies are in hand. The first rule that fits names one, as `propose` does; it
    also names who helps; and there are those who govern the place.
    """
    here = list(bodies)
    firm = next((b for b in here if b.kind_of_body == "property_company" and b.path == path[:16]),
                None)  # fmt: skip
    above = {n: path[: 4 * (CITY + 1 - n)] for n in range(1, CITY + 1)}
    governing = {
        b.level: b for b in here
        if b.kind_of_body in GOVERNING and above.get(b.level) == b.path
    }  # fmt: skip
    units = {b.code: b for b in here if b.kind_of_body in ("department", "utility")}

    def lowest(level: int) -> Body | None:
        return next((governing[n] for n in range(max(level, 1), CITY + 1) if n in governing), None)

    def unit(owner: str) -> Body | None:
        return firm if owner == routing.PROPERTY else units.get(owner)

    found: dict[Any, list[Reason]] = {}
    rule = routing.first(
        rules_in_force(), names_of(code), list(place_kinds), firm is not None, path
    )
    owner, level = named_by(rule, code)
    body = unit(owner) or lowest(level)
    if body is not None:
        said = f"{rule.code} {rule.clause}" if rule else _("named by the category")
        found[body.pk] = [(BY_RULE, _("By the rules: %(rule)s") % {"rule": said})]
    for helper in rule.assist if rule else ():
        level = routing.LEVEL_OWNERS.get(helper, 0)
        body = lowest(level) if level else unit(helper)
        if body is not None:
            found.setdefault(body.pk, []).append((HELPS, _("Helps by the same rule")))
    for body in governing.values():
        found.setdefault(body.pk, []).append((BY_PLACE, _("Governs the place")))
    return found


def candidates(
    why: dict[Any, list[Reason]], bodies: Iterable[Body], settled: Counter[Any],
    back: Mapping[Any, str],
) -> list[Candidate]:  # fmt: skip
    """The bodies with their reasons, the best founded first, those that gave it back last.

    :param why: of `reasons`.
    :param settled: how many of the last settled matters of its kind each had, by the body's id.
    :param back: the rule on which each gave it back.
    """
    for pk, n in settled.items():
        share = {"share": Share(n, settled.total()).label}
        told = _("Had %(share)s of the like that were settled here last") % share
        why.setdefault(pk, []).append((SETTLED_LIKE, told))
    ranks = {pk: min(rank for rank, _told in told) for pk, told in why.items()}
    found = [
        Candidate(b, tuple(told for _rank, told in sorted(why.get(b.pk, ()))), back.get(b.pk, ""))
        for b in bodies
    ]
    return sorted(
        found, key=lambda c: (bool(c.gave_back), ranks.get(c.body.pk, 9), -settled[c.body.pk])
    )
