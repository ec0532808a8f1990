"""Offices (person · role · place, covering or body · from–to), absences, duty rosters."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from doorstep.frame import Placed, Record, Span
from doorstep.people.models.bodies import Body
from doorstep.people.models.persons import Person
from doorstep.people.rules import CITY_OD, COMMUNITY_SECRETARY, ROLES, STREET_ORGANIZER, pairs


class Office(Span, Placed, Record):
    """A post of a person for a time. Its scope on a day: the covering's parts, else `path`.

    `path` is the place's path, or the body's home where the office is held at a body.
    """

    amend_roles = (CITY_OD, STREET_ORGANIZER, COMMUNITY_SECRETARY)
    #: Role, place and dates decide rights: they come from `people.appoint` and its checks alone.
    correctable = ("title", "document")

    person = models.ForeignKey(Person, models.PROTECT, related_name="offices")
    role = models.CharField(max_length=24, choices=pairs(tuple(ROLES)))
    #: Code of the catalogue people.title; empty: the usual title of the role.
    title = models.CharField(max_length=80, blank=True)
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+", db_index=False)
    covering = models.ForeignKey("places.Covering", models.PROTECT, null=True, related_name="+")
    body = models.ForeignKey(Body, models.PROTECT, null=True, related_name="offices")
    #: Number of the letter that gave it, if there is one.
    document = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["person", "until"], name="office_person"),
            models.Index(fields=["role", "path"], name="office_role"),
            models.Index(fields=["body", "role"], name="office_body"),
        ]


class Absence(Span, Placed, Record):
    """The holder of an office is away from–to; work, notices and rights are the deputy's then.

    No reason is kept: why somebody is away may concern their health.
    """

    #: Goes with its person: no reason for a place to stay open.
    holds_place = False
    amend_roles = (COMMUNITY_SECRETARY, STREET_ORGANIZER, CITY_OD)
    #: A deputy has the rights of the office: given by `people.go_away` with its checks alone.
    correctable = ()

    office = models.ForeignKey(Office, models.PROTECT, related_name="absences")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    deputy = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(deputy=models.F("person")), name="absence_other_deputy"
            )
        ]
        indexes = [models.Index(fields=["deputy", "until"], name="absence_deputy")]


class DutyShift(Placed, Record):
    """One person's duty at a body's duty post, from a moment to another (emergencies)."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="shifts")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    #: Leads the shift; the others are on call.
    leads = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["body", "starts_at"], name="duty_body")]
