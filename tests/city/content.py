"""Readers of the content files of the Chaohu profile, shared by the tests of the city."""

import csv
import tomllib
from pathlib import Path
from typing import Any

CHAOHU = Path(__file__).parents[2] / "doorstep" / "profiles" / "chaohu"


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a CSV file of the profile by its name."""
    with (CHAOHU / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def toml(name: str) -> dict[str, Any]:
    """A TOML file of the profile by its name."""
    return tomllib.loads((CHAOHU / name).read_text(encoding="utf-8"))


def leaves() -> list[dict[str, Any]]:
    """The leaves of the category tree."""
    return list(toml("categories.toml")["leaf"])
