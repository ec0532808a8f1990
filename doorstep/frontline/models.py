"""What is kept of those at the door. Who holds which patch is an office (`people.Office` with the
role steward at a covering of kind patch): kept once, dated, and the source of rights."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from doorstep.frame import Personal, Placed, Record, Span, Staged
from doorstep.frontline import rules
from doorstep.people.models import Person
from doorstep.places.models import Covering, Place

_LAW = "PIPL art. 13(1)1; 依据待核"


class Steward(Placed, Staged, Record):
    """A red steward (红色小管家), a volunteer: no minimums, no appraisal, no ranking (R18).

    `since` is the day of the first patch, `until` the day of thanks. Whether the phone may be
    published is a consent of the person (`people.Consent`), asked by the card.
    """

    lifecycle = rules.STEWARD_LIFE
    personal: ClassVar[dict[str, Personal]] = {
        "skills": Personal("ask the one who can help", _LAW, 1, 365),
        "free_hours": Personal("ask at a good time", _LAW, 1, 365),
        "thanks": Personal("thank in the steward's own record", _LAW, 1, 365),
    }

    person = models.ForeignKey(Person, models.PROTECT, related_name="stewardships")
    #: Where they serve: a compound, or a community or village.
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    #: Code of the catalogue frontline.service_basis: on what footing they serve.
    basis = models.CharField(max_length=40)
    #: Id of the organisation that nominated (party.PartyOrg), if one did.
    nominated_by = models.UUIDField(null=True, blank=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    trained_on = models.DateField(null=True, blank=True)
    insured_until = models.DateField(null=True, blank=True)
    skills = models.CharField(max_length=120, blank=True)
    free_hours = models.CharField(max_length=120, blank=True)
    thanks = models.CharField(max_length=300, blank=True)
    #: Patches held before a pause, given back when service goes on.
    held = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=~models.Q(state=rules.THANKED),
                name="steward_once",
            )
        ]
        indexes = [
            models.Index(fields=["state", "path"], name="steward_state"),
            models.Index(fields=["at3", "state"], name="steward_at3"),
        ]


class GridCard(Placed, Record):
    """The public card of a grid (B1): its work phone and the phone for supervision.

    Names and roles on it are the offices of the day; nothing personal is kept here.
    """

    about_people: ClassVar[bool] = False

    covering = models.OneToOneField(Covering, models.PROTECT, related_name="card")
    #: Work phone of the grid, not of a person.
    phone = models.CharField(max_length=24)
    supervision_phone = models.CharField(max_length=24, blank=True)
    words = models.CharField(max_length=120, blank=True)


class StewardKey(Span, Placed, Record):
    """An elders' key: badge code and phone together open the volunteer's page, for 180 days.

    Given once by a grid member standing beside; only hashes are kept. The badge alone opens
    nothing, the phone alone opens nothing, and revoking ends both.
    """

    about_people: ClassVar[bool] = False
    untold = ("digest", "device")

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    #: Hash of the secret that the phone keeps; "" until it was bound.
    device = models.CharField(max_length=64, blank=True)
    bind_by = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person", "until"], name="stewardkey_person")]
