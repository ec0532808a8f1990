"""Forms of acts: labels come from words.toml, choices from catalogues, scope from the actor."""

from __future__ import annotations

import functools
import uuid
from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from doorstep.frame import catalogues
from doorstep.frame.registry import LABELS, Ref, kinds
from doorstep.frame.rights import Actor, visible_q
from doorstep.frame.terms import label
from doorstep.frame.wording import plainly
from doorstep.kit import phone
from doorstep.panes.copies import Copied
from doorstep.panes.screens import screen_of


class ActForm(forms.Form):
    """Base of the forms of acts.

    `self.actor` and `self.record` are there before `clean`; override `prepare` to narrow choices to
    the actor. A field without label is called by words.toml (`<app>.<field>`).
    """

    #: `frame.run` passes actor and record to forms that have this.
    takes_actor: ClassVar[bool] = True
    use_required_attribute = False

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        actor: Actor,
        record: Any = None,
        **kwargs: Any,
    ) -> None:
        self.actor, self.record = actor, record
        _said_plainly(type(self))
        super().__init__(data, files, **kwargs)
        app = getattr(type(self), "app", type(self).__module__.split(".")[1])
        for name, made in self.fields.items():
            if made.label is None:
                made.label = label(app, name)
            if isinstance(made, Scoped):
                made.scope(actor)
        self.prepare()

    def prepare(self) -> None:
        """Narrow fields to the actor and record."""


@functools.cache
def _said_plainly(form: type[forms.Form]) -> None:
    """The house's words for what may be wrong, once a class: each form copies its fields."""
    for made in form.base_fields.values():
        plainly(made)
    form.base_fields = Copied(form.base_fields)


class Scoped:
    """A field whose values depend on who acts."""

    def scope(self, actor: Actor) -> None:
        """Called with the actor before the form is used."""


class ChoiceFromCatalogue(forms.ChoiceField):
    """A code of a catalogue in force today; radio buttons up to six rows, a select above."""

    def __init__(self, name: str, **kwargs: Any) -> None:
        self.name = name
        kwargs.setdefault("widget", forms.Select)
        super().__init__(choices=self.rows, **kwargs)

    def rows(self) -> list[tuple[str, str]]:
        """The rows as choices, an empty one first where the field may be left empty."""
        found = catalogues.choices(self.name)
        return found if self.required else [("", str(_("(none)"))), *found]


#: Records offered as a select; where there are more, words find them.
OFFERED = 50


class Offer(forms.TextInput):
    """A select of the records at hand; a box for words where they are many."""

    offered: Callable[[], list[tuple[str, str]] | None] = staticmethod(lambda: None)

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        """Asked only when the form is shown."""
        rows = self.offered()
        if rows is None:
            return super().render(name, value, attrs, renderer)
        choices = [("", _("(choose)")), *rows]
        return forms.Select(choices=choices).render(name, value, attrs, renderer)


class RecordField(Scoped, forms.CharField):
    """A record the actor may see, by id or by words: of the kind's screen, so that scope holds.

    :param kind: code of the kind; `by`: further filter arguments.
    """

    widget = Offer
    default_error_messages = {
        "unknown": _("There is no such record among yours. Write its name or number."),
        "several": _("Several fit: %(names)s. Write a little more."),
    }

    def __init__(self, kind: str, by: dict[str, Any] | None = None, **kwargs: Any) -> None:
        self.kind, self.by = kind, by or {}
        self.actor: Actor | None = None
        super().__init__(**kwargs)

    def scope(self, actor: Actor) -> None:
        """Remember who asks, and what can be offered to them."""
        self.actor = actor
        if isinstance(self.widget, Offer):
            self.widget.offered = self.offered

    def prepare_value(self, value: Any) -> Any:
        """Records stand as their id."""
        return str(value.pk) if hasattr(value, "pk") else value

    def rows(self) -> Any:
        """All records the field may take, withdrawn ones left out."""
        screen, there = screen_of(self.kind), kinds()[self.kind]._default_manager
        rows = there.filter(withdrawn_at=None, **self.by)
        if screen is not None and self.actor is not None:
            rows = rows.filter(visible_q(self.actor, screen, self.kind))
            rows = rows.select_related(*screen.joins)
        return rows

    def offered(self) -> list[tuple[str, str]] | None:
        """Ids and labels of all if they are few, else None: one statement."""
        found = list(self.rows()[: OFFERED + 1])
        if len(found) > OFFERED:
            return None
        return sorted(((str(r.pk), self.called(r)) for r in found), key=lambda pair: pair[1])

    def called(self, record: Any) -> str:
        """What people call a record."""
        return LABELS.get(self.kind, str)(record)

    def clean(self, value: Any) -> Any:
        """The record itself."""
        text = super().clean(self.prepare_value(value))
        if not text:
            return None
        try:
            hits = list(self.rows().filter(pk=uuid.UUID(text)))
        except ValueError:
            hits = self.by_words(text)
        if not hits:
            raise ValidationError(self.error_messages["unknown"], "unknown")
        if len(hits) > 1:
            names = {"names": "、".join(self.called(r) for r in hits[:5])}
            raise ValidationError(self.error_messages["several"], "several", names)
        return hits[0]

    def by_words(self, text: str) -> list[Any]:
        """Those found by the screen's search or among the offered; one called exactly so wins."""
        screen = screen_of(self.kind)
        if screen is not None and screen.search:
            hits = list(self.rows().filter(**{f"{screen.search}__has": text})[: OFFERED + 1])
        else:
            hits = [r for r in self.rows()[: OFFERED + 1] if text in self.called(r)]
        exact = [r for r in hits if self.called(r) == text]
        return exact[:1] if len(exact) == 1 else hits


class PlaceField(Scoped, forms.CharField):
    """A place in words (3栋2单元501) or by path or id; settings.DOORSTEP_PLACE_SEARCH finds it.

    The search is (text, actor) → list of places (with path and label), best first. One hit is
    taken, several are offered in the message.
    """

    default_error_messages = {
        "unknown": _(
            "This place is not known here. Write it like 3-2-501, or choose a larger one."
        ),
        "several": _("Several places fit: %(places)s. Write a little more."),
    }

    def __init__(self, **kwargs: Any) -> None:
        self.actor: Actor | None = None
        super().__init__(**kwargs)

    def scope(self, actor: Actor) -> None:
        """Remember who asks."""
        self.actor = actor

    def clean(self, value: Any) -> Any:
        """The place found."""
        from django.conf import settings
        from django.utils.module_loading import import_string

        text = super().clean(getattr(value, "path", value))
        if not text:
            return None
        hits = list(import_string(settings.DOORSTEP_PLACE_SEARCH)(text, self.actor))
        exact = [
            h for h in hits if text in (h.path, str(getattr(h, "pk", "")), getattr(h, "label", ""))
        ]
        hits = exact or hits
        if not hits:
            raise ValidationError(self.error_messages["unknown"], "unknown")
        if len(hits) > 1:
            named = "、".join(str(getattr(h, "label", h)) for h in hits[:5])
            raise ValidationError(self.error_messages["several"], "several", {"places": named})
        return hits[0]


class RefField(forms.CharField):
    """Names any record as kind:id; hidden, filled by the button it came from."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> Any:
        """The reference."""
        text = super().clean(str(value or ""))
        try:
            return Ref.parse(text) if text else None
        except ValueError:
            raise ValidationError(_("This does not name a record."), "unknown") from None


class PhoneField(forms.CharField):
    """A phone number that can be called, normalised."""

    default_error_messages = {
        "phone": _("This is not a phone number that can be called. A mobile has 11 digits.")
    }
    widget = forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"})

    def clean(self, value: Any) -> str:
        """The number as stored."""
        text = str(super().clean(value) or "")
        try:
            return phone.normalise(text) if text else ""
        except ValueError:
            raise ValidationError(self.error_messages["phone"], "phone") from None


class ManyFiles(forms.ClearableFileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True

    def value_from_datadict(self, _data: Any, files: Any, name: str) -> Any:
        """All files of that name."""
        found = files.getlist(name) if hasattr(files, "getlist") else (files or {}).get(name) or []
        return list(found) if isinstance(found, (list, tuple)) else [found]


class PhotosField(forms.FileField):
    """Up to `most` photos from camera or album; cleaned to a list of uploads."""

    widget = ManyFiles(attrs={"accept": "image/*"})
    default_error_messages = {"most": _("At most %(most)d photos.")}

    def __init__(self, *, most: int = 9, **kwargs: Any) -> None:
        self.most = most
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Every upload checked like a single one."""
        if not data:
            super().clean(None, initial)
            return []
        if len(data) > self.most:
            raise ValidationError(self.error_messages["most"], "most", {"most": self.most})
        return [super(PhotosField, self).clean(one, initial) for one in data]


class VoiceField(forms.FileField):
    """A voice note of up to `seconds`; the template draws the recorder."""

    def __init__(self, *, seconds: int = 60, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget", forms.ClearableFileInput(attrs={"accept": "audio/*", "data-limit": seconds})
        )
        super().__init__(**kwargs)
