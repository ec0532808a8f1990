"""What a matter is called in the reader's language: its title and category."""

from __future__ import annotations

from typing import Any

from doorstep.frame.catalogues import row
from doorstep.matters.rules.telling import TITLE_MARK
from doorstep.routing.queries import CATEGORIES, hides, leaves


def titled(matter: Any) -> str:
    """The title in the reader's language, as far as it was made from the category."""
    leaf = row(CATEGORIES, matter.category)
    head = f"{leaf.zh}{TITLE_MARK}" if leaf else ""
    if leaf is None or not matter.title.startswith(head):
        return str(matter.title)
    return f"{leaf.label}{TITLE_MARK}{matter.title.removeprefix(head)}"


def told_category(matter: Any, code: str) -> str:
    """The name of a category for the reporter; "" for what is hidden and what would hide (D5)."""
    leaf = row(CATEGORIES, code) if code and not matter.hidden_below else None
    return "" if leaf is None or hides(leaf) else leaf.label


def public_codes() -> list[str]:
    """Codes of categories that may stand on a public page."""
    return [leaf.code for leaf in leaves() if leaf.data.get("public")]
