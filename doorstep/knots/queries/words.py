"""Knots in words: what they are about and why they count, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from doorstep.knots.rules import HARD, HOT
from doorstep.routing.queries import category


def topic(code: str) -> str:
    """The category by its name."""
    leaf = category(code)
    return str(leaf.label) if leaf else code


def reason_words(kind: str, reason: dict[str, Any]) -> str:
    """Why it counts, with its numbers: printed wherever a knot is shown."""
    return _("; ").join(_sentences(kind, reason))


def _sentences(kind: str, told: dict[str, Any]) -> Iterable[str]:
    if kind == HOT:
        yield _("%(matters)d reports in %(days)d days, %(places)d places, %(people)d people") % told
        return
    if kind == HARD:
        if told.get("late"):
            words = _("%(n)d longer in hand than %(times)s times their limit")
            yield words % {"n": told["late"], "times": f"{told.get('times', 2):g}"}
        if told.get("split"):
            yield _("%(n)d divided twice") % {"n": told["split"]}
        return
    if told.get("waits"):
        names = _(", ").join(told.get("units", ()))
        yield _("%(n)d past their date with %(names)s") % {"n": told["waits"], "names": names}
    if told.get("returned"):
        yield _("%(n)d given back, nobody has ruled yet") % {"n": told["returned"]}
