"""What is kept of messages sent, and of phone codes asked for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language

from doorstep.frame import Personal, Placed, Record, private
from doorstep.frame.erasing import erases
from doorstep.notices.rules import CHANNELS, STATES, URGENCIES
from doorstep.people.models import Account, Body
from doorstep.people.rules import pairs

TELL = "tell people what concerns them"
BASIS = "PIPL art. 13(1)3; 依据待核"


class Notice(Placed, Record):
    """One message to one account, one phone or one body's duty post.

    `about` names the record it is about (kind:id); opening that record marks it seen.
    """

    amendable = False
    personal = {"text": Personal(TELL, BASIS, 2, 180), "texts": Personal(TELL, BASIS, 2, 180)}
    untold = ("text", "texts", "phone_index")

    #: Code of the sentence, such as "matters.assigned"; what may be switched off goes by it.
    topic = models.CharField(max_length=48)
    text = models.CharField(max_length=300)
    #: The same words in the other languages of the interface, by code; none of what goes to phones.
    texts = models.JSONField(default=dict)
    about = models.CharField(max_length=100, blank=True)
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="notices")
    body = models.ForeignKey(Body, models.PROTECT, null=True, related_name="notices")
    phone = private(
        purpose=TELL, basis=BASIS, level=2, retention=30, readers=(), mask="phone", searchable=True
    )
    #: A code or the reporter's link, kept apart so that it can be wiped; only the port reads it.
    secret = private(
        purpose="log in, or follow one's own matter", basis=BASIS, level=3, retention=1, readers=()
    )
    urgency = models.CharField(max_length=12, choices=pairs(URGENCIES))
    channel = models.CharField(max_length=4, choices=pairs(CHANNELS))
    #: Not a lifecycle: only the engine moves it, nobody's work waits on it.
    sending = models.CharField(max_length=8, choices=pairs(STATES), default="waiting")
    due_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(account__isnull=False)
                | Q(body__isnull=False)
                | ~Q(phone_index="")
                | Q(sending="dropped"),
                name="notice_to_somebody",
            )
        ]
        indexes = [
            models.Index(fields=["account", "seen_at", "due_at"], name="notice_account"),
            models.Index(fields=["body", "seen_at", "due_at"], name="notice_body"),
            models.Index(fields=["sending", "channel", "due_at"], name="notice_due"),
            models.Index(fields=["about"], name="notice_about"),
        ]

    @property
    def words(self) -> str:
        """The text in the reader's language."""
        return str(self.texts.get(get_language(), self.text))

    def when_erased(self) -> dict[str, Any]:
        """It leaves no more and is in nobody's list."""
        return {"sending": "dropped"}


@erases()
def about(record: Any) -> Iterable[Notice]:
    """What people were told of a record goes with it."""
    return Notice.objects.filter(about=f"{record.kind}:{record.pk}")


class PhoneCode(Record):
    """A six-digit code sent to a phone: good once, ten minutes, five tries."""

    amendable = False
    untold = ("digest", "phone_index")

    phone = private(
        purpose="check that a phone is one's own", basis=BASIS, level=2, retention=1, readers=(),
        mask="phone", searchable=True,
    )  # fmt: skip
    digest = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["phone_index", "asked_at"], name="phonecode_phone")]
