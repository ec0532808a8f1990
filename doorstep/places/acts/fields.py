"""Form fields: a place of certain kinds, and codes with their words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from doorstep.frame.terms import label
from doorstep.panes import forms
from doorstep.places.models import Place


def worded(
    name: str, codes: Iterable[str], *, empty: bool = False
) -> Callable[[], list[tuple[str, str]]]:
    """Choices of codes with their words (`places.<name>.<code>`), asked when the form is made."""
    kept = tuple(codes)

    def choices() -> list[tuple[str, str]]:
        found = [(code, label("places", f"{name}.{code}")) for code in kept]
        return [("", "—"), *found] if empty else found

    return choices


class PlaceField(forms.PlaceField):
    """Gives a `Place`: by id or path from a link, or by words within the actor's scope.

    :param kinds: place kinds that will do (all when empty).
    :raises ValidationError: nothing or several places fit, or it is of another kind.
    """

    default_error_messages = {"kind": _("This kind of place does not fit here.")}

    def __init__(self, *, kinds: Sequence[str] = (), **kwargs: Any) -> None:
        self.kinds = tuple(kinds)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Place | None:
        """The place meant, or None for an empty entry."""
        place: Place | None = value if isinstance(value, Place) else super().clean(value)
        if place is not None and self.kinds and place.place_kind not in self.kinds:
            raise ValidationError(self.error_messages["kind"], "kind")
        return place
