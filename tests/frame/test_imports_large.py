"""A register of 100,000 residents is read and checked whole (how fast: `make bench`)."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from doorstep.frame.tables import IMPORTS, Table
from doorstep.frame.workbooks import read
from tests.frame.test_imports import ident
from tests.frame.toy.persons import CLERK_HERE

ROWS = 100_000
COLUMNS = ("姓名", "证件号码", "楼栋", "联系电话", "重量", "出生日期", "性别", "已寄", "规格",
           "备注", "街道", "类别")  # fmt: skip


@pytest.mark.slow
def test_100_000_rows_of_12_columns(tmp_path: Path) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(COLUMNS)
    for n in range(ROWS):
        first = [f"张{n}", ident(n % 9000), f"{n % 99 + 1}栋", f"138{n:08d}", n % 101, "1990-01-05"]
        sheet.append([*first, "男女"[n % 2], "是", "大", f"备注{n % 50}", "街道", "居民"])
    book.save(tmp_path / "big.xlsx")
    table = Table(IMPORTS["toy.parcels"], read(tmp_path / "big.xlsx"), {}, CLERK_HERE)
    rows = list(table.parsed())
    assert table.report.rows == ROWS
    assert len(rows) + len(table.report.kept) == ROWS
