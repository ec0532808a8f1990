"""Persons, households, stays and consents: the register that everything else points to."""

from __future__ import annotations

from django.db import models

from doorstep.frame import Personal, Placed, Record, Span, private
from doorstep.frame.triggers import keep
from doorstep.kit.ids import uuid7
from doorstep.people.rules import (
    COMMUNITY_SECRETARY,
    COMMUNITY_WORKER,
    CONSENT_WAYS,
    CONSENTS,
    CONTACT_WAYS,
    REGISTRARS,
    RELATIONS,
    SEXES,
    STAY_KINDS,
    STREET_DISPATCHER,
    pairs,
)

REGISTER = "keep the register of residents of a community"
LAW = "PIPL art. 13(1)3; 城市居民委员会组织法 第3条; 依据待核"
#: Days kept after the last stay or office ended.
KEPT = 3 * 365


class Person(Placed, Record):
    """One natural person. `path`: the home, or the post of those who live elsewhere."""

    #: Stocks without an end: they take the new path when their place moves.
    moves_with_place = True

    personal = {
        "name": Personal(REGISTER, LAW, 2, KEPT),
        "addressed_as": Personal("be polite at the door", LAW, 1, KEPT),
        "initials": Personal("find a person by typing", LAW, 2, KEPT),
        "pinyin": Personal("find a person by typing", LAW, 2, KEPT),
        "born_on": Personal("services that go by age", LAW, 2, KEPT),
        "sex": Personal("form of address, register", LAW, 1, KEPT),
        "phone_tail": Personal("find a household by four digits (D4)", LAW, 2, KEPT),
    }
    #: The trail is for ever; what identifies somebody stays in the row that can be erased.
    untold = ("name", "addressed_as", "initials", "pinyin", "born_on", "phone_tail",
              "id_number_index", "phone_index")  # fmt: skip
    amend_roles = (COMMUNITY_SECRETARY, COMMUNITY_WORKER)

    name = models.CharField(max_length=60)
    #: How the person likes to be called at the door: 吴阿姨.
    addressed_as = models.CharField(max_length=30, blank=True)
    initials = models.CharField(max_length=16, blank=True, editable=False)
    pinyin = models.CharField(max_length=80, blank=True, editable=False)
    sex = models.CharField(max_length=1, choices=pairs(SEXES), blank=True)
    born_on = models.DateField(null=True, blank=True)
    id_number = private(
        purpose=REGISTER, basis=LAW, level=3, retention=KEPT, mask="id_number", searchable=True,
        readers=(*REGISTRARS, STREET_DISPATCHER),
    )  # fmt: skip
    #: "from_15": the number was made from an old 15-digit one and says so wherever it shows.
    id_mark = models.CharField(max_length=8, blank=True)
    phone = private(
        purpose="reach the person", basis=LAW, level=2, retention=KEPT, mask="phone",
        searchable=True, readers=(*REGISTRARS, STREET_DISPATCHER),
    )  # fmt: skip
    phone_tail = models.CharField(max_length=64, blank=True, editable=False)
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+", db_index=False)
    #: The record that took this one in, when the same person was entered twice.
    merged_into = models.UUIDField(null=True, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["at3", "initials"], name="person_initials"),
            models.Index(fields=["at3", "name"], name="person_name"),
            models.Index(fields=["path"], name="person_path"),
            models.Index(fields=["phone_tail"], name="person_tail"),
        ]


class Household(Placed, Record):
    """Those who live behind one door; what a steward sees of it is in dignity.md D4."""

    moves_with_place = True

    personal = {
        "addressed_as": Personal("be polite at the door", LAW, 1, KEPT),
        "contact_way": Personal("the agreed way of contact", LAW, 1, KEPT),
        "contact_note": Personal("the agreed way of contact", LAW, 1, KEPT),
    }
    amend_roles = (COMMUNITY_SECRETARY, COMMUNITY_WORKER)

    dwelling = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    addressed_as = models.CharField(max_length=30, blank=True)
    contact_way = models.CharField(max_length=12, choices=pairs(CONTACT_WAYS), blank=True)
    #: Such as: 上午，先打电话.
    contact_note = models.CharField(max_length=60, blank=True)
    dissolved_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["dwelling"], name="household_dwelling"),
            models.Index(fields=["path"], name="household_path"),
        ]


class Stay(Span, Placed, Record):
    """A person lives in (or is registered with) a household from–to."""

    personal = {
        "relation": Personal(REGISTER, LAW, 2, KEPT),
        "stay_kind": Personal(REGISTER, LAW, 2, KEPT),
    }
    amend_roles = (COMMUNITY_SECRETARY, COMMUNITY_WORKER)

    person = models.ForeignKey(Person, models.PROTECT, related_name="stays")
    household = models.ForeignKey(Household, models.PROTECT, related_name="stays")
    relation = models.CharField(max_length=12, choices=pairs(RELATIONS), default="other")
    stay_kind = models.CharField(max_length=12, choices=pairs(STAY_KINDS), default="resident")

    class Meta:
        indexes = [models.Index(fields=["path", "until"], name="stay_path")]


class Consent(Span, Placed, Record):
    """What a person agreed to, when and how; ended on the spot when it is taken back (D8)."""

    #: Goes with its person: no reason for a place to stay open.
    holds_place = False
    amend_roles = (COMMUNITY_SECRETARY,)
    #: What was agreed to is never rewritten (D8): taken back, and asked anew.
    correctable = ("note",)

    person = models.ForeignKey(Person, models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=24, choices=pairs(CONSENTS))
    way = models.CharField(max_length=12, choices=pairs(CONSENT_WAYS))
    note = models.CharField(max_length=120, blank=True)

    class Meta:
        indexes = [models.Index(fields=["path"], name="consent_path")]


class Looked(models.Model):
    """Somebody found a person by a search outside their open work (dignity.md D4).

    Read by the one who searched, and by the one searched on request; by nobody else.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    searcher = models.UUIDField(db_index=True)
    office = models.UUIDField(null=True)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    by = models.CharField(max_length=8)
    at = models.DateTimeField()


keep("people_looked", days=90)
