"""Tables of places: every row is taken or told with its cure; running again adds nothing."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from doorstep.frame import SYSTEM, Actor, Given, do
from doorstep.frame.imports import ImportReport, run_import
from doorstep.places import queries
from doorstep.places.models import Place, PlaceCode

PROFILE = Path("doorstep/profiles/chaohu")
Write = Callable[[Sequence[Mapping[str, str]]], Path]


def table(name: str) -> list[dict[str, str]]:
    with (PROFILE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def take(name: str, file: str | Path, actor: Actor = SYSTEM, **more: Any) -> ImportReport:
    path = PROFILE / f"{file}.csv" if isinstance(file, str) else file
    return run_import(name, path, actor, **more)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Rows as a CSV file."""
    numbers = iter(range(100))

    def make(rows: Sequence[Mapping[str, str]]) -> Path:
        path = tmp_path / f"{next(numbers)}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        return path

    return make


@pytest.fixture
def city(db: Any) -> Place:
    given = {"place_kind": "city", "name": "巢湖市", "since": date(2000, 1, 1)}
    root: Place = do(SYSTEM, "places.add", None, Given(given)).record
    for name, file in (("divisions", "streets"), ("divisions", "villages"), ("codes", "crosswalk")):
        assert take(name, file).ok
    return root


def test_divisions_have_the_names_people_use(city: Place) -> None:
    kinds = ("street", "town", "community", "village", "development_area")
    counts = [Place.objects.filter(place_kind=k).count() for k in kinds]
    assert counts == [6, 12, 63, 123, 1]
    assert not Place.objects.filter(name__endswith="委会").exists()
    assert Place.objects.filter(name="坝镇", place_kind="town").exists()
    assert Place.objects.filter(name="旭东村", place_kind="village", urban=False).exists()


def test_a_code_means_another_place_in_the_other_system(city: Place) -> None:
    nbs, mca = queries.by_code("nbs", "340181005"), queries.by_code("mca", "340181005")
    assert nbs is not None
    assert mca is not None
    assert nbs.pk != mca.pk
    assert PlaceCode.objects.filter(place=nbs).count() == 2
    assert queries.by_code("nbs", "340181005", edition="2010") is None


def test_the_city_has_the_six_digits_of_its_divisions(city: Place, capsys: Any) -> None:
    from doorstep.doors.shell.main import main
    from doorstep.frame import catalogues

    catalogues.forget()
    assert queries.city_code() == "340181"
    assert main(["figures", "--place", "340181", "--json"]) == 0
    assert {row["place"] for row in json.loads(capsys.readouterr().out)} == {""}
    PlaceCode.objects.all().delete()
    catalogues.forget()
    assert queries.city_code() == "000000", "no code of another city"
    catalogues.forget()


def test_the_same_table_again_adds_nothing(city: Place, write: Write) -> None:
    before = Place.objects.count()
    again = take("divisions", "villages", take_good=True)
    assert (again.done, Place.objects.count()) == (0, before)
    rows = write(table("compounds")[:2])
    assert take("compounds", rows).done == 2
    assert (take("compounds", rows).done, take("compounds", rows).skipped) == (0, 2)


def test_compounds_come_with_the_dwellings_they_tell(city: Place, write: Write) -> None:
    rows = [r for r in table("compounds") if int(r["dwellings"]) < 80][:6]
    assert take("compounds", write(rows)).ok
    for row in rows:
        compound = Place.objects.get(place_kind="compound", name=row["name"])
        below = queries.counts_below(compound, compound.since)
        assert below["dwelling"] == int(row["dwellings"]) == compound.dwellings_expected
        assert compound.compound_kind == row["kind"]
        assert compound.since.year == int(row["built"])


def test_yards_have_rows(city: Place, write: Write) -> None:
    rows = [r for r in table("compounds") if r["door_style"] == "row" and r["buildings"] == "3"][:1]
    assert take("compounds", write(rows)).ok
    found = queries.find_rooms([city.path], f"{rows[0]['name']} 前排4号")
    assert [p.room_key for p in found] == ["前排-4"]


def test_rows_that_cannot_be_are_told_with_their_cure(city: Place, write: Write) -> None:
    good = table("compounds")[0]
    rows = [
        good,
        good | {"name": "甲院", "community_code12": "340181002999", "community": ""},
        good | {"name": "乙院", "kind": "villa"},
        good | {"name": "丙院", "buildings": "三"},
        good | {"name": "丁院", "dwellings": "55"},
        good,
    ]
    report = take("compounds", write(rows), take_good=True)
    assert [(b.row, b.header) for b in report.bad] == [
        (3, "社区代码"), (4, "小区类型"), (5, "楼栋数"), (6, "总户数"), (7, "小区名称"),
    ]  # fmt: skip
    assert report.done == 1
    assert all(b.words for b in report.bad)


def test_headers_in_chinese_and_names_instead_of_codes(city: Place, write: Write) -> None:
    rows = [{"所属村社区": "半汤社区居委会", "小区名称": "温泉人家", "小区类型": "安置小区",
             "楼栋数": "2", "单元数": "2", "层数": "６", "每层户数": "2"}]  # fmt: skip
    report = take("compounds", write(rows))
    assert report.ok, report.bad
    compound = Place.objects.get(name="温泉人家")
    assert (compound.label, compound.dwellings_expected) == ("半汤社区 温泉人家", 48)


def test_villages_have_groups_and_homesteads(city: Place, write: Write) -> None:
    rows = table("rural")[:4]
    assert take("villages", write(rows)).ok
    homes = Place.objects.filter(place_kind="homestead").count()
    assert homes == sum(int(r["homesteads"]) for r in rows)
    natural = {r["natural_village"] for r in rows}
    assert Place.objects.filter(place_kind="natural_village").count() == len(natural)


def test_shops_lie_in_a_compound_or_community(city: Place, write: Write) -> None:
    compound = table("compounds")[0]
    take("compounds", write([compound]))
    rows = [
        {"社区": compound["community"], "小区": compound["name"], "名称": "老王", "类别": "餐饮"},
        {"社区": compound["community"], "小区": "", "名称": "朝阳便民超市", "类别": ""},
        {"社区": "无此社区", "小区": "", "名称": "无处", "类别": ""},
    ]  # fmt: skip
    report = take("shops", write(rows), mapping={"trade": "类别"}, take_good=True)
    assert [(b.row, b.header) for b in report.bad] == [(4, "社区")]
    shops = Place.objects.filter(place_kind="shop").order_by("-depth")
    assert [p.depth for p in shops] == [5, 4]
    assert shops[0].traits == {"trade": "餐饮"}


@pytest.mark.slow
def test_the_whole_invented_city_adds_up(city: Place) -> None:
    assert take("compounds", "compounds").ok
    assert take("villages", "rural").ok
    assert Place.objects.filter(place_kind="dwelling").count() == 108_000
    found = queries.find_rooms([city.path], "裕溪东村 3-2-301")
    assert [p.label for p in found] == ["裕溪河畔社区 裕溪东村 3栋2单元301"]
