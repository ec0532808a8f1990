"""``doorstep erase``: two persons with their own passwords, or nothing happens."""

from __future__ import annotations

import io
from types import SimpleNamespace
from typing import Any

import pytest

from doorstep.doors.shell.main import main
from doorstep.frame import do
from doorstep.matters.models import Matter
from doorstep.people import rules as roles
from doorstep.people.models import Account
from tests.matters.conftest import desks, holder, monday_morning, town

__all__ = ["desks", "holder", "monday_morning", "town"]
pytestmark = pytest.mark.django_db
RIGHT = "right-horse-9"


@pytest.fixture
def names(desks: SimpleNamespace, holder: Any, town: SimpleNamespace) -> dict[str, str]:
    """User names of an auditor, a city dispatcher and a street leader; a matter is there."""
    secretary = holder(roles.COMMUNITY_SECRETARY, town.dong)
    data = {"place": town.lake.path, "category": "stair_light", "text": "zwiebelturm"}
    do(secretary, "matters.report", None, data)
    posts = {"auditor": (roles.AUDITOR, town.city), "city": (roles.CITY_CENTRE, town.city),
             "street": (roles.STREET_LEADER, town.east)}  # fmt: skip
    made = {who: holder(role, at) for who, (role, at) in posts.items()}
    return {who: Account.objects.get(pk=actor.id).username for who, actor in made.items()}


def erase(monkeypatch: pytest.MonkeyPatch, *typed: str, which: str = "") -> int:
    lines = io.StringIO("".join(f"{line}\n" for line in typed))
    monkeypatch.setattr("sys.stdin", lines)
    which = which or Matter.objects.get().number
    return main(["erase", "matters.matter", which, "--reason", "PIPL 47"])


def test_two_who_may_erase_it(names: dict[str, str], monkeypatch: Any, capsys: Any) -> None:
    assert erase(monkeypatch, names["auditor"], RIGHT, names["city"], RIGHT) == 0
    assert Matter.objects.get().text == ""
    assert "backups" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("first", "second", "passwords", "status"),
    [
        ("auditor", "auditor", (RIGHT, RIGHT), 1),  # one person is not two
        ("auditor", "street", (RIGHT, RIGHT), 1),  # no role that erases
        ("auditor", "city", (RIGHT, "wrong"), 2),
        ("auditor", "nobody", (RIGHT, RIGHT), 2),
    ],
)
def test_otherwise_nothing_goes(
    names: dict[str, str], monkeypatch: Any, first: str, second: str, passwords: Any, status: int
) -> None:
    typed = (names[first], passwords[0], names.get(second, second), passwords[1])
    assert erase(monkeypatch, *typed) == status
    assert Matter.objects.get().text == "zwiebelturm"


def test_passwords_cannot_be_tried_without_end(names: dict[str, str], monkeypatch: Any) -> None:
    for _ in range(5):
        assert erase(monkeypatch, names["auditor"], "wrong") == 2
    assert erase(monkeypatch, names["auditor"], RIGHT, names["city"], RIGHT) == 2
    assert Matter.objects.get().text == "zwiebelturm"


def test_what_is_not_there(names: dict[str, str], monkeypatch: Any) -> None:
    assert erase(monkeypatch, which="340181-20990101-0001") == 2
    assert main(["erase", "no.such", "1", "--reason", "x"]) == 2
