"""Elders' keys: given beside the steward, bound to their phone, revoked at once."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from doorstep.frame import Ctx, Given, Refusal, Refused, Result, act, in_force
from doorstep.frontline import rules
from doorstep.frontline.models import StewardKey
from doorstep.frontline.queries.keys import digest_of
from doorstep.kit import clock
from doorstep.panes.forms import ActForm
from doorstep.people.acts.fields import PersonField
from doorstep.people.models import Office
from doorstep.places.queries import parameter


class KeyForm(ActForm):
    """Whose key it is."""

    person = PersonField()


@act("frontline.key_give", creates=StewardKey, at="person", roles=rules.KEY_GIVERS, form=KeyForm)
def key_give(given: Given, ctx: Ctx) -> Result:
    """Give a volunteer a key: the badge code is shown once, the phone has half an hour to bind.

    Earlier keys of the person end. `Result.goto` is the address the badge QR carries.
    """
    offices = Office.objects.filter(in_force(ctx.today), person=given.person, withdrawn_at=None)
    if not offices.filter(role__in=rules.KEY_ROLES).exists():
        words = _("Keys are for stewards, building heads and volunteers.")
        raise Refused([Refusal(words, field="person", cure=_("Open an account instead."))])
    for old in StewardKey.objects.filter(in_force(ctx.today), person=given.person):
        ctx.change(old, until=ctx.today)
    token = secrets.token_urlsafe(24)
    days = min(parameter("steward.key_days", ctx.today, given.person.path), rules.KEY_DAYS)
    key = StewardKey(
        person=given.person, path=given.person.path, digest=digest_of(token), since=ctx.today,
        until=ctx.today + timedelta(days=days), bind_by=ctx.now + rules.BIND_WITHIN,
    )  # fmt: skip
    words = _("Scan the badge with the steward's phone within 30 minutes.")
    return Result(key, words=words, goto=f"/k/{token}")


class BindForm(forms.Form):
    """What the phone sends when it is bound: the badge code and its own new secret."""

    #: Never part of a stored fingerprint.
    secret = ("token", "device")

    token = forms.CharField(max_length=64)
    device = forms.CharField(min_length=20, max_length=128)


@act("frontline.key_bind", on=StewardKey, form=BindForm, button="none",
     anyone="whoever holds the badge code, in the half hour after it was given")  # fmt: skip
def key_bind(key: StewardKey, given: Given, ctx: Ctx) -> Result:
    """Bind the phone that opens the badge first, while the grid member stands beside it."""
    valid = key.since <= ctx.today and (key.until is None or ctx.today < key.until)
    if not valid or key.digest != digest_of(given.token):
        raise Refused([Refusal(_("This badge is not valid."), cure=_("Ask your grid member."))])
    if key.device or ctx.now > key.bind_by:
        raise Refused([
            Refusal(_("This badge belongs to another phone, or was given too long ago."),
                    cure=_("Ask your grid member for a new one."))
        ])  # fmt: skip
    key.device = digest_of(given.device)
    return Result(key)


@act("frontline.key_revoke", on=StewardKey, roles=(*rules.KEY_GIVERS, *rules.CHECKERS),
     relations=("self",))  # fmt: skip
def key_revoke(key: StewardKey, given: Given, ctx: Ctx) -> Result:
    """End a key at once (a lost phone or badge)."""
    if key.until is not None and key.until <= ctx.today:
        raise Refused([Refusal(_("It has ended already."))])
    key.until = max(clock.local(ctx.now).date(), key.since)
    return Result(key)
