"""The three rates with their formulas printed; how it ended, kept apart (B6, R14, R16)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from doorstep.closing.rules import satisfaction
from doorstep.frame import SYSTEM, do
from doorstep.kit import clock
from doorstep.matters.acts.answers import lapse_due
from doorstep.matters.models import Matter
from doorstep.panes.figures import FIGURES, Scope, ask
from doorstep.people.models import Account
from doorstep.places.models import Parameter
from tests.closing.conftest import JUNE
from tests.closing.test_exclusions import proposed

COUNTS = st.integers(0, 400)
CITY = Scope(())
DAY = date(2024, 6, 17)


@given(COUNTS, COUNTS, COUNTS, st.integers(0, 100).map(lambda n: n / 100))
def test_satisfaction_is_the_formula(good: int, fair: int, bad: int, w: float) -> None:
    """(good + w · fair) ÷ all; it rises with w and good, lies between 0 and 1, is exact."""
    n = good + fair + bad
    found = satisfaction(good, fair, bad, w)
    if n < 10:
        assert found is None
        return
    assert found is not None
    assert found == (good + Fraction(str(w)) * fair) / n
    assert 0 <= found <= 1
    more, less = satisfaction(good, fair, bad, 1.0), satisfaction(good, fair, bad, 0.0)
    assert less is not None
    assert more is not None
    assert less <= found <= more


def one(code: str, scope: Scope = CITY, day: date = DAY) -> dict[str, Any]:
    """The only row of a figure."""
    return ask(code, scope, day)[0]


@pytest.fixture
def month(ends: Callable[..., Matter], crew: SimpleNamespace) -> None:
    """Of May: five solved, two acceptable, two not, three without an answer, two that could not
    be done, one not ours."""
    for verdict, n in (("solved", 5), ("settled", 2), ("not", 2), ("", 3)):
        for _n in range(n):
            ends(verdict)
    ends("", outcome="cannot")
    ends("", outcome="cannot")
    ends("", outcome="not_ours")
    with clock.at(datetime(2024, 5, 30, 2, tzinfo=UTC)):
        assert lapse_due() == 3


@pytest.mark.django_db
def test_silence_is_shown_and_never_counted(month: None) -> None:
    row = one("resolution_rate")
    assert (row["numerator"], row["denominator"]) == (5, 9)
    assert "没有表态（不计）3件" in row["dims"]["working"]
    assert "5 ÷ 9 = 5/9" in row["dims"]["working"]


@pytest.mark.django_db
def test_how_it_ended_is_kept_apart_and_sums(month: None) -> None:
    told = {r["dims"]["by"]: r["value"] for r in ask("how_it_ended", CITY, DAY)}
    assert told == {
        "solved": 5, "settled": 2, "not_ours": 1, "cannot": 2, "unanswered": 3, "looked": 0,
        "denied": 0,
    }  # fmt: skip
    closed = Matter.objects.filter(state__in=("closed", "rated")).count()
    assert sum(told.values()) == closed
    early = {r["dims"]["by"]: r["value"] for r in ask("how_it_ended", CITY, date(2024, 5, 20))}
    assert early["unanswered"] == 0, "on that day they still had time to answer"


@pytest.mark.django_db
def test_contact_within_the_limit(ends: Any, crew: SimpleNamespace, town: Any, desks: Any) -> None:
    """Late is late; who can still be contacted in time is not counted yet."""
    ends("solved")
    late = ends("solved")
    Matter.objects.filter(pk=late.pk).update(contacted_at=late.contact_due + timedelta(hours=1))
    asked = {"place": town.lake.path, "category": "stair_light", "text": "灯不亮"}
    with clock.at(JUNE):
        do(SYSTEM, "matters.ask", None, asked)
        row = one("response_rate")
        assert (row["numerator"], row["denominator"]) == (1, 2)
        assert one("response_rate", day=DAY + timedelta(days=9))["denominator"] == 3


@pytest.mark.django_db
def test_what_is_left_out_is_left_out_of_all_three_and_printed(
    ends: Any, crew: SimpleNamespace
) -> None:
    matters = [ends("not", grade="") for _n in range(2)] + [ends("solved", grade="good")]
    for matter in matters[:2]:
        exclusion = proposed(crew, matter)
        do(crew.centre, "closing.decide", exclusion, {"decision": "excluded", "words": "属实"})
    assert (one("resolution_rate")["numerator"], one("resolution_rate")["denominator"]) == (1, 1)
    assert one("response_rate")["denominator"] == 1
    for code in ("resolution_rate", "response_rate"):
        assert "按条款剔除2件" in one(code)["dims"]["working"]
    assert "按条款剔除2件" in one("satisfaction_rate")["dims"]["working"]
    before = one("resolution_rate", day=date(2024, 5, 31))
    assert before["denominator"] == 3, "on that day nothing was left out yet"


@pytest.mark.django_db
def test_the_weight_is_the_citys_and_printed(ends: Any, crew: SimpleNamespace, town: Any) -> None:
    for n in range(12):
        ends("solved", grade="good" if n < 6 else "fair")
    assert one("satisfaction_rate")["value"] == 1
    Parameter.objects.create(
        key="satisfaction.weight_basic", value=0.5, path="", since=date(2020, 1, 1)
    )
    row = one("satisfaction_rate")
    assert row["value"] == 0.75
    assert "0.5 × 基本满意6" in row["dims"]["working"]
    Parameter.objects.update(value=0.55)
    row = one("satisfaction_rate")
    assert (row["value"], row["numerator"], row["denominator"]) == (0.775, None, 12)


@pytest.mark.django_db
def test_under_ten_grades_no_rate(ends: Any, crew: SimpleNamespace) -> None:
    for _n in range(9):
        ends("solved", grade="bad")
    row = one("satisfaction_rate")
    assert (row["value"], row["numerator"], row["denominator"]) == (None, None, 9)
    assert "评价9件" in row["dims"]["working"]


@pytest.mark.django_db
def test_the_board_prints_the_formulas(month: None, crew: SimpleNamespace) -> None:
    client = Client()
    client.force_login(Account.objects.get(pk=crew.street.id))
    with clock.at(JUNE):
        page = client.get("/desk/figures/resolution_rate/").content.decode()
        assert "5 ÷ 9" in page
        assert "没有表态" in page
        for code in ("response_rate", "satisfaction_rate", "how_it_ended", "excluded_by_clause",
                     "false_closing"):  # fmt: skip
            answer = client.get(f"/desk/figures/{code}/")
            assert answer.status_code == 200, code
        assert client.get("/desk/figures/").status_code == 200


def test_rates_are_told_for_streets_and_communities_only() -> None:
    """D12: never for one compound, one unit or one person; false closings for the city (D3)."""
    for code in ("response_rate", "resolution_rate", "satisfaction_rate", "how_it_ended"):
        assert FIGURES[code].grain == ("street", "community")
    assert FIGURES["false_closing"].grain == ()
