"""Finding places, persons and bodies by the words of a table, loaded once for a whole file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from doorstep.frame import Actor, path_q
from doorstep.kit.chinese import Room, normalise, parse_room
from doorstep.kit.path import ancestors
from doorstep.places.models import Place
from doorstep.places.rules import (
    ALLEY,
    BUILDING,
    CLUSTER,
    COMMUNITY,
    COMPOUND,
    DEVELOPMENT_AREA,
    HOMES,
    NATURAL_VILLAGE,
    STREET,
    TOWN,
    VILLAGE,
)

AREAS = (COMPOUND, ALLEY, NATURAL_VILLAGE, CLUSTER)
DIVISIONS = (STREET, TOWN, COMMUNITY, VILLAGE, DEVELOPMENT_AREA)
_COLUMNS = ("id", "path", "place_kind", "room_key", "label")


def scope_of(actor: Actor) -> tuple[str, ...]:
    """Where a table may write: the actor's places, or everywhere for the system."""
    return ("",) if actor.is_system else actor.paths()


@dataclass
class Doors:
    """Homes by area and room, areas and divisions by name.

    Homes are kept as plain tuples: a city has a hundred thousand of them and a table names few.
    """

    homes: dict[tuple[str, str], tuple[Any, ...]] = field(default_factory=dict)
    buildings: set[tuple[str, str]] = field(default_factory=set)
    areas: dict[str, list[Place]] = field(default_factory=dict)
    divisions: dict[str, list[Place]] = field(default_factory=dict)

    @classmethod
    def load(cls, paths: Iterable[str]) -> Doors:
        """Everything within the paths; two statements."""
        doors, inside = cls(), path_q(paths)
        open_now = Place.objects.filter(inside, until=None, withdrawn_at=None)
        for place in open_now.filter(place_kind__in=(*AREAS, *DIVISIONS)):
            named = doors.areas if place.place_kind in AREAS else doors.divisions
            named.setdefault(normalise(place.name), []).append(place)
        areas = {place.path for found in doors.areas.values() for place in found}
        homes = open_now.filter(place_kind__in=(*HOMES, BUILDING)).values_list(*_COLUMNS)
        for row in homes.iterator(chunk_size=5000):
            path, kind, room = row[1:4]
            above = next((p for p in reversed(ancestors(path)[:-1]) if p in areas), "")
            if kind == BUILDING:
                doors.buildings.add((above, room))
            else:
                doors.homes[above, room] = row
        return doors

    def home(self, area: Place, room: str) -> Place | None:
        """The home with a room's key in an area, with what acts need of it."""
        found = self.homes.get((area.path, room))
        return None if found is None else Place(**dict(zip(_COLUMNS, found, strict=True)))

    def division(self, name: str) -> list[Place]:
        """Streets, communities and villages of a name, with or without 社区, 居委会, 村."""
        word = normalise(name)
        for ending in ("", "社区", "村", "街道", "镇"):
            if found := self.divisions.get(word + ending):
                return found
        return self.divisions.get(word.removesuffix("居委会").removesuffix("村委会"), [])

    def area(self, name: str, within: Iterable[Place]) -> list[Place]:
        """Compounds, alleys and natural villages of a name, inside the divisions if given."""
        found, inside = self.areas.get(normalise(name), []), tuple(within)
        if not inside:
            return found
        return [a for a in found if any(a.path[: len(d.path)] == d.path for d in inside)]


def room_key(room: Room) -> str:
    """The key under which a written room is kept: 3栋2单元501 → 3-2-501, 前排4号 → 前排-4."""
    head = f"{room.row}排" if room.row else room.building
    return "-".join(part for part in (head, room.entrance, room.dwelling) if part)


def written_room(building: str, entrance: str, dwelling: str, whole: str) -> Room | None:
    """A room from its three columns, or from one in which it is written as people do."""
    if not building and not dwelling:
        return parse_room(whole) if whole else None
    told = [
        parse_room(text + mark) if text[-1:].isalnum() else parse_room(text)
        for text, mark in ((building, "栋"), (entrance, "单元")) if text
    ]  # fmt: skip
    head = next((r for r in told if r and (r.building or r.row)), None)
    gate = next((r.entrance for r in told if r and r.entrance), "")
    return Room(
        building=head.building if head else "", row=head.row if head else "", entrance=gate,
        dwelling=normalise(dwelling).upper().removesuffix("室").removesuffix("号"),
    )  # fmt: skip
