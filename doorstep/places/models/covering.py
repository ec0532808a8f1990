"""Coverings: dated sets of places (grids, patches, areas, party coverage, property districts)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from doorstep.frame import Placed, Record, Span, Staged
from doorstep.places import rules
from doorstep.places.models.place import Place, pairs


class Covering(Placed, Staged, Span, Record):
    """A named set of places. What it covers on a day are its parts of that day (B1: boundaries are
    versioned; reports about the past use the boundary of their date)."""

    about_people: ClassVar[bool] = False
    amend_roles: ClassVar[tuple[str, ...]] = rules.KEEPERS
    lifecycle = rules.COVERING_LIFE
    #: Kind and dates decide scopes of offices: they come from the acts that check them.
    correctable: ClassVar[tuple[str, ...]] = ("name", "number")

    covering_kind = models.CharField(max_length=20, choices=pairs(rules.COVERING_KINDS))
    name = models.CharField(max_length=80)
    #: Grids: 12-digit community code and the number of the grid; other kinds as the city likes.
    number = models.CharField(max_length=24, blank=True)
    #: The place it belongs to (the community of a grid, the compound of a patch).
    place = models.ForeignKey(Place, models.PROTECT, related_name="coverings")
    traits = models.JSONField(default=dict, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["covering_kind", "path"], name="covering_kind"),
            models.Index(fields=["at3", "covering_kind"], name="covering_at3"),
        ]

    def __str__(self) -> str:
        return str(self.name)


class CoveringPart(Placed, Span, Record):
    """A place that a covering holds from–to; everything below the place belongs to it."""

    about_people: ClassVar[bool] = False

    covering = models.ForeignKey(Covering, models.PROTECT, related_name="parts")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["path", "covering"], name="coveringpart_path"),
            models.Index(fields=["covering", "since"], name="coveringpart_of"),
        ]
