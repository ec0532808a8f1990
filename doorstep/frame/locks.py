"""One after the other: named locks, and what the database says when two crossed each other."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import OperationalError, connection
from django.utils.translation import gettext as _

from doorstep.frame.errors import Conflict, Refusal

#: SQLSTATE of a deadlock and of a serialisation failure: nothing was done, once more may work.
_CROSSED = {"40P01", "40001"}


def lock(*key: Any) -> None:
    """Hold a name until the transaction ends; whoever else asks for it waits.

    For check-then-insert: under READ COMMITTED two that look at once both find nothing, and both
    insert. SQLite has one writer at a time (its transactions begin IMMEDIATE), so it needs none.
    """
    if connection.vendor != "postgresql":
        return
    name = "\x1f".join(map(str, key)).encode()
    number = int.from_bytes(hashlib.sha256(name).digest()[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])


def crossed(error: OperationalError) -> bool:
    """Whether the database gave up one of two transactions that waited for each other."""
    return getattr(error.__cause__, "sqlstate", None) in _CROSSED


def contradicts() -> Conflict:
    """What is entered is stored already in another record."""
    cure = _("Look for the record that is there already.")
    return Conflict([Refusal(_("This contradicts what is stored."), cure=cure)])


def faster() -> Conflict:
    """Another writer came between; nothing was done."""
    cure = _("Look at the page as it is now, then decide.")
    return Conflict([Refusal(_("Somebody was faster."), cure=cure)])
