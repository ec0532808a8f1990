"""Who acts: from a request or for an account to the engine's Actor.

At most two statements: the account with its person, and the offices with coverings and absences
of the day. Nothing is kept beyond the request, so what was revoked is gone with the next one.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from doorstep.frame import NOBODY, Actor, in_force
from doorstep.frame.prepared import fetch
from doorstep.kit import clock
from doorstep.people.models import Account, Person, Token
from doorstep.people.queries.offices import offices_of
from doorstep.people.queries.sessions import VERIFIED_PHONE, phone_counts

_BEARER = "Bearer "
#: Where keys for some acts and kinds are good: these ask what the key is for.
INTERFACES = ("/api/", "/open311/")
#: Marks of those who came in without the password of the account.
_NO_PASSWORD = frozenset({"token", "key"})


def digest_of(secret: str) -> str:
    """What is kept of a token; tokens are long random texts, so one hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


#: What every request with a key asks of it, of its account and person.
_OF_TOKEN = (
    "scopes", "account__active", "account__withdrawn_at", "account__must_change",
    "account__language", "account__person__name",
)  # fmt: skip


def token_of(request: HttpRequest) -> Token | None:
    """The valid token of a request, if it carries one: one statement."""
    header = request.headers.get("Authorization", "")
    if not header.startswith(_BEARER):
        return None
    day = clock.today()

    def build(digest: str) -> QuerySet[Token]:
        known = Token.objects.filter(in_force(day), digest=digest, withdrawn_at=None)
        return known.select_related("account__person").only(*_OF_TOKEN)[:1]

    digest = digest_of(header[len(_BEARER) :].strip())
    known: list[Token] = fetch(("people.token_of", day), [digest], build)
    return known[0] if known and known[0].account.is_active else None


def account_of(request: HttpRequest) -> Account | None:
    """The account of a logged-in request or of its token, or None."""
    user: Any = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return user if isinstance(user, Account) and user.is_active else None
    token = token_of(request)
    return token.account if token is not None else None


def actor_of(request: HttpRequest) -> Actor:
    """Who acts in this request; ≤ 2 statements, asked once a request (settings.DOORSTEP_ACTOR)."""
    kept: Actor | None = getattr(request, "_doorstep_actor", None)
    if kept is not None:
        return kept
    actor = _actor_of(request)
    request._doorstep_actor = actor  # type: ignore[attr-defined]
    return actor


def _actor_of(request: HttpRequest) -> Actor:
    marks: dict[str, Any] = {}
    session: Any = getattr(request, "session", None)
    if session is not None and phone_counts(session):
        marks["phone"] = session[VERIFIED_PHONE]
    header = "Authorization" in request.headers
    token = token_of(request) if header else None
    if token is not None and token.scopes and not request.path.startswith(INTERFACES):
        token = None  # a key for some acts and kinds opens the interface only, which asks for them
    account = token.account if token else (None if header else account_of(request))
    if account is None:
        return Actor(None, marks=marks) if marks else NOBODY
    if token is not None:
        marks["token"], marks["scopes"] = token.id, tuple(token.scopes)
    return actor_for(account, clock.today(), marks)


def actor_for(
    who: Account | Person, day: date | None = None, marks: Mapping[str, Any] | None = None
) -> Actor:
    """The actor that an account (or the account of a person) is on a day, today by default.

    While a first password is not yet changed there are no offices: the mark `must_change` sends
    the person to the page where it is changed. A token and an elders' key are log-ins of their
    own, to which that password is no way.
    """
    account = who if isinstance(who, Account) else getattr(who, "account", None)
    person = who.person if isinstance(who, Account) else who
    marks = dict(marks or {})
    if account is not None and account.must_change and not marks.keys() & _NO_PASSWORD:
        return Actor(
            account.id, person.name, person=person.id, marks={**marks, "must_change": True}
        )
    offices = offices_of(person.id, day or clock.today())
    return Actor(account.id if account else None, person.name, offices, person.id, marks)


def accounts_of(persons: list[uuid.UUID]) -> dict[uuid.UUID, Account]:
    """Active accounts by person."""
    found = Account.objects.filter(Q(person__in=persons), active=True, withdrawn_at=None)
    return {account.person_id: account for account in found}
