"""What is kept beside a matter: attempts to settle it, returns and rulings, its rating."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models

from doorstep.frame import Personal, Record
from doorstep.frame.erasing import erases
from doorstep.matters.models.matter import BASIS, HANDLING, Matter, pairs
from doorstep.matters.rules.life import GRADES


class Attempt(Record):
    """What was tried to settle a matter at a level; going up needs one (B5)."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="tries")
    level = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=500)
    at = models.DateTimeField()
    personal = {"words": Personal(HANDLING, BASIS, 2, 3 * 365)}


class Return(Record):
    """A unit gave a matter back, with the rule it rests on: each unit once (R12)."""

    amendable = False  # else it could be taken back and given anew
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="returns")
    unit = models.ForeignKey("people.Body", models.PROTECT, related_name="+")
    #: Code of the responsibility rule, and what it said then.
    rule = models.CharField(max_length=16)
    clause = models.CharField(max_length=300)
    words = models.CharField(max_length=500)
    at = models.DateTimeField()
    personal = {"words": Personal(HANDLING, BASIS, 2, 3 * 365)}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "unit"], name="returned_once")]


class Ruling(Record):
    """The written decision whose a matter is that was given back (裁定)."""

    amendable = False  # another one is made instead
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="rulings")
    owner = models.ForeignKey("people.Body", models.PROTECT, related_name="+")
    words = models.CharField(max_length=500)
    #: Code of the responsibility rule it became; "" where it was for this one only.
    rule = models.CharField(max_length=16, blank=True)
    at = models.DateTimeField()
    personal = {"words": Personal(HANDLING, BASIS, 2, 3 * 365)}


class Rating(Record):
    """The reporter's grade of how a matter was handled; handlers never see a single one (R14)."""

    matter = models.OneToOneField(Matter, models.PROTECT, related_name="rating")
    grade = models.CharField(max_length=8, choices=pairs(GRADES))
    words = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    personal = {"words": Personal("improve the handling", BASIS, 2, 365)}


@erases(on=Matter)
def words_about(matter: Matter) -> Iterable[Record]:
    """What says something of a matter and goes with it: parts, attempts, returns, the grade."""
    yield from Matter.objects.filter(parent=matter)
    for kept in (Attempt, Return, Ruling):
        yield from kept.objects.filter(matter=matter)
    yield from Rating.objects.filter(matter=matter)
