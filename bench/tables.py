"""Tables of the size of a city: buildings with their doors, the register of residents, matters."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from bench.scale import NOW
from doorstep.frame import SYSTEM
from doorstep.frame.imports import run_import
from doorstep.kit.resident_id import check_digit
from doorstep.places.models import Place

#: Doors of one building: two entrances, five floors, four doors a floor.
ENTRANCES, FLOORS, PER_FLOOR = 2, 5, 4
DOORS = ENTRANCES * FLOORS * PER_FLOOR
FAMILY = ("户主", "配偶", "子", "女", "母亲")

Row = Sequence[Any]


def community(compound: Place) -> str:
    """The name of its community (see seed)."""
    return f"{compound.name.rpartition('-')[0]}社区"


def buildings(compounds: list[Place]) -> Iterator[Row]:
    """Ten buildings a compound, until there are enough doors."""
    yield ("社区", "小区", "楼栋号", "单元数", "层数", "每层户数", "起始日期")
    for n in range(NOW.homes // DOORS):
        home = compounds[n // 10]
        yield (community(home), home.name, n % 10 + 1, ENTRANCES, FLOORS, PER_FLOOR, "2020-01-01")


def number(n: int) -> str:
    """A number that nobody has: the region 340199 was never given out."""
    born = date(1940, 1, 1) + timedelta(days=n % 25_000)
    digits = f"340199{born:%Y%m%d}{n // 25_000 * 2 + 1:03d}"
    return digits + check_digit(digits)


def residents(compounds: list[Place]) -> Iterator[Row]:
    """Five persons at every second door."""
    yield (
        "姓名",
        "身份证号",
        "联系电话",
        "社区",
        "小区",
        "房屋",
        "与户主关系",
        "居住情况",
        "入住日期",
    )
    for n in range(NOW.residents):
        door = n // 5 * 2 % NOW.homes
        building, inside = divmod(door, DOORS)
        entrance, rest = divmod(inside, FLOORS * PER_FLOOR)
        floor, room = divmod(rest, PER_FLOOR)
        home = compounds[building // 10]
        yield (
            f"居民{n}", number(n), f"138{n:08d}", community(home), home.name,
            f"{building % 10 + 1}栋{entrance + 1}单元{floor + 1}{room + 1:02d}",
            FAMILY[n % 5], "户在人在", "2020-05-01",
        )  # fmt: skip


def matters(compounds: list[Place]) -> Iterator[Row]:
    """Calls as another system would send them."""
    yield ("编号", "时间", "社区", "地点", "主题", "内容", "类别", "反映人", "联系电话")
    for n in range(NOW.matters):
        home = compounds[n % len(compounds)]
        at = f"2026-{n % 9 + 1:02d}-{n % 27 + 1:02d} {n % 12 + 8:02d}:{n % 60:02d}"
        yield (
            f"RX{n:07d}", at, community(home), home.name, "楼道灯不亮",
            f"{n % 9 + 1}栋楼道灯不亮，晚上看不见台阶", "楼道照明", "", f"139{n:08d}",
        )  # fmt: skip


def taken(name: str, rows: Callable[[list[Place]], Iterator[Row]], compounds: list[Place],
          folder: Path) -> None:  # fmt: skip
    """Write the table, take it in, print how long that took; a bad row is an error of the bench."""
    path = folder / f"{name}.xlsx"
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows(compounds):
        sheet.append(row)
    book.save(path)
    start = time.perf_counter()
    report = run_import(name, path, SYSTEM)
    spent = time.perf_counter() - start
    if not report.ok or not report.done:
        first = report.bad[0] if report.bad else report
        raise SystemExit(f"import of {name}: {first}")
    rate = report.done / spent
    print(
        f"import of {name}: {report.done:,} rows in {spent:.1f} s, {rate:,.0f} rows/s"
        f" (load {os.getloadavg()[0]:.1f})",
        flush=True,
    )


def imports(compounds: list[Place], folder: Path) -> None:
    """Every table of the size of the city, XLSX in, records with their trail out."""
    taken("buildings", buildings, compounds, folder)
    print(f"  with {Place.objects.filter(place_kind='dwelling').count():,} doors")
    taken("residents", residents, compounds, folder)
    taken("matters", matters, compounds, folder)
