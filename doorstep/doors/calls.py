"""The kind of the places an actor serves: words and menu follow it (`terms.in_village`)."""

from __future__ import annotations

from typing import Any

from doorstep.frame.rights import Actor
from doorstep.people.queries.offices import RURAL
from doorstep.people.rules import COMMUNITY, ROLES


def _near(actor: Actor) -> list[bool]:
    """Of each office whether it is held in a village; nothing where one is above communities."""
    if any(o.role not in ROLES or ROLES[o.role].level > COMMUNITY for o in actor.offices):
        return []
    return [o.title.endswith(RURAL) for o in actor.offices]


def in_village(actor: Actor) -> bool:
    """Whether all the actor's offices are held in villages."""
    near = _near(actor)
    return bool(near) and all(near)


def elsewhere(actor: Actor, screen: Any) -> bool:
    """Whether a screen is of the other kind of place than all the actor's offices, or for other
    posts (`posts` of a screen whose rows go by relations alone)."""
    posts = getattr(screen, "posts", None)
    if posts is not None and not posts & actor.roles:
        return True
    area = getattr(screen, "area", "")
    near = _near(actor) if area else []
    return bool(near) and all(rural == (area == "urban") for rural in near)
