"""The engine's own answers, asked the same way for everything that is declared."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import doorstep.urls  # noqa: F401  (all doors declare their pages)
from doorstep.doors.story import why_not
from doorstep.frame import Actor, may
from doorstep.frame.acts import ACTS, Act
from doorstep.frame.rights import Guarded
from doorstep.panes.pages import PAGES
from doorstep.panes.parts import MORE_COLUMNS, MORE_PANELS, Panel
from doorstep.panes.screens import SCREENS, Screen, opens, visible


def ours(name: str) -> bool:
    """Not the toy records of the engine's tests."""
    return not name.startswith("toy")


def acts() -> list[Act]:
    """All acts of the house, by name."""
    return sorted((a for a in ACTS.values() if ours(a.kind)), key=lambda a: a.name)


def screens() -> list[Screen]:
    """All screens of the house, by slug."""
    return sorted((s for s in SCREENS.values() if ours(s.kind)), key=lambda s: s.slug)


def pages() -> list[tuple[str, Any]]:
    """All plain pages, by door and slug and tail."""
    return sorted((k, p) for k, p in PAGES.items() if p.view.__module__.startswith("doorstep."))


def panels() -> Iterator[tuple[str, str, Panel]]:
    """(name, kind, panel) of every panel that asks rights of its own."""
    for screen in screens():
        for panel in screen.panels:
            if isinstance(panel, Panel) and (panel.roles or panel.relations or panel.never):
                yield f"{screen.slug}:{panel.title}", screen.kind, panel
    for kind, found in sorted(MORE_PANELS.items()):
        if ours(kind):
            for name, panel in sorted(found.items()):
                yield f"+{name}", kind, panel


def columns() -> list[tuple[str, str, Any]]:
    """(name, kind, column) of columns that upper apps added."""
    return [
        (name, kind, column)
        for kind, found in sorted(MORE_COLUMNS.items()) if ours(kind)
        for name, column in sorted(found.items())
    ]  # fmt: skip


def may_act(actor: Actor, act: Act, record: Any = None, *, path: str | None = None) -> bool:
    """Whether rights allow the act (on the record, or at the path of a new one)."""
    if not act.roles and not act.relations and not act.anyone:
        return False  # `run.allowed`: only the system does these
    thing: Guarded = act
    return may(actor, thing, record, path=path) is not None


def can_act(actor: Actor, act: Act, record: Any) -> bool:
    """Rights and present state and the act's own question: the button is there and works."""
    return may_act(actor, act, record) and not why_not(act, actor, record)


def sees(actor: Actor, screen: Screen, record: Any) -> bool:
    """Whether the record is among the screen's rows (SQL)."""
    return opens(actor, screen) and visible(actor, screen).filter(pk=record.pk).exists()
