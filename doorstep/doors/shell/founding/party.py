"""Party organisations: streets, communities, 277 of compounds, and those that do not count."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from doorstep.doors.shell.founding.city import LAUNCH, City
from doorstep.doors.shell.founding.dice import dice
from doorstep.frame import SYSTEM, do
from doorstep.party.models import PartyOrg

Row = tuple[str, None, dict[str, Any]]
#: Compound organisations founded in 2023; the others before.
LATE = 41
#: Organisations beside the 277 that do not count at the end of 2023 (a tenth): ended before,
#: founded later, entered twice and withdrawn.
ENDED, LATER, TWICE = 16, 8, 6


def party(city: City) -> None:
    """The tree from the streets down, each compound organisation with what it covers."""
    with city.at(LAUNCH):
        city.enter("party.found_org", _streets(city))
        city.enter("party.found_org", _communities(city, _orgs("street")))
        above = _orgs("community")
        city.enter("party.found_org", _compounds(city, above))
        others = city.enter("party.found_org", _others(city, above))
    withdraw(city, others)


def _orgs(tier: str) -> dict[str, PartyOrg]:
    """Organisations of a tier by the path of their home."""
    return {org.path: org for org in PartyOrg.objects.filter(tier=tier)}


def _streets(city: City) -> Iterator[Row]:
    for row in city.profile.rows("streets.csv"):
        place = city.coded[row["code9"]]
        street = place.name.endswith("街道")
        name = f"{place.name}党工委" if street else f"{place.name}党委"
        yield row["code9"], None, {
            "tier": "street", "name": name, "place": place, "since": date(2012, 1, 1),
            "form": "work_committee" if street else "committee",
        }  # fmt: skip


def _communities(city: City, above: dict[str, PartyOrg]) -> Iterator[Row]:
    for row in city.profile.rows("villages.csv"):
        place = city.coded[row["code12"]]
        village = row["kind"] == "村委会"
        yield row["code12"], None, {
            "tier": "community", "name": f"{place.name}{'党总支' if village else '党委'}",
            "place": place, "parent": above[place.path[:8]], "since": date(2014, 5, 1),
            "form": "general_branch" if village else "committee",
        }  # fmt: skip


def founded_on(org: str) -> date:
    """When a compound organisation was founded: most before 2022, some in 2022, `LATE` in 2023."""
    rng = dice("party", org)
    if int(org) in dice("party", "late").sample(range(1, 278), LATE):
        return date(2023, 1, 10) + timedelta(days=rng.randrange(320))
    if rng.random() < 0.12:
        return date(2022, 1, 5) + timedelta(days=rng.randrange(350))
    return date(2017, 3, 1) + timedelta(days=rng.randrange(1700))


def _compounds(city: City, above: dict[str, PartyOrg]) -> Iterator[Row]:
    for row in city.profile.orgs:
        parts = [city.compound[c["name"]] for c in city.profile.compounds_of[row["org"]]]
        yield row["org"], None, {
            "tier": "compound", "form": "branch", "name": row["name"], "place": parts[0],
            "parent": above[parts[0].path[:12]], "compounds": parts, "code": f"org.{row['org']}",
            "since": founded_on(row["org"]),
        }  # fmt: skip


def _others(city: City, above: dict[str, PartyOrg]) -> Iterator[Row]:
    """What stands beside the 277 and is not counted with them at the end of 2023."""
    rng = dice("party", "others")
    kinds = ["ended"] * ENDED + ["later"] * LATER + ["twice"] * TWICE
    chosen = [row for row in city.profile.orgs if row["compounds"] == "1"]
    rng.shuffle(chosen)
    for kind, row in zip(kinds, chosen, strict=False):
        compound = city.profile.compounds_of[row["org"]][0]
        place = city.compound[compound["name"]]
        since, until, name = founded_on(row["org"]), None, row["name"]
        if kind == "ended":  # the organisation of the area before the compound had its own
            since, until = date(2011, 7, 1), max(since, date(2014, 6, 2))
            name = f"{compound['community'].removesuffix('社区')}{compound['name'][:2]}片区党支部"
        elif kind == "later":
            since = min(date(2024, 3, 1) + timedelta(days=rng.randrange(270)), city.today)
            name = f"{compound['name']}离退休党支部"
        yield f"{kind}.{row['org']}", None, {
            "tier": "compound", "form": "branch", "name": name, "since": since, "until": until,
            "place": city.coded[compound["community_code12"]], "compounds": [place],
            "parent": above[place.path[:12]], "code": f"org.{kind}.{row['org']}",
        }  # fmt: skip


def withdraw(city: City, others: dict[str, uuid.UUID]) -> None:
    """Those that were entered twice are taken back; they count on no day."""
    with city.at(LAUNCH + timedelta(days=9), 15, 20):
        for key, org in others.items():
            record = PartyOrg.objects.get(pk=org)
            if key.startswith("twice.") and record.withdrawn_at is None:
                do(
                    SYSTEM,
                    "party.partyorg.withdraw",
                    record,
                    {"reason": "同一个支部录了两次"},
                    quiet=True,
                )
                city.rows += 1
