"""Finding persons by name, initials, door or four digits of the phone; own scope only (D4)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Q, QuerySet, When

from doorstep.frame import Actor, blind, in_force
from doorstep.kit import clock
from doorstep.kit.chinese import normalise, parse_room
from doorstep.kit.path import minimise, upper
from doorstep.people.models import Household, Office, Person, Stay
from doorstep.people.rules import (
    GRID_ROLES,
    LIVING,
    PERSON_READERS,
    VOLUNTEER_FINDERS,
)
from doorstep.places.models import Place
from doorstep.places.queries import find_rooms

#: Most hits of one search; who needs more writes a little more.
MOST = 20
#: Fewer characters than this mean too many people.
FEWEST = 2
_TAIL = re.compile(r"(?<![0-9])[0-9]{4}(?![0-9])")
_LETTERS = re.compile(r"[A-Za-z]{2,16}")


@dataclass(frozen=True)
class Asked:
    """What was typed: four digits, a door, and what is left as name or initials."""

    tail: str = ""
    doors: tuple[str, ...] = ()
    word: str = ""

    @property
    def by(self) -> str:
        """How it was searched, for the log."""
        return "tail" if self.tail else "door" if self.doors else "name"


def inside(paths: Iterable[str]) -> Q:
    """Rows at or below one of the paths, as ranges of `path`, which every table here indexes."""
    found = Q(pk__in=[])
    for path in minimise(paths):
        found |= Q(path__gte=path, path__lt=upper(path)) if path else Q()
        if not path:
            return Q()
    return found


def asked_of(text: str, scope: tuple[str, ...]) -> Asked:
    """Take apart what was typed; a door is looked up within the scope."""
    typed = normalise(text)
    words, rest = typed.split(), []
    rooms: list[Place] = []
    for word in words:
        if parse_room(word) is not None and not _TAIL.fullmatch(word):
            rooms = find_rooms(scope, word, limit=MOST)
        else:
            rest.append(word)
    tails = [word for word in rest if _TAIL.fullmatch(word)]
    name = "".join(word for word in rest if word not in tails)
    return Asked(tails[0] if tails else "", tuple(p.path for p in rooms), name)


def _by_word(word: str) -> Q:
    """Initials may be begun: two letters find 胡玉兰 as well as 胡燕."""
    if _LETTERS.fullmatch(word):
        letters = word.lower()
        return Q(initials__startswith=letters[:16]) | Q(pinyin__startswith=letters)
    return Q(name__contains=word)


def _best_first(word: str) -> tuple[Any, ...]:
    """Whose name is just what was typed stands before those whose name begins so."""
    said = Q(initials=word.lower()) if _LETTERS.fullmatch(word) else Q(name=word)
    return (Case(When(said, then=0), default=1), "path", "id") if word else ("path", "id")


def persons_for(actor: Actor, text: str) -> tuple[Asked, QuerySet[Person]]:
    """Persons that fit, for those who keep or read the register, inside their own scope."""
    scope = actor.paths(frozenset(PERSON_READERS))
    asked = asked_of(text, scope)
    rows = Person.objects.filter(inside(scope), withdrawn_at=None, merged_into=None)
    if asked.tail:
        rows = rows.filter(phone_tail=blind(Person, "phone", asked.tail)["phone_index"])
    if asked.doors:
        rows = rows.filter(inside(asked.doors))
    if asked.word:
        rows = rows.filter(_by_word(asked.word))
    if not (asked.tail or asked.doors or len(asked.word) > 1):
        rows = rows.none()
    return asked, rows.select_related("place").order_by(*_best_first(asked.word))


def named_persons(actor: Actor, text: str) -> list[Person]:
    """Persons that a form's field may mean: the register for its readers, for others who give
    offices those who hold one within their scope."""
    if actor.roles & set(PERSON_READERS):
        return list(persons_for(actor, text)[1][:6])
    word = normalise(text)
    if len(word) < FEWEST:
        return []
    posts = Office.objects.filter(inside(actor.paths()), in_force(clock.today()), withdrawn_at=None)
    rows = Person.objects.filter(_by_word(word), pk__in=posts.values("person"), withdrawn_at=None)
    return list(rows.select_related("place").order_by(*_best_first(word))[:6])


def homes_for(actor: Actor, text: str) -> tuple[Asked, QuerySet[Stay]]:
    """Stays that a steward or building head may find in the own patch: by four digits, or by two
    characters of the name and the door. They see the household of it, never the person (D4)."""
    scope = actor.paths(frozenset(VOLUNTEER_FINDERS))
    asked = asked_of(text, scope)
    rows = Stay.objects.filter(inside(scope), in_force(clock.today()), withdrawn_at=None)
    rows = rows.filter(stay_kind__in=LIVING, person__withdrawn_at=None)
    if asked.tail:
        rows = rows.filter(person__phone_tail=blind(Person, "phone", asked.tail)["phone_index"])
    elif len(asked.word) > 1 and asked.doors and not _LETTERS.fullmatch(asked.word):
        rows = rows.filter(inside(asked.doors), person__name__contains=asked.word)
    else:
        rows = rows.none()
    return asked, rows.select_related("household__dwelling").order_by("path", "id")


def reads_names(actor: Actor) -> bool:
    """Whether the actor reads whole names, beyond field work in a grid."""
    return bool(actor.roles & (set(PERSON_READERS) - set(GRID_ROLES)))


def family(household: Household) -> QuerySet[Stay]:
    """Who lives behind a door today, the head first."""
    rows = household.stays.filter(in_force(clock.today()), withdrawn_at=None)
    return rows.select_related("person").order_by("since", "id")
