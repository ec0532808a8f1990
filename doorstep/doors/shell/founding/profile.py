"""The files of a city profile, read once."""

from __future__ import annotations

import csv
import tomllib
from functools import cached_property
from pathlib import Path
from typing import Any

import doorstep.profiles

Row = dict[str, str]


class Profile:
    """The content of an invented city.

    :param only: a division code or its beginning; founds just this part (tests do).
    """

    def __init__(self, name: str, only: str = "") -> None:
        self.folder = Path(doorstep.profiles.__path__[0]) / name
        self.only = only
        self._read: dict[str, Any] = {}

    def rows(self, name: str) -> list[Row]:
        """The rows of a CSV file."""
        if name not in self._read:
            with (self.folder / name).open(encoding="utf-8-sig", newline="") as file:
                self._read[name] = list(csv.DictReader(file))
        found: list[Row] = self._read[name]
        return found

    def toml(self, name: str) -> dict[str, Any]:
        """A TOML file."""
        if name not in self._read:
            self._read[name] = tomllib.loads((self.folder / name).read_text("utf-8"))
        found: dict[str, Any] = self._read[name]
        return found

    def within(self, code: str) -> bool:
        """Whether a division lies in the part that is founded."""
        return code.startswith(self.only) or self.only.startswith(code)

    def below(self, code: str) -> bool:
        """Whether a community or village lies in the part that is founded."""
        return code.startswith(self.only)

    @cached_property
    def communities(self) -> list[Row]:
        """Communities, villages and the development area of the part."""
        return [r for r in self.rows("villages.csv") if self.below(r["code12"])]

    @cached_property
    def compounds(self) -> list[Row]:
        """Compounds of the part."""
        return [r for r in self.rows("compounds.csv") if self.below(r["community_code12"])]

    @cached_property
    def orgs(self) -> list[Row]:
        """Compound organisations of the part."""
        return [r for r in self.rows("party_orgs.csv") if self.below(r["community_code12"])]

    @cached_property
    def natural_villages(self) -> list[Row]:
        """Natural villages with their groups."""
        return [r for r in self.rows("rural.csv") if self.below(r["village_code12"])]

    @cached_property
    def compounds_of(self) -> dict[str, list[Row]]:
        """Compounds by the number of the organisation that covers them."""
        found: dict[str, list[Row]] = {}
        for row in self.compounds:
            found.setdefault(row["org"], []).append(row)
        return found
