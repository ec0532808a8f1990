"""Which posts handle matters, and which of them hand them out."""

from __future__ import annotations

from doorstep.frame import Actor
from doorstep.matters.models import Matter
from doorstep.people.rules import (
    BUILDING_HEAD,
    CITY_CENTRE,
    COMMUNITY_DISPATCHER,
    COMMUNITY_SECRETARY,
    COMMUNITY_WORKER,
    COMPOUND_SECRETARY,
    GRID_HEAD,
    GRID_MEMBER,
    STEWARD,
    STREET_DISPATCHER,
    WINDOW_CLERK,
)
from doorstep.routing.queries import GOVERNING

DESK = (GRID_MEMBER, GRID_HEAD, COMPOUND_SECRETARY, COMMUNITY_WORKER, COMMUNITY_DISPATCHER,
        COMMUNITY_SECRETARY, WINDOW_CLERK, STREET_DISPATCHER, CITY_CENTRE)  # fmt: skip
DISPATCHERS = (COMPOUND_SECRETARY, COMMUNITY_WORKER, COMMUNITY_DISPATCHER, COMMUNITY_SECRETARY,
               STREET_DISPATCHER, CITY_CENTRE)  # fmt: skip
#: Volunteers: they pass on what they hear and see what became of it, no matter of a neighbour (D4).
FIELD = (STEWARD, BUILDING_HEAD)
HIDDEN = ("below",)


def returns_only(matter: Matter, actor: Actor) -> bool:
    """Whether the actor has it as a unit that governs no place: a department, a company.

    Such a unit handles it or gives it back; who else gets it is for those who govern the place
    (B3: a return goes to the street, the street or the city rules).
    """
    unit = matter.owner
    return (
        unit is not None
        and unit.pk in actor.bodies
        and unit.kind_of_body not in GOVERNING
        and not any(o.role in DISPATCHERS for o in actor.holding(matter.path))
    )
