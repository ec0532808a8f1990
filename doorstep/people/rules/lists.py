"""Closed lists of this app: kinds of bodies, stays, relations in a household, consents.

Kinds of bodies decide who may own a matter, so they are code; their words are in words.toml.
"""

from __future__ import annotations

from doorstep.people.rules.roles import CITY, COMMUNITY, COMPOUND, STREET

#: Kind of body → its level.
BODY_LEVEL = {
    "city_office": CITY,
    "department": CITY,
    "utility": CITY,
    "street_office": STREET,
    "community_committee": COMMUNITY,
    "village_committee": COMMUNITY,
    "unit": COMMUNITY,
    "compound_body": COMPOUND,
    "property_company": COMPOUND,
    "owners_body": COMPOUND,
}
BODY_KINDS = tuple(BODY_LEVEL)

#: How a person stays: registered and living here, living here and registered elsewhere, renting,
#: registered here and living elsewhere.
STAY_KINDS = ("resident", "elsewhere", "tenant", "away")
#: Kinds of stays of people who really live at the door.
LIVING = ("resident", "elsewhere", "tenant")
#: Relation to the head of the household.
RELATIONS = ("head", "spouse", "child", "parent", "grandchild", "grandparent", "sibling", "other")
SEXES = ("f", "m")
#: Agreed ways of contact of a household, seen by stewards too (dignity.md D4).
CONTACT_WAYS = ("door", "phone", "message", "note", "neighbour")
CONSENTS = ("contact", "publish_phone", "sign_of_life", "share_help", "photo")
CONSENT_WAYS = ("paper", "voice", "phone", "online")


def pairs(codes: tuple[str, ...]) -> list[tuple[str, str]]:
    """Choices of a column; their words come from words.toml."""
    return [(code, code) for code in codes]
