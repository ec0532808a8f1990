"""The tree: one row for every place from the city down to the dwelling."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from doorstep.frame import PathField, Placed, Record, Span
from doorstep.kit.path import depth
from doorstep.places import rules


def pairs(codes: tuple[str, ...]) -> list[tuple[str, str]]:
    """Choices of a column; their words come from words.toml."""
    return [(code, code) for code in codes]


class Place(Placed, Span, Record):
    """One place. Its position is `path`, its kind `place_kind`; `label` is what people read.

    A path is never used again, so old records keep their meaning when places move or close.
    """

    about_people: ClassVar[bool] = False
    #: Kind, number and name decide where it hangs and what it is called: `places.rename` and kin.
    correctable: ClassVar[tuple[str, ...]] = ("dwellings_expected", "compound_kind")
    amend_roles: ClassVar[tuple[str, ...]] = rules.KEEPERS

    place_kind = models.CharField(max_length=20, choices=pairs(tuple(rules.KINDS)))
    #: Number within its parent as people say it (3栋 → 3, 501, A); "" for named places.
    number = models.CharField(max_length=20, blank=True)
    name = models.CharField(max_length=80, blank=True)
    #: Full address: 东塘社区 湖畔枫景 3栋2单元501.
    label = models.CharField(max_length=160)
    #: Pinyin initials of the name, to find it by (湖畔枫景 → hpfj); "" for numbered places.
    pinyin = models.CharField(max_length=40, blank=True)
    #: Segments of the path: 1 city, 2 street or town, 3 community or village, 4 compound, …
    depth = models.PositiveSmallIntegerField()
    #: 社区/居民 (True) or 村/村民 (False).
    urban = models.BooleanField(default=True)
    #: Room below the compound or village, normalised: 3-2-501, 前排-4; "" above buildings.
    room_key = models.CharField(max_length=48, blank=True)
    #: How many dwellings there should be (应建档).
    dwellings_expected = models.PositiveIntegerField(default=0)
    #: Of compounds: one of rules.COMPOUND_KINDS.
    compound_kind = models.CharField(max_length=20, blank=True, choices=pairs(rules.COMPOUND_KINDS))
    #: Plain facts: lift, floors, built (year), gate; shops: trade; service points: hours, phone.
    traits = models.JSONField(default=dict, blank=True)
    #: The place this one was merged into.
    successor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["path"], name="place_path")]
        indexes = [
            models.Index(fields=["depth", "path"], name="place_children"),
            models.Index(fields=["place_kind", "path"], name="place_kind"),
            models.Index(fields=["room_key", "path"], name="place_room"),
            models.Index(fields=["number", "path"], name="place_number"),
            models.Index(fields=["at3", "place_kind", "path"], name="place_at3"),
            models.Index(fields=["at4", "place_kind", "path"], name="place_at4"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def part(self) -> str:
        """What this place alone is called: 3栋, 湖畔枫景."""
        return rules.part_of_address(self.place_kind, self.number, self.name)

    @property
    def residential(self) -> bool:
        """Whether it is a residential compound."""
        return self.place_kind == rules.COMPOUND and self.compound_kind in rules.RESIDENTIAL

    def hang(self, parent: Place | None, path: str) -> None:
        """Take the position `path` under `parent`: depth, label, room and words follow from it."""
        self.path, self.depth = path, depth(path)
        above = (parent.place_kind, parent.label, parent.room_key) if parent else ("", "", "")
        self.label = rules.label_of(self.place_kind, self.number, self.name, above[0], above[1])
        self.room_key = rules.room_key_of(self.place_kind, self.number, above[2])
        own = rules.KINDS[self.place_kind].urban
        self.urban = own if own is not None else (parent.urban if parent else True)


class PlaceParent(Span, Record):
    """Where a place hung until a day: what lets stocks be counted in the tree as it was then.

    Only the moved place has rows; everything below it moved with it (path prefix).
    """

    about_people: ClassVar[bool] = False

    place = models.ForeignKey(Place, models.PROTECT, related_name="positions")
    #: Its path from `since` until `until`, and the path it got then.
    path = PathField()
    became = PathField()

    class Meta:
        indexes = [
            models.Index(fields=["until", "path"], name="placeparent_until"),
            models.Index(fields=["became"], name="placeparent_became"),
        ]


class Repath(Record):
    """Work left after a move, merge, split or rename: records and labels below still to follow.

    `places.carry` takes a batch at a time and can be stopped and begun again anywhere.
    """

    about_people: ClassVar[bool] = False

    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    old = PathField()
    new = PathField()
    #: After a rename: how far below the place its addresses have been written anew.
    cursor = PathField(blank=True)
    #: Only records that lie exactly at `old` (a merged place), not what lies below.
    exact = models.BooleanField(default=False)
    carried = models.PositiveIntegerField(default=0)
    done = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["done", "place"], name="repath_open")]
