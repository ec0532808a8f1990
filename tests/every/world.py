"""One specimen of every kind at every sort of place, and one person for every role.

Nothing here names a kind that the registry does not: a new record, role, act or screen is in the
matrix with the next run (design §7, `tests/every/`).
"""

from __future__ import annotations

import copy
import uuid
from collections.abc import Callable
from datetime import date, timedelta
from itertools import count
from types import SimpleNamespace
from typing import Any

from django.db import models

from doorstep.frame import Actor
from doorstep.frame.catalogues import CatalogueRow
from doorstep.frame.registry import kinds
from doorstep.frame.rights import has_place
from doorstep.kit import clock
from doorstep.people.queries import actor_for
from doorstep.people.rules import BUILDING, CITY, COMMUNITY, COMPOUND, ROLES, STREET
from doorstep.places.models import Place
from tests.doors.village import categories
from tests.every.related import RELATED
from tests.people import town as build

#: How a record's place may lie to the place of a post.
OWN, BELOW, ABOVE, ELSEWHERE = "own", "below", "above", "elsewhere"
RELATIONS = (OWN, BELOW, ABOVE, ELSEWHERE)
#: Level of a role → names of places: its home, below it, above it, and elsewhere (near and far).
HOMES: dict[int, tuple[str, str, str, tuple[str, ...]]] = {
    BUILDING: ("house", "door", "lake", ("house2", "gate")),
    COMPOUND: ("lake", "house", "dong", ("mill", "gate")),
    COMMUNITY: ("dong", "lake", "east", ("nan", "gate")),
    STREET: ("east", "dong", "city", ("west", "gate")),
    CITY: ("city", "east", "", ()),
}
PLACES = ("city", "east", "west", "dong", "nan", "lake", "mill", "gate", "house", "house2", "door")


class World:
    """The small town, filled on demand."""

    def __init__(self) -> None:
        self.town = build.town()
        categories()
        CatalogueRow.objects.create(
            catalogue="frontline.service_basis", code="volunteer",
            zh="志愿", en="volunteer", since=build.DAY,
        )  # fmt: skip
        houses = Place.objects.filter(place_kind="building", path__startswith=self.town.lake.path)
        self.places: dict[str, Place] = {
            name: getattr(self.town, name) for name in PLACES if hasattr(self.town, name)
        }
        self.places |= dict(zip(("house", "house2"), houses.order_by("path"), strict=False))
        self.places["door"] = self.town.doors[0]
        self._count = count(1)
        self._made: dict[tuple[str, str], Any] = {}
        self._actors: dict[tuple[str, str], Actor] = {}
        self.five: SimpleNamespace | None = None
        self.accounts: dict[tuple[str, str], Any] = {}

    def again(self) -> World:
        """The same town before anything was asked of it."""
        made = copy.copy(self)
        made.places = {name: copy.copy(place) for name, place in self.places.items()}
        made._made, made._actors, made.accounts = (
            dict(self._made), dict(self._actors), dict(self.accounts),
        )  # fmt: skip
        return made

    # -- records -----------------------------------------------------------------------------------
    def of(self, kind: str, place: str = "dong") -> Any:
        """The specimen of a kind at a named place (made once)."""
        key = kind, place if has_place(kind) else ""
        if key not in self._made:
            self._made[key] = self.new(kind, place)
        return self._made[key]

    def new(self, kind: str, place: str = "dong", **values: Any) -> Any:
        """A fresh specimen; `values` override what is filled in."""
        if kind == "places.place":
            return self.places[place]
        model = kinds()[kind]
        made = model()
        values = {**OVERRIDES.get(kind, lambda _w, _p: {})(self, place), **values}
        for field in model._meta.concrete_fields:
            if getattr(field, "generated", False) or field.primary_key or field.name in values:
                continue
            if field.attname == "path" and has_place(kind):
                made.path = self.places[place].path
            elif not field.null and not field.blank and not field.has_default():
                setattr(made, field.name, self._value(made, field, place))
        for name, value in values.items():
            setattr(made, name, value)
        made.save()
        return made

    def _value(self, made: Any, field: Any, place: str) -> Any:
        if isinstance(field, models.ForeignKey):
            remote = field.remote_field.model
            fresh = field.unique or remote.kind == "people.person"
            return (self.new if fresh else self.of)(remote.kind, place)
        if field.name == "state" and made.lifecycle:
            return made.lifecycle.first[0]
        if field.choices:
            return field.choices[0][0]
        if isinstance(field, models.UUIDField):
            return self.of("people.person", place).pk
        if isinstance(field, models.DateTimeField):
            return clock.now()
        if isinstance(field, models.DateField):
            return build.DAY + timedelta(days=next(self._count) if field.unique else 0)
        if isinstance(field, (models.CharField, models.TextField)):
            return f"样{next(self._count)}"[: field.max_length or 60]
        return 1

    # -- people ------------------------------------------------------------------------------------
    def actor(self, role: str, home: str = "") -> Actor:
        """The actor of a person who holds `role` at its usual home (or at `home`)."""
        key = role, home
        if key not in self._actors:
            place = self.places[home or home_of(role)]
            who = build.person(place, f"{role}-{home}"[:60])
            at: Any = place
            if ROLES[role].held == "body":
                kind = "department" if ROLES[role].level == CITY else "unit"
                at = self.of_body(kind, home or home_of(role))
            build.office(who, role, at)
            account = self.accounts[key] = build.account(who, f"{role}.{home}")
            self._actors[key] = actor_for(account)
        return self._actors[key]

    def of_body(self, kind_of_body: str, place: str) -> Any:
        """The body of that kind at a place."""
        key = f"people.body:{kind_of_body}", place
        if key not in self._made:
            name = f"{kind_of_body}.{place}"
            self._made[key] = build.body(kind_of_body, self.places[place], name)
        return self._made[key]

    def desks(self) -> None:
        """The bodies that look after the places, so that matters find their owners."""
        for kind, place in (
            ("city_office", "city"), ("street_office", "east"), ("community_committee", "dong"),
            ("compound_body", "lake"), ("compound_body", "mill"), ("department", "city"),
        ):  # fmt: skip
            self.of_body(kind, place)

    def nobody(self) -> Actor:
        """Somebody with an account and no office."""
        key = "none", ""
        if key not in self._actors:
            account = self.accounts[key] = build.account(build.person(self.places["door"], "闲人"))
            self._actors[key] = actor_for(account)
        return self._actors[key]

    def related(self, relation: str, record: Any) -> Actor:
        """An actor to whom `record` stands in that relation and who has nothing else.

        :raises KeyError: for a relation nobody told this module how to make.
        """
        base = Actor(self.nobody().id, "某人", person=self.nobody().person)
        return RELATED[relation](self, base, record)


def home_of(role: str) -> str:
    """Name of the place where a role is usually held."""
    return HOMES[ROLES[role].level][0]


def places_of(role: str, relation: str) -> tuple[str, ...]:
    """Names of the places that lie so to the home of a role; none where there is no such place."""
    home, below, above, elsewhere = HOMES[ROLES[role].level]
    found = {OWN: (home,), BELOW: (below,), ABOVE: (above,), ELSEWHERE: elsewhere}[relation]
    return tuple(p for p in found if p)


def _matter(world: World, place: str) -> dict[str, Any]:
    n = next(world._count)
    return {
        "number": f"340181-20200101-{n:04d}", "token": f"token-{n}", "category": "stair_light",
        "category_class": "LIVELIHOOD", "title": f"路灯不亮{n}", "text": "灯坏了两天",
        "place": world.places[place], "begun_on": clock.today(), "begun_at": clock.now(),
        "owner": world.of_body("unit", place), "source": "window", "state": "submitted",
        "reporter_name": "报事人", "reporter_phone": "13955550417",
    }  # fmt: skip


def _month(world: World) -> date:
    """Another month each time: a place or unit has one of each."""
    n = next(world._count)
    return date(1990 + n // 12 % 30, n % 12 + 1, 1)


#: What introspection cannot know.
OVERRIDES: dict[str, Callable[[World, str], dict[str, Any]]] = {
    "knots.campaign": lambda w, _p: {"owner": w.of("people.body")},
    "knots.knot": lambda _w, _p: {"reason": {"matters": 12, "days": 30, "places": 4, "people": 15}},
    "matters.matter": _matter,
    "people.person": lambda _w, _p: {"name": "周住户", "phone": "13955551234", "phone_tail": ""},
    "routing.rule": lambda w, _p: {"at": w.places["east"].path},
    "people.body": lambda _w, _p: {"kind_of_body": "unit", "level": 2},
    "people.office": lambda _w, _p: {"role": "volunteer"},
    "people.account": lambda w, p: {"person": w.new("people.office", p).person},
    "notices.notice": lambda w, p: {"account": w.of("people.account", p), "channel": "app"},
    "places.placecode": lambda w, _p: {"system": w.new("places.codesystem")},
    "places.parameter": lambda _w, _p: {"key": "notice.quiet", "value": ["21:00", "07:30"]},
    "places.coveringpart": lambda w, p: {"covering": w.of("places.covering", p)},
    "frame.cataloguerow": lambda w, _p: {
        "catalogue": "people.titles",
        "code": f"c{next(w._count)}",
    },
    "panes.taking": lambda w, _p: {"maker": w.of("people.account", "dong").pk},
    "party.membership": lambda _w, _p: {"standing": "full"},
    # of a month whose batch is closed, else nobody sees it
    "together.support": lambda w, _p: {"who": f"k{next(w._count)}"},
    "matters.rating": lambda _w, _p: {"at": clock.now() - timedelta(days=80)},
    "closing.draw": lambda w, _p: {"month": _month(w)},
    "closing.ratingbatch": lambda w, p: {"month": _month(w), "unit": w.of_body("unit", p)},
    "casework.consultation": lambda w, p: {
        "unit": w.new("people.body", p, code=f"u{next(w._count)}")
    },
    "doors.viewtelling": lambda _w, _p: {"view": uuid.uuid4()},
    "closing.exclusion": lambda _w, _p: {"clause": "nature"},
    "closing.spotcheck": lambda _w, _p: {"phone": "13955550417", "unit": None},
}
