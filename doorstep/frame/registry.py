"""Finds what the apps declared: loads their rooms in order and knows every kind of record."""

from __future__ import annotations

import importlib
import importlib.util
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.apps import apps

from doorstep.frame.record import Record

#: Rooms that declare things, in the order in which they may build on each other.
ROOMS = ("catalogues", "queries", "acts", "imports", "screens", "figures", "follows")


def load_rooms() -> None:
    """Import the declaring rooms of every installed app of ours, lower floors first."""
    for config in apps.get_app_configs():
        if not config.name.startswith("doorstep.") or config.name == "doorstep.frame":
            continue
        for room in ROOMS:
            name = f"{config.name}.{room}"
            if importlib.util.find_spec(name):
                importlib.import_module(name)
    after_rooms()


def after_rooms() -> None:
    """The engine's own acts: catalogues, and correct, withdraw and erase for every kind."""
    from doorstep.frame import amend, catalogue_acts  # noqa: F401  (declares its acts)

    for record in kinds().values():
        amend.declare(record)


def kinds() -> dict[str, type[Record]]:
    """Every kind of record by its code."""
    return {m.kind: m for m in apps.get_models() if issubclass(m, Record)}


#: How a record of a kind is called and where it lies, for Ref and search; screens fill it.
LABELS: dict[str, Callable[[Any], str]] = {}


@dataclass(frozen=True)
class Ref:
    """Names any record: kind code and id. Label, link and rights come from the registry."""

    kind: str
    id: uuid.UUID

    @classmethod
    def to(cls, record: Any) -> Ref:
        """The reference to a record in hand."""
        return cls(record.kind, record.pk)

    @classmethod
    def parse(cls, text: str) -> Ref:
        """From "kind:id".

        :raises ValueError: when it is not of that form or the kind is unknown.
        """
        kind, _, ident = text.partition(":")
        if kind not in kinds():
            raise ValueError(f"unknown kind {kind}")
        return cls(kind, uuid.UUID(ident))

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"

    def fetch(self) -> Any | None:
        """The record, or None."""
        return kinds()[self.kind]._base_manager.filter(pk=self.id).first()

    def label(self) -> str:
        """What people call it."""
        record = self.fetch()
        return LABELS.get(self.kind, str)(record) if record is not None else ""
