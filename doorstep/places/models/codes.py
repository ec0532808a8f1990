"""Codes that others give to places."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from doorstep.frame import Record
from doorstep.places.models.place import Place


class CodeSystem(Record):
    """A body of codes in one edition: nbs 2023 (statistics), mca 2023 (civil affairs).

    Two systems give the same number to different places, so a code alone names nothing.
    """

    about_people: ClassVar[bool] = False

    code = models.CharField(max_length=20)
    edition = models.CharField(max_length=20)
    name = models.CharField(max_length=80)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "edition"], name="codesystem_edition")
        ]


class PlaceCode(Record):
    """The code of a place in one system and edition; never a key of ours."""

    about_people: ClassVar[bool] = False

    place = models.ForeignKey(Place, models.PROTECT, related_name="codes")
    system = models.ForeignKey(CodeSystem, models.PROTECT, related_name="codes")
    code = models.CharField(max_length=24)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "system"], name="placecode_once"),
            models.UniqueConstraint(fields=["system", "code"], name="placecode_code"),
        ]
