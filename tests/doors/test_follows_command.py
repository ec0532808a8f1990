"""``doorstep follows``: what was given up is listed without its words, and tried again."""

from __future__ import annotations

import json
from typing import Any

import pytest

from doorstep.doors.shell.main import main
from doorstep.frame import follows
from doorstep.frame.follows import FollowRow
from tests.doors.test_health import a_follow_due

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _known(monkeypatch: pytest.MonkeyPatch) -> None:
    """The follow of the test's rows is declared."""
    monkeypatch.setitem(follows.FOLLOWS, "toy.x", next(iter(follows.FOLLOWS.values())))


def given_up() -> FollowRow:
    a_follow_due(60, dead=True)
    FollowRow.objects.update(tries=16, error="Traceback …\nKeyError: '张三 13912345678'\n")
    return FollowRow.objects.get()


def test_nothing_given_up_is_good(capsys: Any) -> None:
    assert main(["follows"]) == main(["follows", "--dead"]) == 0
    assert "0 due, 0 dead" in capsys.readouterr().err


def test_what_was_given_up_is_listed_without_its_words(capsys: Any) -> None:
    row = given_up()
    assert main(["follows"]) == 1
    assert main(["follows", "--dead"]) == 1
    told = capsys.readouterr().out
    assert f"{row.pk} toy.x" in told
    assert "16 tries: KeyError" in told
    assert "张三" not in told
    assert main(["follows", "--dead", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)[0]["subject"] == str(row.subject)


def test_again_lets_it_live_only_where_it_is_meant(capsys: Any) -> None:
    given_up()
    assert main(["follows", "--again", "no.such"]) == 2
    other = next(n for n in follows.FOLLOWS if n != "toy.x")
    assert main(["follows", "--again", other]) == 0
    assert FollowRow.objects.get().dead
    assert main(["follows", "--again", "toy.x"]) == 0
    row = FollowRow.objects.get()
    assert (row.dead, row.tries) == (False, 0)


def test_readyz_counts_them(client: Any) -> None:
    given_up()
    assert client.get("/readyz").json()["dead"] == 1
