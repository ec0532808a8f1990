"""The systems a city exchanges with, from its profile."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from doorstep.exchange.catalogues import SYSTEMS
from doorstep.exchange.rules import unknown_names
from doorstep.frame import Actor
from doorstep.frame.catalogue_acts import load


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a `systems.toml` as catalogue rows.

    :raises ValueError: for a reply form that names what no matter has.
    """
    for order, line in enumerate(tomllib.loads(path.read_text("utf-8"))["system"], start=1):
        if wrong := unknown_names(line["reply"]):
            raise ValueError(f"{line['code']}: no matter has {', '.join(wrong)}")
        data = {k: line[k] for k in ("source", "reply")}
        yield {k: line[k] for k in ("code", "zh", "en")} | {"order": order, "data": data}


def load_systems(actor: Actor, folder: Path, since: date) -> int:
    """Enter the systems by batch acts; may be repeated. How many rows were entered."""
    return sum(1 for _o in load(actor, SYSTEMS, lines(folder / "systems.toml"), since))
