"""The toy city for every test of the engine."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from doorstep.kit import clock


@pytest.fixture(autouse=True)
def _toy(settings: Any, tmp_path: Any) -> Iterator[None]:
    from doorstep.frame import catalogues

    settings.DOORSTEP_ACTOR = "tests.frame.toy.persons.actor_of"
    settings.MEDIA_ROOT = tmp_path / "media"
    clock.allow_setting(True)
    catalogues.forget()
    yield
    catalogues.forget()
    clock.set_clock(None)


@pytest.fixture
def parcel(db: None) -> Any:
    """A sent parcel in the compound, packed by the clerk."""
    return make_parcel()


def make_parcel(text: str = "a lamp", state: str = "sent", **data: Any) -> Any:
    """Pack (and send) one parcel through acts; returns it fresh from the database."""
    from doorstep.frame import do
    from tests.frame.toy.models import Parcel
    from tests.frame.toy.persons import CLERK_HERE, COMPOUND

    given = {"place": COMPOUND, "text": text, "phone": "13812341234", **data}
    made = do(CLERK_HERE, "toy.pack", None, given, op_id=uuid.uuid4())
    if state != "draft":
        do(CLERK_HERE, "toy.send", made.id)
    return Parcel.objects.get(pk=made.id)


@pytest.fixture
def make() -> Callable[..., Any]:
    """`make_parcel` as a fixture."""
    return make_parcel
