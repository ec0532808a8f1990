"""Words follow the kind of the place an office is held in: in a village 村民 and 自然村, elsewhere
居民 and 小区. A term may have a twin `<code>.rural`; who serves villages only reads that one."""

from __future__ import annotations

from typing import Any

from doorstep.doors.story import act_label
from doorstep.frame.acts import Act
from doorstep.frame.rights import Actor
from doorstep.frame.terms import found
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
    """Whether a screen is of the other kind of place than all the actor's offices."""
    area, near = getattr(screen, "area", ""), _near(actor)
    return bool(area and near) and all(rural == (area == "urban") for rural in near)


def called(actor: Actor, screen: Any) -> str:
    """What a screen is called there."""
    twin = found(f"{screen.kind.split('.')[0]}.{screen.slug}{RURAL}") if in_village(actor) else None
    return twin or str(screen.title)


def verb(actor: Actor, act: Act) -> str:
    """What an act is called there."""
    twin = found(f"{act.app}.{act.word}{RURAL}") if in_village(actor) else None
    return twin or act_label(act)
