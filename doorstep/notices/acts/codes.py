"""Phone codes: asked for, sent, checked once. Anybody may ask for one for their own phone."""

from __future__ import annotations

import secrets
import uuid

from django import forms
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from doorstep.frame import NOBODY, ActError, Ctx, Given, Refusal, Refused, Result, act, blind, do
from doorstep.kit import phone as phones
from doorstep.notices.acts.sending import send
from doorstep.notices.models import PhoneCode
from doorstep.notices.queries import codes_of
from doorstep.notices.rules import ASKED, CODE_DIGITS, CODE_LIMITS, CODE_TRIES, CODE_VALID

OWN_PHONE = "whoever holds the phone shows it by the code; nothing else is opened"


class AskForm(forms.Form):
    """The phone that the code goes to."""

    phone = forms.CharField(max_length=30)

    def clean_phone(self) -> str:
        """Mobiles only: a code by SMS reaches no others."""
        found = phones.read(self.cleaned_data["phone"])
        if not found.ok or found.kind != "mobile":
            raise forms.ValidationError(_("Write the 11 digits of a mobile phone."))
        return found.number


class CheckForm(forms.Form):
    """The code as it was typed."""

    code = forms.CharField(max_length=12)


def _digest(record: PhoneCode, code: str) -> str:
    return salted_hmac(f"notices.code.{record.pk}", code, algorithm="sha256").hexdigest()


@act("notices.ask_code", creates=PhoneCode, anyone=OWN_PHONE, form=AskForm, at="nowhere",
     button="none")  # fmt: skip
def ask_code(given: Given, ctx: Ctx) -> Result:
    """Send a new code, unless too many were asked for; the older ones no longer work."""
    ctx.lock("notices.code", given.phone)  # asked twice at one moment is asked twice
    longest = max(span for span, _most in CODE_LIMITS)
    earlier = list(codes_of(given.phone, ctx.now - longest))
    for span, most in CODE_LIMITS:
        if sum(code.asked_at > ctx.now - span for code in earlier) >= most:
            raise Refused([
                Refusal(_("Too many codes were asked for this phone."), field="phone",
                        cure=_("Use the last one, or wait a while and ask again."))
            ])  # fmt: skip
    for code in earlier:
        if code.used_at is None and code.expires_at > ctx.now:
            ctx.change(code, expires_at=ctx.now)
    record = PhoneCode(asked_at=ctx.now, expires_at=ctx.now + CODE_VALID)
    record.phone = given.phone
    secret = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
    record.digest = _digest(record, secret)
    send(ctx, to=given.phone, topic="notices.code", urgency=ASKED, secret=secret,
         text=_("Your code is {code}, valid for 10 minutes. Tell it to nobody."))  # fmt: skip
    return Result(record)


@act("notices.check_code", on=PhoneCode, anyone=OWN_PHONE, form=CheckForm, button="none")
def check_code(record: PhoneCode, given: Given, ctx: Ctx) -> Result:
    """Check a code once. A wrong one counts as a try, so it is noted, not refused."""
    if record.used_at is not None or record.expires_at <= ctx.now or record.tries >= CODE_TRIES:
        raise Refused([
            Refusal(_("This code no longer works."), field="code", cure=_("Ask for a new one."))
        ])  # fmt: skip
    record.tries += 1
    typed = "".join(c for c in given.code if c.isdigit())
    if constant_time_compare(record.digest, _digest(record, typed)):
        record.used_at = ctx.now
        return Result(record)
    left = CODE_TRIES - record.tries
    return Result(record, words=_("The code is wrong; %(left)d tries are left.") % {"left": left})


def verify(ident: uuid.UUID | str, code: str) -> str:
    """The blind index of the phone that this code proves, "" if it proves none.

    The portal keeps it in the session under `people.queries.sessions.VERIFIED_PHONE`.
    """
    try:
        outcome = do(NOBODY, "notices.check_code", ident, {"code": code}, channel="portal")
    except ActError:
        return ""
    record: PhoneCode = outcome.record
    if record.used_at is None:
        return ""
    return blind(PhoneCode, "phone", record.phone.open())["phone_index"]
