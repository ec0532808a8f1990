"""The world of tests/every, at work."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from doorstep.frame import Actor
from tests.every.conftest import base, morning, world  # noqa: F401  (fixtures)
from tests.every.world import World


@pytest.fixture
def town(world: World) -> World:  # noqa: F811
    """The town with the bodies that handle matters."""
    world.desks()
    return world


@pytest.fixture
def as_(town: World) -> Callable[..., Client]:
    """`as_("steward")`: a browser of that role; `as_("steward", "house2")`: held there."""

    def made(role: str, home: str = "") -> Client:
        actor: Actor = town.actor(role, home)
        assert actor.id
        client = Client(raise_request_exception=True)
        client.force_login(town.accounts[role, home])
        return client

    return made
