"""The toy city over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.frame.conftest import _toy, make, make_parcel, parcel  # noqa: F401  (fixtures)


@pytest.fixture
def as_(db: None) -> Callable[..., Client]:
    """A browser of one of the toy's persons."""

    def made(who: Any, **more: Any) -> Client:
        return Client(headers={"X-Toy": who.name, **more})

    return made
