"""What a whole waits for: its parts, and what these were merged into (domain B5)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from doorstep.matters.models import Matter
from doorstep.matters.rules.ladder import must_accept
from doorstep.matters.rules.life import LIFE
from doorstep.people.models import Body
from doorstep.routing.queries.owners import GOVERNING

#: What is asked of each: whether it is open, and where it went on.
_ASKED = ("pk", "state", "merged_into_id")


def unsettled(matter: Matter) -> bool:
    """Whether a part still asks for work, itself or as the matter it was merged into: one
    statement, and one for each step of merging."""
    return any(state in LIFE.open for _pk, state in _behind({matter.pk}))


def waits_for(matter: Matter, other: Matter) -> bool:
    """Whether a matter waits for another: as one of its parts, or as what such a part goes on as.
    Merging that other into it would let both wait for ever."""
    return any(pk == other.pk for pk, _state in _behind({matter.pk}, deep=True))


def _behind(whole: set[Any], *, deep: bool = False) -> Iterable[tuple[Any, str]]:
    """Parts and what they went on as; with `deep` the parts of these, too."""
    seen, asked = set(whole), Q(parent__in=whole)
    while True:
        found = [
            row for row in Matter.objects.filter(asked, withdrawn_at=None).values_list(*_ASKED)
            if row[0] not in seen
        ]  # fmt: skip
        if not found:
            return
        yield from ((pk, state) for pk, state, _into in found)
        seen |= {pk for pk, _state, _into in found}
        onward = {into for _pk, state, into in found if state == "merged" and into} - seen
        asked = Q(pk__in=onward)
        if deep:
            asked |= Q(parent__in=[pk for pk, _state, _into in found])
        elif not onward:
            return


def waiting_for(matter: Matter) -> list[Matter]:
    """Divided matters that may end now that this one has: its whole, and the wholes of what was
    merged into it."""
    seen, newest = {matter.pk}, {matter.pk}
    while newest:
        joined = Matter.objects.filter(merged_into__in=newest, state="merged")
        newest = set(joined.values_list("pk", flat=True)) - seen
        seen |= newest
    there = Matter.objects.filter(children__in=seen, state="split", withdrawn_at=None)
    return [whole for whole in there.distinct() if not unsettled(whole)]


def pushed_down(matter: Matter, body: Body) -> bool:
    """Whether a body would have to accept it first (`rules.ladder.must_accept`)."""
    governs = body.kind_of_body in GOVERNING
    return governs and must_accept(matter.level, matter.sent_up, matter.state, body.level)
