"""The category tree: leaves, what is proposed from words, whom to call first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from doorstep.frame import terms
from doorstep.frame.catalogues import CatalogueRow, catalogue, made, row, rows
from doorstep.kit import clock
from doorstep.people.rules import CITY_CENTRE, CITY_OD
from doorstep.routing.rules.paste import Leaf, Proposal, propose

CATEGORIES = "routing.category"
catalogue(
    CATEGORIES,
    roles=(CITY_OD, CITY_CENTRE),
    schema={
        "level": str, "class": str, "group": str, "intake": str, "words": list,
        "unless": list, "urgency": str,
        "filing_condition": str, "closing_condition": str, "limits": list, "evidence": str,
        "sensitive": bool,
        "confidential": bool, "about_worker": bool, "self_resolvable_by": list, "owner": str,
        "public": bool, "area": str, "cjt_component": str, "cjt_event": str, "emergency": dict,
    },
    article="F33",
)  # fmt: skip
#: Numbers to call first, by the codes that emergency categories name.
NUMBERS = "routing.number"
catalogue(NUMBERS, roles=(CITY_OD, CITY_CENTRE), schema={"number": str, "invented": bool})
#: More than there are: no emergency is left out because other words weigh more.
ALL = 1000
#: The leaf for what nobody has sorted yet.
UNSORTED = "unsorted"


def leaves() -> tuple[CatalogueRow, ...]:
    """The leaves of the category tree in force (they have words and limits)."""
    return made(
        CATEGORIES,
        ("leaves", clock.today()),
        lambda _all: tuple(r for r in rows(CATEGORIES) if r.data.get("level") == "leaf"),
    )


def offered() -> tuple[CatalogueRow, ...]:
    """The leaves that forms offer: in a village not those of cities for which it has no word."""
    if not terms.in_village.get():
        return leaves()
    return tuple(
        leaf
        for leaf in leaves()
        if leaf.data.get("area") != "urban"
        or terms.found(f"{CATEGORIES}.{leaf.code}{terms.RURAL}") is not None
    )


def category(code: str) -> Any:
    """The catalogue row of a category leaf, or None."""
    return row(CATEGORIES, code)


def names_of(code: str) -> list[str]:
    """What rules may call a leaf: itself, its group, its class."""
    leaf = category(code)
    data = leaf.data if leaf else {}
    return [code, f"group:{data.get('group', '')}", f"class:{data.get('class', '')}"]


def groups() -> tuple[CatalogueRow, ...]:
    """The groups of the tree in force: few enough to be offered at once."""
    return tuple(r for r in rows(CATEGORIES) if r.data.get("level") == "group")


def is_emergency(leaf: CatalogueRow | None) -> bool:
    """Whether the category says to call somebody first."""
    return bool(leaf and leaf.data.get("emergency"))


def read(text: str, most: int = 3) -> Proposal:
    """Proposed categories for a text: emergencies first, then best first; words only (D16)."""
    found = propose(text, map(read_as, leaves()), most=ALL)
    urgent = [c for c in found.categories if is_emergency(row(CATEGORIES, c))]
    rest = [c for c in found.categories if c not in urgent]
    return Proposal(found.phone, [*urgent, *rest][:most], found.text)


def read_as(leaf: CatalogueRow) -> Leaf:
    """A leaf with its words and what means otherwise, as `rules.paste.propose` reads them."""
    return leaf.code, leaf.data.get("words", ()), leaf.data.get("unless", ())


def hides(leaf: CatalogueRow | None) -> bool:
    """Whether matters of a category are not for every post: complaints, confidential ones."""
    return bool(leaf and (leaf.data.get("about_worker") or leaf.data.get("confidential")))


def sounds_hidden(text: str) -> bool:
    """Whether any words of a text are those of a category that is not for every post."""
    return bool(propose(text, (read_as(r) for r in leaves() if hides(r)), most=1).categories)


def unasked(codes: Iterable[str]) -> str:
    """What is taken of proposed categories where nobody chose: never one that hides (R27).

    Emergencies excepted: whoever must come is told at once.
    """
    found = [(code, row(CATEGORIES, code)) for code in codes]
    urgent = [code for code, leaf in found if is_emergency(leaf)]
    return next(iter(urgent), next((code for code, leaf in found if not hides(leaf)), UNSORTED))


def call_first(codes: Iterable[str]) -> dict[str, Any] | None:
    """What parts/emergency.html shows for the first emergency among the categories."""
    leaf = next((r for c in codes if is_emergency(r := row(CATEGORIES, c))), None)
    if leaf is None:
        return None
    told = leaf.data["emergency"]
    told = told if isinstance(told, dict) else {"call": "110"}
    numbers = [number(c) for c in [told.get("call", "110"), *told.get("then", [])]]
    return {
        "words": _("Call first: %(what)s") % {"what": leaf.label},
        "numbers": [n for n in numbers if n],
        "advice": [told["text"]] if told.get("text") else [],
    }


def number(code: str) -> dict[str, str] | None:
    """A number to call, by its code in the catalogue; a bare number stands for itself."""
    found = row(NUMBERS, code)
    if found is not None:
        return {"number": found.data.get("number", code), "label": found.label}
    return {"number": code, "label": ""} if code.isdigit() else None
