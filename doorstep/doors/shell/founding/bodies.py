"""Bodies that own work: departments, offices, committees, compounds' bodies, property companies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from doorstep.doors.shell.founding.city import LAUNCH, City
from doorstep.doors.shell.founding.dice import dice
from doorstep.places.acts import ALWAYS
from doorstep.places.models import Place
from doorstep.places.rules import NATURAL_VILLAGE

Row = tuple[str, None, dict[str, Any]]
_KINDS = {"utility": "utility"}
CENTRE = "city_centre"


def bodies(city: City) -> None:
    """Every body but those of the Party organisations, which are founded with them."""
    with city.at(LAUNCH):
        city.enter("people.found_body", _city(city))
        city.enter("people.found_body", _streets(city))
        city.enter("people.found_body", _communities(city))
        city.enter("people.found_body", _lowest(city))
        city.enter("people.found_body", _companies(city))


def _body(code: str, kind: str, name: str, place: Place, **more: Any) -> Row:
    values = {"code": code, "kind_of_body": kind, "name": name, "short": name[:24], "place": place,
              "since": ALWAYS, "handles": True}  # fmt: skip
    return code, None, values | more


def _city(city: City) -> Iterator[Row]:
    yield _body(CENTRE, "city_office", "市社会治理综合服务中心", city.root, short="市综治中心")
    for row in city.profile.toml("departments.toml")["department"]:
        kind = _KINDS.get(row["kind"], "department")
        yield _body(row["code"], kind, row["zh"], city.root, short=row["short"],
                    duties=row["duties"][:200], handles=row["handles"])  # fmt: skip


def _streets(city: City) -> Iterator[Row]:
    for row in city.profile.rows("streets.csv"):
        place = city.coded[row["code9"]]
        street = place.name.endswith("街道")
        name = f"{place.name}办事处" if street else f"{place.name}人民政府"
        yield _body(f"street.{row['code9']}", "street_office", name, place,
                    short=place.name.removesuffix("街道"))  # fmt: skip


def _communities(city: City) -> Iterator[Row]:
    for row in city.profile.rows("villages.csv"):
        place = city.coded[row["code12"]]
        village = row["kind"] == "村委会"
        kind = "village_committee" if village else "community_committee"
        ending = "村民委员会" if village else "居民委员会"
        stem = place.name.removesuffix("村") if village else place.name
        yield _body(f"grass.{row['code12']}", kind, f"{stem}{ending}", place,
                    short=place.name[:24])  # fmt: skip


def _lowest(city: City) -> Iterator[Row]:
    """The lowest level where no Party organisation is at home: the ladder begins there too."""
    for rows in city.profile.compounds_of.values():
        for row in rows[1:]:
            place = city.compound[row["name"]]
            yield _body(f"compound.{row['no']}", "compound_body", f"{row['name']}党小组", place)
    for place in Place.objects.filter(place_kind=NATURAL_VILLAGE).order_by("path"):
        yield _body(f"natural.{place.path}", "compound_body", f"{place.name}村民理事会", place)


def firm_of(city: City, row: dict[str, str]) -> str:
    """The property company of a compound; one firm serves several."""
    firms = city.profile.toml("names.toml")["organisations"]["property_companies"]
    found: str = dice("firm", row["district"], row["kind"]).choice(firms)
    return found


def _companies(city: City) -> Iterator[Row]:
    for row in city.profile.compounds:
        if row["has_company"] == "1":
            firm = firm_of(city, row)
            yield _body(f"firm.{row['no']}", "property_company", f"{firm}（{row['name']}项目）",
                        city.compound[row["name"]], short=firm)  # fmt: skip
