"""Mending what was entered: `correct` and `withdraw` for every kind (lawful deletion: `erasing`).

Whoever made a record mends it freely for 24 hours, later the roles that the record class names in
`amend_roles` (the next level). A withdrawn record counts nowhere and stays visible, struck through.
Undo is withdraw within ten minutes. Source: design §3 (acts), dignity D2.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _

from doorstep.frame.acts import ACTS, Ctx, Given, Result, act
from doorstep.frame.erasing import EraseForm, erase_act
from doorstep.frame.errors import Invalid, Refusal
from doorstep.frame.record import Record, Staged
from doorstep.frame.rights import RELATIONS, Actor, relation
from doorstep.frame.sealed import Private, Sealed
from doorstep.frame.trail import Entry, Stage
from doorstep.kit import clock

FREELY = timedelta(hours=24)
UNDO = timedelta(minutes=10)
#: Columns that only other acts move.
_NEVER = {"id", "version", "withdrawn_at", "path", "state", "level", "owner"}


class PartialForm(forms.Form):
    """A form of which only the fields that were sent count; the others are as if not there."""

    #: Shown with what the record holds now (doors.desk).
    prefilled = True

    def clean(self) -> dict[str, Any]:
        """Drop what was not sent."""
        sent = super().clean() or self.cleaned_data
        return {n: v for n, v in sent.items() if n in self.data or n in self.files}


class WithdrawForm(forms.Form):
    """Why it is taken back."""

    reason = forms.CharField(max_length=200)


def correctable(model: type[Record]) -> tuple[str, ...]:
    """Fields that `correct` may change: the class's own list, else the form of its creating act.

    What a record points at is never corrected: it decides rights, place and owner, so such a
    record is withdrawn and entered anew through the act that checks it.
    """
    named: tuple[str, ...] | None = getattr(model, "correctable", None)
    if named is not None:
        return named
    plain = [f for f in model._meta.concrete_fields if f.editable and not f.is_relation]
    own = {f.name for f in plain} - _NEVER
    made = [a.form for a in ACTS.values() if a.creates and a.kind == model.kind and a.form]
    return tuple(n for form in made[:1] for n in form.base_fields if n in own)


def made_by(actor: Actor, kind: str) -> models.QuerySet[Entry]:
    """Creating entries of a kind by this actor in the last 24 hours: the own ones only (D2)."""
    creating = [a.name for a in ACTS.values() if a.creates and a.kind == kind]
    since = clock.now() - FREELY
    return Entry.objects.filter(actor=actor.id, act__in=creating, at__gt=since)


def made(actor: Actor, record: Any) -> bool:
    """Whether this actor made the record less than 24 hours ago; one statement."""
    known = record.__dict__.get("_makers")  # the record's page has read its trail already
    if known is not None:
        return actor.id is not None and actor.id in known
    own = actor.id is not None and made_by(actor, record.kind).filter(subject_id=record.pk)
    return bool(own) and own.exists()  # type: ignore[union-attr]


def _made_q(actor: Actor, kind: str) -> Q:
    return Q(pk__in=made_by(actor, kind).values("subject_id") if actor.id else [])


def undo_until(actor: Actor, record: Any) -> Any:
    """Until when this actor may undo making the record (a moment), or None."""
    entry = made_by(actor, record.kind).filter(subject_id=record.pk).first()
    return entry.at + UNDO if entry and clock.now() < entry.at + UNDO else None


def _correct_form(model: type[Record]) -> type[forms.Form]:
    fields: dict[str, Any] = forms.fields_for_model(model, fields=correctable(model))
    for field in fields.values():
        field.required, field.label = False, None  # words.toml calls it
    fields["reason"] = forms.CharField(max_length=200)
    return type("CorrectForm", (PartialForm,), fields)


def _differs(record: Any, name: str, value: Any) -> bool:
    """Whether a value is new; a sealed field left empty is as it was."""
    stored = getattr(record, name)
    if stored in (None, "") and value in (None, ""):
        return False
    return bool(value) if isinstance(stored, Sealed) else bool(value != stored)


def correct(record: Any, given: Given, ctx: Ctx) -> Result:
    """Change fields that were entered wrongly; the trail keeps both values and the reason."""
    changes = {n: v for n, v in given.all().items() if n != "reason" and _differs(record, n, v)}
    if not changes:
        raise Invalid([Refusal(_("Nothing was changed."))])
    for name, value in changes.items():
        field = record._meta.get_field(name)
        if value == "" and isinstance(field, Private):
            continue
        if value in (None, "") and not (field.null or field.blank):
            raise Invalid([Refusal(_("This is needed."), field=name)])
        setattr(record, name, value)
    ctx.note(reason=given.reason)
    return Result(record)


def withdraw(record: Any, given: Given, ctx: Ctx) -> Result:
    """Take the record back: it counts nowhere, on no day, and stays visible struck through."""
    record.withdrawn_at = ctx.now
    if isinstance(record, Staged):
        Stage.objects.filter(record=record.pk).update(until=F("since"))
    ctx.note(reason=given.reason)
    return Result(record)


def declare(model: type[Record]) -> None:
    """Register correct, withdraw and erase for one kind (again is harmless)."""
    kind = model.kind
    if not getattr(model, "amendable", True):
        return
    if ("maker", kind) not in RELATIONS:
        relation("maker", on=model, holds=made, q=lambda actor: _made_q(actor, kind))
    roles = tuple(getattr(model, "amend_roles", ()))
    never = tuple(getattr(model, "amend_never", ()))
    act(f"{kind}.withdraw", on=model, roles=roles, relations=["maker"], never=never,
        form=WithdrawForm)(withdraw)  # fmt: skip
    if correctable(model):
        act(f"{kind}.correct", on=model, roles=roles, relations=["maker"], never=never,
            form=_correct_form(model))(correct)  # fmt: skip
    act(f"{kind}.erase", on=model, form=EraseForm, button="none",
        grants="lawful deletion by two persons (erasing.erase)")(erase_act)  # fmt: skip
