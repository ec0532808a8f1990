"""Fields of forms: a leaf of the tree; what a rule is about, where, and whose it is: in words."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from doorstep.frame import Actor
from doorstep.panes.forms import Scoped
from doorstep.places.rules import KINDS
from doorstep.routing.queries import (
    category,
    is_topic,
    kinds_offered,
    offered,
    owners_offered,
    streets_of,
    streets_there,
    topics_offered,
)

#: A code such as those of departments and kinds of place.
_CODE = re.compile(r"[a-z][a-z_]{1,39}")


class LeafField(forms.ChoiceField):
    """A leaf of the category tree, offered below the name of its group."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=self.grouped, **kwargs)

    def grouped(self) -> list[tuple[str, Any]]:
        """The leaves offered here by group, the empty choice first."""
        made: dict[str, list[tuple[str, str]]] = {}
        for leaf in offered():
            made.setdefault(leaf.parent, []).append((leaf.code, leaf.label))
        named = [(group.label if (group := category(c)) else c, found) for c, found in made.items()]
        return [("", str(_("(choose)"))), *named]

    def valid_value(self, value: Any) -> bool:
        """Whether there is such a leaf."""
        found = category(str(value))
        return found is not None and found.data.get("level") == "leaf"


class Parted(forms.CheckboxSelectMultiple):
    """Many boxes below headings that open; those with a tick stand open."""

    template_name = "routing/parted.html"


class TopicsField(forms.MultipleChoiceField):
    """Leaves, whole groups and classes of the category tree."""

    widget = Parted

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=topics_offered, **kwargs)

    def valid_value(self, value: Any) -> bool:
        """Whether the tree has it."""
        return is_topic(str(value))


class OwnerField(forms.ChoiceField):
    """Who owns it: by the place, or a department."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=self.offered, **kwargs)

    def offered(self) -> list[tuple[str, Any]]:
        """The owners below their headings, the empty choice first."""
        return [("", str(_("(choose)"))), *owners_offered()]

    def valid_value(self, value: Any) -> bool:
        """Any code: a city brings its table before all its departments are entered."""
        return _CODE.fullmatch(str(value)) is not None


class HelpersField(forms.MultipleChoiceField):
    """Who helps: as owners, several."""

    widget = Parted

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=owners_offered, required=False, **kwargs)

    def valid_value(self, value: Any) -> bool:
        """As of owners."""
        return _CODE.fullmatch(str(value)) is not None


class KindsField(forms.MultipleChoiceField):
    """Kinds of place; none is any."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=kinds_offered, required=False, **kwargs)

    def valid_value(self, value: Any) -> bool:
        """One of ours, or one that a city's table names though its tree has none yet."""
        return value in KINDS or _CODE.fullmatch(str(value)) is not None


class AreaField(Scoped, forms.ChoiceField):
    """Where a rule holds: the whole city or a street; for a street's own post its street alone."""

    def __init__(self, **kwargs: Any) -> None:
        self.actor: Actor | None = None
        super().__init__(required=False, **kwargs)

    def scope(self, actor: Actor) -> None:
        """Remember who asks, and offer what is theirs."""
        self.actor = actor
        self.choices = self.offered

    def offered(self) -> list[tuple[str, Any]]:
        """The streets and towns, for the city's posts the whole city first."""
        streets = streets_of(self.actor)
        rows = [(p.path, p.part) for p in streets_there() if streets is None or p.path in streets]
        return [("", str(_("The whole city"))), *rows] if streets is None else rows

    def clean(self, value: Any) -> str:
        """The path; what a street's post leaves empty is its own street."""
        own = streets_of(self.actor)
        return str(super().clean(value or (own[0] if own else "")))
