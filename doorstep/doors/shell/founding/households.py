"""Who lives behind a door: households by the kind of compound, with ages, sexes and surnames."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from doorstep.doors.shell.founding.dice import Bag
from doorstep.doors.shell.founding.names import Names, Numbers, addressed

#: Kinds of household and how many of a hundred there are, by kind of compound.
_MIX = {
    "dormitory": (8.8, 6.0, 37.0, 7.0, 12.6, 5.6, 16.0, 2.5, 4.5),
    "nineties": (6.0, 8.0, 25.0, 12.0, 20.5, 9.0, 12.0, 3.5, 5.0),
    "resettlement": (5.0, 9.0, 24.0, 12.0, 20.0, 10.0, 12.0, 3.0, 5.0),
    "walkup": (4.5, 9.0, 19.0, 14.0, 26.0, 12.0, 9.0, 3.5, 4.0),
    "highrise": (3.2, 11.0, 15.5, 16.0, 30.0, 14.0, 6.0, 2.5, 2.5),
    "village": (8.0, 5.0, 28.0, 8.0, 12.0, 10.0, 27.0, 2.0, 0.0),
}
_KINDS = ("elder", "single", "elders", "couple", "one", "two", "three", "parent", "tenants")
MIX = {kind: Bag(zip(_KINDS, mix, strict=True)) for kind, mix in _MIX.items()}
#: One household in so many has somebody registered there who lives elsewhere.
AWAY = 60
_WORDS = {"tenant": "租户", "elsewhere": "人户分离", "resident": "常住", "away": "空挂"}


@dataclass
class Someone:
    """One person of a household, as a row of the register has it."""

    name: str
    sex: str
    born: date
    relation: str
    stay: str = "resident"
    id_number: str = ""
    phone: str = ""
    addressed_as: str = ""

    def words(self) -> str:
        """The word of the register for the kind of stay."""
        return _WORDS[self.stay]


class Maker:
    """Makes households one after the other; the same on every run for the same day."""

    def __init__(self, names: Names, numbers: Numbers, today: date) -> None:
        self.names, self.numbers, self.today = names, numbers, today

    def born(self, rng: random.Random, age: int) -> date:
        """A day of birth of somebody who is `age` today."""
        return self.today - timedelta(days=int(age * 365.25) + rng.randrange(31, 365))

    def person(
        self,
        rng: random.Random,
        sex: str,
        age: int,
        relation: str,
        surname: str = "",
        but: str = "",
    ) -> Someone:
        """Somebody with a number, and a phone if old enough."""
        born = self.born(rng, max(age, 0))
        surname = surname or self.names.surname(rng, but)
        name = surname + self.names.first_name(rng, sex, born.year)
        found = Someone(name, sex, born, relation, id_number=self.numbers.resident(born, sex))
        if age >= 16 and rng.random() < (0.78 if age < 75 else 0.5):
            found.phone = self.numbers.phone()
        found.addressed_as = addressed(surname, sex, age)
        return found

    def household(self, rng: random.Random, kind: str) -> list[Someone]:
        """Everybody behind one door of a compound of that kind, the head first."""
        made = list(getattr(self, f"_{MIX[kind].draw(rng)}")(rng))
        if len(made) > 1 and rng.randrange(AWAY) == 0:
            made[-1].stay = "away"
        if made[0].stay == "resident" and kind in ("walkup", "highrise") and rng.random() < 0.18:
            for someone in made:
                someone.stay = "elsewhere"
        return made

    def _elder(self, rng: random.Random) -> Iterator[Someone]:
        sex = "f" if rng.random() < 0.68 else "m"
        yield self.person(rng, sex, min(97, int(rng.triangular(61, 94, 74))), "户主")

    def _single(self, rng: random.Random) -> Iterator[Someone]:
        yield self.person(rng, rng.choice("mf"), rng.randint(23, 58), "户主")

    def _pair(self, rng: random.Random, age: int) -> Iterator[Someone]:
        head = self.person(rng, "m", age, "户主")
        yield head
        younger = max(22, age - rng.choice((-2, -1, 0, 0, 1, 1, 2, 2, 3, 4, 5)))
        yield self.person(rng, "f", younger, "配偶", but=head.name[0])

    def _elders(self, rng: random.Random) -> Iterator[Someone]:
        yield from self._pair(rng, int(rng.triangular(59, 88, 67)))

    def _couple(self, rng: random.Random) -> Iterator[Someone]:
        yield from self._pair(rng, int(rng.triangular(25, 59, 51)))

    def _with_children(self, rng: random.Random, count: int) -> Iterator[Someone]:
        age = int(rng.triangular(28, 56, 39))
        pair = list(self._pair(rng, age))
        yield from pair
        eldest = min(age - 24, 25) - rng.randrange(0, 4)
        for order in range(count):
            years = max(0, eldest - order * rng.randint(2, 7))
            sex = "m" if rng.random() < 0.53 else "f"
            surname = self._surname(pair[0].name)
            yield self.person(rng, sex, years, "子" if sex == "m" else "女", surname)

    def _surname(self, name: str) -> str:
        double = name[:2] in ("欧阳", "司马", "上官", "诸葛", "夏侯") and len(name) > 2
        return name[:2] if double else name[0]

    def _one(self, rng: random.Random) -> Iterator[Someone]:
        yield from self._with_children(rng, 1)

    def _two(self, rng: random.Random) -> Iterator[Someone]:
        yield from self._with_children(rng, 2)

    def _three(self, rng: random.Random) -> Iterator[Someone]:
        made = list(self._with_children(rng, 1 if rng.random() < 0.72 else 2))
        age = (self.today - made[0].born).days // 365
        elder = min(93, age + rng.randint(23, 31))
        sex = "f" if rng.random() < 0.64 else "m"
        surname = self._surname(made[0].name) if sex == "m" else ""
        yield from made
        yield self.person(rng, sex, elder, "父亲" if sex == "m" else "母亲", surname)

    def _parent(self, rng: random.Random) -> Iterator[Someone]:
        age, sex = rng.randint(30, 52), "f" if rng.random() < 0.7 else "m"
        head = self.person(rng, sex, age, "户主")
        yield head
        child = "m" if rng.random() < 0.5 else "f"
        years = max(1, age - rng.randint(23, 31))
        yield self.person(rng, child, years, "子" if child == "m" else "女",
                          self._surname(head.name) if sex == "m" else "")  # fmt: skip

    def _tenants(self, rng: random.Random) -> Iterator[Someone]:
        made = list(self._with_children(rng, 1)) if rng.random() < 0.5 else list(self._couple(rng))
        for someone in made:
            someone.stay = "tenant"
        yield from made
