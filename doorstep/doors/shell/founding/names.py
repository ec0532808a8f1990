"""Names of invented people by sex and year of birth, ID numbers and phones that are nobody's."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date
from typing import Any

from doorstep.doors.shell.founding.dice import Bag
from doorstep.kit.resident_id import check_digit

#: A division code that was never assigned: no real person has such a number (demo only).
NEVER_ASSIGNED = "340199"
#: Numbers of this range are with no operator: a message to one of them reaches nobody.
NOBODYS = "154"
#: One name in so many has a character that few people have (fonts and search must cope).
RARE = 400
#: Given names put together from two of the same decade, so that a city has more than twenty each.
JOINED = 0.45
_TITLES = {("m", 0): "师傅", ("m", 1): "大爷", ("f", 0): "阿姨", ("f", 1): "奶奶"}


class Names:
    """Draws names from the material of a profile."""

    def __init__(self, material: dict[str, Any]) -> None:
        self.surnames: Bag[str] = Bag(material["surnames"])
        self.given: dict[str, list[str]] = {
            f"{decade}{sex.lower()}": list(names)
            for decade, sexes in material["given"].items()
            for sex, names in sexes.items()
        }
        self.rare = [c for c in material["rare"]["chars"] if len(c) == 1]

    def surname(self, rng: random.Random, but: str = "") -> str:
        """A surname, another one than `but`."""
        while (found := self.surnames.draw(rng)) == but:
            pass
        return found

    def first_name(self, rng: random.Random, sex: str, year: int) -> str:
        """A given name as people of that decade have it."""
        names = self.given[f"{min(max(year // 10 * 10, 1930), 2020)}{sex}"]
        found = rng.choice(names)
        if len(found) == 2 and rng.random() < JOINED:
            other = rng.choice(names)
            if len(other) == 2 and other[1] != found[0]:
                found = found[0] + other[1]
        if rng.randrange(RARE) == 0:
            found = found[:-1] + rng.choice(self.rare)
        return found


def addressed(surname: str, sex: str, age: int) -> str:
    """How an elder is called at the door: 吴阿姨, 张大爷; "" for younger ones."""
    return f"{surname}{_TITLES[sex, int(age >= 70)]}" if age >= 55 else ""


class Numbers:
    """ID numbers with the right check digit and phones, each given once."""

    def __init__(self, first_phone: int, first_order: int = 0) -> None:
        self._born: Counter[date] = Counter()
        self._first = first_order
        self._phone = first_phone

    def resident(self, born: date, sex: str) -> str:
        """The number of a person born that day."""
        self._born[born] += 1
        order = self._first + 2 * self._born[born] + (sex == "m")
        body = f"{NEVER_ASSIGNED}{born:%Y%m%d}{order:03d}"
        return body + check_digit(body)

    def phone(self) -> str:
        """A phone number."""
        self._phone += 1
        # a step that has no factor in common with the range: tails look as they do in life
        return f"{NOBODYS}{self._phone * 61_803_399 % 100_000_000:08d}"
