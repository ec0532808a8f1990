"""Bodies, offices and accounts from tables; each row is one act."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Q
from django.utils.translation import gettext as _

from doorstep.frame import Actor, Column, Import, blind
from doorstep.frame.prepared import records
from doorstep.frame.sheets import Flaw, day, phone, text, yes_no
from doorstep.kit.written import code
from doorstep.people.imports.lookup import Doors, scope_of
from doorstep.people.models import Account, Body, Person
from doorstep.people.queries.finding import inside
from doorstep.people.rules import BODY_KINDS, ROLES
from doorstep.places.models import Covering, Place

One = TypeVar("One")


@dataclass
class Known:
    """Places, bodies, coverings and persons that rows name."""

    doors: Doors
    city: Place | None
    bodies: dict[str, Body]
    coverings: dict[str, list[Covering]]
    usernames: set[str]
    #: Where the persons of the table are looked for.
    scope: tuple[str, ...] = ()


def prepare(actor: Actor) -> Known:
    """Everything by its name or code, loaded once."""
    coverings: dict[str, list[Covering]] = {}
    for found in Covering.objects.filter(until=None, withdrawn_at=None).select_related("place"):
        coverings.setdefault(found.name, []).append(found)
    bodies = {b.code: b for b in Body.objects.filter(withdrawn_at=None).select_related("place")}
    bodies |= {b.name: b for b in bodies.values()}
    return Known(
        Doors.load(scope_of(actor)), Place.objects.filter(depth=1, withdrawn_at=None).first(),
        bodies, coverings, set(Account.objects.values_list("username", flat=True)), scope_of(actor),
    )  # fmt: skip


def _one(found: list[One], column: str) -> One:
    if len(found) != 1:
        words = _("Several have this name.") if found else _("This name is not known here.")
        raise Flaw(words, _("Write the whole name, as in the list."), column)
    return found[0]


def place_of(row: dict[str, Any], known: Known) -> Place | None:
    """The place a row names: a division, or a compound in it; the city when it names none."""
    divisions = known.doors.division(row["division"]) if row.get("division") else []
    if row.get("compound"):
        return _one(known.doors.area(row["compound"], divisions), "compound")
    return _one(divisions, "division") if row.get("division") else known.city


def person_of(row: dict[str, Any], scope: tuple[str, ...]) -> Person:
    """The person a row names by ID number, or by name and phone, inside the actor's places: a
    table is no way to ask who is registered elsewhere."""
    there = inside(scope) & Q(withdrawn_at=None, merged_into=None)
    for column, named in (("id_number", Q()), ("phone", Q(name=row.get("name") or ""))):
        if row.get(column):
            asked = there & named & Q(**blind(Person, column, row[column]))
            found = records("people.named", asked, lambda q: Person.objects.filter(q)[:2])
            return _one(found, column if column == "id_number" else "name")
    raise Flaw(_("Without ID number or phone the person cannot be told."),
               _("Fill in one of the two."), "id_number")  # fmt: skip


def check_body(row: dict[str, Any], known: Known) -> Iterator[Flaw]:
    """A body's place, parent and code."""
    try:
        row["place"] = place_of(row, known)
    except Flaw as flaw:
        yield flaw
    if row["code"] in known.bodies:
        yield Flaw(_("There is a body with this code already."), _("Leave the row out."), "code")
    row.setdefault("short", row["name"][:24])
    row.setdefault("handles", True)
    if row.get("parent"):
        row["parent"] = known.bodies.get(row["parent"])
        if row["parent"] is None:
            yield Flaw(_("This name is not known here."), _("Enter that body first."), "parent")


def check_office(row: dict[str, Any], known: Known) -> Iterator[Flaw]:
    """An office's person and where it is held."""
    try:
        row["person"] = person_of(row, known.scope)
        if row.get("body"):
            row["body"] = _one([b for b in [known.bodies.get(row["body"])] if b], "body")
            row["place"] = row["body"].place
        if row.get("covering"):
            row["covering"] = _one(known.coverings.get(row["covering"], []), "covering")
            row["place"] = row["covering"].place
        if not row.get("place"):
            row["place"] = place_of(row, known)
    except Flaw as flaw:
        yield flaw


def check_account(row: dict[str, Any], known: Known) -> Iterator[Flaw]:
    """An account's person and user name."""
    if row["username"] in known.usernames:
        yield Flaw(_("This user name is taken; add a digit or the place."), "", "username")
    try:
        row["person"] = person_of(row, known.scope)
    except Flaw as flaw:
        yield flaw


def _kind(value: Any) -> str:
    found = code(value)
    if found not in BODY_KINDS:
        raise Flaw(_("This kind of body is not known."), "、".join(BODY_KINDS))
    return found


def _role(value: Any) -> str:
    found = code(value)
    if found not in ROLES:
        raise Flaw(_("This office is not known."), _("Write its code as in the list of offices."))
    return found


_PERSON = (
    Column("name", ("姓名",), text(60)),
    Column("id_number", ("身份证号", "身份证号码", "公民身份号码"), code),
    Column("phone", ("联系电话", "手机号", "手机号码"), phone("0551")),
)
_WHERE = (
    Column("division", ("街道或社区", "社区", "街道", "社区(村)", "镇街"), text(80)),
    Column("compound", ("小区", "小区名称"), text(80)),
)
BODIES = Import(
    name="bodies",
    act="people.found_body",
    key=("code",),
    columns=(
        Column("code", ("代码", "单位代码"), code, required=True),
        Column("kind_of_body", ("类别", "单位类别"), _kind, required=True),
        Column("name", ("名称", "单位名称"), text(80), required=True),
        Column("short", ("简称",), text(24)),
        *_WHERE,
        Column("parent", ("上级", "上级单位"), text(80)),
        Column("phone", ("公开电话", "电话"), text(24)),
        Column("duties", ("职责",), text(200)),
        Column("handles", ("承办诉求", "是否承办"), yes_no),
        Column("since", ("起始日期", "成立日期"), day),
    ),
    prepare=prepare,
    check=check_body,
)
OFFICES = Import(
    name="offices",
    act="people.appoint",
    columns=(
        *_PERSON,
        Column("role", ("职务代码", "岗位代码", "角色"), _role, required=True),
        Column("title", ("职务名称",), text(40)),
        *_WHERE,
        Column("covering", ("网格", "网格或片区", "片区"), text(80)),
        Column("body", ("单位", "任职单位"), text(80)),
        Column("since", ("任职日期", "起始日期"), day, required=True),
        Column("until", ("免职日期", "截止日期"), day),
        Column("document", ("文号", "任职文号"), text(80)),
    ),
    prepare=prepare,
    check=check_office,
    occurred_on="since",
)
ACCOUNTS = Import(
    name="accounts",
    act="people.open_account",
    key=("username",),
    columns=(
        *_PERSON,
        Column("username", ("用户名", "登录名", "账号"), code, required=True),
    ),
    prepare=prepare,
    check=check_account,
)
