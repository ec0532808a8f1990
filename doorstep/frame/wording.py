"""What is wrong with an entry, in the house's words: what to do, not what rule was broken."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

#: Django's own words, and what a field says instead.
_PLAIN: tuple[tuple[type[forms.Field], str, Any], ...] = (
    (forms.Field, "required", _("Please fill this in.")),
    (forms.ChoiceField, "invalid_choice", _("Choose one from the list.")),
    (forms.MultipleChoiceField, "invalid_choice", _("Choose from the list.")),
    (forms.MultipleChoiceField, "invalid_list", _("Choose from the list.")),
    (forms.IntegerField, "invalid", _("Write a whole number, such as 12.")),
    (forms.FloatField, "invalid", _("Write a number, such as 12.5.")),
    (forms.DecimalField, "invalid", _("Write a number, such as 12.5.")),
    (forms.DateField, "invalid", _("Write the day like 2024-01-05.")),
    (forms.TimeField, "invalid", _("Write the time like 09:30.")),
    (forms.DateTimeField, "invalid", _("Write day and time like 2024-01-05 09:30.")),
    (forms.JSONField, "invalid", _("This is not written as asked; look at the hint.")),
    (forms.UUIDField, "invalid", _("Choose one from the list.")),
    (forms.FileField, "invalid", _("The file did not arrive. Choose it again.")),
    (forms.FileField, "missing", _("The file did not arrive. Choose it again.")),
    (forms.FileField, "empty", _("The file is empty. Choose another one.")),
    (forms.FileField, "max_length", _("The name of the file is too long. Give it a shorter one.")),
)
_INSTEAD = {
    id(kind.default_error_messages[key]): words for kind, key, words in _PLAIN
    if key in kind.default_error_messages
}  # fmt: skip
#: The same for what validators find, by their codes.
_FOUND = {
    "max_length": _("At most %(limit_value)d characters; you have %(show_value)d."),
    "min_length": _("At least %(limit_value)d characters."),
    "max_value": _("At most %(limit_value)s."),
    "min_value": _("At least %(limit_value)s."),
    "invalid": _("This is not written as asked; look at the hint."),
    "null_characters_not_allowed": _("There are characters that cannot be kept. Type it anew."),
}


def plainly(field: forms.Field) -> None:
    """Give a field the house's words for whatever may be wrong with it, where it has none."""
    said = field.error_messages
    for key, words in said.items():
        said[key] = _INSTEAD.get(id(words), words)
    for key, words in _FOUND.items():
        if not (key == "max_length" and isinstance(field, forms.FileField)):
            said.setdefault(key, words)
