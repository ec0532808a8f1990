"""How an actor stands to stewardships and keys."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from doorstep.frame import Actor, relation
from doorstep.frontline.models import Steward, StewardKey


def _mine(actor: Actor, record: Any) -> bool:
    return actor.person is not None and record.person_id == actor.person


def _q(actor: Actor) -> Q:
    return Q(person=actor.person) if actor.person else Q(pk__in=[])


relation("self", on=Steward, holds=_mine, q=_q)
relation("self", on=StewardKey, holds=_mine, q=_q)
