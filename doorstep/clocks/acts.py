"""The tables a city brings with it: reasons of pauses, the matrix of reminders."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from doorstep.clocks.catalogues import REASONS, STEPS
from doorstep.clocks.rules import TOLD, UNITS
from doorstep.frame import Actor
from doorstep.frame.catalogue_acts import load


def lines(path: Path, part: str) -> Iterator[dict[str, Any]]:
    """The rows of one part of a `clocks.toml` as catalogue rows.

    :raises ValueError: for a step that names nobody to tell, or no unit.
    """
    for order, line in enumerate(tomllib.loads(path.read_text("utf-8"))[part], start=1):
        data = {k: v for k, v in line.items() if k not in ("code", "zh", "en")}
        if part == "step" and (data["tells"] not in TOLD or data["unit"] not in UNITS):
            raise ValueError(f"no step: {line['code']}")
        yield {k: line[k] for k in ("code", "zh", "en")} | {"order": order, "data": data}


def load_clocks(actor: Actor, folder: Path, since: date) -> int:
    """Enter both lists of a profile by batch acts; may be repeated. How many rows were entered."""
    table = folder / "clocks.toml"
    return sum(
        1
        for name, part in ((REASONS, "reason"), (STEPS, "step"))
        for _outcome in load(actor, name, lines(table, part), since)
    )
