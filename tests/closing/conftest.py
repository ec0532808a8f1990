"""The town with the closed list of clauses, its reporters, and matters that have ended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import count
from types import SimpleNamespace
from typing import Any

import pytest

from doorstep.closing.catalogues import CLAUSES
from doorstep.frame import SYSTEM, Actor, blind, do
from doorstep.frame.catalogue_acts import load, read_rows
from doorstep.frame.catalogues import CatalogueRow
from doorstep.kit import clock
from doorstep.matters.models import Matter
from doorstep.people import rules as roles
from tests.matters.conftest import PROFILE, desks, holder, monday_morning, town

__all__ = ["desks", "holder", "monday_morning", "town"]
#: In May something ends; in June it is drawn, and the batch of May closes on 16 June.
MAY, JUNE = date(2024, 5, 1), datetime(2024, 6, 17, 2, tzinfo=UTC)


def resident(phone: str) -> Actor:
    """Whoever holds the phone, after the code."""
    index = blind(Matter, "reporter_phone", phone)["reporter_phone_index"]
    return Actor(None, "", marks={"phone": index, "phone_clear": phone})


@pytest.fixture
def crew(town: Any, desks: Any, holder: Callable[..., Actor]) -> SimpleNamespace:
    """Those who propose, decide and review, and those who handle."""
    list(load(SYSTEM, CLAUSES, read_rows(PROFILE / "closing_clauses.toml"), date(2020, 1, 1)))
    posts = {
        "street": (roles.STREET_DISPATCHER, town.east),
        "west": (roles.STREET_DISPATCHER, town.west),
        "centre": (roles.CITY_CENTRE, town.city), "second": (roles.CITY_CENTRE, town.city),
        "od": (roles.CITY_OD, town.city), "secretary": (roles.COMPOUND_SECRETARY, town.lake),
        "community": (roles.COMMUNITY_SECRETARY, town.dong),
    }  # fmt: skip
    made = SimpleNamespace(**{name: holder(*post) for name, post in posts.items()})
    for row in CatalogueRow.objects.filter(catalogue=CLAUSES).exclude(code="beyond_policy"):
        do(made.od, "closing.confirm", row, {"source": "巢接办〔2024〕1号第八条"})
    return made


@pytest.fixture
def ends(town: Any, crew: SimpleNamespace) -> Callable[..., Matter]:
    """`ends("solved", grade="good")`: a lamp was reported, mended, and its reporter said so."""
    numbers = count(1)

    def made(verdict: str = "", *, grade: str = "", at: datetime | None = None, place: Any = None,
             outcome: str = "solved", phone: str = "") -> Matter:  # fmt: skip
        who = resident(phone or f"139{next(numbers):08d}")
        where = place or town.lake
        asked = {"place": where.path, "category": "stair_light", "text": "楼道灯不亮"}
        with clock.at(at or datetime(2024, 5, 14, 2, tzinfo=UTC)):
            ident = do(who, "matters.ask", None, asked, channel="portal").id
            words = {"words": "看过了", "outcome": outcome, "where_to": "物业"}
            do(crew.community, "matters.accept", ident, {})
            do(crew.community, "matters.resolve", ident, words)
            if verdict:
                do(who, "matters.verify", ident, {"verdict": verdict})
            if grade:
                do(who, "matters.rate", ident, {"grade": grade})
        return Matter.objects.get(pk=ident)

    return made
