"""The daily look (run by the worker): new knots, other numbers, knots that are gone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from doorstep.frame import SYSTEM, Conflict, Ctx, Given, Refusal, Refused, Result, act, do
from doorstep.frame.catalogue_acts import changed
from doorstep.kit import clock
from doorstep.knots.models import Knot
from doorstep.knots.queries import wanted
from doorstep.knots.queries.asked import REMEMBERED
from doorstep.knots.rules import ASIDE, GONE, GROWN, OPEN
from doorstep.matters.rules.levels import level_at
from doorstep.places.models import Place


@act("knots.find", creates=Knot, grants="a knot that the rules find", button="none")
def find(given: Given, ctx: Ctx) -> Result:
    """The rules find a knot; nobody is asked for it and no person is named by it."""
    key = {"knot_kind": given.knot_kind, "path": given.place.path, "category": given.category}
    ctx.lock("knots.find", *key.values())
    if Knot.objects.filter(**key, withdrawn_at=None).exclude(state=GONE).exists():
        raise Refused([Refusal(_("It was found already."))])
    changed(REMEMBERED)
    ctx.note(**{name: n for name, n in given.reason.items() if isinstance(n, int)})
    place = given.place
    return Result(
        Knot(
            **key, place=place, level=level_at(place.path), reason=given.reason,
            matters=given.matters, since=ctx.on, state=OPEN,
        )
    )  # fmt: skip


@act("knots.renew", on=Knot, grants="other numbers of a knot that is still there", button="none")
def renew(knot: Knot, given: Given, ctx: Ctx) -> Result:
    """Its numbers have changed; what a person decided on it stands."""
    knot.reason, knot.matters = given.reason, given.matters
    return Result(knot)


@act("knots.rise", on=Knot, grants="what was set aside has grown to twice that", button="none")
def rise(knot: Knot, given: Given, ctx: Ctx) -> Result:
    """It was set aside at half its size: a person looks again; the reason given then still stands
    beside it."""
    changed(REMEMBERED)
    knot.reason, knot.matters = given.reason, given.matters
    return Result(knot)


@act("knots.fade", on=Knot, grants="ends a knot that the rules find no more", button="none")
def fade(knot: Knot, given: Given, ctx: Ctx) -> Result:
    """The rules find it no more; found again, it is a new one."""
    changed(REMEMBERED)
    return Result(knot)


def find_knots() -> int:
    """Bring the knots up to what is so now; how many were found, changed or ended. A second time
    changes nothing, and one that another worker was faster with is left to it."""
    found = wanted(clock.now())
    there = {
        (knot.knot_kind, knot.path, knot.category): knot
        for knot in Knot.objects.filter(withdrawn_at=None).exclude(state=GONE)
    }
    paths = {path for _kind, path, _code in found.keys() - there.keys()}
    places = {place.path: place for place in Place.objects.filter(path__in=paths)}
    done = 0
    for key, now in sorted(found.items()):
        knot, (kind, path, code) = there.get(key), key
        data = {"reason": now.reason, "matters": now.matters}
        if knot is None and path in places:
            new = {"knot_kind": kind, "category": code, "place": places[path]}
            done += _done("knots.find", None, {**data, **new})
        elif knot is not None and knot.state == ASIDE:  # its numbers stay as they were judged
            if now.reason["matters"] >= GROWN * knot.reason["matters"]:
                done += _done("knots.rise", knot, data)
        elif knot is not None and (knot.reason, knot.matters) != (now.reason, now.matters):
            done += _done("knots.renew", knot, data)
    for key, knot in sorted(there.items()):
        if key not in found:
            done += _done("knots.fade", knot, {})
    return done


def _done(name: str, knot: Knot | None, data: Mapping[str, Any]) -> int:
    try:
        do(SYSTEM, name, knot, Given(data), channel="system")
    except (Conflict, Refused):
        return 0  # a person or another worker was faster: tomorrow is soon enough
    return 1
