"""Party organisations from a table: one row an organisation, its compounds in one cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from doorstep.frame import Actor, Column, Import
from doorstep.frame.sheets import Flaw, choice, day, text
from doorstep.kit.written import clean
from doorstep.party.models import PartyOrg
from doorstep.party.rules import CHOOSES, TIER_STREET
from doorstep.people.imports.lookup import Doors, scope_of

TIER_WORDS = {
    "街道": "street", "镇": "street", "街道党工委": "street", "镇党委": "street",
    "社区": "community", "村": "community", "社区党组织": "community",
    "小区": "compound", "片区": "compound", "小区党组织": "compound", "小区(片区)": "compound",
    "楼栋": "building", "楼栋党小组": "building",
}  # fmt: skip


@dataclass
class Known:
    """Places and organisations by name."""

    doors: Doors
    orgs: dict[str, list[Any]]
    #: Names of organisations in rows above.
    above: set[str] = field(default_factory=set)


def prepare(actor: Actor) -> Known:
    """Everything loaded once; the table goes from the top down, parents before those below."""
    orgs: dict[str, list[Any]] = {}
    for org in PartyOrg.objects.filter(until=None, withdrawn_at=None).select_related("place"):
        orgs.setdefault(org.name, []).append(org)
    return Known(Doors.load(scope_of(actor)), orgs)


def check(row: dict[str, Any], known: Known) -> Iterator[Flaw]:
    """Home, parent and compounds of a row."""
    homes = known.doors.division(row["division"])
    if len(homes) != 1:
        yield Flaw(_("This name is not known here."), _("Write the whole name, as in the list."),
                   "division")  # fmt: skip
        return
    row["place"] = homes[0]
    if row["tier"] != TIER_STREET:
        parents = known.orgs.get(row.get("parent") or "", [])
        if not parents and row.get("parent") in known.above:
            parents = [row["parent"]]  # a row above founds it; the act finds it by name
        if len(parents) != 1:
            yield Flaw(_("The organisation above is not known here."), _("Take it in first."),
                       "parent")  # fmt: skip
            return
        row["parent"] = parents[0]
    else:
        row.pop("parent", None)
    if row["tier"] in CHOOSES:
        row["compounds"] = []
        for name in filter(None, re.split(r"[、,，;；\n]+", row.get("covers") or "")):
            found = known.doors.area(name, homes)
            if len(found) != 1:
                yield Flaw(_("“%(name)s” is not known here.") % {"name": name},
                           _("Write the names of compounds between 、."), "covers")  # fmt: skip
            row["compounds"] += found
    if row["name"] in known.orgs and any(o.place == row["place"] for o in known.orgs[row["name"]]):
        yield Flaw(_("There is an organisation of this name already."), _("Leave the row out."),
                   "name")  # fmt: skip
    known.above.add(row["name"])


ORGS = Import(
    name="party_orgs",
    act="party.found_org",
    key=("name", "division"),
    columns=(
        Column("name", ("名称", "党组织名称"), text(80), required=True),
        Column("tier", ("层级", "类别"), choice(TIER_WORDS), required=True),
        Column("division", ("街道或社区", "社区", "所在社区", "街道", "社区(村)"), text(80),
               required=True),
        Column("parent", ("上级党组织", "上级"), text(80)),
        Column("covers", ("覆盖小区", "小区"), clean),
        Column("form", ("组织形式",), text(24)),
        Column("since", ("成立日期", "起始日期"), day, required=True),
        Column("until", ("撤销日期", "截止日期"), day),
        Column("document", ("文号", "批复文号"), text(80)),
    ),
    prepare=prepare,
    check=check,
    occurred_on="since",
)  # fmt: skip
