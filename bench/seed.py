"""A scratch city for benchmarks: a few streets, and as many matters as asked, by plain SQL."""

from __future__ import annotations

import random
import secrets
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from django.db import connection

from bench.scale import NOW
from doorstep.frame import SYSTEM
from doorstep.kit import clock
from doorstep.kit.path import child
from doorstep.matters.models import Matter
from doorstep.people.models import Account, Body, Office, Person, Token
from doorstep.people.queries.actors import digest_of
from doorstep.people.rules import BODY_LEVEL
from doorstep.places.models import Place

SINCE = date(2020, 1, 1)
STREETS, COMMUNITIES, COMPOUNDS = 4, 6, 8
CATEGORIES = (
    "stair_light",
    "parking_mess",
    "rubbish",
    "drain_blocked",
    "property_service",
    "fly_wire",
)
#: State → weight: most of a million matters have ended.
STATES = {
    "submitted": 2,
    "accepted": 2,
    "assigned": 4,
    "handling": 4,
    "resolved": 3,
    "reopened": 1,
    "closed": 50,
    "rated": 30,
    "declined": 2,
    "merged": 2,
}
SECRET = "bench-secret-token-of-no-worth"


def place(parent: Place | None, number: int, kind: str, name: str) -> Place:
    """One place."""
    found = Place(place_kind=kind, name=name, since=SINCE)
    if kind == "compound":
        found.compound_kind = "walkup"
    found.hang(parent, child(parent.path if parent else "", number))
    found.save()
    return found


def body(kind: str, home: Place) -> Body:
    """A governing body."""
    found = Body(
        code=f"{kind}{home.path}",
        kind_of_body=kind,
        name=home.name,
        short=home.name[:20],
        level=BODY_LEVEL[kind],
        place=home,
        path=home.path,
        since=SINCE,
    )
    found.save()
    return found


def city() -> SimpleNamespace:
    """Places, bodies, tables, and one dispatcher with many offices and a token."""
    from pathlib import Path

    import doorstep.profiles
    from doorstep.routing.acts.tables import load_tables

    top = place(None, 1, "city", "巢湖市")
    body("city_office", top)
    compounds, communities = [], []
    for s in range(1, STREETS + 1):
        street = place(top, s, "street", f"{s}号街道")
        body("street_office", street)
        for c in range(1, COMMUNITIES + 1):
            community = place(street, c, "community", f"{s}-{c}社区")
            communities.append(community)
            body("community_committee", community)
            for x in range(1, COMPOUNDS + 1):
                compounds.append(place(community, x, "compound", f"{s}-{c}-{x}小区"))
                body("compound_body", compounds[-1])
    load_tables(SYSTEM, Path(doorstep.profiles.__path__[0]) / "chaohu", SINCE)
    who = Person(place=top, path=top.path, name="周梅")
    who.save()
    # many offices: two communities and ten compounds elsewhere
    for home, role in [(c, "community_secretary") for c in communities[:2]] + [
        (c, "compound_secretary") for c in compounds[100:110]
    ]:
        Office(person=who, role=role, place=home, path=home.path, since=SINCE).save()
    account = Account(person=who, username="bench", path=top.path, must_change=False)
    account.set_password(secrets.token_hex(8))
    account.save()
    Token(
        account=account, digest=digest_of(SECRET), path=top.path, label="bench", since=SINCE
    ).save()
    worker, resident = _persons(top, communities[0])
    return SimpleNamespace(
        account=account, compounds=compounds, communities=communities, worker=worker,
        resident=resident,
    )  # fmt: skip


def _persons(top: Place, community: Place) -> tuple[str, str]:
    """Keys of a street dispatcher and of a resident, for whole lives."""
    keys = []
    for name, role in (("方工", "street_dispatcher"), ("周惠", "")):
        who = Person(place=top, path=top.path, name=name)
        who.save()
        if role:
            home = Place.objects.get(path=community.path[:8])
            Office(person=who, role=role, place=home, path=home.path, since=SINCE).save()
        account = Account(
            person=who, username=f"bench-{role or 'resident'}", path=top.path, must_change=False
        )
        account.set_password(secrets.token_hex(8))
        account.save()
        keys.append(secrets.token_hex(20))
        Token(account=account, digest=digest_of(keys[-1]), path=top.path, label="bench",
              since=SINCE).save()  # fmt: skip
    return keys[0], keys[1]


def moulds(compounds: list[Place], seed: int = 7) -> None:
    """Matters from which the rest are cast."""
    dice, bodies = random.Random(seed), {b.path: b for b in Body.objects.all()}
    names, weights = list(STATES), list(STATES.values())
    rows = []
    for n in range(NOW.moulds):
        home, begun = (
            dice.choice(compounds),
            clock.now() - timedelta(minutes=dice.randrange(900_000)),
        )
        day = clock.local(begun).date()
        rows.append(
            Matter(
                number=f"mould-{n}",
                category=dice.choice(CATEGORIES),
                category_class="SOCIAL",
                title="楼道灯不亮",
                text=f"{n}号楼道灯又不亮了，麻烦看一下",
                place=home,
                path=home.path,
                source="portal",
                token=secrets.token_hex(15),
                owner=bodies[home.path],
                level=1,
                top_level=1,
                begun_on=day,
                begun_at=begun,
                due=begun + timedelta(days=7),
                state=dice.choices(names, weights)[0],
            )
        )
    Matter.objects.bulk_create(rows)


def cast(wanted: int, base: int) -> None:
    """Multiply the moulds by one INSERT … SELECT a thousand copies at a time."""
    names = [f.column for f in Matter._meta.concrete_fields if not getattr(f, "generated", False)]
    postgres = connection.vendor == "postgresql"
    new = {
        "id": "gen_random_uuid()" if postgres else "lower(hex(randomblob(16)))",
        "number": f"'{base}-' || k.n || '-' || m.number",
        "token": "md5(random()::text || m.number || k.n)"
        if postgres
        else "lower(hex(randomblob(15)))",
        "due": "m.due - k.n * interval '1 minute'"
        if postgres
        else "datetime(m.due, '-' || k.n || ' minutes')",
    }
    columns = ", ".join(f'"{n}"' for n in names)
    values = ", ".join(new.get(n, f'm."{n}"') for n in names)
    with connection.cursor() as cursor:
        for first in range(0, wanted // NOW.moulds, 25):
            last = min(first + 25, wanted // NOW.moulds)
            cursor.execute(
                f"WITH RECURSIVE k(n) AS (SELECT {first} UNION ALL"
                f" SELECT n + 1 FROM k WHERE n + 1 < {last})"
                f" INSERT INTO matters_matter ({columns}) SELECT {values} FROM matters_matter m, k"
                " WHERE m.number LIKE 'mould-%%'"
            )
        cursor.execute("ANALYZE")


def grow(to: int) -> int:
    """Add matters until there are about `to`; how many there are."""
    there: Any = Matter.objects.count()
    if there < to:
        cast(to - there, there)
    return int(Matter.objects.count())
