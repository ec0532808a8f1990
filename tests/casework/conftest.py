"""The small town with the real tree, rules, bodies and standard replies."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from doorstep.casework.catalogues import REPLIES
from doorstep.frame import SYSTEM, Actor, do
from doorstep.frame.catalogue_acts import load, read_rows
from doorstep.matters.models import Matter
from doorstep.people import rules as roles
from doorstep.people.models import Account
from tests.matters.conftest import PROFILE, at, desks, holder, monday_morning, town

__all__ = ["at", "desks", "holder", "monday_morning", "town"]


@pytest.fixture
def replies(desks: SimpleNamespace) -> None:
    """The replies of the profile."""
    lines = read_rows(PROFILE / "replies.toml")
    assert len(list(load(SYSTEM, REPLIES, lines, date(2020, 1, 1)))) > 20


@pytest.fixture
def secretary(holder: Any, town: Any) -> Actor:
    """The secretary of 东塘社区."""
    return holder(roles.COMMUNITY_SECRETARY, town.dong)  # type: ignore[no-any-return]


@pytest.fixture
def street(holder: Any, town: Any) -> Actor:
    """The dispatcher of 东街街道."""
    return holder(roles.STREET_DISPATCHER, town.east)  # type: ignore[no-any-return]


@pytest.fixture
def as_() -> Callable[[Actor], Client]:
    """A browser of an actor."""

    def made(actor: Actor) -> Client:
        client = Client()
        client.force_login(Account.objects.get(pk=actor.id))
        return client

    return made


@pytest.fixture
def reported(town: Any, desks: Any) -> Callable[..., Matter]:
    """`reported(who, text="…")` → a new matter at 湖畔枫景."""

    def made(who: Actor, **more: Any) -> Matter:
        data = {"place": town.lake.path, "category": "stair_light", "text": "楼道灯不亮",
                "reporter_phone": "13812340000", "way": "community", **more}  # fmt: skip
        return Matter.objects.get(pk=do(who, "matters.report", None, data).id)

    return made


@pytest.fixture
def photo() -> SimpleUploadedFile:
    """A small picture."""
    made = io.BytesIO()
    Image.new("RGB", (40, 40), "red").save(made, "JPEG")
    return SimpleUploadedFile("a.jpg", made.getvalue(), "image/jpeg")
