"""Elders' keys: what a badge code and a phone open together."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from hmac import compare_digest

from doorstep.frame import Actor, in_force
from doorstep.frontline import rules
from doorstep.frontline.models import StewardKey
from doorstep.kit import clock
from doorstep.people.queries import actor_for


def digest_of(secret: str) -> str:
    """What is kept of a secret; secrets are long random texts, so one hash is enough."""
    return sha256(secret.encode()).hexdigest()


def key_of(token: str) -> StewardKey | None:
    """The key in force that a badge code names: one statement."""
    found = StewardKey.objects.filter(
        in_force(clock.today()), digest=digest_of(token), withdrawn_at=None
    )
    return found.select_related("person").first()


def actor_for_key(token: str, device: str) -> Actor | None:
    """Who a badge code on a phone is, or None: two or three statements.

    :param device: the secret that the phone got when it was bound.

    Only offices of volunteers count (rules.KEY_ROLES): a lost badge opens no desk. The mark `key`
    tells the door that nothing private is shown without the phone's own lock.
    """
    key = key_of(token)
    if key is None or not key.device or not compare_digest(key.device, digest_of(device)):
        return None
    actor = actor_for(key.person, clock.today(), {"key": key.pk})
    offices = tuple(o for o in actor.offices if o.role in rules.KEY_ROLES)
    return replace(actor, offices=offices) if offices else None
