"""What people see of the engine: screens, lists, pages, forms, files and figures (docs/engine.md).

The floor above `doorstep.frame`, which never knows it. Names are loaded when first asked for,
because Django must be ready before models can be made.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # what is loaded below when asked for, said to the type checker
    # isort: off
    # fmt: off
    from doorstep.panes.parts import (
        Facts as Facts, Panel as Panel, Timeline as Timeline, column as column,
        panel as panel,
    )
    from doorstep.panes.screens import Screen as Screen, visible as visible
    from doorstep.panes.pages import page as page
    from doorstep.panes.measures import Breakdown as Breakdown, Of as Of, Share as Share
    from doorstep.panes.figures import Scope as Scope, figure as figure
    # fmt: on
    # isort: on

_WHERE = {
    "parts": "Facts Panel Timeline column panel",
    "screens": "Screen visible",
    "pages": "page",
    "measures": "Breakdown Of Share",
    "figures": "Scope figure",
}
_HOME = {name: module for module, names in _WHERE.items() for name in names.split()}
__all__ = list(_HOME)


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"doorstep.panes has no {name}")
    return getattr(importlib.import_module(f"doorstep.panes.{_HOME[name]}"), name)
