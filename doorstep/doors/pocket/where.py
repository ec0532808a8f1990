"""Where a report from the phone may lie, and what the place is called there."""

from __future__ import annotations

import re
from typing import Any

from doorstep.doors.pocket.base import Hand
from doorstep.frontline.queries import patches_of
from doorstep.kit import clock
from doorstep.kit.chinese import Room, normalise, parse_room
from doorstep.kit.path import within
from doorstep.places import rules as kinds
from doorstep.places.models import CoveringPart, Place
from doorstep.places.queries import children, find_rooms


def drawn(patches: list[Any]) -> list[str]:
    """Paths of patches in the order in which they were drawn, and are named: one statement."""
    parts = CoveringPart.objects.at(clock.today()).filter(covering__in=patches, withdrawn_at=None)
    found: dict[Any, list[str]] = {p.pk: [] for p in patches}
    for covering, path in parts.order_by("id").values_list("covering", "path"):
        found[covering].append(path)
    return [path for paths in found.values() for path in paths]


def places_of(hand: Hand) -> list[Place]:
    """Where this phone may report: parts of the grid or patch, or buildings of one compound.

    Of a patch in the order in which it was drawn: what the volunteer names first comes first.
    """
    there = list(Place.objects.filter(path__in=hand.paths, withdrawn_at=None).order_by("path")[:80])
    if hand.volunteer and len(there) > 1:
        first = {p: n for n, p in enumerate(drawn(patches_of(hand.actor.person, clock.today())))}
        there.sort(key=lambda p: first.get(p.path, len(first)))
    if len(there) == 1 and there[0].place_kind not in (kinds.ENTRANCE, kinds.SHOP, *kinds.HOMES):
        return [there[0], *children(there[0], clock.today())[:60]]
    return there


def placed(chosen: str, spot: str) -> str:
    """The chosen place, or the room in it that the spot names without doubt."""
    if spot and chosen and len(found := find_rooms((chosen,), spot, limit=2)) == 1:
        return str(found[0].path)
    return chosen


def brought(hand: Hand, path: str, offered: list[Place]) -> Place | None:
    """The place of the own scope that one comes from, where it is not offered anyway."""
    if any(p.path == path for p in offered) or not any(within(path, own) for own in hand.paths):
        return None
    return Place.objects.at(clock.today()).filter(path=path, withdrawn_at=None).first()


def place_label(place: Place, own: list[Place]) -> str:
    """A short name; the whole of a compound says so."""
    if place.place_kind in (
        kinds.COMPOUND,
        kinds.ALLEY,
        kinds.NATURAL_VILLAGE,
        kinds.COMMUNITY,
        kinds.VILLAGE,
    ):
        return place.name
    return (
        place.label.rsplit(" ", 1)[-1]
        if len(own) > 1 or place.place_kind != kinds.DWELLING
        else place.label
    )


_N = "[0-9一二三四五六七八九十]"
#: A building, a stairwell or both, as words name them: 3栋, 2单元, 3栋2单元.
STAIRS = re.compile(rf"[A-Za-z]?{_N}{{1,3}}(?:栋|幢|号楼)(?:{_N}{{1,2}}单元)?|{_N}{{1,2}}单元")


def contradicted(hand: Hand, preset: str, words: str) -> list[Place] | None:
    """The own places that words name instead of the preset one; None where that may stand.

    Nobody chose the preset place: it stands only as long as the words do not say another. One place
    is what they mean; with none or several a person is asked.
    """
    named = [r for found in STAIRS.findall(normalise(words)[:400]) if (r := parse_room(found))]
    own = places_of(hand) if named else []
    here = next((p for p in own if p.path == preset), None)
    if here is None:
        return None
    meant = [p for p in own if any(_fits(r, _stairs(p), whole=True) for r in named)]
    if here in meant or (len(meant) != 1 and any(_fits(r, _stairs(here)) for r in named)):
        return None
    return meant


def _stairs(place: Place) -> Room:
    """Building and stairwell of a place."""
    return parse_room(place.label.rsplit(" ", 1)[-1]) or Room()


def _fits(said: Room, there: Room, *, whole: bool = False) -> bool:
    """Whether words can mean a place; `whole`: they name it, not only something larger or in it."""
    parts = ((said.building, there.building), (said.entrance, there.entrance))
    return all(not a or a == b or (not b and not whole) for a, b in parts)
