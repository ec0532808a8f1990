"""What must not count beside what counts: other, ended, later and twice entered records."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from doorstep.doors.shell.founding import register
from doorstep.doors.shell.founding.city import ARTICLE, CHUNK, LAUNCH, City
from doorstep.doors.shell.founding.dice import dice
from doorstep.doors.shell.founding.households import Maker
from doorstep.doors.shell.founding.names import Names, Numbers
from doorstep.doors.shell.founding.patches import Patch, Stairs
from doorstep.frame import SYSTEM, do
from doorstep.people.models import Stay
from doorstep.places.models import Place
from doorstep.places.rules import COMPOUND, DWELLING, NINETIES, OTHER, RESETTLEMENT

#: Households that moved out of the stewards' patches before the end of 2023, and those since: a
#: tenth of the residents who are counted.
GONE, GONE_SINCE = 3_250, 180
#: Where phones and ID numbers of those who moved away begin.
PHONES, ORDERS = 40_000_000, 250


def beside(city: City) -> None:
    """Compounds, residents and an action that figures leave out."""
    _compounds(city)
    _action(city)
    _residents(city)


def _compounds(city: City) -> None:
    """Not for living, torn down, not handed over yet, entered twice: 32 beside the 318."""
    rows = [r for r in city.profile.rows("beside.csv")
            if city.profile.below(r["community_code12"])]  # fmt: skip
    with city.at(LAUNCH, 16):
        made = city.enter("places.add", ((r["name"], None, _compound(city, r)) for r in rows))
        places = {p.pk: p for p in Place.objects.filter(pk__in=list(made.values()))}
        city.enter("places.close", (
            (r["name"], places[made[r["name"]]], {"until": date.fromisoformat(r["until"])})
            for r in rows if r["kind"] == "ended"
        ))  # fmt: skip
    with city.at(LAUNCH + timedelta(days=6), 10, 40):
        for row in rows:
            place = places[made[row["name"]]]
            if row["kind"] == "twice" and place.withdrawn_at is None:
                words = {"reason": "同一个小区录了两次"}
                do(SYSTEM, "places.place.withdraw", place, words, quiet=True)
                city.rows += 1


def _compound(city: City, row: dict[str, str]) -> dict[str, Any]:
    soon = city.today + timedelta(days=dice("later", row["name"]).randrange(40, 200))
    kind = {"other": OTHER, "later": RESETTLEMENT}.get(row["kind"], NINETIES)
    return {
        "parent": city.coded[row["community_code12"]], "place_kind": COMPOUND, "name": row["name"],
        "compound_kind": kind, "since": date.fromisoformat(row["since"]) if row["since"] else soon,
    }  # fmt: skip


def _action(city: City) -> None:
    """A forerunner of the five actions that had ended when they began."""
    with city.at(LAUNCH):
        city.enter("frame.catalogue_add", [("survey", None, {
            "catalogue": "places.actions", "code": "survey", "zh": "大走访大调研（试行）",
            "en": "Visits and surveys (on trial)", "order": 9, "since": date(2021, 5, 1),
            "until": date(2022, 7, 1),
        })])  # fmt: skip


# -- residents who moved away ----------------------------------------------------------------------
def _residents(city: City) -> None:
    """Families behind doors of the patches that nobody is registered behind now."""
    homes = list(_homes(city))
    path = city.files / "former.csv"
    with city.at(LAUNCH, 17):
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(register.HEADER)
            writer.writerows(_lines(city, homes))
        city.take("residents", file=path.name)
    doors = _doors(city, homes)
    with city.at(ARTICLE, 16):
        _leave(city, doors[:GONE], 0, ARTICLE - timedelta(days=5))
    lately = city.today - timedelta(days=30)
    with city.at(lately, 16):
        _leave(city, doors[GONE:], GONE, lately)


def _homes(city: City) -> Iterator[tuple[Patch, Stairs, str]]:
    """Doors that have no registered household, in the order of chance."""
    kept = {(s.compound["no"], s.building, s.entrance, d) for _p, s, d in city.patches.registered}
    free = [(p, s, d) for p in city.patches.all for s in p.stairs for d in s.doors
            if (s.compound["no"], s.building, s.entrance, d) not in kept]  # fmt: skip
    dice("gone", city.profile.only).shuffle(free)
    yield from free[: GONE + GONE_SINCE]


def _lines(city: City, homes: list[tuple[Patch, Stairs, str]]) -> Iterator[tuple[str, ...]]:
    names = Names(city.profile.toml("names.toml"))
    maker, rng = Maker(names, Numbers(PHONES, ORDERS), LAUNCH), dice("former")
    for _patch, stairs, door in homes:
        row, room = stairs.compound, stairs.room(door)
        first = date(min(max(int(row["built"]), 1990), 2020), 3, 1)
        since = first + timedelta(days=rng.randrange((LAUNCH - first).days - 60))
        for someone in maker.household(rng, row["kind"]):
            yield register.line(someone, row["community"], row["name"], room, since)


def _leave(city: City, doors: list[str], first: int, last: date) -> None:
    """Each family on one day between April 2022 (or the end of 2023) and `last`.

    One member of each after the other: with the last one the household ends.
    """
    begin = date(2022, 4, 1) if last <= ARTICLE else ARTICLE + timedelta(days=20)
    there: dict[str, list[Stay]] = {path: [] for path in doors}
    for start in range(0, len(doors), CHUNK):
        rows = Stay.objects.filter(path__in=doors[start : start + CHUNK])
        for stay in rows.select_related("household").order_by("path", "id"):
            there[stay.path].append(stay)
    for position in range(max(map(len, there.values()), default=0)):
        city.enter("people.move_out", (
            (f"{n}.{position}", there[path][position], {"until": _day(begin, last, n)})
            for n, path in enumerate(doors, start=first) if position < len(there[path])
        ))  # fmt: skip


def _day(begin: date, last: date, family: int) -> date:
    return begin + timedelta(days=dice("left", family).randrange(max((last - begin).days, 1)))


def _doors(city: City, homes: list[tuple[Patch, Stairs, str]]) -> list[str]:
    """Paths of the dwellings."""
    rows = Place.objects.filter(place_kind=DWELLING).values_list("path", "number")
    found = {(path[:-4], number): path for path, number in rows.iterator(chunk_size=5000)}
    stairs = [(city.stairs[city.compound[s.compound["name"]].path, s.building, s.entrance], door)
              for _patch, s, door in homes]  # fmt: skip
    return [found[place.path, door] for place, door in stairs]
