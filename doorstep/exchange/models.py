"""What is kept of exchange: links of units without account, replies to other systems."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models

from doorstep.frame import Personal, Placed, Record
from doorstep.frame.erasing import erases
from doorstep.matters.models import Matter


class UnitLink(Record):
    """A link that shows one matter to the unit that has it, without an account."""

    amendable = False  # a new one is made instead
    about_people = False

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="unit_links")
    unit = models.ForeignKey("people.Body", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    until = models.DateTimeField()


class OutsideReply(Placed, Record):
    """What another system is told of a matter that came from it: made once for each end."""

    amendable = False
    personal = {"text": Personal("answer the system it came from", "依据待核", 2, 3 * 365)}

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="outside_replies")
    #: Code of the system (catalogue `exchange.systems`) and the number it gave.
    system = models.CharField(max_length=24)
    outside_number = models.CharField(max_length=48)
    text = models.TextField()
    at = models.DateTimeField()
    #: When somebody took it there; none while it waits.
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["sent_at", "-id"], name="outsidereply_waits"),
            models.Index(fields=["at2", "sent_at", "-id"], name="outsidereply_st"),
        ]


@erases(on=Matter)
def words_sent(matter: Matter) -> Iterable[Record]:
    """What another system was told goes with the matter."""
    yield from OutsideReply.objects.filter(matter=matter)
