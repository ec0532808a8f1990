"""The five fixed test persons of design §7, in a toy city of two streets."""

from __future__ import annotations

import uuid
from typing import Any

from doorstep.frame import NOBODY, Actor, Office
from tests.frame.toy.rules import CHIEF, CLERK, PORTER

CITY = "0001"
STREET, OTHER_STREET = CITY + "0001", CITY + "0002"
COMMUNITY, OTHER_COMMUNITY = STREET + "0001", OTHER_STREET + "0001"
COMPOUND, OTHER_COMPOUND = COMMUNITY + "0001", OTHER_COMMUNITY + "0001"
BODY = uuid.uuid5(uuid.NAMESPACE_URL, "toy body")


def person(name: str, role: str = "", *paths: str, body: uuid.UUID | None = None) -> Actor:
    """An actor with at most one office; the same name gives the same ids."""
    ident = uuid.uuid5(uuid.NAMESPACE_URL, name)
    office = uuid.uuid5(ident, role)
    offices = (Office(office, role, paths, body),) if role else ()
    return Actor(ident, name, offices, person=uuid.uuid5(ident, "person"))


CLERK_HERE = person("Clerk Here", CLERK, COMMUNITY)
CHIEF_HERE = person("Chief Here", CHIEF, STREET)
PORTER_HERE = person("Porter Here", PORTER, STREET, body=BODY)
CLERK_THERE = person("Clerk There", CLERK, OTHER_COMMUNITY)
NO_OFFICE = person("No Office")
ALL = {a.name: a for a in (CLERK_HERE, CHIEF_HERE, PORTER_HERE, CLERK_THERE, NO_OFFICE)}


def actor_of(request: Any) -> Actor:
    """Who acts: named by the header X-Toy (tests/frame sets DOORSTEP_ACTOR to this)."""
    return ALL.get(request.headers.get("X-Toy", ""), NOBODY)
