"""Which session of an account is over, and how long a phone counts as confirmed.

Sessions live in signed cookies (docs/decisions/0002): a copy of one would work until it is too old.
So each carries a secret of its own and the moment it began, and the account's row, read with each
request anyway, brings the hashes of those that were left.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils.crypto import salted_hmac

from doorstep.kit import clock
from doorstep.people.models import Account

#: [secret of the session, second at which it began].
SID = "sid"
#: However often a cookie is signed anew, a session ends so long after it began.
LONGEST = timedelta(hours=12)

#: Where the portal keeps the blind index of a phone that was verified by code in this session,
#: and [second at which it was, second at which it was last used].
VERIFIED_PHONE, PHONE_TIMES = "verified_phone", "verified_phone_at"
#: A phone that rests longer is asked for a code again: the next person may have the device.
PHONE_RESTS = timedelta(minutes=30)


def seconds() -> int:
    """Now, in whole seconds: what goes into a cookie."""
    return int(clock.now().timestamp())


def digest_of_session(secret: str) -> str:
    """What is kept of a session that was left."""
    return salted_hmac("people.session", secret, algorithm="sha256").hexdigest()


def still_counts(parting: list[list[str]], today: date) -> list[list[str]]:
    """The sessions left whose cookies might still be young enough."""
    return [[digest, day] for digest, day in parting if day >= today.isoformat()]


def is_over(account: Account, session: Any) -> bool:
    """Whether this session of the account was left, or is too old. No statement.

    One without a secret is none of the log-in page's (tests, an older release): it ends with the
    account's epoch alone.
    """
    secret, began = session.get(SID) or ("", 0)
    if not secret:
        return False
    if seconds() - int(began) > LONGEST.total_seconds():
        return True
    parting = getattr(account, "parting", None)
    digest = digest_of_session(secret)
    return parting is not None and any(kept == digest for kept, _day in parting.sessions)


def phone_counts(session: Any) -> bool:
    """Whether the phone of this session was confirmed, and used within the last half hour."""
    if VERIFIED_PHONE not in session:
        return False
    since, last = session.get(PHONE_TIMES) or (0, 0)
    now = seconds()
    return bool(
        now - int(last) <= PHONE_RESTS.total_seconds()
        and now - int(since) <= LONGEST.total_seconds()
    )
