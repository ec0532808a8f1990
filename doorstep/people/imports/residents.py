"""The register of residents: one row a person, with the door (R28: paper in, nothing lost)."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from doorstep.frame import Actor, Column, Import, blind
from doorstep.frame.sheets import Flaw, choice, day, text
from doorstep.kit.written import clean, plain
from doorstep.people.imports.lookup import Doors, room_key, scope_of, written_room
from doorstep.people.models import Person
from doorstep.people.rules import PROBLEMS, check_person
from doorstep.places.models import Place

RELATION_WORDS = {
    "户主": "head", "本人": "head", "本人或户主": "head", "配偶": "spouse", "妻": "spouse",
    "妻子": "spouse", "夫": "spouse", "丈夫": "spouse", "子": "child", "女": "child",
    "儿子": "child", "女儿": "child", "长子": "child", "次子": "child", "长女": "child",
    "次女": "child", "子女": "child", "父": "parent", "母": "parent", "父亲": "parent",
    "母亲": "parent", "父母": "parent", "岳父": "parent", "岳母": "parent", "公公": "parent",
    "婆婆": "parent", "孙子": "grandchild", "孙女": "grandchild", "外孙": "grandchild",
    "外孙女": "grandchild", "孙子女": "grandchild", "祖父": "grandparent", "祖母": "grandparent",
    "外祖父": "grandparent", "外祖母": "grandparent", "祖父母": "grandparent", "兄": "sibling",
    "弟": "sibling", "姐": "sibling", "妹": "sibling", "兄弟姐妹": "sibling", "儿媳": "other",
    "女婿": "other", "其他": "other", "其他亲属": "other", "非亲属": "other", "租户": "other",
}  # fmt: skip
STAY_WORDS = {
    "户在人在": "resident", "常住": "resident", "户籍": "resident", "自住": "resident",
    "人在户不在": "elsewhere", "人户分离": "elsewhere", "非户籍": "elsewhere",
    "租住": "tenant", "租户": "tenant", "租赁": "tenant", "承租": "tenant",
    "户在人不在": "away", "空挂": "away", "外出": "away",
}  # fmt: skip
#: Cells that name a door.
_DOOR = ("community", "compound", "building", "entrance", "dwelling", "room")
SEX_WORDS = {"男": "m", "女": "f", "男性": "m", "女性": "f", "1": "m", "2": "f"}


def id_text(value: Any) -> str:
    """An ID number as text; one that the table kept as a number has lost its last digits."""
    if isinstance(value, float) and value >= 1e15:
        raise Flaw(
            _("The ID number was kept as a number, its last digits are lost."),
            _("Set the column to text, then enter the numbers again."),
        )
    return plain(value)


@dataclass
class Found:
    """What a whole table is compared with."""

    doors: Doors
    seen: set[Any] = field(default_factory=set)
    #: Doors found by the cells that name them: a household is several rows.
    at: dict[tuple[Any, ...], Place] = field(default_factory=dict)


def prepare(actor: Actor) -> Found:
    """Doors within the actor's scope."""
    return Found(Doors.load(scope_of(actor)))


def check(row: dict[str, Any], found: Found) -> Iterator[Flaw]:
    """Person and door of a row; every flaw names its column and its cure."""
    given = check_person(
        name=row.get("name") or "", id_number=row.get("id_number") or "",
        phone_text=row.get("phone") or "", born_on=row.get("born_on"), sex=row.get("sex") or "",
        area="0551",
    )  # fmt: skip
    for column, problem in given.problems:
        yield Flaw(*PROBLEMS[problem], column=column)
    row.update(
        name=given.name, id_number=given.id_number or None,  # two without one are not the same
        id_mark=given.id_mark, phone=given.phone,
        born_on=given.born_on, sex=given.sex,
    )  # fmt: skip
    if given.id_number:
        row["id_index"] = blind(Person, "id_number", given.id_number)["id_number_index"]
    written = tuple(row.get(name) for name in _DOOR)
    place = found.at.get(written)
    if place is None:
        place = yield from _door(row, found.doors)
        if place is None:
            return
        found.at[written] = place
    row["place"] = place
    same = (given.name, given.born_on, place.pk)
    if given.born_on is not None and same in found.seen:
        yield Flaw(_("The same name, day of birth and door stand in a row above."),
                   _("Delete one of the two."), "name")  # fmt: skip
    found.seen.add(same)


def _door(row: dict[str, Any], doors: Doors) -> Generator[Flaw, None, Place | None]:
    """The home that a row names; a generator that yields flaws and returns the place."""
    communities = doors.division(row["community"]) if row.get("community") else []
    if row.get("community") and not communities:
        yield Flaw(_("This community is not known here."),
                   _("Write its name as in the list of places."), "community")  # fmt: skip
        return None
    areas = doors.area(row["compound"], communities)
    if len(areas) != 1:
        several = _("Several compounds have this name.") if areas else ""
        cure = _("Fill in the column of the community.") if areas else _("Add the compound first.")
        yield Flaw(several or _("This compound is not known here."), cure, "compound")
        return None
    parts = [str(row.get(n) or "") for n in ("building", "entrance", "dwelling", "room")]
    room = written_room(*parts)
    column = "dwelling" if parts[2] or not parts[3] else "room"
    if room is None or not room.dwelling:
        yield Flaw(_("The door is missing."), _("Write it like 3栋2单元501."), column)
        return None
    key = room_key(room)
    home = doors.home(areas[0], key)
    if home is not None:
        return home
    head = f"{room.row}排" if room.row else room.building
    if not room.row and head and (areas[0].path, head) not in doors.buildings:
        column = "building" if parts[0] else column
        words, cure = (
            _("There is no building %(name)s in this compound."),
            _("the list of buildings"),
        )
        yield Flaw(words % {"name": head}, _("Compare it with %(list)s.") % {"list": cure}, column)
    else:
        words, cure = _("There is no door %(name)s in this building."), _("the list of doors")
        yield Flaw(words % {"name": key}, _("Compare it with %(list)s.") % {"list": cure}, column)
    return None


RESIDENTS = Import(
    name="residents",
    act="people.register",
    key=("id_number",),
    columns=(
        Column("name", ("姓名", "居民姓名"), text(60), required=True),
        Column("id_number", ("身份证号", "身份证号码", "公民身份号码", "证件号码"), id_text),
        Column("sex", ("性别",), choice(SEX_WORDS)),
        Column("born_on", ("出生日期", "出生年月日"), day),
        Column("phone", ("联系电话", "手机号", "手机号码", "电话"), clean),
        Column("community", ("社区", "社区(村)", "所属社区", "村居"), text(80)),
        Column("compound", ("小区", "小区名称", "自然村", "街巷"), text(80), required=True),
        Column("building", ("楼栋", "栋", "幢", "楼号", "排"), plain),
        Column("entrance", ("单元", "单元号"), plain),
        Column("dwelling", ("房号", "室", "房间号", "门牌"), plain),
        Column("room", ("住址", "详细地址", "房屋", "地址"), plain),
        Column("relation", ("与户主关系", "关系"), choice(RELATION_WORDS)),
        Column("stay_kind", ("居住情况", "居住类型", "人户情况"), choice(STAY_WORDS)),
        Column("addressed_as", ("称呼",), text(30)),
        Column("since", ("入住日期", "入住时间"), day),
    ),
    prepare=prepare,
    check=check,
)
