"""A table of parcels, as a register of residents would be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from doorstep.frame import Actor, Column, Import
from doorstep.frame.sheets import Flaw, choice, day, phone, text, whole, yes_no
from doorstep.kit import resident_id
from doorstep.kit.written import clean
from tests.frame.toy.persons import COMMUNITY

PLACES = {f"{n}栋": f"{COMMUNITY}{n:04d}" for n in range(1, 100)}


def ident(value: Any) -> str:
    """An 18-character ID number; 15-digit ones are lengthened."""
    if isinstance(value, float) and value >= 1e15:
        raise Flaw("The number was kept as a number, its last digits are lost.", "Set it to text.")
    found = resident_id.read(clean(value))
    if found.problems:
        raise Flaw(f"No ID number: {found.problems[0]}.", "Compare it with the card.")
    return found.number


def known(_actor: Actor) -> dict[str, str]:
    """Paths by the building's name: loaded once."""
    return PLACES


def check(row: dict[str, Any], places: dict[str, str]) -> Iterator[Flaw]:
    """The building is turned into a place; sent parcels need a phone."""
    row["place"] = places.get(row.pop("building"))
    if row["place"] is None:
        yield Flaw("There is no such building.", "Add the building first.", "building")
    if row.get("sent") and not row.get("phone"):
        yield Flaw("A sent parcel needs a phone.", "Fill it in.", "phone")


PARCELS = Import(
    "toy.parcels",
    "toy.pack",
    (
        Column("number", ("证件号码", "身份证号"), ident, required=True),
        Column("text", ("姓名", "名称"), text(40), required=True),
        Column("building", ("楼栋", "幢号"), required=True),
        Column("phone", ("联系电话", "手机号"), phone()),
        Column("weight", ("重量",), whole(0, 100)),
        Column("born", ("出生日期",), day),
        Column("sex", ("性别",), choice({"男": "m", "女": "f"})),
        Column("sent", ("已寄",), yes_no),
        Column("size", ("规格",)),
        Column("remark", ("备注",)),
        Column("street", ("街道",)),
        Column("kind", ("类别",)),
    ),
    key=("number",),
    prepare=known,
    check=check,
)
