"""Search by words: two Chinese characters are enough, on both databases."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

import pytest
from django.db import connection

from doorstep.frame import do
from doorstep.panes.lists import page_of
from doorstep.panes.screens import SCREENS, visible
from doorstep.panes.walks import Wanted
from tests.frame.toy.models import Parcel
from tests.frame.toy.persons import CHIEF_HERE, CLERK_HERE, CLERK_THERE


def hits(q: str, who: Any = CHIEF_HERE) -> set[str]:
    """Texts found."""
    return set(visible(who, SCREENS["parcels"]).filter(words__has=q).values_list("text", flat=True))


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("路灯", True),
        ("灯", True),
        ("三号楼", True),
        ("路灯不亮", True),
        ("不亮 三号", True),
        ("ABC12", True),
        ("ａｂｃ12", True),
        ("灯路", False),
        ("路灯亮", False),
        ("三楼", False),
        ("%", False),
        ("", False),
        ('" OR "', False),
        ("楼路灯不亮了", True),
        ("abc", False),
    ],
)
def test_words(db: None, make: Any, q: str, found: bool) -> None:
    make("三号楼路灯不亮了", number="ABC12")
    make("别的")
    assert ("三号楼路灯不亮了" in hits(q)) is found
    seen = visible(CHIEF_HERE, SCREENS["parcels"])
    assert set(seen.filter(words__runs=q)) == set(seen.filter(words__has=q))


@pytest.mark.parametrize("q", ["路灯", "灯", "路灯不亮", "三号楼", "ABC12", "没有"])
def test_what_very_many_have_is_found_by_walking(
    db: None, make: Any, q: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(7):
        make(f"{n}号楼路灯不亮了", number=f"ABC{n}")
    make("三号楼路灯不亮了", number="ABC12")
    screen, asked = SCREENS["parcels"], Wanted({}, q)
    rare = [r.pk for r in page_of(screen, CHIEF_HERE, asked).records]
    monkeypatch.setattr("doorstep.panes.search.FREQUENT", -1)
    monkeypatch.setattr("doorstep.panes.search._often", OrderedDict())
    often = page_of(screen, CHIEF_HERE, asked)
    assert [r.pk for r in often.records] == rare
    assert often.total == len(rare)


def test_a_run_is_looked_for_in_one_piece(db: None, make: Any) -> None:
    make("路灯在灯坏之前")
    assert hits("路灯坏") == set()
    assert hits("路灯 灯坏") == {"路灯在灯坏之前"}


def test_changed_and_deleted_rows(db: None, make: Any) -> None:
    made = make("路灯不亮")
    do(CLERK_HERE, "toy.parcel.correct", made.pk, {"text": "井盖松了", "reason": "写错了"})
    assert hits("路灯") == set()
    assert hits("井盖") == {"井盖松了"}
    Parcel.objects.filter(pk=made.pk).delete()
    assert hits("井盖") == set()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT COUNT(*) FROM toy_parcel_words_doc")
            assert cursor.fetchone()[0] == 0


def test_tokens_stay_out_of_the_trail(db: None, make: Any) -> None:
    from doorstep.frame import history

    assert all("words" not in e.after for e in history(make("路灯不亮")))


def test_scope_holds(db: None, make: Any) -> None:
    make("路灯不亮")
    assert hits("路灯", CLERK_THERE) == set()
