"""A table that leaves runs nothing where it is opened, and one odd character does not stop it."""

from __future__ import annotations

import io
from typing import Any

import pytest
from openpyxl import load_workbook

from doorstep.doors.desk import exports
from tests.frame.toy.persons import CLERK_HERE


@pytest.fixture(autouse=True)
def _one_person_is_enough(monkeypatch: Any) -> None:
    """The toy's table has a phone; who releases such tables: tests/doors/test_second_person."""
    monkeypatch.setattr(exports, "about_people", lambda *_asked: [])


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", " =", "＝", "\t="])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_nothing_is_a_formula(as_: Any, make: Any, begin: str, form: str) -> None:
    make(f"{begin}HYPERLINK(1)\x0b")
    given = {"reason": "月度核对台账", "format": form}
    answer = as_(CLERK_HERE).post("/desk/parcels/export/", given)
    assert answer.status_code == 200
    if form == "csv":
        text = b"".join(answer.streaming_content).decode()
        assert "'" in text
        return
    cells = [c for row in load_workbook(io.BytesIO(answer.content)).active for c in row]
    assert not [c for c in cells if c.data_type == "f"]
    assert any("HYPERLINK" in str(c.value) and str(c.value).startswith("'") for c in cells)
