"""What stands in a place, of whatever kind: what follows it when the tree changes, or keeps it."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from doorstep.frame import Placed, Record, Span, Staged
from doorstep.frame.registry import kinds
from doorstep.frame.terms import term
from doorstep.kit import path as paths
from doorstep.places.models import Place


def carried_kinds() -> list[type[Record]]:
    """Kinds of record that take the new path: all Placed ones that can be open, plus those that
    say `moves_with_place` (stocks without an end, such as persons)."""
    return [
        model
        for model in kinds().values()
        if issubclass(model, Placed)
        and (issubclass(model, (Span, Staged)) or getattr(model, "moves_with_place", False))
    ]


def still_open(model: type[Record], today: Any) -> Q:
    """The condition "not over yet" of a kind: open state, or a span that has not ended."""
    if issubclass(model, Staged) and model.lifecycle:
        return Q(state__in=model.lifecycle.open)
    if issubclass(model, Span):
        return Q(until__isnull=True) | Q(until__gt=today)
    return Q()


def still_there(place: Place, day: Any) -> list[str]:
    """What would be left in a place that ends on a day, in words with numbers: people living
    there, matters not ended, offices and coverings in force. What only concerns a person (a
    consent, a key) goes with the person (`holds_place`); what a level may not know of is not told
    by a number either, it goes on with the level that has it (`told_of_place`, dignity D5)."""
    found = []
    for model in carried_kinds():
        if model is Place or not issubclass(model, (Span, Staged)):
            continue
        if not getattr(model, "holds_place", True):
            continue
        rows = model._base_manager.filter(
            still_open(model, day), getattr(model, "told_of_place", Q()), withdrawn_at__isnull=True,
            path__gte=place.path, path__lt=paths.upper(place.path),
        )  # fmt: skip
        if number := rows.count():
            found.append(f"{term(model.kind)} {number}")
    return found
