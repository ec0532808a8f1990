"""Catalogues: lists that a city edits (design §3), never enums.

An app declares the catalogue, the city keeps its rows by acts (`frame.catalogue_acts`); code names
a row's code only through `required_codes`. Rows are spans: a changed row keeps its past.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from contextvars import ContextVar, copy_context
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db import models
from django.utils.translation import get_language

from doorstep.frame import terms
from doorstep.frame.acts import ACTS
from doorstep.frame.record import Record, Span
from doorstep.kit import clock

T = TypeVar("T")
#: How long another process may still show an old row.
FRESH_NS = 5_000_000_000
#: Printed after a legal basis that the city has not confirmed (dignity D21).
UNCONFIRMED = "依据待核"


class CatalogueRow(Span, Record):
    """One row of one catalogue in force from–to."""

    amendable = False  # its own acts change it
    about_people = False

    catalogue = models.CharField(max_length=48)
    code = models.CharField(max_length=64)
    zh = models.CharField(max_length=120)
    en = models.CharField(max_length=200)
    parent = models.CharField(max_length=64, blank=True)
    source = models.CharField(max_length=300, blank=True)
    data = models.JSONField(default=dict, blank=True)
    basis = models.CharField(max_length=300, blank=True)
    confirmed = models.BooleanField(default=False)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["catalogue", "code", "since"], name="catalogue_since")
        ]

    @property
    def label(self) -> str:
        """The words in the reader's language; in a village those of the twin, if there is one."""
        twin = f"{self.catalogue}.{self.code}{terms.RURAL}"
        if terms.in_village.get() and (called := terms.found(twin)):
            return called
        return self.en if (get_language() or "zh").startswith("en") else self.zh

    @property
    def basis_text(self) -> str:
        """The legal basis as printed; one that the city has not confirmed says so."""
        if not self.basis or self.confirmed:
            return self.basis
        return f"{self.basis}（{UNCONFIRMED}）"


@dataclass(frozen=True)
class Catalogue:
    """A declared catalogue; see `catalogue`."""

    name: str
    expected: int | None
    required_codes: tuple[str, ...]
    schema: Mapping[str, type | tuple[type, ...]]
    roles: frozenset[str]
    article: str = ""


CATALOGUES: dict[str, Catalogue] = {}


def catalogue(
    name: str,
    *,
    roles: Iterable[str],
    expected: int | None = None,
    required_codes: Iterable[str] = (),
    schema: Mapping[str, type | tuple[type, ...]] | None = None,
    article: str = "",
) -> Catalogue:
    """Declare a catalogue.

    :param roles: who keeps it (acts frame.catalogue_add, _change, _end).
    :param expected: number of rows the article or the law counts; a difference warns, never blocks.
    :param required_codes: codes that code may name; missing ones are reported at start.
    :param schema: keys of the typed data with their Python types; unknown keys are refused.
    :param article: where the number comes from, such as "F27".
    """
    import doorstep.frame.catalogue_acts  # noqa: F401  (declares the acts that these roles may do)

    keepers = frozenset(roles)
    found = Catalogue(name, expected, tuple(required_codes), schema or {}, keepers, article)
    CATALOGUES[name] = found
    add = ACTS["frame.catalogue_add"]
    object.__setattr__(add, "roles", add.roles | keepers)
    return found


# -- reading -----------------------------------------------------------------------------------
_cache: dict[str, tuple[int, tuple[Any, ...]]] = {}
#: What was made of the rows that `versions` gave last.
_made: dict[str, tuple[tuple[CatalogueRow, ...], dict[Hashable, Any]]] = {}


#: Whether rows are being read that the process keeps: no page's own statement (`pages.at_most`).
remembering: ContextVar[bool] = ContextVar("remembering", default=False)


def remembered(name: str, load: Callable[[], Iterable[Any]]) -> tuple[Any, ...]:
    """Rows of a small table that changes rarely, read anew after five seconds or `forget(name)`."""
    now, kept = clock.machine_ns(), _cache.get(name)
    if kept is None or now - kept[0] > FRESH_NS:
        kept = _cache[name] = (now, copy_context().run(_read, load))
    return kept[1]


def _read(load: Callable[[], Iterable[Any]]) -> tuple[Any, ...]:
    remembering.set(True)  # in a context of its own, so it ends with the reading
    return tuple(load())


def forget(name: str | None = None) -> None:
    """Drop what this process remembers of a catalogue (of all when None)."""
    if name is None:
        _cache.clear()
    else:
        _cache.pop(name, None)


def versions(name: str) -> tuple[CatalogueRow, ...]:
    """Every row of a catalogue, past and future ones too, in their order; cached for 5 s."""
    return remembered(name, lambda: _kept(name))


def _kept(name: str) -> Iterable[CatalogueRow]:
    found = CatalogueRow.objects.filter(catalogue=name, withdrawn_at=None)
    return found.order_by("order", "code", "since")


def made(name: str, key: Hashable, make: Callable[[tuple[CatalogueRow, ...]], T]) -> T:
    """`make(versions(name))`, made once until these are read anew; `key` names `make`."""
    there, kept = versions(name), _made.get(name)
    if kept is None or kept[0] is not there:
        kept = _made[name] = (there, {})
    if key not in kept[1]:
        kept[1][key] = make(there)
    found: T = kept[1][key]
    return found


def rows(name: str, day: date | None = None) -> tuple[CatalogueRow, ...]:
    """Rows in force on `day` (today when None), in their order; one statement at most."""
    on = day or clock.today()
    return made(name, on, lambda all_: tuple(r for r in all_ if r.holds(on)))


def row(name: str, code: str, day: date | None = None) -> CatalogueRow | None:
    """The row of a code on `day`; without a day the one in force, else the latest there was."""
    on = day or clock.today()
    return made(name, (code, on, day is None), lambda all_: _row(all_, code, on, late=day is None))


def _row(all_: tuple[CatalogueRow, ...], code: str, on: date, *, late: bool) -> CatalogueRow | None:
    known = [r for r in all_ if r.code == code]
    inside = [r for r in known if r.holds(on)] or (known if late else [])
    return inside[-1] if inside else None


def choices(name: str, day: date | None = None) -> list[tuple[str, str]]:
    """(code, words) for forms and filters."""
    return [(r.code, r.label) for r in rows(name, day)]


def tree(name: str, day: date | None = None) -> dict[str, list[CatalogueRow]]:
    """Children by parent code; the roots stand under ""."""
    found: dict[str, list[CatalogueRow]] = {}
    for r in rows(name, day):
        found.setdefault(r.parent, []).append(r)
    return found


@dataclass(frozen=True)
class Difference:
    """Where a catalogue is not as declared."""

    name: str
    missing: tuple[str, ...]
    expected: int | None
    there: int


def differences(day: date | None = None) -> list[Difference]:
    """Catalogues that lack required codes, or whose count is not the expected one."""
    found = []
    for c in CATALOGUES.values():
        codes = [r.code for r in rows(c.name, day)]
        missing = tuple(code for code in c.required_codes if code not in codes)
        if missing or (c.expected is not None and c.expected != len(codes)):
            found.append(Difference(c.name, missing, c.expected, len(codes)))
    return found
