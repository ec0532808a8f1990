"""The toy app: two kinds of record on which the engine is tested; it knows no domain either."""

from __future__ import annotations

import importlib
import importlib.util

from django.apps import AppConfig

ROOMS = ("catalogues", "queries", "acts", "imports", "screens", "figures", "follows")


class ToyConfig(AppConfig):
    """Loads the toy's rooms as `frame.registry` loads those of real apps."""

    name = "tests.frame.toy"
    label = "toy"

    def ready(self) -> None:
        from doorstep.frame import registry

        for room in ROOMS:
            if importlib.util.find_spec(f"{self.name}.{room}"):
                importlib.import_module(f"{self.name}.{room}")
        registry.after_rooms()
