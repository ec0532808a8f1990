"""What is kept: a knot as it was found, and a campaign with its plan and owner."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from doorstep.frame import Placed, Record, Staged
from doorstep.knots import rules


def pairs(codes: tuple[str, ...]) -> list[tuple[str, str]]:
    """Choices whose words come from words.toml."""
    return [(code, code) for code in codes]


class Campaign(Placed, Staged, Record):
    """A campaign (专项): one plan, one owner, many matters, before and after.

    Which matters belong to it they say themselves (`Matter.campaign`).
    """

    lifecycle = rules.CAMPAIGN_LIFE
    about_people: ClassVar[bool] = False
    correctable: ClassVar[tuple[str, ...]] = ("title", "plan", "due_on")
    amend_roles: ClassVar[tuple[str, ...]] = rules.JUDGES

    title = models.CharField(max_length=80)
    plan = models.TextField()
    category = models.CharField(max_length=40)
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    owner = models.ForeignKey(  # type: ignore[assignment]  # shown, so no mere id (Staged)
        "people.Body", models.PROTECT, null=True, related_name="+"
    )
    due_on = models.DateField(null=True, blank=True)
    began_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    #: What came of it, in words.
    result = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "path"], name="campaign_state")]


class Knot(Placed, Staged, Record):
    """A 热点, 难点 or 堵点: found by rule with its reason; a person judges it."""

    lifecycle = rules.KNOT_LIFE
    about_people: ClassVar[bool] = False
    amendable = False  # what was computed is set aside, not corrected

    knot_kind = models.CharField(max_length=8, choices=pairs(rules.KINDS))
    category = models.CharField(max_length=40)
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    #: The numbers behind it, in the words of `queries.reason`.
    reason = models.JSONField(default=dict)
    #: Ids of the matters it rests on, at most `rules.MOST`.
    matters = models.JSONField(default=list)
    since = models.DateField()
    #: Why it was set aside.
    why = models.CharField(max_length=500, blank=True)
    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True, related_name="knots")

    class Meta:
        indexes = [models.Index(fields=["state", "path"], name="knot_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["knot_kind", "path", "category"], name="knot_once",
                condition=~Q(state=rules.GONE) & Q(withdrawn_at=None),
            )
        ]  # fmt: skip
