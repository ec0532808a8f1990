"""The small town at work, on a working day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from doorstep.doors.portal import reading
from doorstep.frame import catalogues
from doorstep.kit import clock
from tests.doors import village as build

#: 10:00 on Monday, 3 June 2024.
NOW = datetime(2024, 6, 3, 2, 0, tzinfo=UTC)


@pytest.fixture
def village(db: Any, settings: Any, tmp_path: Any) -> Iterator[SimpleNamespace]:
    """The town; the clock stands."""
    settings.MEDIA_ROOT = tmp_path
    clock.allow_setting(True)
    forget()
    with clock.at(NOW):
        yield build.village()
    forget()


def forget() -> None:
    """What processes remember between requests."""
    catalogues.forget()
    reading._root.clear()


@pytest.fixture
def as_(village: SimpleNamespace) -> Callable[[str], Client]:
    """`as_("grid_member")`: a browser of that person, logged in."""

    def made(role: str) -> Client:
        client = Client()
        client.force_login(village.people[role].account)
        return client

    return made
