"""Red stewards: 425 in service with their patches, and those that do not count."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from doorstep.doors.shell.founding.city import ARTICLE, LAUNCH, City
from doorstep.doors.shell.founding.dice import dice
from doorstep.doors.shell.founding.heads import heads
from doorstep.doors.shell.founding.party import founded_on
from doorstep.doors.shell.founding.patches import PERSONAS_HOME, Patch
from doorstep.doors.shell.founding.pool import Pool, steward_age
from doorstep.doors.shell.founding.village import agreed
from doorstep.frame import SYSTEM, do, path_q
from doorstep.frontline.models import Steward
from doorstep.kit.path import within
from doorstep.party.models import PartyOrg
from doorstep.people import rules as roles
from doorstep.people.models import Office, Person
from doorstep.places.models import Covering
from doorstep.places.rules import PATCH

#: Beside the 425 (a tenth and more): proposed only, resting, thanked before, begun later.
NOMINATED, RESTING, THANKED, LATER = 12, 9, 13, 11
#: Of the 425, who stopped since.
LEFT = 6
#: Stewards who began in 2023.
NEW_2023 = 0.17
WOMEN = 0.64
#: Who agreed on paper that their name and phone are shown.
NAMED = 0.72


def stewards(city: City, patches: list[Patch]) -> None:
    """Stewards of patches, secretaries of the compound organisations there, building heads."""
    pool = Pool(city)
    found = PartyOrg.objects.exclude(body=None).select_related("body", "covering")
    orgs = {org.body.code: org for org in found if org.body}
    served = list(_served(city, pool, patches))
    with city.at(LAUNCH, 14):
        city.enter("people.appoint", _secretaries(city, pool, orgs, patches))
        entered = city.enter("frontline.enter_steward", (
            (key, None, {
                "person": person, "place": city.compound[patch.home["name"]], "basis": "volunteer",
                "since": since, "trained_on": since - timedelta(days=9),
                "nominated_by": orgs[f"org.{patch.org['org']}"].pk,
            })
            for key, patch, person, since in served
        ))  # fmt: skip
        city.enter("places.grid_draw", _patches(city, served))
        # whoever was entered: after a cut the register may have changed, and the choice with it
        there = Steward.objects.select_related("person").in_bulk(entered.values())
        served = [(k, patch, there[entered[k]].person, since) for k, patch, _p, since in served]
        rows = Covering.objects.filter(covering_kind=PATCH).select_related("place")
        drawn = {covering.number: covering for covering in rows}
        city.enter("frontline.assign_patch", (
            (key, there[entered[key]], {"covering": drawn[key], "since": since})
            for key, _patch, _person, since in served
        ))  # fmt: skip
        city.enter("people.open_account", (
            (f"steward.{key}", None, {"person": person, "username": _username(key, person)})
            for key, _patch, person, _since in served
        ))  # fmt: skip
        city.enter("people.consent", _named(served))
    heads(city, pool, patches)


def beside_them(city: City) -> None:
    """Those who do not count, and of those who do the few that stopped since."""
    pool = Pool(city)
    pool.taken |= set(Office.objects.values_list("person_id", flat=True))
    pool.taken |= set(Steward.objects.values_list("person_id", flat=True))
    _uncounted(city, pool)
    _left(city)


def _named(served: list[Any]) -> Iterator[tuple[str, None, dict[str, Any]]]:
    """Most agree that their name and phone stand on the page of the place; some do not."""
    for key, patch, person, since in served:
        home = patch.home["name"] == PERSONAS_HOME
        if home or dice("named", key).random() < NAMED:
            yield f"named.{key}", None, agreed(person, since)


def _left(city: City) -> None:
    """A few of the 425 have stopped since the end of 2023."""
    keys = sorted(patch.key for patch in city.patches.all)
    leaving = dice("stewards", "left").sample(keys, min(LEFT, len(keys) // 20))
    offices = Office.objects.filter(role=roles.STEWARD).select_related("covering")
    served = {o.covering.number: o.person_id for o in offices.order_by("since") if o.covering}
    for n, key in enumerate(leaving):
        day = date(2024, 4, 10) + timedelta(days=61 * n)
        steward = Steward.objects.filter(person=served[key]).first()
        if steward is None or steward.person.name == PERSONA:
            continue
        if steward.state != "active" or day >= city.today - timedelta(days=60):
            continue
        with city.at(day, 10):
            words = {"thanks": "搬去和孩子住了，常回来坐坐。"}
            do(SYSTEM, "frontline.thank", steward, words, quiet=True)
            city.rows += 1


def twelve(city: City) -> None:
    """Accounts of those of the twelve who live in the compound and are no stewards."""
    home = city.compound.get(PERSONAS_HOME)
    for key in ("compound_secretary", "resident"):
        person = next(p for p in city.profile.toml("people.toml")["person"] if p["key"] == key)
        rows = Person.objects.filter(path_q([home.path] if home else []), name=person["name"])
        found = rows.order_by("path").first()
        if found is not None:
            city.enter("people.open_account", [(key, None, {"person": found, "username": key})])


def _username(key: str, person: Person) -> str:
    return "steward" if person.name == PERSONA else f"steward.{key}"


PERSONA = "吴桂芬"


def _served(
    city: City, pool: Pool, patches: list[Patch]
) -> Iterator[tuple[str, Patch, Person, date]]:
    places = city.stairs
    home = city.compound.get(PERSONAS_HOME)
    for name in ("费长林", "阮晓芸"):
        if home is not None:
            pool.named(name, home.path)
    for patch in patches:
        key = patch.key
        parts = [
            places[city.compound[s.compound["name"]].path, s.building, s.entrance]
            for s in patch.stairs
        ]
        patch.places = parts
        persona = patch.home["name"] == PERSONAS_HOME and patch.number == 0
        person = pool.named(PERSONA, home.path) if persona and home is not None else None
        if person is None:
            mine = city.compound[patch.home["name"]].path
            near = [p.path for p in parts if within(p.path, mine)]
            person = pool.choose(key, near, steward_age(key), WOMEN)
        yield key, patch, person, _began(patch, key)


def _began(patch: Patch, key: str) -> date:
    """When a steward began: after the organisation was founded, by the end of 2023."""
    rng, founded = dice("steward", key), founded_on(patch.org["org"])
    late = rng.random() < NEW_2023
    first = max(date(2023, 1, 8) if late else date(2019, 9, 1), founded + timedelta(days=20))
    last = (
        ARTICLE - timedelta(days=12) if late or first >= date(2022, 12, 1) else date(2022, 12, 20)
    )
    return min(first + timedelta(days=rng.randrange(max((last - first).days, 1))),
               ARTICLE - timedelta(days=2))  # fmt: skip


def _patches(city: City, served: list[Any]) -> Iterator[tuple[str, None, dict[str, Any]]]:
    for key, patch, _person, since in served:
        yield f"patch.{key}", None, {
            "place": city.compound[patch.home["name"]], "covering_kind": PATCH, "number": key,
            "name": patch.name, "parts": patch.places, "since": since,
        }  # fmt: skip


def _secretaries(
    city: City, pool: Pool, orgs: dict[str, PartyOrg], patches: list[Patch]
) -> Iterator[tuple[str, None, dict[str, Any]]]:
    """The secretary of each compound organisation: somebody of the compound, mostly retired."""
    here = {patch.org["org"] for patch in patches}
    for row in (row for row in city.profile.orgs if row["org"] in here):
        home = city.compound[city.profile.compounds_of[row["org"]][0]["name"]]
        org, key = orgs[f"org.{row['org']}"], f"secretary.{row['org']}"
        person = pool.named("费长林", home.path) if home.name == PERSONAS_HOME else None
        if person is None:
            age = int(dice("secretary", key).triangular(38, 74, 65))
            person = pool.choose(key, [home.path], age, 0.4)
        yield key, None, {
            "person": person, "role": roles.COMPOUND_SECRETARY, "place": home,
            "covering": org.covering, "body": org.body, "since": org.since + timedelta(days=3),
        }  # fmt: skip


def _uncounted(city: City, pool: Pool) -> None:
    """Those who do not count at the end of 2023, each by the act that makes it so."""
    rng = dice("stewards", "others")
    whole = not city.profile.only
    kinds = (["nominated"] * NOMINATED + ["resting"] * RESTING + ["thanked"] * THANKED
             + ["later"] * LATER) if whole else ["nominated", "thanked"]  # fmt: skip
    for n, kind in enumerate(kinds):
        patch = rng.choice(city.patches.all)
        place = city.compound[patch.home["name"]]
        day = _day_of(kind, n, city)
        with city.at(day, 10):
            key = f"other.{kind}.{n}"
            person = pool.choose(key, [place.path], steward_age(key), WOMEN)
            values = {"person": person, "place": place, "basis": "volunteer"}
            if kind == "nominated":
                city.enter("frontline.nominate", [(key, None, values)])
                continue
            since = day - timedelta(days=0 if kind == "later" else 260 + 9 * n)
            values |= {"since": since, "trained_on": since - timedelta(days=6)}
            found = city.enter("frontline.enter_steward", [(key, None, values)])
        end = day + timedelta(days=40)
        if kind == "later" or end >= city.today:
            continue
        with city.at(end, 15):
            steward = Steward.objects.get(pk=found[key])
            if kind == "resting" and steward.state == "active":
                do(SYSTEM, "frontline.pause", steward, {}, quiet=True)
            elif kind == "thanked" and steward.state == "active":
                words = {"thanks": "在楼里忙了这些年，邻居都记得。"}
                do(SYSTEM, "frontline.thank", steward, words, quiet=True)


def _day_of(kind: str, n: int, city: City) -> date:
    first = {"nominated": date(2023, 10, 9), "later": date(2024, 2, 26)}.get(
        kind, date(2023, 2, 20)
    )
    return min(first + timedelta(days=17 * (n % 12)), city.today - timedelta(days=1))
