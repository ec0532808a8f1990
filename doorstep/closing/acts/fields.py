"""Fields of the forms of fair closing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from doorstep.frame import Actor
from doorstep.frame.terms import label
from doorstep.panes.forms import RecordField


def said(kind: str, name: str, codes: tuple[str, ...]) -> Callable[[], list[tuple[str, str]]]:
    """Choices whose words come from words.toml."""
    return lambda: [(code, label(kind, f"{name}.{code}")) for code in codes]


class Words(forms.CharField):
    """A text of one's own words; too long a text is refused with its length."""

    def __init__(self, label: Any, *, required: bool = True, **kwargs: Any) -> None:
        errors = {
            "required": _("Write a few words here."),
            "max_length": _(
                "At most %(limit_value)d characters; you have %(show_value)d. Please shorten it."
            ),
        }
        super().__init__(
            label=label, required=required, max_length=500, error_messages=errors,
            widget=forms.Textarea(attrs={"rows": 3}), **kwargs,
        )  # fmt: skip


class MatterField(RecordField):
    """The matter it is about: from the button on its page, or by its number."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("matters.matter", widget=forms.TextInput, **kwargs)

    def clean(self, value: Any) -> Any:
        """`kind:id` as a panel's button sends it, an id or a number."""
        text = str(self.prepare_value(value) or "")
        return super().clean(text.removeprefix(f"{self.kind}:"))


def who(actor: Actor) -> Any:
    """The person who does it, so that a second and a third one are others; else the account."""
    return actor.person or actor.id
