"""Matters from a table: nothing is lost, what is uncertain is marked, the same again is nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from doorstep.frame.imports import run_import
from doorstep.frame.tables import ImportReport
from doorstep.matters.models import Matter
from doorstep.panes.files import StoredFile
from doorstep.people import rules as roles
from tests.people import town as build

pytestmark = pytest.mark.django_db
HEAD = ("工单编号", "来电时间", "地点", "内容", "类别", "性质", "来源", "反映人", "联系电话")
LAMP = (
    "A1",
    "2024-05-30 21:40",
    "湖畔枫景1栋1单元101",
    "楼道感应灯不亮",
    "楼道灯不亮",
    "求助",
    "12345热线",
    "王五",
    "13800000000",
)


@pytest.fixture
def table(tmp_path: Path) -> Callable[..., Path]:
    """An XLSX of some rows below the usual header."""

    def made(*rows: tuple[Any, ...], head: tuple[str, ...] = HEAD, name: str = "t.xlsx") -> Path:
        book = Workbook()
        sheet = book.active
        for row in (head, *rows):
            sheet.append(row)
        path = tmp_path / name
        book.save(path)
        return path

    return made


@pytest.fixture
def take(
    desks: Any, holder: Any, town: Any, settings: Any, tmp_path: Path
) -> Callable[..., ImportReport]:
    """Take a table in as the street's dispatcher."""
    settings.MEDIA_ROOT = tmp_path / "media"
    actor = holder(roles.STREET_DISPATCHER, town.east)

    def run(path: Path, **more: Any) -> ImportReport:
        return run_import("matters", path, actor, **more)

    return run


def row(**changes: Any) -> tuple[Any, ...]:
    """The lamp's row with something else in it, by header."""
    return tuple(changes.get(h, v) for h, v in zip(HEAD, LAMP, strict=True))


def test_a_row_becomes_a_matter(table: Any, take: Any, town: Any, desks: Any) -> None:
    build.coded(town.city)
    report = take(table(LAMP))
    assert (report.ok, report.done, report.marked) == (True, 1, [])
    matter = Matter.objects.get()
    assert (matter.place, matter.category, matter.source) == (
        town.doors[0],
        "stair_light",
        "hotline",
    )
    assert (matter.outside_number, matter.reporter_name, matter.begun_on) == (
        "A1",
        "王五",
        date(2024, 5, 30),
    )
    assert matter.begun_at == datetime(2024, 5, 30, 13, 40, tzinfo=UTC)
    assert str(matter.reporter_phone) == "138****0000"
    assert matter.owner == desks.lake
    assert matter.number.startswith("340181-20240530-")


def test_the_same_again_changes_nothing_and_other_words_are_listed(table: Any, take: Any) -> None:
    take(table(LAMP))
    again = take(table(LAMP, row(工单编号="A2"), name="u.xlsx"))
    assert (again.ok, again.done, again.skipped) == (True, 1, 1)
    other = take(table(row(内容="灯修了又坏"), name="v.xlsx"))
    assert (other.done, other.bad[0].letter) == (0, "D")
    assert Matter.objects.get(outside_number="A1").number in other.bad[0].words
    assert Matter.objects.count() == 2


def test_an_unknown_place_goes_to_the_default_with_a_mark(table: Any, take: Any, town: Any) -> None:
    report = take(table(row(地点="月亮小区9栋")), defaults={"default_place": "东塘社区"})
    matter = Matter.objects.get()
    assert (matter.place, matter.where, matter.marks) == (town.dong, "月亮小区9栋", ["place"])
    assert (report.ok, len(report.marked), report.marked[0].letter) == (True, 1, "C")


def test_without_a_default_it_is_the_importers_own_place(table: Any, take: Any, town: Any) -> None:
    take(table(row(地点="")))
    assert Matter.objects.get().place == town.east


def test_a_long_text_is_kept_whole_as_a_file(table: Any, take: Any) -> None:
    long = "楼道灯不亮。" * 5000
    report = take(table(row(内容=long)))
    matter, kept = Matter.objects.get(), StoredFile.objects.get()
    assert (len(matter.text), matter.marks, report.ok) == (2000, ["long"], True)
    assert (kept.owner_id, kept.ending) == (matter.pk, "docx")
    import zipfile

    with zipfile.ZipFile(kept.place) as package:
        assert long in package.read("word/document.xml").decode()


def test_a_long_title_moves_into_the_text(table: Any, take: Any) -> None:
    path = table((*LAMP, "灯" * 200), head=(*HEAD, "主题"))
    take(path)
    matter = Matter.objects.get()
    assert matter.title == "灯" * 119 + "…"
    assert matter.text.startswith("灯" * 200 + "\n楼道")


@pytest.mark.parametrize(
    ("written", "text", "code", "marks"),
    [
        ("stair_light", "坏了", "stair_light", []),
        ("", "楼道灯不亮", "stair_light", ["category"]),
        ("灯具", "没人管", "unsorted", []),
        ("", "家里闻到煤气味，好像煤气泄漏", "unsorted", ["urgent"]),
    ],
)
def test_the_category(
    table: Any, take: Any, written: str, text: str, code: str, marks: list[str]
) -> None:
    take(table(row(类别=written, 内容=text)))
    matter = Matter.objects.get()
    assert (matter.category, matter.marks, matter.emergency) == (code, marks, False)


def test_an_emergency_of_this_hour_is_one(table: Any, take: Any) -> None:
    report = take(table(row(来电时间="2024-06-03 08:30", 类别="", 内容="家里闻到煤气味")))
    matter = Matter.objects.get()
    assert (matter.emergency, matter.marks) == (True, ["urgent"])
    assert len(report.marked) == 1


@pytest.mark.parametrize(
    ("changes", "letter"),
    [
        ({"来电时间": "2024-13-40"}, "B"),
        ({"来电时间": "2031-01-01"}, "B"),
        ({"联系电话": "138000"}, "I"),
        ({"联系电话": "+1 415 555 0100"}, "I"),
        ({"内容": ""}, "D"),
        ({"反映人": "王" * 41}, "H"),
    ],
)
def test_what_is_wrong_is_told_with_row_column_and_cure(
    table: Any, take: Any, changes: dict[str, str], letter: str
) -> None:
    report = take(table(row(**changes), row(工单编号="A2")))
    assert [(b.row, b.letter) for b in report.bad] == [(2, letter)]
    assert report.bad[0].words
    assert Matter.objects.count() == 0
    assert take(table(row(**changes), row(工单编号="A2")), take_good=True).done == 1


def test_merged_cells_full_width_digits_and_rare_characters(
    table: Any, take: Any, town: Any
) -> None:
    from openpyxl import load_workbook

    path = table(
        row(
            工单编号="Ａ１",
            来电时间="２０２４年５月３０日 ２１：４０",
            联系电话="１３８００００００００",
            内容="𠮷家楼上漏水😀",
        ),
        row(工单编号="A2", 地点=None),
    )
    book = load_workbook(path)
    book.active.merge_cells("C2:C3")
    book.save(path)
    report = take(path)
    assert report.ok, report.bad
    one, two = Matter.objects.order_by("outside_number")
    assert (one.outside_number, one.text, one.begun_on) == (
        "A1",
        "𠮷家楼上漏水😀",
        date(2024, 5, 30),
    )
    assert one.place == two.place == town.doors[0]


def test_shifted_columns_are_told(table: Any, take: Any) -> None:
    rows = [("", *row(工单编号=f"A{n}")) for n in range(30)]
    report = take(table(*rows))
    assert report.notes
    assert Matter.objects.count() == 0


def test_columns_that_nobody_asked_for_are_not_stored(table: Any, take: Any) -> None:
    path = table((*LAMP, "340181800101123"), head=(*HEAD, "身份证号"))
    report = take(path)
    assert report.unknown == ["身份证号"]
    matter = Matter.objects.get()
    assert "340181800101123" not in str(matter.__dict__)


def test_another_street_cannot_take_it_in(
    table: Any,
    desks: Any,
    holder: Any,
    town: Any,
) -> None:
    clerk = holder(roles.STREET_DISPATCHER, town.west)
    report = run_import("matters", table(LAMP), clerk, defaults={"default_place": "东塘社区"})
    assert not report.ok or Matter.objects.get().path.startswith(town.west.path)


def test_a_dry_run_writes_nothing(table: Any, take: Any) -> None:
    report = take(table(LAMP), dry_run=True)
    assert (report.ok, report.rows, Matter.objects.count()) == (True, 1, 0)
