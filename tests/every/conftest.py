"""The world at ten on a Monday."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from doorstep.kit import clock
from tests.doors.conftest import NOW, forget
from tests.every.world import World


@pytest.fixture
def morning(db: Any, settings: Any, tmp_path: Any) -> Iterator[None]:
    """The clock stands."""
    settings.MEDIA_ROOT = tmp_path
    clock.allow_setting(True)
    forget()
    with clock.at(NOW):
        yield
    forget()


@pytest.fixture(scope="module")
def base(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """The town, built once a module inside a transaction that each test nests in."""
    clock.allow_setting(True)
    with django_db_blocker.unblock(), clock.at(NOW), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


@pytest.fixture
def world(base: World, morning: None) -> World:
    """The town of the module as it was built."""
    return base.again()
