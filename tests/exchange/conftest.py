"""The town of the matters, with the systems it exchanges with."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from doorstep.exchange.acts.tables import load_systems
from doorstep.frame import SYSTEM
from doorstep.people import rules as roles
from doorstep.people.models import Account, Token
from doorstep.people.queries.actors import digest_of
from tests.matters.conftest import PROFILE, at, holder, monday_morning, town
from tests.matters.conftest import desks as bodies
from tests.people.town import DAY

__all__ = ["at", "bodies", "holder", "monday_morning", "town"]


@pytest.fixture
def desks(bodies: SimpleNamespace) -> SimpleNamespace:
    """Bodies, tables and systems."""
    load_systems(SYSTEM, PROFILE, date(2020, 1, 1))
    return bodies


@pytest.fixture
def street(holder: Any, town: Any, desks: Any) -> Any:
    """The dispatcher of 东街街道."""
    return holder(roles.STREET_DISPATCHER, town.east)


@pytest.fixture
def bearer(holder: Any, town: Any, desks: Any) -> Any:
    """`bearer(scopes)`: the header of a key of the hotline's account."""

    def made(scopes: tuple[str, ...] = (), secret: str = "k" * 40) -> dict[str, str]:
        account = Account.objects.get(pk=holder(roles.HOTLINE, town.city).id)
        Token(account=account, digest=digest_of(secret), label="t", since=DAY, path=account.path,
              scopes=list(scopes)).save()  # fmt: skip
        return {"authorization": f"Bearer {secret}"}

    return made
