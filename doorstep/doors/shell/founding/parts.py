"""The parts of a founding in their order, and how they are run, counted and told.

Phase 1 is what must be there before the first page is served: every place, body and post, and the
people of the street of the twelve. Phase 2 goes on in the background: the people of the other
streets, their open work, then the past. What was done is found again by its op ids, so a founding
may be cut off and begun again anywhere.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from doorstep.board.queries import FOUNDING
from doorstep.doors.shell.founding import (
    beside,
    bodies,
    grids,
    party,
    places,
    register,
    staff,
    stewards,
)
from doorstep.doors.shell.founding.city import City
from doorstep.doors.shell.founding.merger import happens, merger
from doorstep.doors.shell.founding.past import Past
from doorstep.doors.shell.founding.patches import Patch
from doorstep.doors.shell.founding.spots import MERGED_ON
from doorstep.doors.shell.founding.village import village_stewards
from doorstep.kit import clock
from doorstep.knots.acts.finding import find_knots


@dataclass(frozen=True)
class Part:
    """One part: its code, what it is called on the first page, and what it does."""

    code: str
    words: str
    run: Callable[[City], None]


@dataclass
class Done:
    """How a part went."""

    code: str
    rows: int
    seconds: float


def residents(city: City, patches: list[Patch], file: str) -> None:
    """A household register through its import, as a table of a community would be."""
    if patches:
        with city.at(city.today - timedelta(days=29), 9):
            register.write(city.patches, city.today, city.files / file, patches)
            city.take("residents", file=file)


def people(city: City) -> None:
    """The register and the stewards of the street of the twelve, and what they need themselves."""
    residents(city, city.patches.first, "register.csv")
    stewards.stewards(city, city.patches.first)
    stewards.twelve(city)
    village_stewards(city)


def others(city: City) -> None:
    """Stewards of the other streets, and those that do not count."""
    stewards.stewards(city, city.patches.rest)
    stewards.beside_them(city)


def passwords(city: City) -> None:
    """Accounts of the twelve, and one of each role in every street, take the demo's password."""
    keys = [p["key"] for p in city.profile.toml("people.toml")["person"]]
    staff.password(city, keys)


def knots(_city: City) -> None:
    """What the daily look finds among the work of today."""
    find_knots()


PRESENT: tuple[Part, ...] = (
    Part("divisions", "区划", places.divisions),
    Part("tables", "目录和规则", places.tables),
    Part("doors", "小区、楼栋、房屋", places.doors),
    Part("small", "街巷、门面、服务点", places.small),
    Part("bodies", "单位", bodies.bodies),
    Part("party", "党组织", party.party),
    Part("staff", "干部和账号", staff.staff),
    Part("grids", "网格", grids.grids),
    Part("people", "一个街道的居民和红色小管家", people),
    Part("away", "请假和代理", staff.away),
    Part("passwords", "演示账号", passwords),
    Part("today", "今天在办的事", lambda city: Past(city).present()),
    Part("knots", "热点难点堵点", knots),
)


def past_parts(city: City) -> tuple[Part, ...]:
    """Those who are not there yet, then one part a month of the past, the merger in its place."""
    whole = Past(city)

    def month(year: int, number: int) -> Part:
        return Part(
            f"{year}-{number:02d}", f"{year}年{number}月", lambda _c: whole.month(year, number)
        )

    found = [
        Part("rest", "其他街道的居民", lambda city: residents(city, city.patches.rest, "rest.csv")),
        Part("others", "其他街道的红色小管家", others),
        Part("waiting", "各处今天在办的事", lambda _c: whole.waiting()),
        Part("beside", "不计数的记录", beside.beside),
    ]
    joined = (MERGED_ON.year, MERGED_ON.month) if happens(city) else None
    for year, number in whole.months():
        if joined is not None and (year, number) >= joined:
            found.append(Part("merger", "两个小区合并", merger))
            joined = None
        found.append(month(year, number))
    return tuple(found)


def run(city: City, parts: tuple[Part, ...]) -> Iterator[Done]:
    """Run parts that are not marked as done, telling each as it ends."""
    marks = Marks(city)
    for number, part in enumerate(parts):
        if part.code in marks.done:
            continue
        marks.tell(part.words, number, len(parts))
        began, city.rows = clock.machine_ns(), 0
        part.run(city)
        found = Done(part.code, city.rows, (clock.machine_ns() - began) / 1e9)
        marks.add(found)
        yield found
    marks.tell("", len(parts), len(parts), finished=True)


def begun(name: str, only: str) -> City:
    """The city as it was begun by an earlier run, of the day of that run; else one of today."""
    city = City(name, clock.today(), only)
    city.today = Marks(city).today
    return city


def write_whole(file: Path, told: dict[str, Any]) -> None:
    """Write a file that others read meanwhile, or that a cut may hit: the old one or the new, never
    half of one (half of the marks would begin the founding anew, on another day)."""
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_suffix(".new")
    beside.write_text(json.dumps(told, ensure_ascii=False), "utf-8")
    beside.replace(file)


class Marks:
    """Which parts of this very city are done, kept beside the files of the founding."""

    def __init__(self, city: City) -> None:
        self.file = city.files / "done.json"
        self.shown = city.files / FOUNDING
        self.today = city.today
        self.done: dict[str, Done] = {}
        try:
            told = json.loads(self.file.read_text("utf-8"))
        except (OSError, ValueError):
            told = {}
        from doorstep.places.models import Place

        # another database, or a database made anew: nothing is done yet
        if Place.objects.filter(depth=1, pk=told.get("root")).exists():
            self.today = date.fromisoformat(told["today"])
            self.done = {d["code"]: Done(**d) for d in told["done"]}

    def add(self, found: Done) -> None:
        """Note that a part is done."""
        from doorstep.places.models import Place

        self.done[found.code] = found
        root = Place.objects.filter(depth=1).values_list("pk", flat=True).first()
        write_whole(self.file, {
            "root": str(root), "today": str(self.today),
            "done": [asdict(d) for d in self.done.values()],
        })  # fmt: skip

    def tell(self, words: str, done: int, of: int, finished: bool = False) -> None:
        """What the first page shows (board.queries.progress)."""
        write_whole(self.shown, {"words": words, "done": done, "of": of, "finished": finished})
