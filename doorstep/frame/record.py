"""What is kept: the base of every record, and the traits place, life and term.

Source: design §2 (rooms), §3 (ids, place path, hot records, as of a date).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Substr

from doorstep.frame.fields import PathField, stored_fields
from doorstep.frame.makers import Quick
from doorstep.kit.ids import uuid7
from doorstep.kit.path import upper

if TYPE_CHECKING:
    from doorstep.frame.lifecycle import Lifecycle

#: Length of a path at the three levels that lists are kept for: street, community, compound.
LEVEL_COLUMNS = {8: "at2", 12: "at3", 16: "at4"}


@dataclass(frozen=True)
class Personal:
    """Why a field about a person is kept: purpose, legal basis, level 1–3, retention in days."""

    purpose: str
    basis: str
    level: int
    retention: int


class Record(Quick):
    """One thing the city keeps. Written by acts only; ids are made by the phone or the server."""

    #: Names the kind everywhere (trail, Ref, API, words); "app.model" unless the class says else.
    kind: ClassVar[str]
    #: Personal fields that are not encrypted; each says why it is kept (design §6).
    personal: ClassVar[dict[str, Personal]] = {}
    lifecycle: ClassVar[Lifecycle | None] = None
    #: Fields that never enter the trail payload in clear (encrypted fields never do anyway).
    untold: ClassVar[tuple[str, ...]] = ()

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "kind" not in cls.__dict__:
            cls.kind = f"{cls.__module__.split('.')[1]}.{cls.__name__.lower()}"

    def snapshot(self) -> dict[str, Any]:
        """Column values now; the claim writes what differs from it."""
        return {f.attname: self.__dict__.get(f.attname) for f in stored_fields(type(self))}

    def when_erased(self) -> dict[str, Any]:
        """Further columns that lawful deletion sets; what lies outside goes on commit."""
        return {}


def _level(length: int) -> models.GeneratedField:
    return models.GeneratedField(
        expression=Substr(F("path"), 1, length),
        output_field=PathField(max_length=length),
        db_persist=True,
    )


class Placed(models.Model):
    """A record that belongs to a place; the database derives the level columns from the path."""

    path = PathField()
    at2 = _level(8)
    at3 = _level(12)
    at4 = _level(16)

    class Meta:
        abstract = True


class Staged(models.Model):
    """A record with a life: state, the level (0 building … 4 city) and the body that owns it now.

    A kind that shows its owner may redefine `owner` as a foreign key.
    """

    state = models.CharField(max_length=24)
    level = models.PositiveSmallIntegerField(default=1)
    owner = models.UUIDField(null=True)

    class Meta:
        abstract = True


class SpanQuerySet(models.QuerySet[Any]):
    """Spans can be asked for a day."""

    def at(self, day: date) -> Self:
        """Rows in force on `day`: since ≤ day < until (until exclusive, null is open)."""
        return self.filter(in_force(day))


def in_force(day: date, prefix: str = "") -> Q:
    """The condition of a span on a day, for joins: `in_force(day, "office__")`."""
    open_end = Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gt": day})
    return Q(**{f"{prefix}since__lte": day}) & open_end


class Span(models.Model):
    """A term: office, contract, covering, membership, catalogue row, parameter."""

    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    objects = SpanQuerySet.as_manager()

    class Meta:
        abstract = True

    def holds(self, day: date) -> bool:
        """Whether it is in force on `day`, as `at` asks the database."""
        return self.since <= day and (self.until is None or day < self.until)


def path_q(paths: Iterable[str], prefix: str = "") -> Q:
    """The condition "lies within one of these paths": level columns where they fit, else ranges.

    An empty path is the whole city; no path at all matches nothing.
    """
    found = [Q(pk__in=[])]
    for p in paths:
        if p == "":
            return Q()
        column = LEVEL_COLUMNS.get(len(p))
        if column:
            found.append(Q(**{f"{prefix}{column}": p}))
        else:
            found.append(Q(**{f"{prefix}path__gte": p, f"{prefix}path__lt": upper(p)}))
    return Q(*found, _connector=Q.OR)


def kind_of(record: Any) -> str:
    """The kind code of a record or record class."""
    return str(record.kind)
