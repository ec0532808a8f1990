"""Everything that shows, sorts, filters or counts, as names to look at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import doorstep
from doorstep.panes.figures import FIGURES
from doorstep.panes.parts import Facts, Panel
from tests.every import decide

HOME = Path(doorstep.__file__).parent


def shown_names() -> Iterator[tuple[str, str]]:
    """(where, name) of every column, filter, order and fact of every screen and panel."""
    for screen in decide.screens():
        for what in ("columns", "filters", "order", "joins"):
            for name in getattr(screen, what):
                yield f"{screen.slug}.{what}", name.lstrip("-")
        for panel in screen.panels:
            if isinstance(panel, Facts):
                yield from ((f"{screen.slug}.facts", name) for name in panel.names)
            elif isinstance(panel, Panel):
                yield from ((f"{screen.slug}.{panel.title}", name) for name in panel.columns)
    for name, kind, panel in decide.panels():
        yield from ((f"{kind}{name}", column) for column in panel.columns)
    for name, kind, _column in decide.columns():
        yield f"{kind}{name}", name


def figures() -> list[Any]:
    """All figures of the house."""
    return [
        f for f in FIGURES.values() if f.app != "frame" and f.run.__module__.startswith("doorstep")
    ]


def sources(*endings: str) -> Iterator[tuple[Path, str]]:
    """Our own text files (vendored ones and translations left out)."""
    for ending in endings or (".py", ".html", ".js", ".toml"):
        for path in sorted(HOME.rglob(f"*{ending}")):
            if "vendor" not in path.parts and "profiles" not in path.parts:
                yield path, path.read_text("utf-8")


def api_parameters() -> Iterator[tuple[str, str]]:
    """(path, name) of every parameter that the API's own document tells."""
    from doorstep.doors.api.openapi import whole

    for path, methods in whole()["paths"].items():
        for operation in methods.values():
            for parameter in operation.get("parameters", ()):
                yield path, parameter["name"]
