"""Where the total counts what the reader may not open, one sentence says so (decision 0009)."""

from __future__ import annotations

from typing import Any

import pytest

from doorstep.frame import NOBODY, do
from tests.doors.conftest import as_, village
from tests.doors.test_pocket import text_of

__all__ = ["as_", "village"]
pytestmark = pytest.mark.django_db
CLOSED = "不由您办理查看"


@pytest.fixture
def asked(village: Any) -> Any:
    for text in ("灯不亮", "灯又不亮"):
        data = {"place": village.entrance.path, "category": "stair_light", "text": text}
        do(NOBODY, "matters.ask", None, data, channel="portal")
    return village


@pytest.mark.parametrize("sheet", ["", "&print=1"])
def test_who_reads_no_neighbours_matters_is_told_why_lines_are_missing(
    as_: Any, asked: Any, sheet: str
) -> None:
    page = text_of(as_("steward").get(f"/desk/lists/?unit=month{sheet}"))
    assert "收集2" in page.replace(" ", "")
    assert f"还有2件{CLOSED}" in page


@pytest.mark.parametrize("sheet", ["collect", "resolve", "report"])
def test_who_may_open_all_of_them_reads_no_such_sentence(as_: Any, asked: Any, sheet: str) -> None:
    page = text_of(as_("community_secretary").get(f"/desk/lists/?unit=month&sheet={sheet}"))
    assert CLOSED not in page


def test_it_goes_by_the_sheet(as_: Any, asked: Any) -> None:
    page = text_of(as_("steward").get("/desk/lists/?unit=month&sheet=resolve"))
    assert CLOSED not in page, "none of them is resolved"
