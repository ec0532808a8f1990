"""Bodies: found, change, end."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from doorstep.frame import Ctx, Given, Refusal, Refused, Result, act
from doorstep.panes.forms import ActForm
from doorstep.people.acts.fields import BodyField, EndForm, worded
from doorstep.people.models import Body
from doorstep.people.rules import (
    ADMIN,
    BODY_KINDS,
    BODY_LEVEL,
    CITY_CENTRE,
    CITY_OD,
    STREET_ORGANIZER,
    STREET_SECRETARY,
)
from doorstep.places.acts.fields import PlaceField

KEEPERS = (ADMIN, CITY_OD, CITY_CENTRE, STREET_SECRETARY, STREET_ORGANIZER)
EDITED = ("name", "short", "phone", "duties", "handles", "parent")


class BodyChange(ActForm):
    """What may be changed of a body."""

    name = forms.CharField(max_length=80)
    short = forms.CharField(max_length=24)
    phone = forms.CharField(max_length=24, required=False)
    duties = forms.CharField(max_length=200, required=False)
    handles = forms.BooleanField(required=False)
    parent = BodyField(required=False)


class BodyForm(BodyChange):
    """A new body."""

    code = forms.RegexField(r"\A[\w.:-]+\Z", max_length=40)
    kind_of_body = forms.ChoiceField(choices=worded("kind_of_body", BODY_KINDS))
    place = PlaceField()
    since = forms.DateField(required=False)
    field_order = ("kind_of_body", "name", "short", "code", "place", "parent")

    def clean_code(self) -> str:
        """Codes are given once."""
        code: str = self.cleaned_data["code"]
        if Body.objects.filter(code=code).exists():
            raise forms.ValidationError(_("There is a body with this code already."))
        return code


@act("people.found_body", creates=Body, roles=KEEPERS, form=BodyForm)
def found_body(given: Given, ctx: Ctx) -> Result:
    """Enter a body; its level follows from its kind."""
    values: dict[str, Any] = {name: getattr(given, name) for name in EDITED}
    values["handles"] = bool(given.handles)
    for name in ("phone", "duties"):
        values[name] = values[name] or ""
    body = Body(
        **values, code=given.code, kind_of_body=given.kind_of_body, place=given.place,
        path=given.place.path, level=BODY_LEVEL[given.kind_of_body], since=given.since or ctx.on,
    )  # fmt: skip
    return Result(body)


@act("people.change_body", on=Body, roles=KEEPERS, form=BodyChange)
def change_body(body: Body, given: Given, ctx: Ctx) -> Result:
    """Change names, phone and duties; the code stays."""
    for name in EDITED:
        setattr(body, name, getattr(given, name))
    return Result(body)


@act("people.end_body", on=Body, roles=KEEPERS, form=EndForm)
def end_body(body: Body, given: Given, ctx: Ctx) -> Result:
    """End a body on a day; offices in it must have ended before."""
    until = given.until or ctx.on
    if until <= body.since:
        raise Refused([Refusal(_("The end lies before the beginning."), field="until")])
    if body.offices.at(until).filter(withdrawn_at=None).exists():
        raise Refused([
            Refusal(_("People still hold offices in it."), cure=_("End those offices first."))
        ])  # fmt: skip
    body.until = until
    return Result(body)
