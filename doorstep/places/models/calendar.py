"""What a city sets by date: closures, parameters, declared emergencies."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from doorstep.frame import PathField, Placed, Record, Span
from doorstep.places import rules
from doorstep.places.models.place import Place, pairs


class LocalClosure(Record):
    """A day on which this city's offices differ from the country's calendar."""

    about_people: ClassVar[bool] = False
    amend_roles: ClassVar[tuple[str, ...]] = rules.SETTERS

    day = models.DateField(unique=True)
    #: "0" closed, "1" open, "am" or "pm": only that half (kit.days).
    worked = models.CharField(max_length=2, choices=pairs(("0", "1", "am", "pm")))
    name = models.CharField(max_length=60)


class Parameter(Span, Record):
    """A value of the switchboard (domain.md part F) from a day on, for a place and all below it."""

    about_people: ClassVar[bool] = False
    #: Values are checked by `places.parameter_set` alone.
    correctable: ClassVar[tuple[str, ...]] = ("source",)

    key = models.CharField(max_length=60)
    #: "" is the whole city; a street's own row goes before it.
    path = PathField(blank=True)
    value = models.JSONField()
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["key", "since"], name="parameter_key")]


class Emergency(Placed, Span, Record):
    """A declared emergency: it names its order and ends by itself in 14 days (dignity.md D17)."""

    about_people: ClassVar[bool] = False
    #: Its dates never: no order lasts longer than D17 lets it.
    correctable: ClassVar[tuple[str, ...]] = ("name", "order", "declared_by", "words")

    name = models.CharField(max_length=120)
    #: Number of the order that declares it.
    order = models.CharField(max_length=80)
    declared_by = models.CharField(max_length=80)
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    words = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["until", "path"], name="emergency_until")]
