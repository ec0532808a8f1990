"""Where reports are about: compounds, staircases, villages; and their words."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from doorstep.doors.shell.founding.city import City
from doorstep.doors.shell.founding.dice import Bag, dice
from doorstep.doors.shell.founding.patches import Stairs, staircases
from doorstep.doors.shell.founding.profile import Row
from doorstep.doors.shell.founding.texts import Spot
from doorstep.people.models import Office
from doorstep.people.rules import BUILDING_HEAD
from doorstep.places.models import Place
from doorstep.places.rules import ALLEY, GROUP, NATURAL_VILLAGE, SHOP

#: Streets and towns at the lake.
_LAKE = ("中庙", "黄麓", "烔炀", "槐林", "散兵", "银屏", "半汤")
#: Two communities that are clearly weaker: more reports, slower work (a vacancy; a company gone).
WEAK = ("340181003009", "340181005005")
#: Words for slots of replies that fit any matter.
_WORDS = {
    "just": ("刚才", "昨天下午", "昨天傍晚"),
    "when": ("今天下午四点", "明天上午九点", "今天下班前", "明天下午三点", "今晚七点"),
}  # fmt: skip
#: Sources that know the very staircase.
_AT_THE_STAIRS = ("steward", "building_head", "grid_member", "visit")
#: Letters and digits of a number plate.
_PLATE = "0123456789ABDFHKLMRX"
#: The compound that became part of another one, and the first day without it.
MERGED, MERGED_ON = "搬运社大院", date(2024, 9, 2)
#: Share of the patches' reports that lie in a staircase rather than at the compound.
INSIDE = 0.7


@dataclass
class Where:
    """A place with what texts may say about it."""

    place: Place
    spot: Spot
    #: Path of the compound, alley or natural village.
    home: str
    company: bool
    weak: bool


class Spots:
    """Draws places for reports."""

    def __init__(self, city: City) -> None:
        self.city = city

    @cached_property
    def compounds(self) -> Bag[str]:
        """Compounds by their size; weak communities speak up more."""
        return Bag(
            (row["name"], int(row["dwellings"]) ** 0.75
             * (1.7 if row["community_code12"] in WEAK else 1.0))
            for row in self.city.profile.compounds
        )  # fmt: skip

    @cached_property
    def at_lake(self) -> list[str]:
        """Names of compounds in the streets and towns at the lake."""
        return [row["name"] for row in self.city.profile.compounds
                if self.city.coded[row["community_code12"][:9]].name.startswith(_LAKE)]  # fmt: skip

    @cached_property
    def row(self) -> dict[str, Row]:
        """Rows of the profile by the compound's name."""
        return {row["name"]: row for row in self.city.profile.compounds}

    @cached_property
    def named(self) -> dict[str, dict[str, list[Place]]]:
        """Alleys by community and shops by compound, natural villages and groups by village."""
        found: dict[str, dict[str, list[Place]]] = {}
        kinds = (ALLEY, SHOP, NATURAL_VILLAGE, GROUP)
        for place in Place.objects.filter(place_kind__in=kinds).order_by("path"):
            found.setdefault(place.place_kind, {}).setdefault(place.path[:-4], []).append(place)
        return found

    @cached_property
    def villages(self) -> list[Place]:
        """Villages that have natural villages."""
        codes = sorted({row["village_code12"] for row in self.city.profile.natural_villages})
        return [self.city.coded[code] for code in codes]

    def in_compound(
        self, rng: random.Random, name: str = "", source: str = "", day: date | None = None
    ) -> Where:
        """A place in a compound.

        :param name: of the compound; else one is drawn.
        :param source: a steward speaks of a staircase of a patch, a building head of the building.
        """
        name = name or self._drawn(rng, source, day)
        row, place = self.row[name], self.city.compound[name]
        spot = Spot(place.path, self.facts(row), False, self.common(rng))
        spot.slots |= {"compound": name, "gate": rng.choice(self.gates)}
        found = Where(place, spot, place.path, row["has_company"] == "1",
                      row["community_code12"] in WEAK)  # fmt: skip
        for slot, kind, path in (("alley", ALLEY, place.path[:12]), ("shop", SHOP, place.path)):
            there = self.named.get(kind, {}).get(path)
            if there:
                spot.slots[slot] = rng.choice(there).name
        near = source in _AT_THE_STAIRS  # a grid of a large compound has some of its buildings
        stairs = self._stairs(row, rng, source)
        if stairs is not None and (near or rng.random() < INSIDE):
            if stairs.entrance:
                spot.slots |= {
                    "building": stairs.building, "unit": stairs.entrance,
                    "room": rng.choice(stairs.doors), "floor": str(rng.randint(1, 6)),
                }  # fmt: skip
            # after two compounds were made one, the staircases of the old one hang elsewhere
            found.place = self.city.stairs.get(
                (place.path, stairs.building, stairs.entrance), place
            )
        return found

    def _drawn(self, rng: random.Random, source: str, day: date | None) -> str:
        """A compound: one with building heads for them, none that is no more on that day."""
        bag = self.headed if source == "building_head" and self.headed.things else self.compounds
        while (name := bag.draw(rng)) == MERGED and day is not None and day >= MERGED_ON:
            pass
        return name

    @cached_property
    def headed(self) -> Bag[str]:
        """Compounds by how many of their buildings have a head."""
        names = {place.path: name for name, place in self.city.compound.items()}
        return Bag(Counter(names[path[:16]] for path in sorted(self.heads) if path[:16] in names))

    @cached_property
    def heads(self) -> set[str]:
        """Paths of buildings that have a head."""
        offices = Office.objects.filter(role=BUILDING_HEAD, until=None, withdrawn_at=None)
        return set(offices.filter(since__lt=self.city.today).values_list("path", flat=True))

    def facts(self, row: Row) -> frozenset[str]:
        """What texts may take for granted in a compound."""
        found = {"storeys"} if row["door_style"] != "row" else {"rows"}
        found.add("company" if row["has_company"] == "1" else "no_company")
        found |= {"lift"} if row["has_lift"] == "1" else set()
        found |= {"high"} if int(row["floors"]) > 7 else set()
        found |= {"garage"} if row["kind"] == "highrise" else set()
        street = self.city.coded[row["community_code12"][:9]]
        return frozenset(found | ({"lake"} if street.name.startswith(_LAKE) else set()))

    def _stairs(self, row: Row, rng: random.Random, source: str) -> Stairs | None:
        if source == "steward":
            mine = self.patched.get(row["name"], [])
            return rng.choice(mine) if mine else None
        every, home = staircases(row), self.city.compound[row["name"]].path
        if source == "building_head":
            every = [s for s in every if (p := self.city.stairs.get((home, s.building, s.entrance)))
                     and p.path[:20] in self.heads] or every  # fmt: skip
        return rng.choice(every)

    @cached_property
    def patched(self) -> dict[str, list[Stairs]]:
        """Staircases in patches by the name of the compound."""
        found: dict[str, list[Stairs]] = {}
        for patch in self.city.patches.all:
            for stairs in patch.stairs:
                found.setdefault(stairs.compound["name"], []).append(stairs)
        return found

    def in_village(self, rng: random.Random, lake: bool = False) -> Where:
        """A natural village or one of its groups; `lake`: one at the lake if there is any."""
        near = [v for v in self.villages
                if self.city.coded[self._code(v)[:9]].name.startswith(_LAKE)]  # fmt: skip
        village = rng.choice(near if lake and near else self.villages)
        natural = rng.choice(self.named[NATURAL_VILLAGE][village.path])
        group = rng.choice(self.named[GROUP][natural.path])
        facts = frozenset({"lake"} if village in near else ())
        spot = Spot(natural.path, facts, True, self.common(rng))
        spot.slots |= {"village": village.name, "nv": natural.name, "group": group.name}
        place = group if rng.random() < 0.4 else natural
        return Where(place, spot, natural.path, False, False)

    @cached_property
    def _codes(self) -> dict[str, str]:
        return {place.path: code for code, place in self.city.coded.items()}

    def _code(self, place: Place) -> str:
        return self._codes[place.path]

    @cached_property
    def gates(self) -> list[str]:
        """Gates of compounds."""
        found: list[str] = self.city.profile.toml("names.toml")["gates"]["names"]
        return found

    @cached_property
    def surnames(self) -> Bag[str]:
        """Surnames."""
        return Bag(self.city.profile.toml("names.toml")["surnames"])

    def common(self, rng: random.Random) -> dict[str, str]:
        """Words that fit everywhere."""
        day = dice("slot", rng.random())
        return {
            "plate": f"{rng.randrange(10)}{rng.choice(_PLATE)}{rng.randrange(10)}",
            "days": str(rng.randint(2, 9)),
            "surname": self.surnames.draw(rng),
            **{slot: day.choice(words) for slot, words in _WORDS.items()},
        }  # fmt: skip
