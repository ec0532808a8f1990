"""Residents of the register, among whom those who serve are chosen."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from doorstep.doors.shell.founding.city import City
from doorstep.doors.shell.founding.dice import dice
from doorstep.people.models import Person, Stay

#: Ages: youngest, oldest, and the most frequent one, so that the middle one is 62.
YOUNGEST, OLDEST, FREQUENT = 29, 78, 73


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
