"""What is kept inside the house about a matter: notes, and questions to other units."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import Q

from doorstep.casework.rules import CONSULTING
from doorstep.frame import Personal, Record, Staged
from doorstep.frame.erasing import erases
from doorstep.matters.models import Matter

HANDLING = "handle what was reported"
BASIS = "PIPL art. 13(1)3; 依据待核"


class Note(Record):
    """An internal note (内部备注): for those who handle the matter, never told to its reporter."""

    correctable = ("words",)
    personal = {"words": Personal(HANDLING, BASIS, 2, 3 * 365)}
    #: The trail of a note is asked by those who see it; of the matter's it tells that there is one.
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="remarks")
    unit = models.ForeignKey("people.Body", models.PROTECT, null=True, related_name="+")
    words = models.TextField()
    files = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["matter", "at"], name="note_matter")]


class Consultation(Staged, Record):
    """A question to another unit about one matter (征求意见): owner and clock stay where they are.

    The unit reads the gist alone: what kind of thing, where about, the question.
    """

    lifecycle = CONSULTING
    amendable = False  # dropped, or answered; what was asked stays
    personal = {
        "question": Personal(HANDLING, BASIS, 2, 3 * 365),
        "answer": Personal(HANDLING, BASIS, 2, 3 * 365),
    }

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="asked_units")
    #: Who is asked; who asks, to whom the answer goes.
    unit = models.ForeignKey("people.Body", models.PROTECT, related_name="+")
    by = models.ForeignKey("people.Body", models.PROTECT, null=True, related_name="+")
    question = models.CharField(max_length=500)
    due_at = models.DateTimeField()
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=1000, blank=True)
    answered_at = models.DateTimeField(null=True)
    files = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["unit", "state", "due_at"], name="consult_unit"),
            models.Index(fields=["matter", "asked_at"], name="consult_matter"),
            models.Index(fields=["state", "due_at"], name="consult_due"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "unit"], name="consult_once", condition=Q(state="asked"),
            )
        ]  # fmt: skip


@erases(on=Matter)
def inside_words(matter: Matter) -> Iterable[Record]:
    """Notes and questions go with the matter they are about."""
    yield from Note.objects.filter(matter=matter)
    yield from Consultation.objects.filter(matter=matter)
