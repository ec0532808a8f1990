"""How often one address did something within an hour, counted for all processes together.

Not an act, because most who do it have not logged in. What is kept is a keyed hash and a number, a
day at most; no address.
"""

from __future__ import annotations

import ipaddress
from datetime import timedelta

from django.db import transaction
from django.utils.crypto import salted_hmac

from doorstep.kit import clock
from doorstep.people.models import Rate

WITHIN = timedelta(hours=1)
#: One household or office has a network of so many bits in IPv6, with addresses without number.
HOUSEHOLD_BITS = 64


def network(address: str) -> str:
    """What counts as one caller: an IPv4 address, or the household's network in IPv6."""
    try:
        found = ipaddress.ip_address(address.strip())
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((int(found), HOUSEHOLD_BITS), strict=False).network_address)


def _key(what: str, address: str) -> str:
    return salted_hmac(f"people.rate.{what}", network(address), algorithm="sha256").hexdigest()


def done_lately(what: str, address: str, within: timedelta = WITHIN) -> int:
    """How often this address did it within the hour (a day at most); one statement."""
    row = Rate.objects.filter(key=_key(what, address), first_at__gt=clock.now() - within).first()
    return row.number if row else 0


def count_one(what: str, address: str, within: timedelta = WITHIN) -> int:
    """One more; how many that makes. What is older than a day is forgotten on the way."""
    now, key = clock.now(), _key(what, address)
    with transaction.atomic():  # two at the same time are two
        Rate.objects.bulk_create([Rate(key=key, first_at=now)], ignore_conflicts=True)
        row = Rate.objects.select_for_update().get(key=key)
        if row.first_at <= now - within:
            row.number, row.first_at = 0, now
        row.number += 1
        row.save(update_fields=["number", "first_at"])
        if row.number == 1:
            Rate.objects.filter(first_at__lt=now - timedelta(days=1)).delete()
    return row.number
