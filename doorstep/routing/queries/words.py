"""Rules in words: owners, categories and kinds of place, as lists to choose from and to read."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from doorstep.frame.catalogues import remembered, row, rows
from doorstep.frame.terms import label
from doorstep.kit import clock
from doorstep.people.models import Body
from doorstep.places.models import Place
from doorstep.places.rules import KINDS
from doorstep.routing.queries.tree import CATEGORIES, groups, leaves
from doorstep.routing.rules.owners import LEVEL_OWNERS, PROPERTY, UPPER

#: Owners that are no body of their own but depend on the place.
BY_PLACE = (PROPERTY, *LEVEL_OWNERS, UPPER)
#: A choice: code, words. Below a heading: the heading, its choices.
Choice = tuple[str, str]
Part = tuple[str, list[Choice]]


def _departments() -> tuple[Body, ...]:
    kept = Body.objects.filter(kind_of_body__in=("department", "utility"))
    return remembered("routing.departments", lambda: kept.defer("duties", "phone"))


def open_departments() -> dict[str, str]:
    """The city's departments and utilities that are there today, by code."""
    on = clock.today()
    there = (b for b in _departments() if b.code and b.withdrawn_at is None and b.holds(on))
    return {body.code: body.name for body in there}


def closed_name(code: str) -> str:
    """The name of a department that was closed; "" for one that is there or not entered."""
    gone = "" if code in open_departments() else code
    return next((b.name for b in _departments() if gone and b.code == gone), "")


def owner_words(code: str) -> str:
    """An owner of a rule in words: a level of the place, or the body of that code."""
    if code in BY_PLACE:
        return label("routing", f"rule_owner.{code}")
    return open_departments().get(code) or closed_name(code) or code


def topic_words(name: str) -> str:
    """A leaf, "group:…" or "class:…" of the category tree in words."""
    head, _colon, tail = name.rpartition(":")
    if head == "class":
        return label("routing", f"class.{tail}")
    found = row(CATEGORIES, tail)
    return found.label if found else tail


def place_words(kind: str) -> str:
    """A kind of place in words; a city's table may name some that its tree has not."""
    return label("places" if kind in KINDS else "routing", f"place_kind.{kind}")


def topics_offered() -> list[Part]:
    """What a rule may speak of: whole classes, then each group with its leaves."""
    classes = [f"class:{r.code}" for r in rows(CATEGORIES) if r.data.get("level") == "class"]
    parts: list[Part] = [(str(_("Whole classes")), [(c, topic_words(c)) for c in classes])]
    for group in groups():
        whole = (f"group:{group.code}", str(_("All of “%(group)s”") % {"group": group.label}))
        inside = [(leaf.code, leaf.label) for leaf in leaves() if leaf.parent == group.code]
        parts.append((group.label, [whole, *inside]))
    return parts


def owners_offered() -> list[Part]:
    """Who may own or help: by the place, then the city's departments and utilities."""
    named = sorted(open_departments().items(), key=lambda pair: pair[1])
    by_place = [(code, owner_words(code)) for code in BY_PLACE]
    parts = [(str(_("By the place")), by_place), (str(_("Departments")), named)]
    return [part for part in parts if part[1]]


def kinds_there() -> frozenset[str]:
    """Kinds of which the city has a place; one look into the index for each, remembered."""
    alive = Place.objects.filter(withdrawn_at=None)
    kept = remembered(
        "routing.kinds", lambda: (k for k in KINDS if alive.filter(place_kind=k).exists())
    )
    return frozenset(kept)


def kinds_offered(more: Iterable[str] = ()) -> list[Choice]:
    """Kinds of which the city has a place; and those that a rule names already, which say so if
    there is none: such a rule holds nowhere."""
    there = kinds_there()
    none = _("%(kind)s (no such place)")
    return [(kind, place_words(kind)) for kind in KINDS if kind in there] + [
        (kind, none % {"kind": place_words(kind)})
        for kind in dict.fromkeys(more)
        if kind not in there
    ]


def is_topic(name: str) -> bool:
    """Whether a rule may speak of this: a leaf, "group:…" or "class:…" of the tree."""
    head, _colon, tail = name.rpartition(":")
    found = row(CATEGORIES, tail)
    return found is not None and found.data.get("level") == (head or "leaf")
