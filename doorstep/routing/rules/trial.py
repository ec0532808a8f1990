"""A change that is not made before a person has seen what it would do, and decided (R27)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from doorstep.frame import Refusal, Refused


@dataclass(frozen=True)
class Moved:
    """A matter that would have gone elsewhere: its page, number, category, place and owners."""

    url: str
    number: str
    category: str
    place: str
    was: str
    now: str


@dataclass(frozen=True)
class Trial:
    """What a change would have done: those that would have gone elsewhere, of how many in all."""

    moved: list[Moved]
    of: int
    #: Whether there were more than were tried.
    cut: int = 0


@dataclass(frozen=True)
class Shown:
    """What a dry run shows: sentences, and a table of what would change."""

    words: Sequence[str]
    warnings: Sequence[str] = ()
    heads: Sequence[str] = ()
    #: Address of the record, and its cells.
    rows: Sequence[tuple[str, Sequence[str]]] = field(default_factory=tuple)
    #: Rows that are not shown.
    more: int = 0

    @property
    def columns(self) -> list[dict[str, str]]:
        """The heads as a table of a page wants them."""
        return [{"label": head} for head in self.heads]

    @property
    def cells(self) -> list[dict[str, Any]]:
        """The rows likewise."""
        return [
            {"url": url, "cells": [{"value": words, "label": head}
                                   for head, words in zip(self.heads, row, strict=True)]}
            for url, row in self.rows
        ]  # fmt: skip


class Undecided(Refused):
    """Nothing is done yet: the form comes back with what was tried, and with the field by which a
    person says that it is decided (`decided=<token>`)."""

    status = 422

    def __init__(self, refusal: Refusal, shown: Shown, token: str) -> None:
        super().__init__([refusal])
        self.shown, self.token = shown, token
