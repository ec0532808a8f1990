"""What is seen of parcels and their notes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Count, Q, QuerySet

from doorstep.frame import Actor
from doorstep.panes import Facts, Panel, Screen, Timeline, column, panel
from tests.frame.toy.models import Note, Parcel
from tests.frame.toy.rules import CHIEF, CLERK, PORTER


def notes(parcel: Parcel, actor: Actor) -> QuerySet[Note]:
    """The words about a parcel."""
    return parcel.notes.order_by("id")


class Parcels(Screen):
    """All parcels of one's places, and those one sent."""

    record, action, slug = Parcel, "visit", "parcels"
    roles, relations = (CLERK, CHIEF, PORTER), ("sender", "owner_body")
    columns = ("text", "path", "state", "due", "heavy", "phone")
    filters = ("state", "weighty", "weight", "due")
    search, order = "words", ("due", "id")
    panels = (
        Facts("number", "text", "weight", "phone", "due"),
        Timeline(),
        Panel("toy.notes", notes, columns=("text",)),
    )
    bulk = ("toy.send", "toy.finish", "toy.return")

    @column(kind="num", label="toy.heavy")
    def heavy(self, parcel: Parcel) -> str:
        """Whether two people carry it."""
        return "heavy" if parcel.weight > 20 else ""

    def where_weighty(self, value: str) -> Q:
        """More than twenty kilos."""
        return Q(weight__gt=20)


class Notes(Screen):
    """Notes, for their sender only."""

    record, slug, small, menu = Note, "notes", True, False
    roles, relations = (CHIEF,), ("sender",)
    columns, joins = ("text", "parcel"), ("parcel",)


@column(on="toy.parcel", label="toy.told", roles=(CHIEF,))
def told(records: Iterable[Any], actor: Actor) -> Mapping[Any, int]:
    """How many notes each parcel has; stands for a column of an upper app."""
    ids = [r.pk for r in records]
    found = Note.objects.filter(parcel__in=ids).values_list("parcel").annotate(n=Count("id"))
    return dict(found)


@panel(
    on="toy.parcel", title="toy.upper", columns=("text",), acts=("toy.remember",), roles=(CHIEF,)
)
def upper(parcel: Parcel, actor: Actor) -> list[Note]:
    """Stands for a panel of an upper app."""
    return []
