"""Finding a place by what people type: 3栋2单元501, 3-2-501, 前排4号, 湖畔枫景 3-501, hpfj 3-2-501.

Always inside the paths given (dignity.md D4); ≤ 300 ms at 120,000 places.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import F, Q, QuerySet, TextField, Value
from django.db.models.functions import StrIndex

from doorstep.frame import Actor, in_force, path_q
from doorstep.frame.prepared import fetch
from doorstep.kit import clock
from doorstep.kit.chinese import Room, normalise, parse_room
from doorstep.kit.path import WIDTH, PathError, check
from doorstep.kit.path import within as lies_within
from doorstep.places import rules
from doorstep.places.models import Place

#: At most so many areas are searched for a room when a name fits many.
MOST_AREAS = 40
_INITIALS = re.compile(r"([A-Za-z]{2,})[\s-]*([0-9].*)")
#: A named place and a bare number: 蔡塘 12号, 朝阳巷12.
_NUMBER = re.compile(r"(.*[^\s\d-])\s*([0-9]{1,4}[A-Za-z]?)号?")


def find_areas(
    paths: Iterable[str], text: str, *, kinds: Sequence[str] = rules.NAMED_AREAS,
    day: date | None = None, limit: int = MOST_AREAS,
) -> list[Place]:  # fmt: skip
    """Named places that fit a word: part of the name, the name within the word, or its initials.

    A word that names a community and a compound in it (东塘社区湖畔枫景) gives the compound.
    """
    word = normalise(text)
    if not word:
        return []
    fits = Q(name__contains=word) | Q(inside__gt=0)
    if len(word) > 1 and word.isascii() and word.isalpha():
        fits |= Q(pinyin__startswith=word.lower())
    rows = _open(paths, day).filter(place_kind__in=kinds).exclude(name="")
    rows = rows.annotate(inside=StrIndex(Value(word, output_field=TextField()), F("name")))
    found: list[Place] = list(rows.filter(fits).order_by("depth", "path")[: limit * 2])
    nested: list[Place] = [
        p for p in found if any(p is not o and lies_within(p.path, o.path) for o in found)
    ]
    return (nested or found)[:limit]


def find_rooms(
    paths: Iterable[str], text: str, *, day: date | None = None, limit: int = 20
) -> list[Place]:
    """Rooms, entrances and buildings that fit what was typed; named places where it has no room.

    :param paths: scope of the one who asks; nothing outside is found.
    """
    scope = tuple(paths)
    initials = _INITIALS.fullmatch(normalise(text))
    room = parse_room(initials[2] if initials else text)
    if room is None:
        named = find_areas(scope, text, day=day, limit=limit)
        number = _NUMBER.fullmatch(normalise(text))
        if number is None or any(p.name.endswith(number[2]) for p in named):
            return named
        room = Room(dwelling=number[2].upper(), area=number[1].upper().replace(" ", ""))
    words = [initials[1]] if initials else _area_words(text, room.area)
    for word in words:
        scope = tuple(p.path for p in find_areas(scope, word, day=day))
        if not scope:
            return []
    return list(_fitting(_open(scope, day), room).order_by("path")[:limit])


def search_places(text: str, actor: Actor, *, limit: int = 10) -> list[Place]:
    """Places meant by an id, a path or words, for form fields (settings.DOORSTEP_PLACE_SEARCH).

    Words are looked for within the actor's offices; those who hold none (residents, the system)
    look everywhere, for places are no secret. Whether one may act there, the act decides.
    """
    key, day = _key_in(text), clock.today()
    if key is not None:
        by = "pk" if isinstance(key, uuid.UUID) else "path"

        def build(value: uuid.UUID | str) -> QuerySet[Place]:
            return Place.objects.filter(in_force(day), withdrawn_at=None, **{by: value})[:1]

        if named := fetch(("places.by_key", by, day), [key], build):
            return named
    return find_rooms(actor.paths() or ("",), text, limit=limit)


def _key_in(text: str) -> uuid.UUID | str | None:
    """The id or the path, if the text can be one."""
    try:
        return uuid.UUID(text)
    except ValueError:
        pass
    try:
        return check(text) if len(text) >= WIDTH else None
    except PathError:
        return None


def _open(paths: Iterable[str], day: date | None) -> QuerySet[Place]:
    rows = Place.objects.at(day or clock.today()).filter(withdrawn_at__isnull=True)
    return rows.filter(path_q(paths))


def _fitting(rows: QuerySet[Place], room: Room) -> QuerySet[Place]:
    """The condition of a parsed room; every branch is an index walk by key or by number."""
    head = f"{room.row}排" if room.row else room.building
    if not room.dwelling:
        return rows.filter(room_key="-".join(filter(None, (head, room.entrance))))
    if head and room.entrance:
        return rows.filter(room_key=f"{head}-{room.entrance}-{room.dwelling}")
    rows = rows.filter(number=room.dwelling)
    if head:
        return rows.filter(room_key__gte=f"{head}-", room_key__lt=f"{head}-\x7f")
    if room.entrance:
        return rows.filter(room_key__endswith=f"-{room.entrance}-{room.dwelling}")
    return rows.filter(place_kind__in=rules.HOMES)


def _area_words(text: str, area: str) -> list[str]:
    """The words before the room, as they were typed (the parsed area has lost its spaces)."""
    words: list[str] = []
    rest = area
    for word in normalise(text).split():
        if not rest:
            break
        if rest.startswith(word.upper()):
            words.append(word)
            rest = rest[len(word) :]
        else:
            words.append(rest)
            rest = ""
    return words
