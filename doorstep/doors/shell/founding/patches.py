"""Which doors each steward looks after, and which of them have a registered household.

Worked out from the tables of the profile alone, so that the register and the patches agree.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from doorstep.doors.shell.founding.dice import dice, shares
from doorstep.doors.shell.founding.profile import Profile, Row

#: A steward takes staircases until there are so many doors.
DOORS = 100
#: The street of the twelve: its people are entered before the first page is served.
STREET = "340181004"
#: Registered households of the whole city, and the doors in all patches (city.md: about 40,000).
HOUSEHOLDS = 40_300


@dataclass(frozen=True)
class Stairs:
    """One staircase or one row of a yard: what a patch is made of."""

    compound: Row
    building: str
    #: Number of the entrance; "" for a row.
    entrance: str
    doors: tuple[str, ...]

    def room(self, door: str) -> str:
        """A door as people write it: 3栋2单元501, 前排4号."""
        if not self.entrance:
            return f"{self.building}{door}号"
        return f"{self.building}栋{self.entrance}单元{door}"


@dataclass
class Patch:
    """The staircases of one steward."""

    org: Row
    number: int
    stairs: list[Stairs] = field(default_factory=list)
    #: The same as places, once they are founded.
    places: list[Any] = field(default_factory=list)

    @property
    def home(self) -> Row:
        """The compound where most of it lies."""
        return self.stairs[0].compound

    @property
    def key(self) -> str:
        """Its number: that of the organisation, and which of its stewards'."""
        return f"{self.org['org']}.{self.number + 1}"

    @property
    def first(self) -> bool:
        """Whether it lies in the street that is founded whole before the first page."""
        return self.org["community_code12"].startswith(STREET)

    @property
    def doors(self) -> int:
        """How many doors there are."""
        return sum(len(s.doors) for s in self.stairs)

    @property
    def name(self) -> str:
        """What people call it: 6栋1–3单元."""
        told: dict[tuple[str, str], list[str]] = {}
        for stairs in self.stairs:
            told.setdefault((stairs.compound["name"], stairs.building), []).append(stairs.entrance)
        parts = []
        for (_compound, building), entrances in told.items():
            span = entrances[0] if len(entrances) == 1 else f"{entrances[0]}–{entrances[-1]}"
            parts.append(f"{building}栋{span}单元" if entrances[0] else building)
        shown = "、".join(parts[:3]) + ("等" if len(parts) > 3 else "")
        return f"{self.home['name']}{shown}"[:80]


def staircases(row: Row) -> list[Stairs]:
    """All staircases of a compound, in order (the doors as `places.imports` makes them)."""
    count = int(row["buildings"])
    per_floor = range(1, int(row["per_floor"]) + 1)
    if row["door_style"] == "row":
        few = {2: ("前", "后"), 3: ("前", "中", "后")}.get(count)
        names = few or tuple(str(n) for n in range(1, count + 1))
        return [Stairs(row, f"{n}排", "", tuple(map(str, per_floor))) for n in names]
    doors = tuple(
        f"{floor}{n:02d}" for floor in range(1, int(row["floors"]) + 1) for n in per_floor
    )
    return [
        Stairs(row, str(building), str(entrance), doors)
        for building in range(1, count + 1)
        for entrance in range(1, int(row["entrances"]) + 1)
    ]


class Patches:
    """The patches of all stewards of the 277 organisations, and the registered doors in them."""

    def __init__(self, profile: Profile) -> None:
        self.profile = profile

    @cached_property
    def all(self) -> list[Patch]:
        """One patch a steward: 150 × 1 + 106 × 2 + 21 × 3."""
        found = []
        for org in self.profile.orgs:
            todo = [s for row in self.profile.compounds_of[org["org"]] for s in staircases(row)]
            if any(row["name"] == PERSONAS_HOME for row in self.profile.compounds_of[org["org"]]):
                todo.sort(key=lambda s: (s.compound["name"] != PERSONAS_HOME, s.building != "6"))
            for number in range(int(org["stewards"])):
                patch = Patch(org, number)
                while todo and patch.doors < DOORS:
                    patch.stairs.append(todo.pop(0))
                if patch.stairs:
                    found.append(patch)
        return found

    @cached_property
    def first(self) -> list[Patch]:
        """Those entered before the first page; of a part of the city all."""
        return [patch for patch in self.all if patch.first or self.profile.only]

    @cached_property
    def rest(self) -> list[Patch]:
        """Those entered behind it."""
        return [patch for patch in self.all if not patch.first and not self.profile.only]

    @cached_property
    def registered(self) -> list[tuple[Patch, Stairs, str]]:
        """Doors with a registered household, in the order of the patches."""
        doors = [(p, s, d) for p in self.all for s in p.stairs for d in s.doors]
        share = 0.89 if self.profile.only else HOUSEHOLDS / len(doors)
        kept = shares(int(len(doors) * share + 0.5), [p.doors for p in self.all])
        found = []
        for patch, count in zip(self.all, kept, strict=True):
            mine = [(patch, s, d) for s in patch.stairs for d in s.doors]
            chosen = dice("doors", patch.org["org"], patch.number).sample(range(len(mine)), count)
            found += [mine[n] for n in sorted(chosen)]
        return found


#: The compound in which five of the twelve personas live or work.
PERSONAS_HOME = "东塘新居"
