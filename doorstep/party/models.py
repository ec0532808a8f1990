"""What is kept of Party organisations: the tree, what each covers, its members."""

from __future__ import annotations

from django.db import models

from doorstep.frame import Personal, Placed, Record, Span, private
from doorstep.party.rules import TIERS
from doorstep.people.models import Body, Person
from doorstep.people.rules import (
    CITY_OD,
    COMMUNITY_SECRETARY,
    COMPOUND_SECRETARY,
    STREET_ORGANIZER,
    pairs,
)

#: Who may know who is a member where (dignity.md D19): the secretaries and who organises them.
MEMBER_ROLES = (COMPOUND_SECRETARY, COMMUNITY_SECRETARY, STREET_ORGANIZER, CITY_OD)
BASIS = "党章; PIPL art. 28, 29; 依据待核"


class PartyOrg(Placed, Span, Record):
    """A Party organisation: 街道党工委, 社区党组织, 小区(片区)党组织, or a building group.

    A compound organisation covers one compound or several (277 over 318): by the parts of its
    covering, by date. `body` owns matters for it.
    """

    about_people = False
    correctable = ("name", "document")
    amend_roles = (CITY_OD, STREET_ORGANIZER)

    tier = models.CharField(max_length=12, choices=pairs(tuple(TIERS)))
    #: Code of the catalogue party.form: work committee, committee, general branch, branch, group.
    form = models.CharField(max_length=24, blank=True)
    name = models.CharField(max_length=80)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+", db_index=False)
    covering = models.ForeignKey("places.Covering", models.PROTECT, null=True, related_name="+")
    body = models.ForeignKey(Body, models.PROTECT, null=True, related_name="+")
    document = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["tier", "path"], name="partyorg_tier"),
            models.Index(fields=["covering"], name="partyorg_covering"),
        ]


class Membership(Span, Placed, Record):
    """A member of an organisation from–to, seen by `MEMBER_ROLES` and oneself only (D19)."""

    personal = {"person": Personal("run the organisation", BASIS, 3, 365)}
    untold = ("person_id", "standing")
    amend_roles = (COMMUNITY_SECRETARY, STREET_ORGANIZER)

    org = models.ForeignKey(PartyOrg, models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    standing = private(
        purpose="run the organisation", basis=BASIS, level=3, retention=365,
        readers=(*MEMBER_ROLES, "self"),
    )  # fmt: skip

    class Meta:
        indexes = [models.Index(fields=["org", "until"], name="membership_org")]
