"""Adding many doors under one entry: a building, a compound with its buildings, a village group."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django import forms

from doorstep.frame import Ctx, Given, Result, act
from doorstep.kit import path as paths
from doorstep.kit.chinese import normalise
from doorstep.panes.forms import ActForm
from doorstep.places import rules
from doorstep.places.acts.fields import PlaceField, worded
from doorstep.places.acts.tree import Siblings, new_place
from doorstep.places.models import Place

#: Rows of a yard as people call them; where there are more they have numbers.
ROWS = {2: ("前", "后"), 3: ("前", "中", "后")}


class BuildForm(ActForm):
    """A building with its entrances and dwellings, counted out."""

    parent = PlaceField(kinds=(rules.COMPOUND, rules.CLUSTER, rules.ALLEY, rules.NATURAL_VILLAGE))
    number = forms.CharField(max_length=20)
    entrances = forms.IntegerField(min_value=0, max_value=30)
    floors = forms.IntegerField(min_value=1, max_value=60)
    per_floor = forms.IntegerField(min_value=1, max_value=40)
    first_floor = forms.IntegerField(min_value=1, max_value=9, required=False)
    row = forms.BooleanField(required=False)
    since = forms.DateField(required=False)


@act("places.build", creates=Place, at="parent", roles=rules.KEEPERS, form=BuildForm)
def build(given: Given, ctx: Ctx) -> Result:
    """Add a building with everything in it, under one entry.

    Given: parent, number ("3"; of a row "前"), entrances (0: dwellings hang at the building),
    floors, per_floor (dwellings of one entrance on one floor), first_floor (1 unless the floors
    below are shops), row (a row of one-floor rooms: 前排4号), since, traits.
    """
    siblings = Siblings.of(given.parent, ctx)
    building, inside = _building(given.parent, siblings, given, given.since or ctx.on)
    ctx.add(*inside)
    ctx.note(entrances=given.entrances or 0, dwellings=building.dwellings_expected)
    return Result(building)


def _building(
    parent: Place, siblings: Siblings, given: Given, since: date, number: str = ""
) -> tuple[Place, Iterator[Place]]:
    number = normalise(number or given.number)
    name = f"{number}排" if given.row else ""
    entrances = 0 if given.row else given.entrances or 0
    first = given.first_floor or 1
    floors = 1 if given.row else given.floors - first + 1
    building = new_place(
        parent, siblings, rules.BUILDING, since, number=name or number, name=name,
        dwellings_expected=max(entrances, 1) * floors * given.per_floor,
        traits={"floors": given.floors},
    )  # fmt: skip
    return building, _inside(building, entrances, first, given, since)


def _inside(
    building: Place, entrances: int, first: int, given: Given, since: date
) -> Iterator[Place]:
    if not entrances:
        yield from _dwellings(building, first, given, since)
    for number in range(1, entrances + 1):
        entrance = _child(building, number - 1, rules.ENTRANCE, str(number), "", since)
        yield entrance
        yield from _dwellings(entrance, first, given, since)


def _dwellings(holder: Place, first: int, given: Given, since: date) -> Iterator[Place]:
    numbers: Iterable[tuple[str, str]]
    if given.row:
        numbers = ((str(n), f"{n}号") for n in range(1, given.per_floor + 1))
    else:
        floors, doors = range(first, given.floors + 1), range(1, given.per_floor + 1)
        numbers = ((f"{floor}{door:02d}", "") for floor in floors for door in doors)
    for position, (number, name) in enumerate(numbers):
        yield _child(holder, position, rules.DWELLING, number, name, since)


def _child(parent: Place, position: int, kind: str, number: str, name: str, since: date) -> Place:
    place = Place(place_kind=kind, number=number, name=name, since=since)
    place.hang(parent, paths.child(parent.path, position))
    return place


class CompoundForm(ActForm):
    """A compound of equal buildings, counted out."""

    parent = PlaceField(kinds=rules.GRASSROOTS)
    name = forms.CharField(max_length=80)
    compound_kind = forms.ChoiceField(choices=worded("compound_kind", rules.COMPOUND_KINDS))
    buildings = forms.IntegerField(min_value=1, max_value=60)
    entrances = forms.IntegerField(min_value=0, max_value=30)
    floors = forms.IntegerField(min_value=1, max_value=60)
    per_floor = forms.IntegerField(min_value=1, max_value=40)
    row = forms.BooleanField(required=False)
    built = forms.IntegerField(min_value=1900, max_value=2100, required=False)
    since = forms.DateField(required=False)


@act("places.add_compound", creates=Place, at="parent", roles=rules.KEEPERS, form=CompoundForm)
def add_compound(given: Given, ctx: Ctx) -> Result:
    """Add a compound with all its buildings, entrances and dwellings, under one entry.

    Given: parent (a community), name, compound_kind, buildings (how many), entrances, floors and
    per_floor of each, row (yards of one-floor rows), built (year), since (1 July of that year
    where not given), traits. Buildings that differ are added by `places.build`.
    """
    year = date(given.built, 7, 1) if given.built else ctx.on
    since = given.since or min(year, ctx.on)
    traits: dict[str, Any] = {"floors": given.floors, **(given.traits or {})}
    compound = new_place(
        given.parent, Siblings.of(given.parent, ctx), rules.COMPOUND, since,
        name=normalise(given.name), compound_kind=given.compound_kind,
        traits=traits | ({"built": given.built} if given.built else {}),
    )  # fmt: skip
    siblings = Siblings()  # a new place has none yet
    for number in range(1, given.buildings + 1):
        called = ROWS.get(given.buildings, ())[number - 1 : number] if given.row else ()
        building, inside = _building(
            compound, siblings, given, since, called[0] if called else str(number)
        )
        ctx.add(building, *inside)
        compound.dwellings_expected += building.dwellings_expected
    ctx.note(buildings=given.buildings, dwellings=compound.dwellings_expected)
    return Result(compound)


class GroupForm(ActForm):
    """A villagers' group with its homesteads."""

    parent = PlaceField(kinds=(rules.VILLAGE, rules.COMMUNITY))
    natural_village = forms.CharField(max_length=80)
    name = forms.CharField(max_length=80)
    homesteads = forms.IntegerField(min_value=0, max_value=2000)
    since = forms.DateField(required=False)


@act("places.add_group", creates=Place, at="parent", roles=rules.KEEPERS, form=GroupForm)
def add_group(given: Given, ctx: Ctx) -> Result:
    """Add a villagers' group with its homesteads, and its natural village where it is new.

    Given: parent (the village), natural_village (a name), name, homesteads (how many), since.
    """
    since, called = given.since or ctx.on, normalise(given.natural_village)
    natural = _natural_village(given.parent, called, since, ctx)
    group = new_place(
        natural, Siblings.of(natural, ctx), rules.GROUP, since, name=normalise(given.name),
        dwellings_expected=given.homesteads or 0,
    )  # fmt: skip
    for number in range(1, (given.homesteads or 0) + 1):
        ctx.add(_child(group, number - 1, rules.HOMESTEAD, str(number), "", since))
    ctx.note(homesteads=given.homesteads or 0)
    return Result(group)


def _natural_village(village: Place, name: str, since: date, ctx: Ctx) -> Place:
    key = ("places.natural", village.path, name)
    if key not in ctx.cache:
        there = Place.objects.filter(
            place_kind=rules.NATURAL_VILLAGE, name=name, path__gte=village.path,
            path__lt=paths.upper(village.path), until__isnull=True,
        )  # fmt: skip
        ctx.cache[key] = there.first()
        if ctx.cache[key] is None:
            siblings = Siblings.of(village, ctx)
            made = new_place(village, siblings, rules.NATURAL_VILLAGE, since, name=name)
            ctx.add(made)
            ctx.cache[key] = made
    found: Place = ctx.cache[key]
    return found
