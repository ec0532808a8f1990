"""F1, F40 and the register of dwellings come from records of their day."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from doorstep.frame import SYSTEM, Given, do
from doorstep.frame.catalogue_acts import load, read_rows
from doorstep.kit import clock
from doorstep.panes import Scope
from doorstep.panes.figures import ask, values
from tests.places.conftest import NOW, add


def value(code: str, scope: Scope | None = None, day: date | None = None) -> object:
    (row,) = ask(code, scope or Scope(), day or clock.today())
    return row["value"]


def missing(scope: Scope) -> Any:
    """What the figure says is missing: compounds that are not entered whole."""
    (found,) = values("dwellings_registered", scope, clock.today())
    return found.missing


def test_f1_counts_the_catalogue_of_actions(tree: SimpleNamespace) -> None:
    rows = read_rows(Path("doorstep/profiles/chaohu/actions.toml"))
    list(load(SYSTEM, "places.actions", rows, date(2023, 1, 1)))
    assert value("actions_total") == 5
    assert value("actions_total", day=date(2022, 12, 31)) == 0


def test_f40_counts_residential_compounds_of_the_day(tree: SimpleNamespace) -> None:
    add(tree.nan, "compound", "东门市场", compound_kind="other")
    add(tree.nan, "compound", "新落成小区", compound_kind="walkup", since=date(2024, 6, 10))
    gone = add(tree.nan, "compound", "粮站院", compound_kind="dormitory")
    assert value("compounds_residential") == 4
    do(SYSTEM, "places.close", gone, Given({}))
    assert value("compounds_residential") == 3
    assert value("compounds_residential", day=date(2024, 6, 10)) == 4
    assert value("compounds_residential", Scope((tree.dong.path,))) == 2
    assert value("compounds_residential", day=date(2019, 1, 1)) == 0
    with clock.at(NOW + timedelta(days=30)):
        assert value("compounds_residential") == 4


def test_dwellings_are_counted_against_those_expected(tree: SimpleNamespace) -> None:
    lake = add(tree.nan, "compound", "空小区", compound_kind="walkup", dwellings_expected=100)
    scope = Scope((lake.path,))
    assert value("dwellings_registered", scope) == 0
    do(SYSTEM, "places.build", None, Given({"parent": lake, "number": "1", "entrances": 1,
                                            "floors": 5, "per_floor": 2}))  # fmt: skip
    assert value("dwellings_registered", scope) == pytest.approx(0.1)
    assert [p.pk for p in missing(scope)] == [lake.pk]
    do(SYSTEM, "places.build", None, Given({"parent": lake, "number": "2", "entrances": 9,
                                            "floors": 5, "per_floor": 2}))  # fmt: skip
    assert value("dwellings_registered", scope) == 1
    assert not missing(scope).exists(), "the compound is whole"
