"""Logging in and out, and the waiting after failed tries.

Who fails five times with a name from one address waits there: ten seconds, then twice as long each
time, a quarter of an hour at most. Nobody waits for what others did elsewhere, so a name that is
known to all cannot be locked by them; while a name is being tried from many addresses, each address
has one try before it waits. Not acts, because nobody has logged in yet; the rows are short-lived
and say nothing without the key. Why not django-axes: docs/decisions.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.contrib import auth
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from doorstep.frame import do
from doorstep.kit import clock
from doorstep.people.acts.rates import network
from doorstep.people.models import Account, LoginTry, Parting
from doorstep.people.queries.actors import actor_for
from doorstep.people.queries.sessions import SID, digest_of_session, seconds, still_counts

#: So long without a failure, and it is forgotten.
WINDOW = timedelta(minutes=15)
#: The first waiting, and the longest.
FIRST, LONGEST = timedelta(seconds=10), timedelta(minutes=15)
#: Failures before a wait: of a name from one address, of an address with whatever names.
MOST = {"pair": 5, "address": 50}
#: More failures of one name than this, from wherever: each address has one try, then it waits.
MANY = 20


def password_hash(clear: str) -> str:
    """The hash to keep of a password."""
    return make_password(clear)


def _keys(username: str, address: str) -> dict[str, str]:
    name, net = username.casefold(), network(address)
    parts = {"pair": f"{name}\x1f{net}", "name": name, "address": net}
    return {
        kind: salted_hmac(f"people.login.{kind}", text, algorithm="sha256").hexdigest()
        for kind, text in parts.items()
    }


def locked_until(username: str, address: str) -> datetime | None:
    """Until when this name must wait at this address, or None; one statement."""
    keys = _keys(username, address)
    rows = LoginTry.objects.filter(key__in=[keys["pair"], keys["address"]], until__gt=clock.now())
    return max((row.until for row in rows if row.until), default=None)


def note_failure(username: str, address: str) -> datetime | None:
    """Count a failed log-in; until when to wait now, or None. Three statements."""
    now = clock.now()
    keys = _keys(username, address)
    with transaction.atomic():  # tries sent at the same time are counted one after another
        return _counted(keys, now)


def _counted(keys: dict[str, str], now: datetime) -> datetime | None:
    fresh = [LoginTry(key=key, failures=0, last_at=now) for key in sorted(keys.values())]
    LoginTry.objects.bulk_create(fresh, ignore_conflicts=True)
    held = LoginTry.objects.select_for_update().filter(key__in=list(keys.values()))
    there = {row.key: row for row in held.order_by("key")}
    rows = {kind: there[key] for kind, key in keys.items()}
    for row in rows.values():
        quiet_since = max(row.last_at, row.until or row.last_at)
        row.failures = 1 if quiet_since < now - WINDOW else min(row.failures + 1, 30_000)
        row.last_at, row.until = now, None
    many = rows["name"].failures > MANY
    for kind, most in MOST.items():
        over = rows[kind].failures - (1 if many and kind == "pair" else most)
        if over >= 0:
            rows[kind].until = now + min(LONGEST, FIRST * 2 ** min(over, 10))
    LoginTry.objects.bulk_create(
        rows.values(), update_conflicts=True, unique_fields=["key"],
        update_fields=["failures", "last_at", "until"],
    )  # fmt: skip
    return max((row.until for row in rows.values() if row.until), default=None)


def note_success(username: str, address: str) -> None:
    """Forget the failures of this name from this address, and what is older than a day."""
    keys = _keys(username, address)
    LoginTry.objects.filter(key=keys["pair"]).delete()
    LoginTry.objects.filter(last_at__lt=clock.now() - timedelta(days=1)).delete()


def enter(request: HttpRequest, account: Account, backend: str | None = None) -> None:
    """Log an account in: a session with a secret of its own, so that leaving ends it for good."""
    auth.login(request, account, backend=backend)
    request.session[SID] = [secrets.token_urlsafe(24), seconds()]


def leave(request: HttpRequest) -> None:
    """Log out: the cookie goes, and a copy of it is dead too. Other devices stay logged in.

    No act: that somebody left, and when, stands nowhere (dignity.md D2).
    """
    account, sid = request.user, request.session.get(SID)
    if isinstance(account, Account):
        if sid:
            _part(account, str(sid[0]))
        else:  # nothing tells this session from the others: all of them end
            do(actor_for(account), "people.end_sessions", account.pk, {}, version=account.version)
    auth.logout(request)


def _part(account: Account, secret: str) -> None:
    today = clock.today()
    with transaction.atomic():
        Parting.objects.bulk_create([Parting(account=account)], ignore_conflicts=True)
        row = Parting.objects.select_for_update().get(account=account)
        until = (today + timedelta(days=1)).isoformat()
        row.sessions = [*still_counts(row.sessions, today), [digest_of_session(secret), until]]
        row.save(update_fields=["sessions"])
