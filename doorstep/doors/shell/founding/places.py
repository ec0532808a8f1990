"""The places of the city: divisions, compounds, villages, alleys, shops, service points."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from doorstep.doors.shell.founding.city import LAUNCH, City
from doorstep.doors.shell.founding.dice import dice
from doorstep.exchange.acts.tables import load_systems
from doorstep.frame import SYSTEM
from doorstep.frame.catalogue_acts import load, read_rows
from doorstep.frame.terms import words
from doorstep.places.acts import ALWAYS
from doorstep.places.models import CodeSystem, Place
from doorstep.places.rules import CITY
from doorstep.routing.acts.tables import load_tables

#: Catalogue → the file of the profile that fills it, and the name of its rows there.
LISTS = {
    "places.actions": ("actions.toml", "row"),
    "frontline.service_basis": ("service_basis.toml", "row"),
    "closing.clauses": ("closing_clauses.toml", "row"),
    "casework.replies": ("replies.toml", "row"),
}
SYSTEMS = {"nbs": "统计用区划代码", "mca": "民政区划代码"}
FORMS = ("work_committee", "committee", "general_branch", "branch", "group")
CITY_NAME = "巢湖市"
#: Towns and streets at the lake's end of the list of alleys (names.toml says so).
_SEATS = {"中庙": "中庙", "柘皋": "柘皋", "烔炀": "烔炀", "黄麓": "黄麓", "槐林": "槐林"}
_HOURS = "周一至周五 8:30–12:00 14:30–17:30"


def tables(city: City) -> None:
    """Lists that the city edits: the five actions, categories, responsibility rules, titles."""
    with city.at(LAUNCH):
        for name, (file, key) in LISTS.items():
            lines = read_rows(city.profile.folder / file, key)
            city.rows += sum(1 for _o in load(SYSTEM, name, lines, ALWAYS))
        city.rows += sum(1 for _o in load(SYSTEM, "people.titles", _titles(city), ALWAYS))
        city.rows += sum(1 for _o in load(SYSTEM, "party.forms", _forms(), ALWAYS))
        city.rows += load_tables(SYSTEM, city.profile.folder, ALWAYS)
        city.rows += load_systems(SYSTEM, city.profile.folder, ALWAYS)


def _forms() -> Iterator[dict[str, Any]]:
    """Forms of Party organisations, in the words of words.toml."""
    for order, code in enumerate(FORMS, start=1):
        said = {at: words().term(f"party.form.{code}", at) for at in ("zh", "en")}
        yield {"code": code, **said, "order": order}


def _titles(city: City) -> Iterator[dict[str, Any]]:
    for order, row in enumerate(city.profile.toml("offices.toml")["office"], start=1):
        data = {k: row[k] for k in ("short", "held_at", "rural_zh") if row.get(k)}
        yield {"code": row["role"], "zh": row["zh"], "en": row["en"], "order": order, "data": data}


def divisions(city: City) -> None:
    """The real divisions with their codes in both systems."""
    with city.at(LAUNCH):
        there = set(CodeSystem.objects.values_list("code", flat=True))
        city.enter("places.system_add", (
            (code, None, {"code": code, "edition": "2023", "name": name})
            for code, name in SYSTEMS.items() if code not in there
        ))  # fmt: skip
        if not Place.objects.filter(depth=1).exists():
            named = {"place_kind": CITY, "name": CITY_NAME, "since": ALWAYS}
            city.enter("places.add", [("city", None, named)])
        city.take("divisions", city.profile.rows("streets.csv"), "streets.csv")
        city.take("divisions", city.profile.rows("villages.csv"), "villages.csv")
        city.take("codes", city.profile.rows("crosswalk.csv"), "crosswalk.csv")


def doors(city: City) -> None:
    """Compounds with all their doors; natural villages with groups and homesteads."""
    with city.at(LAUNCH):
        kept = ("name", "kind", "community_code12", "buildings", "entrances", "floors", "per_floor",
                "dwellings", "door_style", "has_lift", "has_company", "shops", "built")  # fmt: skip
        city.take("compounds", [{k: row[k] for k in kept} for row in city.profile.compounds])
        rows = [
            {k: row[k] for k in ("village_code12", "natural_village", "group", "homesteads")}
            for row in city.profile.natural_villages
        ]
        city.take("villages", rows)


def small(city: City) -> None:
    """Alleys, shops at the foot of estates, service points."""
    with city.at(LAUNCH):
        city.take("alleys", list(_alleys(city)))
        city.take("shops", list(_shops(city)))
        city.take("service_points", list(_points(city)))


def _alleys(city: City) -> Iterator[dict[str, str]]:
    """Every alley once: those of a town in its seat, the others in the old communities."""
    names = city.profile.toml("names.toml")["alleys"]["names"]
    urban = [r for r in city.profile.communities if r["kind"] == "居委会"]
    old = [
        r for r in urban if r["street_code9"] in ("340181002", "340181003", "340181004")
    ] or urban
    rng = dice("alleys")
    for name in names:
        seat = next((s for s in _SEATS if name.startswith(s)), "")
        there = [r for r in urban if seat and r["street_name"].startswith(seat)]
        if seat and not there:
            continue
        yield {"code12": rng.choice(there or old)["code12"], "name": name}


def _shops(city: City) -> Iterator[dict[str, str]]:
    """Shops by trade; the same name never twice in one compound."""
    trades = city.profile.toml("names.toml")["shop_trade"]
    for row in city.profile.compounds:
        rng = dice("shops", row["name"])
        every = [(name, trade["zh"]) for trade in trades for name in trade["names"]]
        for name, trade in rng.sample(every, min(int(row["shops"]), 40)):
            yield {"code12": row["community_code12"], "compound": row["name"], "name": name,
                   "trade": trade}  # fmt: skip


def _points(city: City) -> Iterator[dict[str, str]]:
    for row in city.profile.communities:
        rural = row["kind"] == "村委会"
        name = "为民服务站" if rural else "综合服务窗口"
        yield {"code12": row["code12"], "name": name, "hours": _HOURS}
