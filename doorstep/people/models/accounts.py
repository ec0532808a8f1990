"""Accounts, tokens of the interface, sessions that ended, and what is counted by address."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac

from doorstep.frame import Personal, Placed, Record, Span
from doorstep.frame.prepared import fetch
from doorstep.people.models.persons import Person


class AccountManager(BaseUserManager["Account"]):
    """Accounts come with their person: every request needs both."""

    def get_queryset(self) -> models.QuerySet[Account]:
        """With the person and the sessions left, so that knowing who asks is one statement."""
        return super().get_queryset().select_related("person", "parting")

    def get(self, *args: Any, **by: Any) -> Account:
        """One account; by its id alone, as every request asks, with a statement kept compiled.

        :raises Account.DoesNotExist: where there is none.
        """
        if args or list(by) != ["pk"] or not isinstance(by["pk"], uuid.UUID):
            return super().get(*args, **by)
        there: list[Account] = fetch(
            "people.account", [by["pk"]], lambda ident: self.filter(pk=ident)
        )
        if not there:
            raise self.model.DoesNotExist
        return there[0]


class Account(AbstractBaseUser, Placed, Record):
    """How a person logs in. Rights come from offices alone; an account grants nothing."""

    moves_with_place = True
    amendable = False

    personal = {"username": Personal("log in", "PIPL art. 13(1)2", 2, 365)}
    #: Neither the hash nor when somebody logged in is ever in the trail (dignity.md D2).
    untold = ("password",)
    last_login = None
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    username = models.CharField(max_length=80, unique=True)
    person = models.OneToOneField(Person, models.PROTECT, related_name="account")
    must_change = models.BooleanField(default=True)
    active = models.BooleanField(default=True)
    #: Raised by one to end every session at once.
    epoch = models.PositiveIntegerField(default=1)
    #: The elder's large type and the language go with the account.
    language = models.CharField(max_length=8, blank=True)

    objects = AccountManager()

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        """Whether the account may log in."""
        return self.active and self.withdrawn_at is None

    def get_session_auth_hash(self) -> str:
        """Changes with the password and with the epoch; a session with another one is over."""
        return self._session_hash()

    def get_session_auth_fallback_hash(self) -> Any:
        """The same under the keys that settings still accept."""
        from django.conf import settings

        for secret in settings.SECRET_KEY_FALLBACKS:
            yield self._session_hash(secret)

    def _session_hash(self, secret: str | bytes | None = None) -> str:
        text = f"{self.password}:{self.epoch}"
        return salted_hmac("people.account", text, secret=secret, algorithm="sha256").hexdigest()


class Parting(models.Model):
    """The sessions of an account that were left by logging out, until their cookies are too old.

    A column of its own table beside the account, not an entry of the trail: when somebody came and
    went is kept nowhere (dignity.md D2); what stands here is a keyed hash and a day.
    """

    account = models.OneToOneField(
        Account, models.CASCADE, primary_key=True, related_name="parting"
    )
    #: Pairs of a session's keyed hash and the last day on which its cookie could still work.
    sessions = models.JSONField(default=list)


class Token(Span, Placed, Record):
    """A key of the interface, for another system or a script; only its hash is kept."""

    about_people = False
    #: Goes with its person: no reason for a place to stay open.
    holds_place = False
    amendable = False
    untold = ("digest",)

    account = models.ForeignKey(Account, models.PROTECT, related_name="tokens")
    label = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    #: Names of acts and kinds it may use; empty: all that the account may.
    scopes = models.JSONField(default=list)


class LoginTry(models.Model):
    """Failed log-ins of one name or one address; the key is blind, the row is short-lived."""

    key = models.CharField(max_length=64, primary_key=True)
    failures = models.PositiveSmallIntegerField(default=0)
    #: When the last one was.
    last_at = models.DateTimeField()
    until = models.DateTimeField(null=True)


class Rate(models.Model):
    """How often one address did one thing within the hour; the key is blind, the row short-lived.

    A table, not the memory of a process: all workers of all machines count together.
    """

    key = models.CharField(max_length=64, primary_key=True)
    number = models.PositiveIntegerField(default=0)
    first_at = models.DateTimeField(db_index=True)
