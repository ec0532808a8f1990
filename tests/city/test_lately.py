"""The two places that the demo shows first have a life of their own in the last weeks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from doorstep.doors.portal.carers import carers
from doorstep.doors.portal.reading import Spot, past
from doorstep.doors.shell.founding.city import City
from doorstep.doors.shell.founding.patches import PERSONAS_HOME
from doorstep.doors.shell.founding.profile import Profile
from doorstep.doors.shell.founding.recent import FILE, PLACES, in_season, recent
from doorstep.kit import clock
from doorstep.matters.models import Matter
from doorstep.matters.rules.life import LIFE
from doorstep.people.models import Account, Office
from tests.city.content import leaves, rows, toml
from tests.city.founded import DONGTANG, TODAY, founded

VILLAGE = "340181108202"
ENDS = {"spot", "note", "answer", "compound", "property", "community", "department"}
STANDS = {"new", "taken", "tried", "handed", "waits"}


# -- the file --------------------------------------------------------------------------------------
def test_rows_name_what_exists() -> None:
    told, known = toml(FILE), {leaf["code"]: leaf for leaf in leaves()}
    for part, area in (("compound", "rural"), ("village", "urban")):
        for row in told[part]["rows"] + told[part]["now"]:
            leaf = known[row["leaf"]]
            assert leaf["area"] != area, row["text"]
            assert row.get("ends", "answer") in ENDS
            assert row.get("stands", "new") in STANDS
            if row.get("ends") == "spot":
                assert row["source"] in leaf["self_resolvable_by"], row["text"]
            assert bool(row.get("tried")) or row.get("stands") != "tried", row["text"]
            assert bool(row["result"]) or row.get("ends", "spot") in ("spot", "note"), row["text"]
            assert row.get("says") != "not" or row["again"]
            if row["source"] == "window":
                assert 9 <= row["hour"] <= 10  # the counter is open
    names = {r["natural_village"] for r in rows("rural.csv") if r["village_code12"] == VILLAGE}
    names |= {r["group"] for r in rows("rural.csv") if r["village_code12"] == VILLAGE}
    village = told["village"]
    assert {r["at"] for r in village["rows"] + village["now"]} - {""} == names & {
        r["at"] for r in village["rows"] + village["now"]
    }


def test_no_text_comes_twice() -> None:
    told, texts = toml(FILE), toml("texts.toml")
    pool = {row["text"] for key in ("message", "reply", "note", "order") for row in texts[key]}
    mine = [row[k] for part in PLACES for row in told[part]["rows"] + told[part]["now"]
            for k in ("text", "result", "comment", "again", "tried") if row.get(k)]  # fmt: skip
    short = {"亮了，谢谢。", "清爽多了。", "有水了，谢谢。"}
    assert not [text for text, n in Counter(mine).items() if n > 1 and text not in short]
    assert not (set(mine) - short) & pool


@pytest.mark.parametrize("month", range(1, 13))
def test_every_season_has_its_matters(month: int) -> None:
    """Whatever day it is: each day of the plan is filled, and by what can be then."""
    today = date(2027, month, 20)
    profile = Profile("chaohu")
    found = recent(profile, today)
    told = toml(FILE)
    assert len(found) == sum(len(told[part]["days_back"]) for part in PLACES)
    assert all(in_season(r.row, r.day) for r in found if r.row["source"] not in ("window",))
    assert len({r.key for r in found}) == len(found)
    for part in PLACES:
        mine = [r for r in found if r.part == part]
        assert sum(bool(r.row["months"]) for r in mine) >= 3, (part, month)
        assert max(Counter(r.row["leaf"] for r in mine).values()) <= 3
    still = [row for row in told["village"]["now"] if in_season(row, today)]
    assert 6 <= len(still) <= 8


# -- the compound ----------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def compound(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any
) -> Iterator[City]:
    folder = tmp_path_factory.mktemp("compound")
    with django_db_blocker.unblock(), founded(folder, DONGTANG, past=False) as made:
        yield made


@pytest.mark.django_db
def test_the_page_of_the_compound_is_alive(compound: City) -> None:
    assert compound.cut == []
    told = past(compound.compound[PERSONAS_HOME].path, TODAY)
    assert told.asked >= 22
    assert told.ended >= 12
    assert told.open >= 5
    assert told.said.whole >= 8
    assert 0.6 <= told.said.part / told.said.whole < 1
    assert [len(part["lines"]) for part in told.parts] == [3, 3]


@pytest.mark.django_db
def test_the_secretary_of_the_compound_has_settled_much(compound: City) -> None:
    home = compound.compound[PERSONAS_HOME].path
    mine = Matter.objects.filter(path__startswith=home, begun_on__gte=TODAY - timedelta(days=90))
    assert mine.filter(state__in=LIFE.ended).count() >= 14
    assert mine.filter(state__in=LIFE.open).count() >= 8
    lately = mine.filter(resolved_at__gte=clock.now() - timedelta(days=14))
    assert lately.count() >= 4
    passed = mine.filter(source="steward", at4=home).count()
    assert passed >= 4


@pytest.mark.django_db
def test_the_grid_member_of_the_twelve_looks_after_it(compound: City) -> None:
    home = compound.compound[PERSONAS_HOME].path
    person = Account.objects.get(username="grid_member").person
    office = Office.objects.get(person=person, role="grid_member")
    assert office.covering.parts.filter(path__startswith=home).exists()


@pytest.mark.django_db
def test_its_stewards_are_named_on_its_page(compound: City) -> None:
    place = compound.compound[PERSONAS_HOME]
    told = carers(Spot(place, (place,)), TODAY)
    assert {"吴阿姨"} <= {card["name"] for card in told["cards"]}
