"""Bodies: departments and all other organisations that can own work (design §2, floor 4)."""

from __future__ import annotations

from django.db import models

from doorstep.frame import Placed, Record, Span
from doorstep.people.rules import BODY_KINDS, CITY_CENTRE, CITY_OD, pairs


class Body(Placed, Span, Record):
    """An organisation: `owner` of a matter is the id of one of these.

    Party organisations, property companies and owners' bodies keep their own records on higher
    floors; where they can own work they have a body here, which those records name.
    """

    amend_roles = (CITY_OD, CITY_CENTRE)
    #: Name and phone are those of an office, not of a person.
    about_people = False

    code = models.CharField(max_length=40, unique=True)
    kind_of_body = models.CharField(max_length=24, choices=pairs(BODY_KINDS))
    name = models.CharField(max_length=80)
    short = models.CharField(max_length=24)
    #: 0 building … 4 city, as `Staged.level`.
    level = models.PositiveSmallIntegerField()
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+", db_index=False)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    phone = models.CharField(max_length=24, blank=True)
    duties = models.CharField(max_length=200, blank=True)
    #: Whether matters are sent to it.
    handles = models.BooleanField(default=True)

    class Meta:
        indexes = [models.Index(fields=["kind_of_body", "path"], name="body_kind")]
