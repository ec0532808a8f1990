"""What a text from a chat or a call proposes: place, phone, category; a person decides (R27).

Only by POST: no phone number and no word of a resident stands in an address.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from doorstep.kit.chinese import normalise
from doorstep.places import rules as kinds
from doorstep.places.models import Place
from doorstep.places.queries import find_areas, find_rooms
from doorstep.routing.queries import read

#: Of a text so much is read for topics, and so much for places.
READ, SEARCHED = 500, 120
OFFERED = 6
AREAS = (kinds.COMPOUND, kinds.ALLEY, kinds.NATURAL_VILLAGE)
#: A room as it stands in a sentence: 7栋2单元501, 3-2-501, 前排4号.
ROOM = re.compile(
    r"[A-Za-z]?[0-9一二三四五六七八九十]{1,3}(?:栋|幢|号楼|座)"
    r"(?:[0-9一二三四五六七八九十]{1,2}单元)?(?:[0-9]{3,4}室?)?"
    r"|[0-9]{1,3}-[0-9]{1,2}-[0-9]{3,4}|[前后中东西南北]排[0-9]{1,3}号"
)


@dataclass(frozen=True)
class Proposed:
    """What was found in a text."""

    phone: str = ""
    codes: Sequence[str] = ()
    places: Sequence[Place] = field(default_factory=list)


def places_in(paths: Iterable[str], text: str) -> list[Place]:
    """Places that a text names, inside the own scope only (D4): three statements or so."""
    scope, clean = tuple(paths), normalise(text)[:400]
    areas = find_areas(scope, clean[:SEARCHED], kinds=AREAS, limit=OFFERED)
    if not areas:
        areas = find_areas(scope, clean[:SEARCHED], kinds=kinds.GRASSROOTS, limit=OFFERED)
    inside = tuple(a.path for a in areas)
    said = ROOM.findall(clean)[:2] if inside else []
    rooms = [p for found in said for p in find_rooms(inside, found, limit=OFFERED)]
    return (rooms or areas)[:OFFERED]


def propose(paths: Iterable[str], text: str) -> Proposed:
    """Phone, categories and places of a text."""
    if not text.strip():
        return Proposed()
    found = read(text[:READ])
    return Proposed(found.phone, found.categories, places_in(paths, text))
