"""Who stands how to a parcel."""

from __future__ import annotations

from django.db.models import Q

from doorstep.frame import relation
from tests.frame.toy.models import Note, Parcel

relation(
    "sender",
    on=Parcel,
    holds=lambda actor, p: actor.person is not None and p.sender == actor.person,
    q=lambda actor: Q(sender=actor.person) if actor.person else Q(pk__in=[]),
)
relation(
    "sender",
    on=Note,
    holds=lambda actor, n: actor.person is not None and n.parcel.sender == actor.person,
    q=lambda actor: Q(parcel__sender=actor.person) if actor.person else Q(pk__in=[]),
)
relation(
    "owner_body",
    on=Parcel,
    holds=lambda actor, p: p.owner is not None and p.owner in actor.bodies,
    q=lambda actor: Q(owner__in=actor.bodies),
)
