"""Lists: keyset pages over merged walks give what one sorted query would, in few statements."""

from __future__ import annotations

import random
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from doorstep.frame import NOBODY, SYSTEM, Actor, Office
from doorstep.panes.lists import COUNTED, CursorError, Wanted, count_of, key_of, page_of, wanted
from doorstep.panes.screens import SCREENS, visible
from tests.frame.toy.models import Parcel
from tests.frame.toy.persons import CHIEF_HERE, CITY, CLERK_HERE, COMPOUND, NO_OFFICE
from tests.frame.toy.rules import CHIEF, CLERK

BEGIN = datetime(2026, 4, 1, tzinfo=UTC)
STATES = ("draft", "sent", "done", "returned")


def fill(number: int, seed: int = 1, *, spread: int = 3) -> None:
    """Parcels all over the toy city; some dates equal, some missing."""
    dice = random.Random(seed)
    paths = [
        f"{CITY}{s:04}{c:04}{k:04}{b:04}"
        for s in range(1, spread)
        for c in range(1, spread)
        for k in range(1, spread)
        for b in range(1, spread)
    ]
    Parcel.objects.bulk_create(
        [
            Parcel(
                path=dice.choice(paths)[: dice.choice((12, 16, 20))],
                state=dice.choice(STATES),
                text=f"路灯{n}号坏了",
                weight=dice.randrange(50),
                sender=CLERK_HERE.person if dice.random() < 0.1 else None,
                due=None if dice.random() < 0.2 else BEGIN + timedelta(hours=dice.randrange(200)),
            )
            for n in range(number)
        ],
        batch_size=1000,
    )


def actor(*paths: str, role: str = CLERK) -> Actor:
    """Somebody with one office."""
    return Actor(uuid.uuid4(), "x", (Office(uuid.uuid4(), role, paths),), person=CLERK_HERE.person)


def walk(who: Actor, asked: Wanted, size: int) -> list[Any]:
    """Ids of all pages, forwards; each page's way back is checked on the way."""
    screen, found, after, last = SCREENS["parcels"], [], "", []
    while True:
        page = page_of(
            screen, who, Wanted(asked.filters, asked.words, asked.place, after=after), size
        )
        ids = [r.pk for r in page.records]
        if page.before:
            back = page_of(
                screen,
                who,
                Wanted(asked.filters, asked.words, asked.place, before=page.before),
                size,
            )
            assert [r.pk for r in back.records] == last
        found += ids
        last = ids
        if not page.next:
            return found
        after = page.next


def plainly(who: Actor, **by: Any) -> list[Any]:
    """The same by one query, null dates last."""
    rows = visible(who, SCREENS["parcels"]).filter(**by)
    late = datetime(9999, 1, 1, tzinfo=UTC)
    return [p.pk for p in sorted(rows, key=lambda p: (p.due or late, p.pk.hex))]


@pytest.mark.parametrize(
    "who",
    [
        actor(CITY),
        actor(COMPOUND),
        actor(COMPOUND + "0001"),
        CHIEF_HERE,
        CLERK_HERE,
        NO_OFFICE,
        actor(COMPOUND, CITY + "000100020001", CITY + "00020001", COMPOUND + "0002"),
        SYSTEM,
    ],
    ids=["city", "compound", "building", "street", "community", "sender", "several", "system"],
)
def test_pages_give_what_a_sort_would(db: None, who: Actor) -> None:
    fill(240)
    assert walk(who, Wanted(), 7) == plainly(who)
    two = Wanted({"state": ("draft", "sent")})
    assert walk(who, two, 7) == plainly(who, state__in=("draft", "sent"), withdrawn_at=None)
    assert walk(who, Wanted({"state": ("open",), "weighty": ("1",)}), 50) == plainly(
        who, state__in=("draft", "sent"), withdrawn_at=None, weight__gt=20
    )
    inside = Wanted(place=COMPOUND)
    assert walk(who, inside, 11) == plainly(who, path__startswith=COMPOUND)


def test_many_paths_become_one_statement(db: None) -> None:
    fill(300, spread=4)
    who = actor(
        *(
            f"{CITY}{s:04}{c:04}{k:04}"
            for s in range(1, 4)
            for c in range(1, 4)
            for k in range(1, 4)
        )
    )
    assert walk(who, Wanted({"state": ("open",)}), 50) == plainly(
        who, state__in=("draft", "sent"), withdrawn_at=None
    )


def test_nobody_sees_nothing(db: None) -> None:
    fill(20)
    page = page_of(SCREENS["parcels"], NOBODY, Wanted())
    assert (page.records, page.total) == ([], 0)


def test_a_foreign_cursor_is_refused(db: None) -> None:
    fill(2)
    for nonsense in ("x", "WyJhIl0", "bnVsbA", key_of(SCREENS["notes"], Parcel.objects.first())):
        with pytest.raises(CursorError):
            page_of(SCREENS["parcels"], SYSTEM, Wanted(after=nonsense))


def test_total_is_counted_to_a_thousand(db: None) -> None:
    fill(1200)
    assert page_of(SCREENS["parcels"], SYSTEM, Wanted()).total == COUNTED + 1
    assert (
        page_of(SCREENS["parcels"], SYSTEM, Wanted({"state": ("sent",)})).total
        == Parcel.objects.filter(state="sent").count()
    )
    assert count_of(SCREENS["parcels"], SYSTEM, Wanted(), 10_000) == 1200
    assert (
        page_of(
            SCREENS["parcels"],
            SYSTEM,
            Wanted(after=key_of(SCREENS["parcels"], Parcel.objects.first())),
        ).total
        is None
    )


def test_a_withdrawn_row_is_not_open_but_stays(db: None) -> None:
    fill(30)
    gone = Parcel.objects.filter(state="sent").first()
    Parcel.objects.filter(pk=gone.pk).update(withdrawn_at=BEGIN)
    assert gone.pk not in walk(SYSTEM, Wanted({"state": ("open",)}), 50)
    assert gone.pk not in walk(SYSTEM, Wanted({"state": ("sent",)}), 50), "it asks for no work"
    assert gone.pk in walk(SYSTEM, Wanted(), 50)


def test_unknown_filters_are_left_out() -> None:
    asked = wanted(SCREENS["parcels"], QueryDict("state=sent&state=done&text=x&words= 路灯 "))
    assert asked.filters == {"state": ("sent", "done")}
    assert asked.words == "路灯"


def test_values_that_a_filter_cannot_take_are_left_out(db: None) -> None:
    fill(40)
    query = "weight=x&weight=9&due=nonsense&state=%00&place=%00&place="
    asked = wanted(SCREENS["parcels"], QueryDict(query))
    assert asked == Wanted({"weight": ("9",)})
    assert walk(SYSTEM, asked, 50) == plainly(SYSTEM, weight=9)
    assert walk(SYSTEM, asked, 50) == plainly(SYSTEM, weight=9)  # from the kept statement too
    assert wanted(SCREENS["parcels"], QueryDict("place=nowhere!")).place == ""


@pytest.mark.parametrize("number", [20, 200, 20_000])
def test_two_statements_at_any_size(db: None, number: int) -> None:
    fill(number)
    screen, who = SCREENS["parcels"], actor(COMPOUND, CITY + "000100020001", role=CHIEF)
    for asked in (Wanted(), Wanted({"state": ("open",)}), Wanted(words="路灯1")):
        page_of(screen, who, asked)  # how frequent a word is, is asked once and remembered
        with CaptureQueriesContext(
            connection,
        ) as seen:
            page_of(screen, who, asked)
        assert len(seen) <= 2


def test_a_page_of_an_office_is_an_index_walk(db: None) -> None:
    fill(20_000)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE toy_parcel")
    who = Actor(uuid.uuid4(), "x", (Office(uuid.uuid4(), CHIEF, (COMPOUND,)),))
    seen: list[tuple[str, Any]] = []

    def keep(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        seen.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        page_of(SCREENS["parcels"], who, Wanted({"state": ("open",)}), count=False)
    explain = "EXPLAIN " if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN "
    with connection.cursor() as cursor:
        cursor.execute(explain + seen[0][0], seen[0][1])
        plan = "\n".join(str(line) for line in cursor.fetchall())
    assert plan.count("toy_at4") >= 2
    assert "SCAN toy_parcel" not in plan
    assert "Seq Scan" not in plan
