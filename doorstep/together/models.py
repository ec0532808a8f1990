"""What is kept of who met the same (我也遇到): counted, never listed."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import Q

from doorstep.frame import Personal, Record, private
from doorstep.frame.erasing import erases
from doorstep.matters.models import BASIS, Matter


class Support(Record):
    """Somebody met what a matter is about: each person once a matter, shown as a count only.

    No screen lists these, and nobody may open the phone: it is there to tell them how it goes on.
    """

    amendable = False  # taken back by who said so, at any time (`matters.unsupport`)
    untold = ("who",)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="supports")
    #: Stands for the person: blind index of the phone, or a keyed hash; "" once taken back.
    who = models.CharField(max_length=64, blank=True)
    phone = private(
        purpose="tell who met the same how it goes on", basis=BASIS, level=2, retention=365,
        mask="phone", readers=(),
    )  # fmt: skip
    #: Who said so for a neighbour, at the door or on the phone.
    passed_on_by = models.UUIDField(null=True)
    at = models.DateTimeField()
    personal = {"who": Personal("count each person once", BASIS, 2, 365)}

    class Meta:
        indexes = [
            models.Index(fields=["who", "at"], name="support_who"),
            models.Index(
                fields=["passed_on_by", "at"],
                name="support_behalf",
                condition=Q(passed_on_by__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "who"], name="support_once", condition=~Q(who="")
            )
        ]


@erases(on=Matter)
def supports_of(matter: Matter) -> Iterable[Record]:
    """They go with the matter."""
    yield from Support.objects.filter(matter=matter)
