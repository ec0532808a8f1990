"""The responsibility rules as people read them: clause, owner and basis in words (权责清单)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from doorstep.panes import Facts, Screen, Timeline, column
from doorstep.people.rules import CITY_CENTRE, CITY_OD, STREET_STAFF
from doorstep.places.models import Place
from doorstep.routing.models import Rule
from doorstep.routing.queries import owner_words, place_words, topic_words


class Rules(Screen):
    """权责规则: who owns what, in order, each with its clause."""

    record, action, slug, rank = Rule, "visit", "rules", 80
    roles = (*STREET_STAFF, CITY_OD, CITY_CENTRE)
    columns = ("clause", "owner", "basis")
    search, order, small = "", ("order", "id"), True
    panels = (
        Facts("code", "categories", "places", "at", "owner", "assist", "basis", "confirmed",
              "confirmed_source", "confirmed_on", sparse=True),
        Timeline(),
    )  # fmt: skip

    def label_of(self, record: Rule) -> str:
        """Its clause: what it says rather than its number."""
        return record.clause or record.code

    @column(label="routing.owner")
    def owner(self, record: Rule) -> str:
        """Who gets it, in words."""
        return owner_words(record.owner)

    @column(label="routing.assist")
    def assist(self, record: Rule) -> str:
        """Who helps, in words."""
        return _(", ").join(owner_words(code) for code in record.assist)

    @column(label="routing.categories")
    def categories(self, record: Rule) -> str:
        """The categories it speaks of, in words."""
        return _(", ").join(topic_words(name) for name in record.categories)

    @column(label="routing.places")
    def places(self, record: Rule) -> str:
        """The kinds of place it speaks of, in words."""
        return _(", ").join(place_words(kind) for kind in record.places)

    @column(label="routing.at")
    def at(self, record: Rule) -> str:
        """The street that ruled so; nothing for what holds in the whole city."""
        place = Place.objects.filter(path=record.at).first() if record.at else None
        return place.label if place else ""

    @column(label="routing.basis")
    def basis(self, record: Rule) -> str:
        """The legal basis; until the city has confirmed it it says so (D21)."""
        if record.confirmed or not record.basis:
            return record.basis
        return _("%(basis)s (basis to be confirmed)") % {"basis": record.basis}
