"""What is asked about messages: the bell, what is due, recent codes of a phone."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db.models import Case, Q, QuerySet, When

from doorstep.frame import Actor, Ref, blind, relation
from doorstep.kit import clock
from doorstep.notices.models import Notice, PhoneCode
from doorstep.notices.rules import APP, EMERGENCY, NORMAL, Quiet
from doorstep.places.queries import parameter

#: Key of the parameter with the quiet hours.
QUIET = "notice.quiet"


def _addressee(actor: Actor) -> Q:
    if actor.id is None:
        return Q(pk__in=[])
    return Q(account=actor.id) | Q(body__in=list(actor.bodies))


relation(
    "addressee",
    on=Notice,
    holds=lambda actor, notice: (
        actor.id is not None and (notice.account_id == actor.id or notice.body_id in actor.bodies)
    ),
    q=_addressee,
)


def bell(actor: Actor) -> QuerySet[Notice]:
    """Messages in the actor's list that may be shown by now, newest first."""
    here = Notice.objects.filter(_addressee(actor), channel=APP, due_at__lte=clock.now())
    return here.exclude(sending="dropped").order_by("-due_at", "-id")


def unseen_by_urgency(actor: Actor, most: int) -> list[str]:
    """How pressing the unseen messages are, so many at most: one statement.

    Every emergency comes before the rest, so that none is cut off.
    """
    pressing = Case(When(urgency=EMERGENCY, then=0), default=1)
    unseen = bell(actor).filter(seen_at=None).order_by(pressing)
    return list(unseen.values_list("urgency", flat=True)[:most])


def unseen_about(actor: Actor, about: Any) -> QuerySet[Notice]:
    """The actor's unseen messages about a record (or its "kind:id"); of a message, itself."""
    named = about if isinstance(about, str) else str(Ref.to(about))
    kind, _colon, ident = named.partition(":")
    asked = Q(about=named) if named else Q(pk__in=[])
    if kind == Notice.kind:
        try:
            asked = Q(pk=uuid.UUID(ident))
        except ValueError:
            asked = Q(pk__in=[])
    return Notice.objects.filter(_addressee(actor), asked, seen_at=None, channel=APP)


def due(now: datetime, limit: int) -> list[list[Notice]]:
    """Messages to phones that should leave now; the normal ones of one phone together (R23)."""
    waiting = Notice.objects.filter(sending="waiting", channel="sms", due_at__lte=now)
    waiting = waiting.order_by("due_at", "id")
    first: list[Any] = list(waiting[:limit])
    phones = {n.phone_index for n in first if n.urgency == NORMAL}
    alone = [[n] for n in first if n.urgency != NORMAL]
    together: dict[str, list[Notice]] = {}
    more: Any = waiting.filter(urgency=NORMAL, phone_index__in=phones) if phones else ()
    for notice in more:
        together.setdefault(notice.phone_index, []).append(notice)
    return [*alone, *together.values()]


def quiet_hours(path: str, cache: dict[Any, Any] | None = None) -> Quiet:
    """The quiet hours at a place today; with a cache asked once."""
    key = (QUIET, path[:8])
    found: Quiet | None = cache.get(key) if cache is not None else None
    if found is None:
        found = Quiet.of(parameter(QUIET, clock.today(), path))
        if cache is not None:
            cache[key] = found
    return found


def codes_of(phone: str, since: datetime) -> QuerySet[PhoneCode]:
    """Codes asked for a phone since a moment, newest first."""
    asked = PhoneCode.objects.filter(**blind(PhoneCode, "phone", phone), asked_at__gt=since)
    return asked.order_by("-asked_at")


def code_by(ident: uuid.UUID | str) -> PhoneCode | None:
    """A code by its id."""
    return PhoneCode.objects.filter(pk=ident).first()
