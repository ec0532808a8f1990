"""Figures: every kind becomes a value that opens to its records, its missing ones, its working."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from doorstep.frame import do
from doorstep.kit import clock
from doorstep.panes import Scope, figure
from doorstep.panes.figures import FIGURES, ask, figures_have_words, missing, records, working
from tests.frame.toy.models import Parcel
from tests.frame.toy.persons import (
    CHIEF_HERE,
    CLERK_HERE,
    CLERK_THERE,
    OTHER_COMPOUND,
    OTHER_STREET,
    STREET,
)

pytestmark = pytest.mark.django_db
DAY = date(2026, 4, 15)
HERE = Scope((STREET,), "凤凰山街道", "340181001")


@pytest.fixture(autouse=True)
def parcels(make: Any) -> None:
    """Here: one draft of weight 1, two sent of 5 and 30, one done of 4; there: one draft."""
    with clock.at(datetime(2026, 2, 1, 4, tzinfo=UTC)):
        make(weight=1, state="draft")
        make(weight=5)
        make(weight=30)
    done = make(weight=4)
    do(CHIEF_HERE, "toy.finish", done.pk)
    do(CLERK_HERE, "toy.note", done.pk, {"text": "well done"})
    do(CLERK_THERE, "toy.pack", None, {"place": OTHER_COMPOUND, "text": "there"})


def value(code: str, scope: Scope = HERE, at: date = DAY, **more: Any) -> Any:
    (row,) = ask(code, scope, at, **more)
    return row["value"]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("parcels", 3), ("parcels_done_rate", 0.25), ("parcel_senders", 1),
        ("parcel_weight_sum", 40), ("parcel_weight_mean", 10), ("parcel_weight_median", 4.5),
        ("parcel_weight_range", [1, 30]), ("notes_per_parcel", 0.25),
        ("parcels_growth", 0.333333), ("parcels_difference", 1), ("parcels_by_rule", 42),
    ],
)  # fmt: skip
def test_values_of_every_kind(code: str, expected: Any) -> None:
    assert value(code) == expected


def test_the_row_is_that_of_the_interface_and_json() -> None:
    (row,) = ask("parcels_done_rate", HERE, DAY)
    assert json.loads(json.dumps(row)) == {
        "code": "parcels_done_rate", "article_no": "T3", "value": 0.25, "unit": "",
        "numerator": 1, "denominator": 4, "dims": {}, "at": "2026-04-15", "period_from": None,
        "period_to": None, "place": "凤凰山街道",
        "records_url": "/desk/figures/parcels_done_rate/records/?at=2026-04-15&place=340181001",
        "missing_url": "/desk/figures/parcels_done_rate/missing/?at=2026-04-15&place=340181001",
        "definition_version": 1,
    }  # fmt: skip


def test_a_scope_is_a_place_and_the_whole_city_is_the_sum() -> None:
    there = Scope((OTHER_STREET,))
    total = ask("parcels_done_rate", Scope(), DAY)[0]["denominator"]
    parts = [ask("parcels_done_rate", s, DAY)[0]["denominator"] for s in (HERE, there)]
    assert total == sum(parts) == 5


def test_a_share_of_nothing_has_no_value() -> None:
    nowhere = Scope(("00010009",))
    (row,) = ask("parcels_done_rate", nowhere, DAY)
    assert (row["value"], row["numerator"], row["denominator"]) == (None, 0, 0)


def test_flows_count_the_calendar_year_unless_a_period_is_given() -> None:
    before = ask("parcels_packed", HERE, date(2026, 2, 1))[0]
    assert (before["value"], before["period_from"]) == (3, "2026-01-01")
    assert value("parcels_packed", at=date(2025, 12, 31)) == 0
    assert value("parcels_packed", at=date(2026, 2, 28), first=date(2026, 2, 2)) == 0


def test_breakdowns_sum_and_print_what_has_no_record() -> None:
    rows = ask("parcels_by_state", HERE, DAY)
    assert {r["dims"]["by"]: r["value"] for r in rows} == {
        "draft": 1, "sent": 2, "done": 1, "returned": 0,
    }  # fmt: skip
    rows = ask("parcels_by_weight", HERE, DAY)
    assert [r["value"] for r in rows] == [3, 1]
    found = records("parcels_by_weight", HERE, DAY, part=1)
    assert found is not None
    assert [p.weight for p in found] == [30]


def test_every_figure_opens_to_as_many_records_as_it_counted() -> None:
    for code in ("parcels", "parcels_packed"):
        found = records(code, HERE, DAY)
        assert found is not None
        assert found.count() == value(code)
    share = ask("parcels_done_rate", HERE, DAY)[0]
    done, rest = records("parcels_done_rate", HERE, DAY), missing("parcels_done_rate", HERE, DAY)
    assert done is not None
    assert rest is not None
    assert (done.count(), done.count() + rest.count()) == (1, share["denominator"])
    unsent = missing("parcels", HERE, DAY)
    assert unsent is not None
    assert [p.state for p in unsent] == ["draft"]


def test_withdrawn_records_count_nowhere() -> None:
    heavy = Parcel.objects.get(weight=30)
    do(CHIEF_HERE, "toy.parcel.withdraw", heavy.pk, {"reason": "twice"})
    assert value("parcels") == 2
    assert value("parcel_weight_range") == [1, 5]


def test_the_working_is_printed() -> None:
    assert working(ask("parcels_done_rate", HERE, DAY)[0]) == "1 ÷ 4 = 1/4"
    assert working(ask("notes_per_parcel", HERE, DAY)[0]) == "1 ÷ 4 = 0.25"
    assert working(ask("parcels_growth", HERE, DAY)[0]) == "4 ÷ 3 − 1 = 0.333333"
    assert working(ask("parcel_weight_mean", HERE, DAY)[0]) == "n=4: 10"


def test_a_figure_costs_few_statements(django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(2):
        ask("parcels_done_rate", HERE, DAY)
    with django_assert_max_num_queries(1):
        ask("parcels_by_state", HERE, DAY)


def test_wrong_declarations_are_refused() -> None:
    with pytest.raises(ValueError, match="unknown kind"):
        figure("x", kind="guess")
    with pytest.raises(ValueError, match="declared twice"):
        figure("parcels")(lambda _scope, _at: Parcel.objects.all())


def test_a_figure_without_words_is_reported() -> None:
    lacking = {w.msg.split()[2] for w in figures_have_words()}
    assert "parcels" not in lacking
    assert {"parcels_done_rate"} <= lacking <= set(FIGURES)
