"""Whom a matter may go to, as a field of a form: bodies below headings, with their reasons."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from doorstep.people.models import Body
from doorstep.routing.queries.candidates import Candidate

#: Bodies of the whole city.
OF_CITY = ("department", "utility")


class OwnersRadio(forms.RadioSelect):
    """One body of many: the likely ones stand open, the others below headings that open."""

    template_name = "routing/owners.html"


def grouped(bodies: Iterable[Body]) -> list[tuple[str, Any]]:
    """Bodies as choices by id: those around the place first, then the city's."""
    parts: dict[str, list[tuple[str, Any]]] = {
        str(_("Around the place")): [], str(_("Departments")): []
    }  # fmt: skip
    here, city = parts.values()
    for body in bodies:
        (city if body.kind_of_body in OF_CITY else here).append((str(body.pk), body.name))
    return [(name, found) for name, found in parts.items() if found]


def with_reasons(found: list[Candidate]) -> list[tuple[Any, Any]]:
    """The likely ones with their reasons, then all others, last those that gave it back (R27)."""
    near = [(str(c.body.pk), reasoned(c)) for c in found if c.reasons and not c.gave_back]
    rest = grouped(c.body for c in found if not c.reasons and not c.gave_back)
    back = [(str(c.body.pk), reasoned(c)) for c in found if c.gave_back]
    return [*near, *rest, *([(str(_("Has given it back")), back)] if back else [])]


def reasoned(one: Candidate) -> str:
    """A body with why it is offered, or on which rule it gave the matter back."""
    back = (_("Gave it back: %(clause)s") % {"clause": one.gave_back},) if one.gave_back else ()
    words = format_html_join("", "<br><small>{}</small>", ((w,) for w in (*back, *one.reasons)))
    return format_html("{}{}", one.body.name, words)
