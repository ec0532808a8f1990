"""How many reports without a confirmed phone, and how many codes, one address may ask for.

Never fewer emergencies: above their limit they still enter and stand in the lists, but ring at the
duty phones once for all, so that a script cannot ring there all night.
"""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest

from doorstep.doors.look import address_of
from doorstep.people.acts.rates import WITHIN, count_one, done_lately

#: In an hour. Codes cost money and ring at phones of others; a street's office or a school may have
#: one address for all, as may all phones of a quarter in the network of one operator.
MOST = {"reports": 10, "codes": 30, "emergencies": 20, "met": 20}
#: What is counted by the day instead: saying that one met the same.
BY_DAY = {"met": timedelta(days=1)}


def too_many(request: HttpRequest, what: str = "reports") -> bool:
    """Whether this address has had its share of this hour (or day)."""
    within = BY_DAY.get(what, WITHIN)
    return done_lately(f"portal.{what}", address_of(request), within) >= MOST[what]


def rings(request: HttpRequest) -> bool:
    """Whether an emergency from this address still rings: those within the limit, and one more for
    all that follow."""
    return done_lately("portal.emergencies", address_of(request)) <= MOST["emergencies"]


def count(request: HttpRequest, what: str = "reports") -> None:
    """One more."""
    count_one(f"portal.{what}", address_of(request), BY_DAY.get(what, WITHIN))
