"""Routing (权责清单): category × place → owner, first rule that fits; a person decides (R27)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

from doorstep.kit.path import within

#: Kinds of owner that are a level of the place itself rather than a department or firm.
LEVEL_OWNERS = {"compound": 1, "community": 2, "street": 3, "city": 4}
PROPERTY, UPPER = "property", "upper"


class Sayer(Protocol):
    """What routing needs to know of a responsibility rule."""

    at: str
    categories: list[str]
    places: list[str]
    has_company: bool | None


class Ordered(Sayer, Protocol):
    """What the table of rules needs to know beside."""

    code: str
    order: int
    owner: str


R = TypeVar("R", bound="Sayer")


def fits(
    rule: Sayer, names: Iterable[str], place_kinds: Iterable[str], has_company: bool, path: str
) -> bool:
    """Whether a rule speaks of this matter.

    :param names: the leaf, "group:…" and "class:…" of the category.
    :param place_kinds: the kind of the place and of the places above it.
    :param path: of the place.
    """
    return (
        any(name in rule.categories for name in names)
        and (not rule.places or any(kind in rule.places for kind in place_kinds))
        and rule.has_company in (None, has_company)
        and within(path, rule.at)
    )


def first(
    rules: Iterable[R], names: list[str], place_kinds: list[str], has_company: bool, path: str
) -> R | None:
    """The first rule that fits, in the order given."""
    return next((r for r in rules if fits(r, names, place_kinds, has_company, path)), None)


def owner_level(owner: str, declared: int) -> int:
    """The level an owner stands on: its own for levels, the rule's for departments and firms."""
    return LEVEL_OWNERS.get(owner, declared)


#: Kind of body → how a rule names it; departments and utilities go by their codes.
BY_KIND = {
    "property_company": PROPERTY, "compound_body": "compound", "community_committee": "community",
    "village_committee": "community", "street_office": "street", "city_office": "city",
}  # fmt: skip


class Handler(Protocol):
    """What a rule names an owner by."""

    kind_of_body: str
    code: str


def owner_code(body: Handler) -> str:
    """How a rule names a body; "" for one that no rule can name (a unit, owners)."""
    known = body.code if body.kind_of_body in ("department", "utility") else ""
    return BY_KIND.get(body.kind_of_body, known)
