"""Tables of places (R28): divisions and their codes, compounds with all their doors, villages,
buildings, alleys, shops, service points. Each row is one act; headers may be ours or the profile's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from doorstep.frame import Actor, Column, Import
from doorstep.frame.sheets import Flaw, choice, day, text, whole, yes_no
from doorstep.kit.written import code
from doorstep.places import rules
from doorstep.places.acts import ALWAYS
from doorstep.places.models import CodeSystem, Place, PlaceCode

EDITION = "2023"
#: Endings of names in the statistical division table that are offices, not places.
_ENDINGS = (("居委会", ""), ("村委会", "村"), ("居民委员会", ""), ("村民委员会", "村"))
_SORTS = {
    "居委会": rules.COMMUNITY, "社区": rules.COMMUNITY, "村委会": rules.VILLAGE,
    "村": rules.VILLAGE, "其他": rules.DEVELOPMENT_AREA, "开发区": rules.DEVELOPMENT_AREA,
    "街道": rules.STREET, "镇": rules.TOWN,
}  # fmt: skip
_COMPOUNDS = {
    "单位宿舍": rules.DORMITORY, "老院": rules.DORMITORY, "九十年代小区": rules.NINETIES,
    "安置小区": rules.RESETTLEMENT, "多层商品房": rules.WALKUP, "高层商品房": rules.HIGHRISE,
    "非住宅": rules.OTHER, **{kind: kind for kind in rules.COMPOUND_KINDS},
}  # fmt: skip


@dataclass
class Known:
    """What rows name: places by code and by name, filled once for a table."""

    city: Place | None
    coded: dict[str, Place]
    named: dict[str, list[Place]] = field(default_factory=dict)
    systems: dict[str, CodeSystem] = field(default_factory=dict)
    #: Numbers and names within a parent that the table itself has used.
    inner: dict[tuple[str, str], Place] = field(default_factory=dict)


def place_name(written: str) -> str:
    """What a division is called on screens: 坝镇镇 → 坝镇, 龙周社区居委会 → 龙周社区."""
    for ending, instead in _ENDINGS:
        if written.endswith(ending):
            bare = written.removesuffix(ending)
            written = bare if not instead or bare.endswith(instead) else bare + instead
            break
    return written[:-1] if written.endswith("镇镇") else written


def prepare(_actor: Actor) -> Known:
    """Divisions by code and by name, compounds by community and name: three statements."""
    codes = PlaceCode.objects.filter(system__code="nbs", system__edition=EDITION)
    coded = {row.code: row.place for row in codes.select_related("place")}
    kinds = (rules.STREET, rules.TOWN, *rules.GRASSROOTS, rules.COMPOUND)
    known = Known(Place.objects.filter(depth=1, until__isnull=True).first(), coded)
    for place in Place.objects.filter(place_kind__in=kinds, until__isnull=True):
        if place.place_kind == rules.COMPOUND:
            known.inner[place.path[:12], place.name] = place
        else:
            known.named.setdefault(place.name, []).append(place)
    known.systems = {s.code: s for s in CodeSystem.objects.filter(edition=EDITION)}
    return known


def grassroots(row: dict[str, Any], known: Known) -> Iterator[Flaw]:
    """The community or village a row names by code, else by name; put into `parent`."""
    written = row.pop("code", "") or ""
    found = [known.coded[written]] if written in known.coded else []
    if not found and row.get("community"):
        found = known.named.get(place_name(row["community"]), [])
    row.pop("community", None)
    if len(found) == 1:
        row["parent"] = found[0]
        return
    words = _("Several have this name.") if found else _("No community or village is called so.")
    cure = _("Write its 12-digit code from the division table.")
    yield Flaw(words, cure, "code" if written else "community")


_COMMUNITY = (
    Column("code", ("社区代码", "村代码", "community_code12", "village_code12", "code12"), code),
    Column("community", ("社区", "村", "所属村社区", "community", "village"), text(80)),
)
_SINCE = Column("since", ("起始日期", "since"), day)


# -- divisions -----------------------------------------------------------------------------------
def division(row: dict[str, Any], known: Known) -> Iterator[Flaw]:
    """Kind, parent and name of a division from its code."""
    number = row.pop("code")
    above = row.pop("above", "") or number[:9]
    if len(number) == 9:
        kind = rules.TOWN if int(number[6:]) >= 100 else rules.STREET
        row["parent"] = known.city
    else:
        digits = int(number[9:]) if len(number) == 12 else 0
        guess = rules.COMMUNITY if digits < 200 else rules.VILLAGE
        kind = row.get("sort") or guess
        row["parent"] = known.coded.get(above)
    row.pop("sort", None)
    if row["parent"] is None:
        words = _("No street or town has the code %(code)s.") % {"code": above}
        yield Flaw(words, _("Take in the streets and towns first."), "code")
    row |= {"place_kind": kind, "name": place_name(row["name"]),
            "codes": {("nbs", EDITION): number}}  # fmt: skip
    row.setdefault("since", ALWAYS)
    if number in known.coded:
        yield Flaw(_("This division is there already."), _("Leave the row out."), "code")


def division_code(value: Any) -> str:
    """9 or 12 digits."""
    found = code(value)
    if not found.isdecimal() or len(found) not in (9, 12):
        raise Flaw(_("A division code has 9 or 12 digits."), _("Copy it from the table."))
    return found


DIVISIONS = Import(
    "divisions", "places.add", key=("code",), prepare=prepare, check=division,
    columns=(
        Column("code", ("代码", "区划代码", "code9", "code12"), division_code, required=True),
        Column("name", ("名称", "name"), text(80), required=True),
        Column("above", ("上级代码", "street_code9"), code),
        Column("sort", ("类别", "kind"), choice(_SORTS)),
        _SINCE,
    ),
)  # fmt: skip


def other_code(row: dict[str, Any], known: Known) -> Iterator[Flaw]:
    """The civil-affairs code of a division known by its statistical one."""
    place = known.coded.get(row.pop("known"))
    row.pop("name", None)
    row |= {"place": place, "system": "mca", "edition": EDITION}
    if place is None:
        yield Flaw(_("No division has this code."), _("Take in the divisions first."), "known")


CODES = Import(
    "codes", "places.code_add", key=("known",), prepare=prepare, check=other_code,
    columns=(
        Column("known", ("统计代码", "nbs_code9_2023"), division_code, required=True),
        Column("code", ("民政代码", "mca_code9"), division_code, required=True),
        Column("name", ("名称", "name"), text(80)),
    ),
)  # fmt: skip


# -- doors ---------------------------------------------------------------------------------------
def compound(row: dict[str, Any], known: Known) -> Iterator[Flaw]:
    """Community by code or name; the parts must make the whole."""
    yield from grassroots(row, known)
    counted = row["buildings"] * row["entrances"] * row["floors"] * row["per_floor"]
    told = row.pop("dwellings", None)
    if told is not None and told != counted:
        words = _("The parts make %(counted)d dwellings.") % {"counted": counted}
        yield Flaw(words, _("Mend the number or the parts."), "dwellings")
    facts = ("has_lift", "has_company", "shops")
    row["traits"] = {name: row.pop(name) for name in facts if name in row}


def door_style(value: Any) -> bool:
    """Whether the doors stand in rows (前排4号)."""
    return code(value) == "row" or (code(value) != "building" and yes_no(value))


COMPOUNDS = Import(
    "compounds", "places.add_compound", prepare=prepare, check=compound,
    columns=(
        *_COMMUNITY,
        Column("name", ("小区名称", "小区", "name"), text(80), required=True),
        Column("compound_kind", ("小区类型", "kind"), choice(_COMPOUNDS), required=True),
        Column("buildings", ("楼栋数", "buildings"), whole(1, 60), required=True),
        Column("entrances", ("单元数", "entrances"), whole(1, 30), required=True),
        Column("floors", ("层数", "floors"), whole(1, 60), required=True),
        Column("per_floor", ("每层户数", "per_floor"), whole(1, 40), required=True),
        Column("dwellings", ("总户数", "dwellings"), whole(1, 20_000)),
        Column("row", ("平房成排", "door_style"), door_style),
        Column("has_lift", ("电梯", "has_lift"), yes_no),
        Column("has_company", ("物业", "has_company"), yes_no),
        Column("shops", ("门面数", "shops"), whole(0, 500)),
        Column("built", ("建成年份", "built"), whole(1900, 2100)),
        _SINCE,
    ),
)  # fmt: skip


def group(row: dict[str, Any], known: Known) -> Iterator[Flaw]:
    """Village by code or name."""
    yield from grassroots(row, known)
    row.setdefault("since", ALWAYS)


VILLAGES = Import(
    "villages", "places.add_group", prepare=prepare, check=group,
    columns=(
        *_COMMUNITY,
        Column("natural_village", ("自然村", "natural_village"), text(80), required=True),
        Column("name", ("村民组", "group"), text(80), required=True),
        Column("homesteads", ("户数", "homesteads"), whole(0, 2000), required=True),
        _SINCE,
    ),
)  # fmt: skip


def within_compound(row: dict[str, Any], known: Known) -> Iterator[Flaw]:
    """The compound a row names inside its community, if it names one."""
    yield from grassroots(row, known)
    named = row.pop("compound", "")
    if named and "parent" in row:
        found = known.inner.get((row["parent"].path, named))
        if found is None:
            words = _("No compound of that community is called so.")
            yield Flaw(words, _("Write the whole name, as in the list."), "compound")
        else:
            row["parent"] = found


_COMPOUND = Column("compound", ("小区", "小区名称", "compound"), text(80))
BUILDINGS = Import(
    "buildings", "places.build", prepare=prepare, check=within_compound,
    columns=(
        *_COMMUNITY,
        Column("compound", ("小区", "小区名称", "compound"), text(80), required=True),
        Column("number", ("楼栋号", "栋号", "number"), text(20), required=True),
        Column("entrances", ("单元数", "entrances"), whole(0, 30), required=True),
        Column("floors", ("层数", "floors"), whole(1, 60), required=True),
        Column("per_floor", ("每层户数", "per_floor"), whole(1, 40), required=True),
        Column("first_floor", ("住宅起始层", "first_floor"), whole(1, 9)),
        _SINCE,
    ),
)  # fmt: skip


def of_kind(kind: str) -> Callable[[dict[str, Any], Known], Iterator[Flaw]]:
    """Rows that become named places of one kind."""

    def check(row: dict[str, Any], known: Known) -> Iterator[Flaw]:
        yield from within_compound(row, known)
        facts = ("trade", "hours", "phone")
        row["traits"] = {name: row.pop(name) for name in facts if name in row}
        row["place_kind"] = kind
        row.setdefault("since", ALWAYS)

    return check


for _name, _kind in (("alleys", rules.ALLEY), ("shops", rules.SHOP),
                     ("service_points", rules.SERVICE_POINT)):  # fmt: skip
    Import(
        _name, "places.add", prepare=prepare, check=of_kind(_kind),
        columns=(
            *_COMMUNITY, _COMPOUND, Column("name", ("名称", "name"), text(80), required=True),
            Column("trade", ("经营类别", "trade"), text(40)),
            Column("hours", ("开放时间", "hours"), text(60)),
            Column("phone", ("电话", "phone"), text(24)), _SINCE,
        ),
    )  # fmt: skip
