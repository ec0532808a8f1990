"""Accounts: opened and reset by the next level, passwords, sessions, tokens."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.frame import Actor, Ctx, Given, Refusal, Refused, Result, act
from doorstep.panes.forms import ActForm, RecordField
from doorstep.people.acts.fields import EndForm, PersonField
from doorstep.people.acts.giving import gives
from doorstep.people.models import Account, Office, Person, Token
from doorstep.people.queries.actors import digest_of
from doorstep.people.rules import ADMIN, GIVERS

#: Letters and digits that nobody confuses on a printed slip.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def first_password() -> str:
    """A password to hand over on paper: three groups of four, good for one log-in."""
    groups = ["".join(secrets.choice(_LETTERS) for _i in range(4)) for _g in range(3)]
    return "-".join(groups)


class AccountForm(ActForm):
    """Whose account it is and how they log in."""

    person = PersonField()
    username = forms.RegexField(
        r"\A[\w.-]{2,40}\Z",
        error_messages={"invalid": gettext_lazy("Letters, digits, dots and dashes only.")},
    )  # fmt: skip

    def clean_username(self) -> str:
        """User names are given once."""
        name: str = self.cleaned_data["username"]
        if Account.objects.filter(username=name).exists():
            raise forms.ValidationError(_("This user name is taken; add a digit or the place."))
        return name


class PasswordForm(ActForm):
    """The old password and the new one, twice. Only the hash leaves this form."""

    #: Fields that never enter a stored fingerprint or a log.
    secret = ("old", "new", "again")

    old = forms.CharField(widget=forms.PasswordInput)
    new = forms.CharField(widget=forms.PasswordInput)
    again = forms.CharField(widget=forms.PasswordInput)

    def clean(self) -> dict[str, Any]:
        """Check the old one, the rules for the new one, and that it was typed the same twice."""
        values = super().clean() or self.cleaned_data
        old, new = values.get("old") or "", values.get("new") or ""
        if not self.record.check_password(old):
            self.add_error("old", _("This is not the present password."))
        elif new and new == old:
            self.add_error("new", _("Choose one that differs from the present password."))
        if new and new != values.get("again"):
            self.add_error("again", _("The two new passwords differ."))
        if new and not self.errors:
            try:
                password_validation.validate_password(new, self.record)
            except forms.ValidationError as error:
                self.add_error("new", error)
        return {"password": make_password(new)} if not self.errors else values


class TokenForm(ActForm):
    """A key for another system."""

    account = RecordField("people.account")
    label = forms.CharField(max_length=60)
    scopes = forms.JSONField(required=False)
    until = forms.DateField()


def may_manage(ctx: Ctx, person: Person) -> bool:
    """Whether the actor gives every office that the person holds: the next level up.

    So nobody opens or resets the account of a superior who happens to live in their community.
    """
    if ctx.actor.is_system or ctx.warrant.relation == "self":
        return True
    if any(office.role == ADMIN for office in ctx.actor.offices):
        return True
    held = Office.objects.at(ctx.today).filter(person=person, withdrawn_at=None)
    offices = list(held.select_related("body"))
    return bool(offices) and all(gives(ctx.actor, o.role, o.path, o.body) for o in offices)


def own_by_others(account: Account, actor: Actor) -> Any:
    """The accounts on the screen are the own one and those that `may_manage` allows; the own one
    is looked after by the next level. No statement."""
    own = actor.person is not None and actor.person == account.person_id
    return ANOTHER_LEVEL if own and ADMIN not in actor.roles else ""


ANOTHER_LEVEL = Refusal(
    gettext_lazy("This account belongs to another level."), field="person",
    cure=gettext_lazy("The level that gives the office looks after the account."),
)  # fmt: skip


def refuse_managing(ctx: Ctx, person: Person) -> None:
    """Stop those who are not the next level up."""
    if not may_manage(ctx, person):
        raise Refused([ANOTHER_LEVEL])


def _handed_over(account: Account) -> Any:
    """A new first password in the account; what to print on the slip, shown once."""
    password = first_password()
    account.set_password(password)
    account.must_change = True
    return _("User name %(name)s, first password %(password)s. It is shown only now.") % {
        "name": account.username,
        "password": password,
    }


@act("people.open_account", creates=Account, roles=GIVERS, form=AccountForm, at="person")
def open_account(given: Given, ctx: Ctx) -> Result:
    """Open an account; imports give no password, a reset then prints one."""
    refuse_managing(ctx, given.person)
    account = Account(person=given.person, username=given.username, path=given.person.path)
    if ctx.quiet:
        account.set_unusable_password()
        return Result(account)
    return Result(account, words=_handed_over(account))


@act("people.reset_password", on=Account, roles=GIVERS, asks=own_by_others)
def reset_password(account: Account, given: Given, ctx: Ctx) -> Result:
    """Give a new first password; every open session ends."""
    refuse_managing(ctx, account.person)
    words = _handed_over(account)
    account.epoch += 1
    return Result(account, words=words)


@act("people.change_password", on=Account, relations=["self"], form=PasswordForm)
def change_password(account: Account, given: Given, ctx: Ctx) -> Result:
    """Set one's own password; every other session ends."""
    account.password = given.password
    account.must_change = False
    account.epoch += 1
    return Result(account, words=_("Your password is changed."))


@act("people.end_sessions", on=Account, roles=GIVERS, relations=["self"])
def end_sessions(account: Account, given: Given, ctx: Ctx) -> Result:
    """Log the account out everywhere (a lost phone); the own one always."""
    if ctx.actor.person != account.person_id:
        refuse_managing(ctx, account.person)
    account.epoch += 1
    return Result(account)


@act("people.close_account", on=Account, roles=GIVERS,
     asks=lambda account, actor: own_by_others(account, actor)
     or ("" if account.active else _("It is closed already.")))  # fmt: skip
def close_account(account: Account, given: Given, ctx: Ctx) -> Result:
    """Close an account at once; its sessions and tokens no longer work."""
    refuse_managing(ctx, account.person)
    account.active = False
    account.epoch += 1
    return Result(account)


@act("people.reopen_account", on=Account, roles=GIVERS,
     asks=lambda account, actor: own_by_others(account, actor)
     or (_("It is open.") if account.active else ""))  # fmt: skip
def reopen_account(account: Account, given: Given, ctx: Ctx) -> Result:
    """Open a closed account again, with a new first password."""
    refuse_managing(ctx, account.person)
    account.active = True
    return Result(account, words=_handed_over(account))


@act("people.make_token", creates=Token, roles=[ADMIN], form=TokenForm, at="account")
def make_token(given: Given, ctx: Ctx) -> Result:
    """Make a key of the interface; it is shown once, only its hash is kept."""
    secret = secrets.token_urlsafe(32)
    token = Token(
        account=given.account, path=given.account.path, label=given.label,
        digest=digest_of(secret), scopes=given.scopes or [], since=ctx.today, until=given.until,
    )  # fmt: skip
    return Result(token, words=_("Key: %(key)s. It is shown only now.") % {"key": secret})


@act("people.revoke_token", on=Token, roles=[ADMIN], relations=["self"], form=EndForm)
def revoke_token(token: Token, given: Given, ctx: Ctx) -> Result:
    """End a key at once."""
    token.until = ctx.today
    return Result(token)
