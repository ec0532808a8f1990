"""Grids: drawn by the street, published by the city, with head, member and public card."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from doorstep.doors.shell.founding.city import LAUNCH, City
from doorstep.doors.shell.founding.patches import PERSONAS_HOME
from doorstep.doors.shell.founding.posts import Post
from doorstep.doors.shell.founding.staff import fill, maker
from doorstep.kit.path import within
from doorstep.people import rules as roles
from doorstep.people.models import Office
from doorstep.places.models import Covering, Place
from doorstep.places.rules import BUILDING, COMPOUND, GRID, GROUP, NATURAL_VILLAGE

#: Doors of a grid: it is closed when it has so many, and never takes more than `MOST`.
ENOUGH, MOST = 330, 500
SINCE = date(2021, 6, 1)


def grids(city: City) -> None:
    """300 to 500 households each, made of whole compounds, buildings, groups."""
    with city.at(LAUNCH, 11):
        drawn = list(_drawn(city))
        city.enter("places.grid_draw", drawn)
        for act, state in (("places.submit_grid", "draft"), ("places.publish_grid", "submitted")):
            rows = Covering.objects.filter(covering_kind=GRID, state=state).order_by("number")
            city.enter(act, [(g.number, g, {}) for g in rows])
        rows = Covering.objects.filter(covering_kind=GRID).select_related("place")
        found = list(rows.prefetch_related("parts"))
        found.sort(key=lambda g: g.number)
        fill(city, list(_members(city, found)), maker(city, 1))
        city.enter("people.appoint", _heads(found))
        city.enter("frontline.card_make", (
            (g.number, None, {"covering": g, "phone": "0551-00000000",
                              "supervision_phone": "12345"})
            for g in found
        ))  # fmt: skip


def _drawn(city: City) -> Iterator[tuple[str, None, dict[str, Any]]]:
    kinds = (COMPOUND, BUILDING, NATURAL_VILLAGE, GROUP)
    below: dict[str, list[Place]] = {}
    for place in Place.objects.filter(place_kind__in=kinds, until=None).order_by("path"):
        below.setdefault(place.path[:-4], []).append(place)
    for row in city.profile.communities:
        home = city.coded[row["code12"]]
        parts: list[list[Place]] = []
        sizes: list[int] = []
        for place, doors in _pieces(below, home.path):
            if not sizes or sizes[-1] >= ENOUGH or sizes[-1] + doors > MOST:
                parts.append([])
                sizes.append(0)
            parts[-1].append(place)
            sizes[-1] += doors
        if len(parts) > 1 and sizes[-1] < 120 and sizes[-2] + sizes[-1] <= MOST + 60:
            last = parts.pop()  # too small to stand alone
            parts[-1] += last
        for n, places in enumerate(parts, start=1):
            number = f"{row['code12']}{n:03d}"
            yield number, None, {
                "place": home, "covering_kind": GRID, "number": number, "parts": places,
                "name": f"{home.name}第{n}网格", "since": SINCE,
            }  # fmt: skip


def _pieces(below: dict[str, list[Place]], path: str) -> Iterator[tuple[Place, int]]:
    """Compounds and natural villages, large ones by their buildings and groups."""
    for place in below.get(path, []):
        inside = below.get(place.path, [])
        doors = place.dwellings_expected or sum(p.dwellings_expected for p in inside)
        if doors > MOST and inside:
            yield from ((p, p.dwellings_expected) for p in inside)
        else:
            yield place, doors


def _members(city: City, found: list[Covering]) -> Iterator[Post]:
    twelve = {p["place"].get("code", ""): p for p in city.profile.toml("people.toml")["person"]
              if p["role"] == roles.GRID_MEMBER}  # fmt: skip
    home = city.compound.get(PERSONAS_HOME)
    theirs = {grid.pk for grid in found for part in grid.parts.all()
              if home is not None and within(part.path, home.path)}  # fmt: skip
    for grid in found:
        elsewhere = home is not None and within(home.path, grid.path) and grid.pk not in theirs
        persona = {} if elsewhere else twelve.pop(grid.number[:12], {})
        # no office in the committee: they look at what the committee has settled (verify_note)
        yield Post(f"grid.{grid.number}", roles.GRID_MEMBER, grid.place, None, (24, 55), 0.55,
                   persona, grid)  # fmt: skip


def _heads(found: list[Covering]) -> Iterator[tuple[str, None, dict[str, Any]]]:
    """A member of the two committees heads each grid."""
    members: dict[str, list[Office]] = {}
    rows = Office.objects.filter(role=roles.COMMUNITY_MEMBER, until=None).select_related("person")
    for office in rows.order_by("path", "since", "person__name"):
        members.setdefault(office.path, []).append(office)
    for n, grid in enumerate(found):
        there = members.get(grid.path)
        if there:
            office = there[n % len(there)]
            yield f"head.{grid.number}", None, {
                "person": office.person, "role": roles.GRID_HEAD, "place": grid.place,
                "covering": grid, "since": max(SINCE, office.since),
            }  # fmt: skip
