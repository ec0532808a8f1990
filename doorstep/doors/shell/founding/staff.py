"""Those who work here: persons, offices, accounts; deputies for those who are away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

from doorstep.doors.shell.founding.city import LAUNCH, City
from doorstep.doors.shell.founding.dice import dice
from doorstep.doors.shell.founding.households import Maker, Someone
from doorstep.doors.shell.founding.names import Names, Numbers
from doorstep.doors.shell.founding.posts import Post, posts
from doorstep.people import rules as roles
from doorstep.people.models import Absence, Account, Office, Person

#: Where the phones and ID numbers of those who work here begin, apart from those of the register.
FIRST_PHONE, FIRST_ORDER = 70_000_000, 500
#: Everybody of the demo logs in with this; the demo profile alone knows it.
PASSWORD = "menkou-de-shi-2026"  # noqa: S105  (a demo word that is printed at the start)


def maker(city: City, part: int = 0) -> Maker:
    """Makes persons whose numbers differ from those of the register and of other parts."""
    numbers = Numbers(FIRST_PHONE + part * 1_000_000, FIRST_ORDER + part * 100)
    return Maker(Names(city.profile.toml("names.toml")), numbers, city.today)


def staff(city: City) -> None:
    """Every post with its holder and account."""
    with city.at(LAUNCH, 10):
        fill(city, list(posts(city)), maker(city))


def fill(city: City, found: list[Post], make: Maker) -> None:
    """Register, appoint and open accounts for the holders of posts."""
    city.enter("people.register", _persons(found, make))
    people = persons(f"staff.{post.key}" for post in found)
    city.enter("people.appoint", (
        (f"staff.{post.key}", None, {
            "person": people[f"staff.{post.key}"], "role": post.role, "place": post.place,
            "body": post.body, "covering": post.covering, "since": post.since,
        })
        for post in found
    ))  # fmt: skip
    city.enter("people.open_account", (
        (f"staff.{post.key}", None,
         {"person": people[f"staff.{post.key}"], "username": post.username})
        for post in found
    ))  # fmt: skip


def _persons(found: list[Post], make: Maker) -> Iterator[tuple[str, None, dict[str, Any]]]:
    for post in found:
        rng, who = dice("staff", post.key), post.persona
        sex = who["sex"].lower() if who else ("f" if rng.random() < post.women else "m")
        age = who["age"] if who else rng.randint(*post.ages)
        made = make.person(rng, sex, age, "")
        if who:
            made.name = who["name"]
        made.phone = made.phone or make.numbers.phone()
        yield f"staff.{post.key}", None, entries(made, post.place)


def entries(who: Someone, place: Any) -> dict[str, Any]:
    """What `people.register` is given of somebody."""
    return {
        "name": who.name, "sex": who.sex, "born_on": who.born, "id_number": who.id_number,
        "phone": who.phone, "addressed_as": who.addressed_as, "place": place,
    }  # fmt: skip


def persons(keys: Iterable[str]) -> dict[str, Person]:
    """Persons registered under these keys by `City.enter`."""
    from doorstep.frame.trail import Entry
    from doorstep.kit.ids import derived

    ops = {derived("founding", "people.register", key): key for key in keys}
    found: dict[str, Person] = {}
    wanted = list(ops)
    for start in range(0, len(wanted), 500):
        rows = Entry.objects.filter(op_id__in=wanted[start : start + 500])
        pairs = rows.values_list("op_id", "subject_id")
        ids = {subject: ops[op] for op, subject in pairs if op is not None}
        found |= {ids[p.pk]: p for p in Person.objects.filter(pk__in=list(ids))}
    return found


def away(city: City) -> None:
    """A few are away these days; a colleague of the same community stands in."""
    if Absence.objects.exists():
        return
    wanted = Office.objects.filter(role=roles.COMMUNITY_WORKER, until=None).order_by("path", "id")
    offices: dict[str, list[Office]] = {}
    for office in wanted:
        offices.setdefault(office.path, []).append(office)
    pairs = [found for found in offices.values() if len(found) > 1]
    chosen = dice("away").sample(pairs, min(5, len(pairs)))
    with city.at(city.today - timedelta(days=1), 16):
        city.enter("people.go_away", (
            (f"away.{n}", None, {
                "office": pair[0], "deputy": pair[1].person,
                "since": city.today - timedelta(days=n),
                "until": city.today + timedelta(days=3 + 2 * n),
            })
            for n, pair in enumerate(chosen)
        ))  # fmt: skip


def password(city: City, usernames: Iterable[str]) -> None:
    """Give accounts of the demo one password that everybody knows."""
    from django.contrib.auth.hashers import make_password

    from doorstep.frame import Given, do
    from doorstep.people.queries import actor_for

    hashed = make_password(PASSWORD)
    for account in Account.objects.filter(username__in=list(usernames), must_change=True):
        do(actor_for(account, city.today), "people.change_password", account,
           Given({"password": hashed}), channel="import", quiet=True)  # fmt: skip
        city.rows += 1
