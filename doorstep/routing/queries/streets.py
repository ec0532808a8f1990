"""Where a rule holds, and who keeps it: the city its table, a street what holds there alone."""

from __future__ import annotations

from django.db.models import Q

from doorstep.frame import Actor, relation
from doorstep.frame.catalogues import remembered
from doorstep.people.rules import CITY_CENTRE, CITY_OD, STREET_DISPATCHER
from doorstep.places.models import Place
from doorstep.routing.models import Rule

#: Who keeps the table of the whole city.
KEEPERS = (CITY_OD, CITY_CENTRE)


def streets_there() -> tuple[Place, ...]:
    """The streets and towns of the city; remembered for five seconds."""
    alive = Place.objects.filter(depth=2, withdrawn_at=None, until=None)
    return remembered("routing.streets", lambda: alive.order_by("path"))


def streets_of(actor: Actor | None) -> list[str] | None:
    """Paths of the streets whose rules an actor keeps; None for who keeps the city's."""
    if actor is None or actor.is_system or actor.roles & set(KEEPERS):
        return None
    held = actor.paths(frozenset((STREET_DISPATCHER,)))
    return sorted({path for path in held if len(path) == 8})


relation(
    "street", on=Rule,
    holds=lambda actor, rule: bool(rule.at) and rule.at in (streets_of(actor) or ()),
    q=lambda actor: Q(at__in=streets_of(actor) or ()),
)  # fmt: skip
