"""What the toy keeps."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models

from doorstep.frame import Personal, Placed, Record, Staged, private
from doorstep.frame.erasing import erases
from doorstep.panes.search import Searchable
from tests.frame.toy.rules import CHIEF, LIFECYCLE


class Parcel(Searchable, Placed, Staged, Record):
    """Has all traits: a place, a life, a private and a personal field."""

    kind = "toy.parcel"
    lifecycle = LIFECYCLE
    personal = {"text": Personal("carry the parcel", "PIPL 13(1)3", 1, 365)}
    amend_roles = (CHIEF,)
    words_from = ("number", "text")

    text = models.TextField(blank=True)
    number = models.CharField(max_length=24, blank=True)
    weight = models.PositiveIntegerField(default=0)
    due = models.DateTimeField(null=True)
    size = models.CharField(max_length=24, blank=True)
    sender = models.UUIDField(null=True)
    phone = private(
        purpose="reach the receiver",
        basis="PIPL 13(1)3",
        level=2,
        retention=365,
        readers=("clerk", "sender"),
        mask="phone",
        searchable=True,
    )

    class Meta:
        app_label = "toy"
        indexes = [
            models.Index(fields=["at2", "state", "due", "id"], name="toy_at2"),
            models.Index(fields=["at3", "state", "due", "id"], name="toy_at3"),
            models.Index(fields=["at4", "state", "due", "id"], name="toy_at4"),
            models.Index(fields=["state", "due", "id"], name="toy_city"),
            models.Index(fields=["sender"], name="toy_sender"),
            models.Index(fields=["owner"], name="toy_owner"),
            models.Index(fields=["path"], name="toy_path"),
        ]


class Note(Record):
    """A word about a parcel; no place, no life."""

    kind = "toy.note"
    personal = {"text": Personal("remember", "PIPL 13(1)3", 1, 365)}

    parcel = models.ForeignKey(Parcel, models.PROTECT, related_name="notes")
    text = models.TextField(blank=True)

    class Meta:
        app_label = "toy"


@erases(on=Parcel)
def notes_of(parcel: Parcel) -> Iterable[Note]:
    return Note.objects.filter(parcel=parcel)
