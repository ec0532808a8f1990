"""The engine: everything apps may import from it, and nothing else (docs/engine.md).

Names are loaded when first asked for, because Django must be ready before models can be made.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # what is loaded below when asked for, said to the type checker
    # isort: off
    # fmt: off
    from doorstep.frame.fields import PathField as PathField
    from doorstep.frame.record import (
        Personal as Personal, Placed as Placed, Record as Record,
        Span as Span, Staged as Staged, in_force as in_force, path_q as path_q,
    )
    from doorstep.frame.lifecycle import Lifecycle as Lifecycle, Move as Move
    from doorstep.frame.sealed import (
        ReadLog as ReadLog, blind as blind, private as private, reveal as reveal,
    )
    from doorstep.frame.rights import (
        NOBODY as NOBODY, SYSTEM as SYSTEM, Actor as Actor, Office as Office, may as may,
        relation as relation, visible_q as visible_q,
    )
    from doorstep.frame.acts import (
        Act as Act, Ctx as Ctx, Given as Given, Result as Result, act as act,
    )
    from doorstep.frame.errors import (
        ActError as ActError, Conflict as Conflict, Invalid as Invalid,
        NotFound as NotFound, Refusal as Refusal, Refused as Refused,
    )
    from doorstep.frame.outcomes import Outcome as Outcome
    from doorstep.frame.run import do as do
    from doorstep.frame.batch import Failed as Failed, do_batch as do_batch
    from doorstep.frame.trail import (
        Seen as Seen, Stage as Stage, history as history, stages_at as stages_at,
    )
    from doorstep.frame.follows import Asked as Asked, follow as follow, guard as guard
    from doorstep.frame.registry import Ref as Ref
    from doorstep.frame.tables import Column as Column, Import as Import
    from doorstep.frame.catalogues import catalogue as catalogue
    # fmt: on
    # isort: on

_WHERE = {
    "fields": "PathField",
    "record": "Personal Placed Record Span Staged in_force path_q",
    "lifecycle": "Lifecycle Move",
    "sealed": "ReadLog blind private reveal",
    "rights": "NOBODY SYSTEM Actor Office may relation visible_q",
    "acts": "Act Ctx Given Result act",
    "errors": "ActError Conflict Invalid NotFound Refusal Refused",
    "outcomes": "Outcome",
    "run": "do",
    "batch": "Failed do_batch",
    "trail": "Seen Stage history stages_at",
    "follows": "Asked follow guard",
    "registry": "Ref",
    "tables": "Column Import",
    "catalogues": "catalogue",
}
_HOME = {name: module for module, names in _WHERE.items() for name in names.split()}
__all__ = list(_HOME)


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"doorstep.frame has no {name}")
    return getattr(importlib.import_module(f"doorstep.frame.{_HOME[name]}"), name)
