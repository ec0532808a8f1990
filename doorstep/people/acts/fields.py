"""Form fields of this app: a person, a body, words for codes; and the entries about a person."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from doorstep.frame import Actor
from doorstep.frame.terms import label
from doorstep.kit.crypto import mask_name
from doorstep.panes.forms import ActForm, Scoped
from doorstep.people.models import Body, Person
from doorstep.people.queries.finding import named_persons, reads_names
from doorstep.people.rules import PROBLEMS, SEXES, VOLUNTEERS, Checked, check_person
from doorstep.places.models import Covering


def worded(
    name: str, codes: tuple[str, ...], *, empty: bool = False
) -> Callable[[], list[tuple[str, str]]]:
    """Choices of codes with their words (`people.<name>.<code>`), asked when the form is made."""

    def choices() -> list[tuple[str, str]]:
        found = [(code, label("people", f"{name}.{code}")) for code in codes]
        return [("", "—"), *found] if empty else found

    return choices


class Named(Scoped, forms.CharField):
    """A record by id from a link, or by what people call it; one hit is taken, several are told."""

    default_error_messages = {
        "unknown": gettext_lazy("Nothing here is called so. Write a little more, or less."),
        "several": gettext_lazy("Several fit: %(names)s. Write a little more."),
    }

    def __init__(self, **kwargs: Any) -> None:
        self.actor: Actor | None = None
        super().__init__(**kwargs)

    def scope(self, actor: Actor) -> None:
        """Remember who asks."""
        self.actor = actor

    def by_id(self, ident: uuid.UUID) -> list[Any]:
        """The record with an id, if it may be named."""
        raise LookupError(ident)

    def by_words(self, text: str) -> list[tuple[Any, str]]:
        """Records that words may mean, each with what to show of it."""
        raise LookupError(text)

    def clean(self, value: Any) -> Any:
        """The record meant, or None for an empty entry."""
        text = super().clean(str(value.pk) if hasattr(value, "pk") else value)
        if not text:
            return None
        try:
            hits = [(record, "") for record in self.by_id(uuid.UUID(str(text)))]
        except ValueError:
            hits = self.by_words(str(text))
        if not hits:
            raise ValidationError(self.error_messages["unknown"], "unknown")
        if len(hits) > 1:
            names = "、".join(shown for _record, shown in hits[:5])
            raise ValidationError(self.error_messages["several"], "several", {"names": names})
        return hits[0][0]


class PersonField(Named):
    """A person: by id, or by name, door and name, or four digits inside the actor's scope."""

    def by_id(self, ident: uuid.UUID) -> list[Person]:
        """Anybody not merged into another; the act says whether one may."""
        there = Person.objects.filter(pk=ident, withdrawn_at=None, merged_into=None)
        return list(there.select_related("place"))

    def by_words(self, text: str) -> list[tuple[Any, str]]:
        """Persons within the scope, with their doors; volunteers are told no doors (D4)."""
        if self.actor is None:
            return []
        doors = bool(self.actor.roles - set(VOLUNTEERS))
        found = named_persons(self.actor, text)
        whole = reads_names(self.actor)
        named = [(p, p.name if whole else mask_name(p.name)) for p in found]
        return [(p, f"{name} {p.place.label}" if doors else name) for p, name in named]


def person_field(**kwargs: Any) -> PersonField:
    """A person, for the forms of upper apps."""
    return PersonField(**kwargs)


class BodyField(Named):
    """A body: by id, code, name or short name."""

    def by_id(self, ident: uuid.UUID) -> list[Body]:
        """Any body; which office does what is public."""
        return list(Body.objects.filter(pk=ident, withdrawn_at=None).select_related("place"))

    def by_words(self, text: str) -> list[tuple[Any, str]]:
        """The one called so, else those whose name holds the words."""
        there = Body.objects.filter(withdrawn_at=None, until=None).select_related("place")
        for fits in ({"code": text}, {"name": text}, {"short": text}, {"name__contains": text}):
            if found := list(there.filter(**fits)[:6]):
                return [(body, body.name) for body in found]
        return []


class CoveringField(Named):
    """A grid, patch, district or Party coverage: by id or name."""

    def by_id(self, ident: uuid.UUID) -> list[Covering]:
        """Any covering; the act says whether one may."""
        return list(Covering.objects.filter(pk=ident, withdrawn_at=None).select_related("place"))

    def by_words(self, text: str) -> list[tuple[Any, str]]:
        """Those called so."""
        there = Covering.objects.filter(withdrawn_at=None, until=None).select_related("place")
        for fits in ({"number": text}, {"name": text}, {"name__contains": text}):
            if found := list(there.filter(**fits)[:6]):
                return [(covering, f"{covering.place.label} {covering.name}") for covering in found]
        return []


class PersonEntries(ActForm):
    """Entries about a person; checked as `rules.check_person` says."""

    name = forms.CharField(max_length=60)
    addressed_as = forms.CharField(max_length=30, required=False)
    id_number = forms.CharField(max_length=40, required=False)
    phone = forms.CharField(max_length=30, required=False)
    born_on = forms.DateField(required=False)
    sex = forms.ChoiceField(choices=worded("sex", SEXES, empty=True), required=False)

    def clean(self) -> dict[str, Any]:
        """Normalised entries, each problem at its field with its cure."""
        values = super().clean() or self.cleaned_data
        found = check_person(
            name=values.get("name") or "",
            id_number=values.get("id_number") or "",
            phone_text=values.get("phone") or "",
            born_on=values.get("born_on"),
            sex=values.get("sex") or "",
        )
        for field, code in found.problems:
            if field not in self.errors:
                what, cure = PROBLEMS[code]
                self.add_error(field, f"{what} {cure}")
        return {**values, **as_entries(found)}


class EndForm(ActForm):
    """The first day on which it no longer holds; today when left empty."""

    until = forms.DateField(required=False)


def as_entries(found: Checked) -> dict[str, Any]:
    """Checked entries by the names of the form."""
    return {
        "name": found.name,
        "id_number": found.id_number,
        "id_mark": found.id_mark,
        "phone": found.phone,
        "born_on": found.born_on,
        "sex": found.sex,
    }
