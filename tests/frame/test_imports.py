"""Tables as people send them: every bad row is listed with its cure, none is lost, none doubled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from openpyxl import Workbook, load_workbook

from doorstep.frame import history
from doorstep.frame.imports import ImportReport, ImportRun, run_import
from doorstep.frame.sheets import Flaw
from doorstep.frame.trail import Entry
from doorstep.kit.resident_id import check_digit
from tests.frame.toy.models import Parcel
from tests.frame.toy.persons import CLERK_HERE, CLERK_THERE

pytestmark = pytest.mark.django_db
HEADER = ("姓名", "证件号码", "楼栋", "联系电话", "重量", "出生日期", "性别")


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """These tests read the words of refusals."""
    with translation.override("en"):
        yield


def ident(n: int) -> str:
    """A good ID number; the n-th."""
    body = f"3401811990{n // 900 % 12 + 1:02d}{n // 30 % 28 + 1:02d}{n % 30 + 100:03d}"
    return body + check_digit(body)


def wide(text: str) -> str:
    """The same in full-width characters."""
    return "".join(chr(ord(c) + 0xFEE0) for c in text)


def good(n: int, **other: Any) -> list[Any]:
    found = {
        "姓名": f"张{n}", "证件号码": ident(n), "楼栋": "3栋", "联系电话": "13812341234",
        "重量": n % 100, "出生日期": "1990-01-05", "性别": "男",
    } | other  # fmt: skip
    return [found.get(h, "") for h in HEADER]


@pytest.fixture
def table(tmp_path: Path) -> Any:
    """Write rows as .xlsx and give its path."""

    def write(rows: Iterable[Iterable[Any]], name: str = "t.xlsx", merge: str = "") -> Path:
        book = Workbook()
        sheet = book.active
        for row in rows:
            sheet.append(list(row))
        if merge:
            sheet.merge_cells(merge)
        book.save(tmp_path / name)
        return tmp_path / name

    return write


def take(path: Path, **more: Any) -> ImportReport:
    return run_import("toy.parcels", path, CLERK_HERE, **more)


def told(report: ImportReport) -> list[tuple[int, str, str]]:
    return [(b.row, b.letter, b.words) for b in report.bad]


def test_a_good_table_becomes_entries_of_the_act(table: Any) -> None:
    report = take(table([HEADER, good(1), good(2)]))
    assert (report.rows, report.done, report.ok) == (2, 2, True)
    first = Parcel.objects.get(number=ident(1))
    assert (first.text, first.path[-4:], str(first.phone)) == ("张1", "0003", "138****1234")
    assert [e.act for e in history(first)] == ["toy.pack"]
    assert history(first)[0].channel == "import"


def test_every_bad_cell_is_listed_with_row_column_and_cure(table: Any) -> None:
    rows = [
        HEADER, good(1), good(2, 证件号码=ident(2)[:-1] + "5"), good(3, 楼栋="900栋"),
        good(4, 联系电话="+44 20 7946 0000", 重量="many"), good(5, 姓名=""), good(1, 姓名="same"),
        good(6, 性别="男性?"), good(7, 出生日期="1990-02-30"),
    ]  # fmt: skip
    report = take(table(rows))
    assert [(row, letter) for row, letter, _w in told(report)] == [
        (3, "B"), (4, "C"), (5, "D"), (5, "E"), (6, "A"), (7, "B"), (8, "G"), (9, "F"),
    ]  # fmt: skip
    assert all(b.cure for b in report.bad)
    assert (report.rows, report.done) == (8, 0)
    assert not Parcel.objects.exists()
    assert not Entry.objects.exists()


def test_take_good_writes_the_rest_and_the_report_comes_back_to_be_mended(
    table: Any, tmp_path: Path
) -> None:
    report = take(table([HEADER, good(1), good(2, 楼栋="900栋"), good(3)]), take_good=True)
    assert (report.done, Parcel.objects.count()) == (2, 2)
    report.to_xlsx(tmp_path / "bad.xlsx")
    sheet = load_workbook(tmp_path / "bad.xlsx").active
    lines = [[c.value for c in row] for row in sheet.iter_rows()]
    assert lines[0][: len(HEADER)] == list(HEADER)
    assert len(lines) == 2
    assert lines[1][0] == "张2"
    assert "There is no such building" in lines[1][-2]
    lines[1][2] = "4栋"
    again = take(table(lines, "mended.xlsx"))
    assert (again.ok, again.done, Parcel.objects.count()) == (True, 1, 3)


def test_the_report_runs_nothing_where_it_is_opened(table: Any, tmp_path: Path) -> None:
    """A cell that somebody sent stays text, and comes back as it was."""
    report = take(table([HEADER, good(1, 楼栋="900栋")]))
    for cells in report.kept.values():  # as a CSV or another program brings it
        cells[0] = '=HYPERLINK("x")'
    report.to_xlsx(tmp_path / "bad.xlsx")
    cells = [c for row in load_workbook(tmp_path / "bad.xlsx").active.iter_rows() for c in row]
    assert [c.value for c in cells if c.value and str(c.value).startswith("=")]
    assert not [c for c in cells if c.data_type == "f"]


def test_a_dry_run_writes_nothing_and_asks_the_act_too(table: Any) -> None:
    path = table([HEADER, good(1), good(2, 楼栋="900栋")])
    assert [r for r, _l, _w in told(take(path, dry_run=True))] == [3]
    elsewhere = run_import("toy.parcels", table([HEADER, good(1)]), CLERK_THERE, dry_run=True)
    assert [b.row for b in elsewhere.bad] == [2]
    assert not Parcel.objects.exists()
    assert not ImportRun.objects.exists()


def test_the_same_file_again_adds_nothing(table: Any) -> None:
    path = table([HEADER, good(1), good(2)])
    take(path)
    again = take(path)
    assert (again.done, again.skipped, Parcel.objects.count()) == (0, 2, 2)


def test_rows_outside_the_own_area_are_listed_like_other_findings(table: Any) -> None:
    report = run_import("toy.parcels", table([HEADER, good(1)]), CLERK_THERE, take_good=True)
    assert (report.done, report.bad[0].row) == (0, 2)
    assert "area" in report.bad[0].words


def test_title_rows_above_and_columns_before_the_header(table: Any) -> None:
    rows = [["某社区居民登记表"], [], ["", "", *HEADER], ["", "", *good(1)]]
    report = take(table(rows))
    assert report.done == 1
    assert report.columns["text"] == "C"


def test_merged_cells_hold_for_all_their_rows(table: Any) -> None:
    rows = [HEADER, good(1), good(2, 楼栋=""), good(3, 楼栋="")]
    assert take(table(rows, merge="C2:C4")).done == 3


def test_full_width_digits_and_15_digit_ids_and_numbers_as_numbers(table: Any) -> None:
    rows = [
        HEADER,
        good(1, 证件号码=wide(ident(1)), 联系电话=wide("13812341234")),
        good(2, 证件号码="340181500101123"),
        good(3, 联系电话=13812341234, 重量="１２"),
    ]  # fmt: skip
    assert take(table(rows)).done == 3
    assert Parcel.objects.filter(number__startswith="34018119500101123").exists()


def test_an_id_that_lost_its_last_digits_says_so(table: Any) -> None:
    report = take(table([HEADER, good(1, 证件号码=340181199001011010)]))
    assert "last digits are lost" in report.bad[0].words


@pytest.mark.parametrize(
    "written",
    ["1990-01-05", "1990/1/5", "1990.01.05", "1990年1月5日", "19900105", "１９９００１０５", 32878,
     "32878", date(1990, 1, 5), datetime(1990, 1, 5)],
)  # fmt: skip
def test_dates_as_people_write_them(written: Any) -> None:
    from doorstep.frame.sheets import day

    assert day(written) == date(1990, 1, 5)


def test_a_missing_column_is_said_and_can_be_mapped(table: Any) -> None:
    header = ["甲", *HEADER[1:]]
    path = table([header, good(1)])
    report = take(path)
    assert "姓名" in report.bad[0].words
    assert report.unknown == ["甲"]
    assert take(path, mapping={"text": "甲"}).done == 1
    assert take(table([header, good(2)], "b.xlsx"), mapping={"text": "A"}).done == 1


def test_columns_nobody_asked_for_are_named_and_not_stored(table: Any) -> None:
    report = take(table([[*HEADER, "宗教信仰"], [*good(1), "x"]]))
    assert report.unknown == ["宗教信仰"]
    assert "宗教" not in str(history(Parcel.objects.get())[0].after)


def test_cells_that_stand_beside_their_headers_are_noticed(table: Any) -> None:
    rows = [HEADER, *(["", *good(n)] for n in range(30))]
    report = take(table(rows))
    assert report.done == 0
    assert "1 column to the right" in report.notes[0]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_csv_in_both_encodings(tmp_path: Path, encoding: str) -> None:
    lines = [",".join(map(str, row)) for row in (HEADER, good(1), good(2))]
    (tmp_path / "t.csv").write_bytes("\r\n".join(lines).encode(encoding))
    assert take(tmp_path / "t.csv").done == 2


@pytest.mark.parametrize("raw", [b"MZ\x90\x00\x03\x00\x00", b"PK\x03\x04nothing", b"\x00" * 40])
def test_what_is_no_table_is_refused_in_words(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "t.xlsx").write_bytes(raw)
    with pytest.raises(Flaw) as caught:
        take(tmp_path / "t.xlsx")
    assert caught.value.cure


def test_an_empty_table_takes_nothing(table: Any) -> None:
    assert take(table([])).done == 0
    assert take(table([HEADER], "b.xlsx")).rows == 0


def test_many_rows_cost_few_statements(table: Any, django_assert_max_num_queries: Any) -> None:
    path = table([HEADER, *(good(n) for n in range(300))])
    with django_assert_max_num_queries(30):
        assert take(path).done == 300
