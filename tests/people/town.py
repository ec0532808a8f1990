"""A very small town for the tests of this floor and the next: two streets, three communities."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

from doorstep.frame import catalogues
from doorstep.kit.path import child
from doorstep.people.models import Account, Body, Office, Person
from doorstep.people.rules import BODY_LEVEL
from doorstep.places.models import CodeSystem, Covering, CoveringPart, Place, PlaceCode

DAY = date(2024, 1, 1)


def place(parent: Place | None, number: int, kind: str, name: str = "", said: str = "") -> Place:
    """One place, hung where it belongs."""
    found = Place(place_kind=kind, name=name, number=said, since=DAY)
    if kind == "compound":
        found.compound_kind = "walkup"
    found.hang(parent, child(parent.path if parent else "", number))
    found.save()
    return found


def homes(compound: Place, buildings: int, doors: int) -> list[Place]:
    """Buildings with one entrance and some doors each."""
    made = []
    for b in range(1, buildings + 1):
        building = place(compound, b, "building", said=str(b))
        entrance = place(building, 1, "entrance", said="1")
        made += [place(entrance, d, "dwelling", said=f"{d}01") for d in range(1, doors + 1)]
    return made


def town() -> SimpleNamespace:
    """City, 东街 with two communities, 西街 with one, compounds with doors."""
    city = place(None, 1, "city", "巢湖市")
    east, west = (place(city, n, "street", name) for n, name in ((1, "东街街道"), (2, "西街街道")))
    dong, nan = (
        place(east, n, "community", name) for n, name in ((1, "东塘社区"), (2, "南闸社区"))
    )
    xi = place(west, 1, "community", "西门社区")
    lake, mill = (
        place(dong, n, "compound", name) for n, name in ((1, "湖畔枫景"), (2, "老棉纺厂宿舍"))
    )
    gate = place(xi, 1, "compound", "城门新居")
    return SimpleNamespace(
        city=city, east=east, west=west, dong=dong, nan=nan, xi=xi, lake=lake, mill=mill, gate=gate,
        doors=homes(lake, 2, 3), mill_doors=homes(mill, 1, 2), gate_doors=homes(gate, 1, 2),
    )  # fmt: skip


def coded(city: Place, code: str = "340181") -> None:
    """The city's code in the system of the statistics."""
    system = CodeSystem.objects.create(code="nbs", edition="2023", name="统计用区划代码")
    PlaceCode.objects.create(place=city, system=system, code=code)
    catalogues.forget()


def person(home: Place, name: str, **more: Any) -> Person:
    """A person written straight into the table."""
    found = Person(place=home, path=home.path, name=name)
    for key, value in more.items():
        setattr(found, key, value)
    found.save()
    return found


def account(who: Person, username: str = "", **more: Any) -> Account:
    """An account that has its own password already."""
    found = Account(
        person=who, username=username or who.name, path=who.path, must_change=False, **more
    )
    found.set_password("right-horse-9")
    found.save()
    return found


def office(who: Person, role: str, at: Any, **more: Any) -> Office:
    """An office at a place, covering or body."""
    more.setdefault("since", DAY)
    if isinstance(at, Place):
        found = Office(person=who, role=role, place=at, path=at.path, **more)
    elif isinstance(at, Covering):
        found = Office(person=who, role=role, place=at.place, path=at.path, covering=at, **more)
    else:
        found = Office(person=who, role=role, place=at.place, path=at.path, body=at, **more)
    found.save()
    return found


def covering(kind: str, home: Place, name: str, *parts: Place, **more: Any) -> Covering:
    """A published covering with its parts."""
    found = Covering(covering_kind=kind, name=name, place=home, path=home.path, state="published",
                     since=DAY, **more)  # fmt: skip
    found.save()
    for part in parts:
        CoveringPart(covering=found, place=part, path=part.path, since=DAY).save()
    return found


def body(kind: str, home: Place, name: str, **more: Any) -> Body:
    """A body."""
    found = Body(code=name, kind_of_body=kind, name=name, short=name, level=BODY_LEVEL[kind],
                 place=home, path=home.path, since=DAY, **more)  # fmt: skip
    found.save()
    return found
