"""What is seen of the front line. No list counts or sorts by what a volunteer did (R18, D4)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.utils.html import format_html_join

from doorstep.frame import Actor
from doorstep.frame.terms import label
from doorstep.frontline import rules
from doorstep.frontline.models import GridCard, Steward, StewardKey
from doorstep.frontline.queries import names_at, patches_of
from doorstep.frontline.queries.cards import people_on
from doorstep.kit import clock
from doorstep.panes import Facts, Panel, Screen, Timeline, column, panel
from doorstep.places.models import Covering


def patches(steward: Steward, actor: Actor) -> list[Covering]:
    """Patches a steward holds today."""
    return patches_of(steward.person_id, clock.today())


class Stewards(Screen):
    """红色小管家: who they are and where they serve."""

    record, action, slug, rank = Steward, "visit", "stewards", 40
    roles, relations = rules.READERS, ("self",)
    columns = ("person", "place", "state", "since")
    filters = ("state",)
    start: ClassVar[dict[str, str]] = {"state": "open"}
    order, joins, small = ("path", "id"), ("person", "place"), True
    catalogues: ClassVar[dict[str, str]] = {"basis": "frontline.service_basis"}
    tones: ClassVar[dict[str, str]] = {
        "nominated": "soon", "checked": "soon", "trained": "soon", "active": "info",
        "paused": "plain", "thanked": "done",
    }  # fmt: skip
    panels = (
        Facts("person", "place", "basis", "skills", "free_hours", "since", "trained_on",
              "insured_until", "thanks"),
        Panel("frontline.patches", patches, columns=("name", "place")),
        Timeline(),
    )  # fmt: skip

    def label_of(self, record: Steward) -> str:
        """The person's name."""
        return record.person.name


def on_card(card: GridCard, actor: Actor) -> Any:
    """Who stands on the card today, in their roles."""
    people = people_on(card.covering, clock.today())
    return format_html_join(
        "",
        "<p>{} {} {}</p>",
        ((label("people", f"role.{p.role}"), p.name, p.phone) for p in people),
    )


class GridCards(Screen):
    """网格公示牌: what hangs where residents gather (B1)."""

    record, action, slug, rank = GridCard, "visit", "grid-cards", 41
    roles = rules.READERS
    columns = ("covering", "phone", "supervision_phone")
    order, small, joins = ("path", "id"), True, ("covering",)
    panels = (
        Facts("covering", "phone", "supervision_phone", "words"),
        Panel("frontline.people", on_card),
        Timeline(),
    )

    def label_of(self, record: GridCard) -> str:
        """The grid's name."""
        return str(record.covering)


class Keys(Screen):
    """长者钥匙: to see that one was given, and to revoke it."""

    record, action, slug, rank = StewardKey, "visit", "keys", 42
    roles, relations = (*rules.KEY_GIVERS, *rules.CHECKERS), ("self",)
    columns = ("person", "bound", "since", "until")
    order, small, joins, export = ("-since", "id"), True, ("person",), False
    panels = (Facts("person", "bound", "since", "until"), Timeline())

    @column
    def bound(self, record: StewardKey) -> str:
        """Whether a phone is bound."""
        return label("frontline", f"bound.{'yes' if record.device else 'no'}")

    def label_of(self, record: StewardKey) -> str:
        """The person's name."""
        return record.person.name


@panel(on="places.place", title="frontline.here", columns=("role", "name"), roles=rules.READERS)
def here(place: Any, actor: Actor) -> Iterable[Any]:
    """Stewards and building heads of a place today."""
    people = names_at(place.path, clock.today())
    return format_html_join(
        "", "<p>{} {}</p>", ((label("people", f"role.{role}"), name) for role, name in people)
    )
