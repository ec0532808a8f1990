"""The register from a table: every bad row told with row, column and cure; nothing lost (R28)."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook

from doorstep.frame import SYSTEM
from doorstep.frame.imports import run_import
from doorstep.frame.trail import Entry
from doorstep.kit.resident_id import check_digit
from doorstep.people.models import Account, Body, Household, Office, Person, Stay
from tests.people.town import person

HEADER = [
    "姓名", "身份证号", "性别", "联系电话", "社区", "小区", "楼栋", "单元", "房号", "与户主关系",
    "居住情况",
]  # fmt: skip


def number(n: int, born: str = "19620315") -> str:
    digits = f"340199{born}{n:03d}"
    return digits + check_digit(digits)


def row(n: int, door: str = "1-1-101", **more: str) -> list[str]:
    building, entrance, room = door.split("-")
    values = {
        "姓名": f"居民{'甲乙丙丁戊己庚辛'[n % 8]}", "身份证号": number(2 * n), "性别": "女",
        "联系电话": f"138{n:08d}", "社区": "东塘社区", "小区": "湖畔枫景",
        "楼栋": building, "单元": entrance, "房号": room,
        "与户主关系": "户主", "居住情况": "户在人在", **more,
    }  # fmt: skip
    return [values[h] for h in HEADER]


def table(tmp_path: Path, rows: list[list[str]], header: list[str] = HEADER) -> Path:
    book = Workbook()
    sheet = book.active
    sheet.append(header)
    for line in rows:
        sheet.append(line)
    path = tmp_path / "表.xlsx"
    book.save(path)
    return path


def test_good_rows_make_persons_households_and_stays(town: SimpleNamespace, tmp_path: Path) -> None:
    path = table(tmp_path, [row(1), row(2, 与户主关系="配偶"), row(3, "2-1-301")])
    report = run_import("residents", path, SYSTEM)
    assert (report.rows, report.done, report.bad) == (3, 3, [])
    assert (Person.objects.count(), Household.objects.count(), Stay.objects.count()) == (3, 2, 3)
    assert Entry.objects.filter(act="people.register").count() == 3
    assert Stay.objects.filter(relation="spouse").count() == 1


@pytest.mark.parametrize(
    ("column", "value", "header"),
    [
        ("身份证号", number(2)[:-1] + ("0" if number(2)[-1] != "0" else "1"), "身份证号"),
        ("身份证号", "340199196202300025", "身份证号"),
        ("身份证号", "3401991962", "身份证号"),
        ("性别", "男", "性别"),
        ("性别", "不详", "性别"),
        ("联系电话", "12", "联系电话"),
        ("社区", "北塘社区", "社区"),
        ("小区", "没有的小区", "小区"),
        ("楼栋", "99", "楼栋"),
        ("房号", "909", "房号"),
        ("房号", "", "房号"),
        ("姓名", "", "姓名"),
        ("居住情况", "流浪", "居住情况"),
    ],
)
def test_a_bad_cell_is_told_with_row_column_and_cure(town, tmp_path, column, value, header):
    path = table(tmp_path, [row(1), row(2, **{column: value})])
    report = run_import("residents", path, SYSTEM)
    assert not report.ok
    assert report.done == 0, "nothing is written while rows are bad"
    assert {(b.row, b.header) for b in report.bad} == {(3, header)}
    assert all(b.words and b.cure for b in report.bad)
    taken = run_import("residents", path, SYSTEM, take_good=True)
    assert taken.done == 1
    assert list(taken.kept) == [3], "the bad row comes back whole"


def test_all_that_is_wrong_with_a_row_is_told_in_one_round(town, tmp_path):
    path = table(tmp_path, [row(2, 居住情况="流浪", 小区="没有的小区", 联系电话="12")])
    bad = run_import("residents", path, SYSTEM).bad
    assert sorted(b.header for b in bad) == ["小区", "居住情况", "联系电话"]
    path = table(tmp_path, [row(2, 性别="不详", 身份证号=number(2)[:-1] + "X0")])
    bad = run_import("residents", path, SYSTEM).bad
    assert sorted(b.header for b in bad) == ["性别", "身份证号"], "each cell once"


def test_an_empty_required_cell_hides_nothing_else_of_its_row(town, tmp_path):
    wrong = number(4)[:-1] + ("0" if number(4)[-1] != "0" else "1")
    bad = row(2, "9-9-909", 姓名="", 身份证号=wrong)
    told = run_import("residents", table(tmp_path, [row(1), bad]), SYSTEM, dry_run=True).bad
    assert {b.header for b in told} == {"姓名", "身份证号", "楼栋"}
    assert [b.words for b in told if b.header == "姓名"] == ["此项必填。"]
    bare = row(3, 身份证号=wrong, 小区="")
    told = run_import("residents", table(tmp_path, [row(1), bare]), SYSTEM, dry_run=True).bad
    assert {b.header for b in told} == {"身份证号", "小区"}


def test_people_without_id_numbers_are_not_the_same(town, tmp_path):
    path = table(tmp_path, [row(1, 身份证号=""), row(2, "1-1-201", 身份证号="")])
    report = run_import("residents", path, SYSTEM)
    assert not report.bad, [b.words for b in report.bad]
    assert report.done == 2


def test_the_same_person_twice_in_the_table(town, tmp_path):
    again = row(2, "1-1-201", 身份证号=number(2))
    path = table(tmp_path, [row(1), again])
    assert {(b.row, b.header) for b in run_import("residents", path, SYSTEM).bad} == {
        (3, "身份证号")
    }
    twin = row(1, 身份证号=number(44))
    path = table(tmp_path, [row(1), twin])
    assert {(b.row, b.header) for b in run_import("residents", path, SYSTEM).bad} == {(3, "姓名")}


def test_a_door_that_is_missing_is_told_for_each_of_the_household(town, tmp_path):
    rows = [row(n, "9-9-909") for n in (1, 2)] + [row(n, "1-1-101") for n in (3, 4)]
    report = run_import("residents", table(tmp_path, rows), SYSTEM, take_good=True)
    assert [(b.row, b.header) for b in report.bad] == [(2, "楼栋"), (3, "楼栋")]
    assert Stay.objects.values("household").distinct().count() == 1
    assert Stay.objects.count() == 2


def test_who_comes_later_joins_the_household_that_is_there(town, tmp_path):
    run_import("residents", table(tmp_path, [row(1)]), SYSTEM)
    run_import("residents", table(tmp_path, [row(2), row(3), row(4, "2-1-301")]), SYSTEM)
    assert Household.objects.get(dwelling=town.doors[0]).stays.count() == 3
    assert Household.objects.count() == 2


def test_a_table_costs_the_same_statements_however_long(town, tmp_path):
    """One of each kind for a thousand rows: nothing is asked row by row."""
    counts = []
    for first, many in ((1, 3), (11, 12)):
        rows = [row(n, 姓名=f"居民{n}") for n in range(first, first + many)]
        with CaptureQueriesContext(connection) as asked:
            report = run_import("residents", table(tmp_path, rows), SYSTEM)
        assert report.done == many, report.bad
        counts.append(len(asked))
    assert counts[0] >= counts[1]


def test_who_is_registered_already_is_told(town, tmp_path):
    run_import("residents", table(tmp_path, [row(1)]), SYSTEM)
    path = table(tmp_path, [row(1, "2-1-101"), row(2)])
    report = run_import("residents", path, SYSTEM, take_good=True)
    assert report.done == 1
    assert [(b.row, b.header) for b in report.bad] == [(2, "身份证号")]


def test_the_same_file_again_changes_nothing(town, tmp_path):
    path = table(tmp_path, [row(1), row(2)])
    run_import("residents", path, SYSTEM)
    report = run_import("residents", path, SYSTEM)
    assert (report.done, report.skipped, report.bad) == (0, 2, [])
    assert Person.objects.count() == 2


def test_old_numbers_and_full_width_digits_are_taken(town, tmp_path):
    old = number(2)[:6] + number(2)[8:17]
    wide = number(4).translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789X"})
    path = table(tmp_path, [row(1, 身份证号=old), row(2, 身份证号=wide)])
    assert run_import("residents", path, SYSTEM).done == 2
    assert Person.objects.filter(id_mark="from_15").count() == 1
    assert {p.id_number.open() for p in Person.objects.all()} == {number(2), number(4)}


def test_a_room_written_in_one_cell(town, tmp_path):
    header = ["姓名", "身份证号码", "小区名称", "住址"]
    rows = [
        ["徐桂兰", number(2), "湖畔枫景", "2栋1单元301室"],
        ["王建国", number(4), "湖畔枫景", "1-1-201"],
    ]
    assert run_import("residents", table(tmp_path, rows, header), SYSTEM).done == 2
    assert {p.place for p in Person.objects.all()} == {town.doors[5], town.doors[1]}


def test_a_community_takes_in_its_own_only(town, tmp_path, holder):
    worker = holder("community_worker", town.dong)
    there = row(1, 社区="西门社区", 小区="城门新居")
    report = run_import("residents", table(tmp_path, [there, row(2)]), worker, take_good=True)
    assert report.done == 1
    assert {b.row for b in report.bad} == {2}


# -- bodies, offices, accounts ---------------------------------------------------------------------
def test_bodies_offices_and_accounts(town, tmp_path):
    bodies = [["cg", "department", "城市管理局", "城管局", "12319", "是"]]
    head = ["代码", "类别", "名称", "简称", "公开电话", "承办诉求"]
    assert run_import("bodies", table(tmp_path, bodies, head), SYSTEM).done == 1
    assert Body.objects.get().level == 4

    who = person(town.city, "周敏", phone="13900001111")
    clerk = person(town.city, "吴磊", phone="13900002222")
    head = ["姓名", "手机号", "职务代码", "街道或社区", "任职单位", "任职日期"]
    rows = [
        ["周敏", "13900001111", "community_secretary", "东塘社区", "", "2023-01-05"],
        ["吴磊", "13900002222", "department_dispatcher", "", "城市管理局", "2023/3/1"],
        ["无名", "13900003333", "grid_member", "东塘社区", "", "2023-01-05"],
        ["周敏", "13900001111", "no_such_office", "东塘社区", "", "2023-01-05"],
    ]
    report = run_import("offices", table(tmp_path, rows, head), SYSTEM, take_good=True)
    assert report.done == 2
    assert {b.row for b in report.bad} == {4, 5}
    assert Office.objects.get(person=who).since == date(2023, 1, 5)
    assert Office.objects.get(person=clerk).body == Body.objects.get()

    rows = [["周敏", "13900001111", "zhoumin"], ["吴磊", "13900002222", "zhoumin"]]
    head = ["姓名", "手机号", "用户名"]
    report = run_import("accounts", table(tmp_path, rows, head), SYSTEM, take_good=True)
    assert report.done == 1
    login = Account.objects.get()
    assert login.must_change
    assert not login.has_usable_password(), "a reset prints the first one"


def test_an_office_given_twice_in_one_table_is_told(town, tmp_path):
    """The rows are written together at the end, and yet each sees those above it."""
    for n, name in enumerate(("周敏", "吴磊")):
        person(town.city, name, phone=f"1390000111{n}")
    head = ["姓名", "手机号", "职务代码", "街道或社区", "任职日期", "免职日期"]
    secretary = ["community_secretary", "东塘社区"]
    rows = [
        ["周敏", "13900001110", *secretary, "2023-01-05", "2024-01-05"],
        ["吴磊", "13900001111", *secretary, "2023-09-01", ""],
        ["吴磊", "13900001111", *secretary, "2024-01-05", ""],
        ["周敏", "13900001110", *secretary, "2022-06-01", "2023-01-05"],
        ["周敏", "13900001110", "grid_member", "东塘社区", "2023-01-05", ""],
        ["吴磊", "13900001111", "grid_member", "东塘社区", "2023-01-05", ""],
        ["吴磊", "13900001111", "grid_member", "东塘社区", "2024-01-05", ""],
        ["", "13900001111", "grid_member", "西门社区", "2024-01-05", ""],
    ]
    report = run_import("offices", table(tmp_path, rows, head), SYSTEM, take_good=True)
    assert [(b.row, b.header) for b in report.bad] == [(9, "姓名"), (3, ""), (8, "")]
    assert Office.objects.count() == 5
    again = run_import("offices", table(tmp_path, rows[:1], head), SYSTEM, take_good=True)
    assert (again.done, [b.row for b in again.bad]) == (0, [2]), "as those stored before"


def test_party_organisations_of_all_tiers_in_one_table(town, tmp_path):
    from doorstep.party.models import PartyOrg

    head = ["名称", "层级", "街道或社区", "上级党组织", "覆盖小区", "成立日期"]
    rows = [
        ["东街街道党工委", "街道党工委", "东街街道", "", "", "2020-01-01"],
        ["东塘社区党委", "社区", "东塘社区", "东街街道党工委", "", "2020-01-01"],
        [
            "湖畔片区党支部",
            "片区",
            "东塘社区",
            "东塘社区党委",
            "湖畔枫景、老棉纺厂宿舍",
            "2021-01-01",
        ],
    ]
    report = run_import("party_orgs", table(tmp_path, rows, head), SYSTEM)
    assert (report.done, report.bad) == (3, [])
    org = PartyOrg.objects.get(tier="compound")
    assert org.parent.parent.name == "东街街道党工委"
    assert set(org.covering.parts.values_list("place__name", flat=True)) == {
        "湖畔枫景", "老棉纺厂宿舍",
    }  # fmt: skip
    bad = ["乙支部", "片区", "东塘社区", "东塘社区党委", "城门新居", "2021-01-01"]
    report = run_import("party_orgs", table(tmp_path, [bad], head), SYSTEM)
    assert [b.header for b in report.bad] == ["覆盖小区"]
