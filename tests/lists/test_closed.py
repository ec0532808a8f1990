"""Where the total counts what the reader may not open, one sentence says so (decision 0009)."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import pytest

from doorstep.frame import NOBODY, do
from tests.doors.conftest import as_, village
from tests.doors.test_pocket import text_of

__all__ = ["as_", "village"]
pytestmark = pytest.mark.django_db
CLOSED = "不由您办理查看"


def words(part: str) -> str:
    return text_of(SimpleNamespace(content=part.encode()))


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


def test_the_paper_says_its_place_once_and_ends_cleanly(as_: Any, asked: Any) -> None:
    """The title names the place; the line above it stays for places within another."""
    desk = as_("community_secretary")
    page = desk.get("/desk/lists/?unit=month&print=1").content.decode()
    head = words(page[page.index('<header class="sheet-head">') : page.index("</header>")])
    assert head.count("东塘社区") == 1
    foot = words(page[page.index('<footer class="sheet-foot">') : page.index("</footer>")])
    assert not re.search(r"·\s*(打印|$)", foot)
    inner = desk.get(f"/desk/lists/?unit=month&print=1&place={asked.lake.path}").content.decode()
    assert "sheet-place" in inner
