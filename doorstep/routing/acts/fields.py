"""Fields of forms about categories: a leaf of the tree."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from doorstep.routing.queries import category, leaves


class LeafField(forms.ChoiceField):
    """A leaf of the category tree, offered below the name of its group."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=self.grouped, **kwargs)

    def grouped(self) -> list[tuple[str, Any]]:
        """The leaves by group, the empty choice first."""
        made: dict[str, list[tuple[str, str]]] = {}
        for leaf in leaves():
            made.setdefault(leaf.parent, []).append((leaf.code, leaf.label))
        named = [(group.label if (group := category(c)) else c, found) for c, found in made.items()]
        return [("", str(_("(choose)"))), *named]

    def valid_value(self, value: Any) -> bool:
        """Whether there is such a leaf."""
        found = category(str(value))
        return found is not None and found.data.get("level") == "leaf"
