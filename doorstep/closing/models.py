"""What is kept of fair closing: exclusions, draws, spot checks, closed batches of grades."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models

from doorstep.closing.rules import ANSWERS, CHECK_LIFE, EXCLUSION_LIFE
from doorstep.frame import Personal, Placed, Record, Staged, private
from doorstep.frame.erasing import erases
from doorstep.matters.models import Matter
from doorstep.people.rules import CITY_CENTRE, CITY_OD, STREET_DISPATCHER

BASIS = "PIPL art. 13(1)3; 依据待核"
#: Who asks; of them nobody whose unit handled it.
ASK = (STREET_DISPATCHER, CITY_CENTRE, CITY_OD)
WHY = "say why a matter is left out of rates, and hear the reporter"


class Exclusion(Placed, Staged, Record):
    """A matter that is left out of rates as unreasonable (剔除): it marks the matter, once, never
    the person (D6); nothing else is changed by it, what can be done is done."""

    lifecycle = EXCLUSION_LIFE
    amendable = False  # it is decided, objected to and reviewed by acts of their own
    personal = {
        name: Personal(WHY, BASIS, 2, 3 * 365)
        for name in ("reason", "decided_words", "objection", "review_words")
    }

    #: Once for a matter, ever: what was refused or voided is not tried again.
    matter = models.OneToOneField(Matter, models.PROTECT, related_name="exclusion")
    clause = models.CharField(max_length=40)
    reason = models.CharField(max_length=500)
    proposed_by = models.UUIDField()
    proposed_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_words = models.CharField(max_length=500, blank=True)
    objection = models.CharField(max_length=500, blank=True)
    objected_at = models.DateTimeField(null=True)
    reviewed_by = models.UUIDField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    review_words = models.CharField(max_length=500, blank=True)


class Draw(Placed, Record):
    """A sample of ended matters for call-backs (随机回访), drawn by a seed that is printed."""

    amendable = False  # else one could draw until it pleases
    #: Thousands of numbers; the sample stands in its spot checks.
    untold = ("pool",)

    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+", db_index=False)
    month = models.DateField()
    size = models.PositiveSmallIntegerField()
    pool_size = models.PositiveIntegerField()
    #: Ended in that month too, but with nobody to call.
    without_phone = models.PositiveIntegerField()
    seed = models.CharField(max_length=64)
    #: The day whose published root went into the seed; none where it was rolled at the drawing.
    root_day = models.DateField(null=True)
    at = models.DateTimeField()
    #: Answers that have died after ninety days (D3), as how many: {"solved": 17, "not": 2}.
    told = models.JSONField(default=dict)
    #: The numbers that could be drawn, one a line: with the seed they give the sample again.
    pool = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "month"], name="drawn_once")]


class SpotCheck(Placed, Staged, Record):
    """One reporter who is asked again, by somebody else, whether it is solved (随机回访)."""

    lifecycle = CHECK_LIFE
    amendable = False
    #: The trail tells that somebody was asked, never what they said (R14, D3).
    untold = ("answer", "words")
    personal = {"words": Personal("find closings that were none", BASIS, 2, 90)}

    draw = models.ForeignKey(Draw, models.PROTECT, related_name="checks")
    #: Nobody is called twice about one matter.
    matter = models.OneToOneField(Matter, models.PROTECT, related_name="spot_check")
    #: Who had it when it was drawn: none of them asks.
    unit = models.ForeignKey("people.Body", models.PROTECT, null=True, related_name="+")
    turn = models.PositiveSmallIntegerField()
    #: To call, until there is an answer: who asks need not be one of those who handle it.
    phone = private(purpose="ask whether it is solved", basis=BASIS, level=2, retention=90,
                    mask="phone", readers=ASK)  # fmt: skip
    answer = models.CharField(max_length=12, blank=True, choices=[(a, a) for a in ANSWERS])
    words = models.CharField(max_length=500, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    called_at = models.DateTimeField(null=True)


class RatingBatch(Record):
    """The grades of a month that a unit may read: numbers only, once the month's batch is closed
    (R14); under ten the number of grades alone (D11)."""

    amendable = False

    unit = models.ForeignKey("people.Body", models.PROTECT, related_name="+")
    month = models.DateField()
    n = models.PositiveIntegerField()
    good = models.PositiveIntegerField(null=True)
    fair = models.PositiveIntegerField(null=True)
    bad = models.PositiveIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "month"], name="batch_once")]


@erases(on=Matter)
def closing_words(matter: Matter) -> Iterable[Record]:
    """What was said about the closing of a matter goes with it."""
    yield from Exclusion.objects.filter(matter=matter)
    yield from SpotCheck.objects.filter(matter=matter)
