"""How an actor may stand to persons, households and accounts (design §3, relations)."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from doorstep.frame import Actor, in_force, relation
from doorstep.kit import clock
from doorstep.people.models import Absence, Account, Consent, Household, Office, Person, Stay, Token

NOTHING = Q(pk__in=[])


def _is(actor: Actor, person: Any) -> bool:
    return actor.person is not None and actor.person == person


def _own(field: str) -> Any:
    """The condition that `field` is the actor's person."""

    def q(actor: Actor) -> Q:
        return Q(**{field: actor.person}) if actor.person else NOTHING

    return q


relation("self", on=Person, holds=lambda a, p: _is(a, p.pk), q=_own("pk"))
relation("self", on=Account, holds=lambda a, r: _is(a, r.person_id), q=_own("person"))
relation("self", on=Consent, holds=lambda a, r: _is(a, r.person_id), q=_own("person"))
relation("self", on=Office, holds=lambda a, r: _is(a, r.person_id), q=_own("person"))
relation("self", on=Absence, holds=lambda a, r: _is(a, r.person_id), q=_own("person"))
relation("self", on=Stay, holds=lambda a, r: _is(a, r.person_id), q=_own("person"))
relation(
    "self", on=Token,
    holds=lambda a, r: _is(a, r.account.person_id), q=_own("account__person"),
)  # fmt: skip


def _lives_in(actor: Actor) -> Q:
    """Households of the actor's own open stays."""
    if actor.person is None:
        return NOTHING
    own = Stay.objects.filter(in_force(clock.today()), person=actor.person, withdrawn_at=None)
    return Q(pk__in=own.values("household"))


relation(
    "household", on=Household,
    holds=lambda a, h: Household.objects.filter(_lives_in(a), pk=h.pk).exists(), q=_lives_in,
)  # fmt: skip
