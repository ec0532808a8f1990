"""Copies of form fields: each form has its own, made quickly."""

from __future__ import annotations

import copy
from typing import Any, TypeVar

from django import forms

T = TypeVar("T")


class Copied(dict[str, forms.Field]):
    """Fields of a class, of which each form has its own copies: Django copies them thing by thing,
    which takes as long as checking them."""

    def __deepcopy__(self, _memo: Any) -> dict[str, forms.Field]:
        return {name: self.one(made) for name, made in self.items()}

    @staticmethod
    def one(made: forms.Field) -> forms.Field:
        """A field whose words, validators and widget may be changed without changing the class."""
        mine, widget = _like(made), made.widget
        mine.error_messages, mine.validators = made.error_messages.copy(), made.validators[:]
        if isinstance(widget, forms.MultiWidget):
            mine.widget = copy.deepcopy(widget)
        else:
            mine.widget = _like(widget)
            mine.widget.attrs = widget.attrs.copy()
        return mine


def _like(thing: T) -> T:
    twin = object.__new__(type(thing))
    twin.__dict__.update(thing.__dict__)
    return twin
