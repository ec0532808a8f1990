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
from doorstep.doors.shell.founding.village import agreed, village_stewards
from doorstep.frame import SYSTEM, do, path_q
from doorstep.frontline.models import Steward
from doorstep.kit.path import within
from doorstep.party.models import PartyOrg
from doorstep.people import rules as roles
from doorstep.people.models import Person, Stay
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
#: Ages: youngest, oldest, and the most frequent one, so that the middle one is 62.
YOUNGEST, OLDEST, FREQUENT = 29, 78, 73


def stewards(city: City) -> None:
    """Stewards, patches, secretaries of the compound organisations, and the uncounted."""
    pool = Pool(city)
    orgs = {o.body.code: o for o in PartyOrg.objects.exclude(body=None).select_related("body")
            if o.body}  # fmt: skip
    served = list(_served(city, pool))
    with city.at(LAUNCH, 14):
        city.enter("people.appoint", _secretaries(city, pool, orgs))
        city.enter("frontline.enter_steward", (
            (key, None, {
                "person": person, "place": city.compound[patch.home["name"]], "basis": "volunteer",
                "since": since, "trained_on": since - timedelta(days=9),
                "nominated_by": orgs[f"org.{patch.org['org']}"].pk,
            })
            for key, patch, person, since in served
        ))  # fmt: skip
        city.enter("places.grid_draw", _patches(city, served))
        by_person = {s.person_id: s for s in Steward.objects.all()}
        drawn = {c.number: c for c in Covering.objects.filter(covering_kind=PATCH)}
        city.enter("frontline.assign_patch", (
            (key, by_person[person.pk], {"covering": drawn[key], "since": since})
            for key, _patch, person, since in served
        ))  # fmt: skip
        keys = {person.pk: key for key, _p, person, _s in served}
        city.enter("people.open_account", (
            (f"steward.{key}", None, {"person": person, "username": _username(key, person)})
            for key, _patch, person, _since in served if person.pk in keys
        ))  # fmt: skip
        city.enter("people.consent", _named(served))
        _twelve(city)
    _uncounted(city, pool)
    _left(city, keys)
    heads(city, pool)
    village_stewards(city)


def _named(served: list[Any]) -> Iterator[tuple[str, None, dict[str, Any]]]:
    """Most agree that their name and phone stand on the page of the place; some do not."""
    for key, patch, person, since in served:
        home = patch.home["name"] == PERSONAS_HOME
        if home or dice("named", key).random() < NAMED:
            yield f"named.{key}", None, agreed(person, since)


def _left(city: City, keys: dict[Any, str]) -> None:
    """A few of the 425 have stopped since the end of 2023."""
    leaving = dice("stewards", "left").sample(sorted(keys.values()), min(LEFT, len(keys) // 20))
    persons = {key: person for person, key in keys.items()}
    for n, key in enumerate(leaving):
        day = date(2024, 4, 10) + timedelta(days=61 * n)
        steward = Steward.objects.filter(person=persons[key]).first()
        if steward is None or steward.person.name == PERSONA:
            continue
        if steward.state != "active" or day >= city.today - timedelta(days=60):
            continue
        with city.at(day, 10):
            words = {"thanks": "搬去和孩子住了，常回来坐坐。"}
            do(SYSTEM, "frontline.thank", steward, words, quiet=True)
            city.rows += 1


def _twelve(city: City) -> None:
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


class Pool:
    """Residents of the register by compound, for choosing who serves."""

    def __init__(self, city: City) -> None:
        self.city = city
        self.taken: set[Any] = set()
        oldest = city.today - timedelta(days=int((OLDEST + 1) * 365.25))
        youngest = city.today - timedelta(days=int(YOUNGEST * 365.25))
        gone = Stay.objects.exclude(until=None).values("person")
        rows = (
            Person.objects.filter(
                born_on__gt=oldest, born_on__lt=youngest, withdrawn_at=None, path__gt="0" * 16
            )
            .exclude(pk__in=gone)
            .only("id", "name", "sex", "born_on", "path", "place_id", "phone_index")
        )
        self.by_stairs: dict[str, list[Person]] = {}
        for person in rows.order_by("path", "born_on", "name"):
            if len(person.path) >= 20:
                self.by_stairs.setdefault(person.path[:-4], []).append(person)
                self.by_stairs.setdefault(person.path[:16], []).append(person)

    def choose(self, key: str, paths: list[str], age: int, women: float) -> Person:
        """Somebody living there, of about that age, who holds no other post yet."""
        rng = dice("pool", key)
        sex = "f" if rng.random() < women else "m"
        born = self.city.today - timedelta(days=int(age * 365.25))
        there = [p for path in paths for p in self.by_stairs.get(path, [])
                 if p.pk not in self.taken]  # fmt: skip
        there = there or [p for p in self.by_stairs.get(paths[0][:16], [])
                          if p.pk not in self.taken]  # fmt: skip
        best = min(there, key=lambda p: (
            abs(((p.born_on or born) - born).days) + (0 if p.sex == sex else 2500), p.path
        ))  # fmt: skip
        self.taken.add(best.pk)
        return best

    def named(self, name: str, path: str) -> Person | None:
        """One of the twelve, by name and compound."""
        found = [p for p in self.by_stairs.get(path, []) if p.name == name]
        for person in found[:1]:
            self.taken.add(person.pk)
        return found[0] if found else None


def steward_age(key: str) -> int:
    """An age between 29 and 78, half of them 62 and older."""
    return min(OLDEST, int(dice("steward age", key).triangular(YOUNGEST, OLDEST + 1, FREQUENT)))


def _served(city: City, pool: Pool) -> Iterator[tuple[str, Patch, Person, date]]:
    places = city.stairs
    home = city.compound.get(PERSONAS_HOME)
    for name in ("费长林", "阮晓芸"):
        if home is not None:
            pool.named(name, home.path)
    for patch in city.patches.all:
        key = f"{patch.org['org']}.{patch.number + 1}"
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
    city: City, pool: Pool, orgs: dict[str, PartyOrg]
) -> Iterator[tuple[str, None, dict[str, Any]]]:
    """The secretary of each compound organisation: somebody of the compound, mostly retired."""
    for row in city.profile.orgs:
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
