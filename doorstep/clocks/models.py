"""What is kept of a clock beside the record's own history: pauses, extensions, stages done."""

from __future__ import annotations

from django.db import models

from doorstep.clocks.rules import ASKED, DONE, NOT_GIVEN
from doorstep.frame import Personal, Record
from doorstep.kit.deadline import EXTENDED, PAUSED, RESUMED

ENTRIES = (ASKED, NOT_GIVEN, PAUSED, RESUMED, EXTENDED, DONE)


class ClockEvent(Record):
    """One entry of the clocks of any record; added, never edited (R12).

    Dates are worked out from all of them (`kit.deadline`), so nothing that is done later can make
    an earlier pause forgotten.
    """

    amendable = False
    personal = {"words": Personal("say why a date moved", "依据待核", 2, 3 * 365)}

    #: Kind and id of the record whose clocks these are.
    of_kind = models.CharField(max_length=48)
    of = models.UUIDField()
    entry = models.CharField(max_length=12, choices=[(code, code) for code in ENTRIES])
    at = models.DateTimeField()
    #: "" means all clocks of the record.
    stage = models.CharField(max_length=24, blank=True)
    #: Code of the reason of a pause (catalogue `clocks.reasons`).
    reason = models.CharField(max_length=24, blank=True)
    words = models.CharField(max_length=500, blank=True)
    #: An extension in the unit of the stage.
    value = models.PositiveSmallIntegerField(default=0)
    #: Of a pause, and of one asked for: until when at most; it goes on by itself then.
    until = models.DateTimeField(null=True)
    #: The body that decided; without one an extension does not count.
    approved_by = models.ForeignKey("people.Body", models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["of", "at"], name="clockevent_of")]
