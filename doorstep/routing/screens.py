"""The responsibility rules as people read them: clause, owner and basis in words (权责清单)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from django.db.models import Q
from django.utils.translation import gettext as _

from doorstep.frame import Actor, in_force
from doorstep.frame.terms import term
from doorstep.kit import clock
from doorstep.panes import Facts, Panel, Screen, Timeline, column
from doorstep.people.rules import CITY_CENTRE, CITY_OD, STREET_STAFF
from doorstep.routing.models import Rule
from doorstep.routing.queries import (
    faults_in_words,
    owner_words,
    place_words,
    rules_in_force,
    streets_there,
    topic_words,
)

#: In force today, from a later day on, no longer.
NOW, COMING, ENDED = "now", "coming", "ended"


def rows_of_code(rule: Rule, actor: Actor) -> Iterable[Rule]:
    """What the rule said on other days: every row of its code, once there is more than one."""
    found = list(Rule.objects.filter(code=rule.code, withdrawn_at=None).order_by("-since"))
    return found if len(found) > 1 else ()


def held(rule: Rule) -> bool:
    """Whether it is the row of its code that holds today."""
    return rule.withdrawn_at is None and rule.holds(clock.today())


class Rules(Screen):
    """权责规则: who owns what, in order, each with its clause."""

    record, action, slug, rank = Rule, "visit", "rules", 80
    roles = (*STREET_STAFF, CITY_OD, CITY_CENTRE)
    columns = ("clause", "code", "order", "owner", "basis", "faults")
    filters = ("standing",)
    start: ClassVar[dict[str, str]] = {"standing": NOW}
    search, order, small = "", ("order", "id"), True
    panels = (
        Facts("faults", "code", "order", "categories", "places", "company", "at", "owner", "assist",
              "basis", "confirmed", "confirmed_source", "confirmed_on", "since", "until",
              sparse=True),
        Panel("routing.versions", rows_of_code, columns=("since", "until", "order", "owner",
                                                         "clause")),
        Timeline(),
    )  # fmt: skip

    def choices(self, name: str, actor: Actor) -> list[tuple[str, str]]:
        """In force, planned, ended."""
        return [(word, term(f"routing.standing.{word}")) for word in (NOW, COMING, ENDED)]

    def where_standing(self, value: str) -> Q:
        """By the days between which it holds."""
        today = clock.today()
        there, over = Q(withdrawn_at=None), Q(until__lte=today) | Q(withdrawn_at__isnull=False)
        asked = {NOW: in_force(today) & there, COMING: Q(since__gt=today) & there, ENDED: over}
        if value not in asked:
            raise ValueError(value)
        return asked[value]

    def label_of(self, record: Rule) -> str:
        """Its clause: what it says rather than its number."""
        return record.clause or record.code

    @column(kind="short", label="routing.code")
    def code(self, record: Rule) -> str:
        """By what others call it; never broken over two lines."""
        return record.code

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
        """The street in which alone it holds; nothing for what holds in the whole city."""
        return next((p.part for p in streets_there() if record.at == p.path), "")

    @column(label="routing.has_company")
    def company(self, record: Rule) -> str:
        """Whether the compound has a property company, if it asks that."""
        return "" if record.has_company is None else term(f"routing.company.{record.has_company}")

    @column(label="routing.faults")
    def faults(self, record: Rule) -> str:
        """What is wrong with it in today's table: hidden by another, contradicting, empty."""
        return " ".join(faults_in_words(rules_in_force(), record.code)) if held(record) else ""

    @column(label="routing.basis")
    def basis(self, record: Rule) -> str:
        """The legal basis; until the city has confirmed it it says so (D21)."""
        if record.confirmed or not record.basis:
            return record.basis
        return _("%(basis)s (basis to be confirmed)") % {"basis": record.basis}
