"""What is seen of places: the tree, compounds, grids, what the city has set."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext

from doorstep.frame import Actor
from doorstep.frame.terms import found, in_village
from doorstep.kit import clock
from doorstep.panes import Facts, Panel, Screen, Timeline, column
from doorstep.places import rules
from doorstep.places.models import (
    CodeSystem,
    Covering,
    CoveringPart,
    Emergency,
    LocalClosure,
    Parameter,
    Place,
    PlaceCode,
)
from doorstep.places.queries import children, coverings_of, find_rooms

#: Rows of a panel at most; the list shows the rest.
FEW = 60


def inside(place: Place, actor: Actor) -> list[Place]:
    """Places directly in this one."""
    return list(children(place, clock.today())[:FEW])


def held(place: Place, actor: Actor) -> list[Covering]:
    """Grids, patches and districts that hold this place today."""
    return coverings_of(place.path, clock.today())


def codes(place: Place, actor: Actor) -> Iterable[PlaceCode]:
    """Its codes in all systems and editions."""
    return PlaceCode.objects.filter(place=place).select_related("system").order_by("system__code")


def covered(covering: Covering, actor: Actor) -> Iterable[CoveringPart]:
    """Places that a covering holds today."""
    rows = CoveringPart.objects.at(clock.today()).filter(covering=covering, withdrawn_at=None)
    return rows.select_related("place").order_by("path")


class Places(Screen):
    """Any place: where every record's place leads to."""

    record, action, slug, menu = Place, "base", "places", False
    roles = rules.READERS
    columns: ClassVar[tuple[str, ...]] = ("label", "place_kind", "dwellings_expected", "since")
    filters: ClassVar[tuple[str, ...]] = ("place_kind",)
    order = ("path",)
    panels = (
        Facts("label", "place_kind", "compound_kind", "dwellings_expected", "since", "until",
              "successor", sparse=True),
        Panel("places.inside", inside, columns=("part", "place_kind", "dwellings_expected")),
        Panel("places.coverings", held, columns=("name", "covering_kind", "number")),
        Panel("places.codes", codes, columns=("system", "code")),
        Timeline(),
    )  # fmt: skip

    def find(self, actor: Actor, q: str) -> list[Place]:
        """Rooms and named places inside the actor's scope."""
        return find_rooms(actor.paths(frozenset(self.roles)), q, limit=6)

    @column(kind="num")
    def dwellings_expected(self, record: Place) -> int | None:
        """Nothing where nobody has said how many there should be: none is not 0."""
        return record.dwellings_expected or None


class Compounds(Places):
    """小区: the unit everything is arranged by (M11)."""

    record, slug, menu, rank, small = Place, "compounds", True, 30, True
    #: In whose menu it stands, where all offices are of one kind of place.
    area = "urban"
    columns = ("name", "community", "compound_kind", "dwellings_expected", "since")
    filters = ("compound_kind",)

    def rows(self, actor: Actor) -> QuerySet[Place]:
        """Compounds that have not closed."""
        return Place.objects.filter(place_kind=rules.COMPOUND, until__isnull=True)

    def find(self, actor: Actor, q: str) -> list[Place]:
        """The screen of all places has found them already."""
        return []

    @column
    def community(self, record: Place) -> str:
        """First word of its address."""
        return record.label.partition(" ")[0]


class Hamlets(Places):
    """自然村: what the compound is in towns."""

    record, slug, menu, rank, small, area = Place, "hamlets", True, 30, True, "rural"
    columns = ("name", "village", "dwellings_expected", "since")
    filters = ()

    def rows(self, actor: Actor) -> QuerySet[Place]:
        """Those that have not closed."""
        return Place.objects.filter(place_kind=rules.NATURAL_VILLAGE, until__isnull=True)

    def find(self, actor: Actor, q: str) -> list[Place]:
        """The screen of all places has found them already."""
        return []

    @column
    def village(self, record: Place) -> str:
        """First word of its address."""
        return record.label.partition(" ")[0]


class Divisions(Places):
    """Streets, towns, communities and villages."""

    record, slug, menu, rank, small = Place, "divisions", True, 31, True
    columns = ("name", "place_kind", "since")
    filters = ("place_kind",)

    kinds = (rules.STREET, rules.TOWN, *rules.GRASSROOTS)

    def rows(self, actor: Actor) -> QuerySet[Place]:
        """Down to communities and villages."""
        return Place.objects.filter(place_kind__in=self.kinds, until__isnull=True)

    def choices(self, name: str, actor: Actor) -> list[tuple[str, str]]:
        """The kinds that are listed; in a village those of the country."""
        return [
            (kind, words)
            for kind, words in super().choices(name, actor)
            if kind in self.kinds and not (in_village.get() and rules.KINDS[kind].urban)
        ]

    def find(self, actor: Actor, q: str) -> list[Place]:
        """The screen of all places has found them already."""
        return []


class Grids(Screen):
    """Grids and other coverings: what they hold, and what they held."""

    record, action, slug, rank = Covering, "base", "grids", 32
    roles = rules.READERS
    columns = ("name", "covering_kind", "number", "place", "state", "since")
    filters = ("covering_kind", "state")
    start: ClassVar[dict[str, str]] = {"covering_kind": rules.GRID}
    order, small, joins = ("path", "id"), True, ("place",)
    panels = (
        Facts("name", "covering_kind", "number", "place", "since", "until"),
        Panel("places.covers", covered, columns=("place", "since")),
        Timeline(),
    )

    def choices(self, name: str, actor: Actor) -> list[tuple[str, str]]:
        """In a village no property firm has a district."""
        found = super().choices(name, actor)
        return [c for c in found if not (in_village.get() and c[0] == rules.PROPERTY_DISTRICT)]


class Emergencies(Screen):
    """Declared emergencies (D17): those in force stand on the portal's front page too."""

    record, action, slug, rank = Emergency, "base", "emergencies", 90
    roles = (*rules.SETTERS, *rules.KEEPERS)
    columns = ("name", "place", "order", "since", "until")
    order, small, joins = ("-since", "id"), True, ("place",)
    panels = (Facts("name", "place", "order", "declared_by", "since", "until", "words"), Timeline())


class Parameters(Screen):
    """The switchboard: values with their dates (domain.md part F)."""

    record, action, slug, rank = Parameter, "base", "parameters", 95
    roles = rules.SETTERS
    columns = ("meaning", "shown", "since", "until", "source")
    order, small = ("key", "since"), True
    panels = (Facts("meaning", "shown", "since", "until", "source"), Timeline())

    @column
    def meaning(self, record: Parameter) -> str:
        """What the value is for."""
        rule = rules.PARAMETERS.get(record.key)
        return rules.meaning_of(rule, found, gettext) if rule else record.key

    @column
    def shown(self, record: Parameter) -> str:
        """The value as people write it."""
        return rules.show_value(record.value)

    def label_of(self, record: Parameter) -> str:
        """What the value is for."""
        return str(self.meaning(record))


class Closures(Screen):
    """Days on which this city differs from the country's calendar."""

    record, action, slug, rank = LocalClosure, "base", "closures", 96
    roles = rules.SETTERS
    columns = ("day", "worked", "name")
    order, small = ("-day",), True
    panels = (Facts("day", "worked", "name"), Timeline())


class CodeSystems(Screen):
    """Code systems in their editions."""

    record, action, slug, rank = CodeSystem, "base", "code-systems", 97
    roles = rules.SETTERS
    columns = ("name", "edition", "source")
    order, small = ("code", "edition"), True
    panels = (Facts("name", "code", "edition", "source"), Timeline())
