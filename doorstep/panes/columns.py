"""How values are shown: a cell for the page, a text for exports, a plain value for JSON.

Encrypted values are masks everywhere (design §3); states carry icon, word and tone; moments are
told as people tell them, with the exact time beside.
"""

from __future__ import annotations

import functools
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from doorstep.frame import catalogues
from doorstep.frame.registry import LABELS
from doorstep.frame.rights import Actor
from doorstep.frame.sealed import Private, Sealed
from doorstep.frame.terms import label, term
from doorstep.frame.trail import plain
from doorstep.kit import clock
from doorstep.panes.parts import Column
from doorstep.panes.screens import Screen, screen_of

Cell = dict[str, Any]
WEEK = 7
MINUTE, DAY, MIDNIGHT = timedelta(minutes=1), timedelta(days=1), time()


def when(moment: datetime | None) -> Cell:
    """A moment in words: 今天 09:30, 3 天前, else the day."""
    if moment is None:
        return {"kind": "date", "value": ""}
    return _told(clock.local(moment), clock.local(clock.now()))[0]


def _told(local: datetime, now: datetime) -> tuple[Cell, int]:
    """A moment in words, and how many days ago it was; both as the city's clocks say it."""
    days = (now.date() - local.date()).days
    if days == 0:
        words = _("today %(time)s") % {"time": f"{local:%H:%M}"}
    elif days == 1:
        words = _("yesterday %(time)s") % {"time": f"{local:%H:%M}"}
    elif days == -1:
        words = _("tomorrow %(time)s") % {"time": f"{local:%H:%M}"}
    elif 1 < days <= WEEK:
        words = ngettext("%(n)d day ago", "%(n)d days ago", days) % {"n": days}
    else:
        words = f"{local:%Y-%m-%d}" if local.year != now.year else f"{local:%m-%d %H:%M}"
    exact = f"{local:%Y-%m-%d %H:%M}"
    return {"kind": "date", "value": words, "iso": local.isoformat(), "exact": exact}, days


@functools.lru_cache(maxsize=5000)
def _overdue(days: int, at: str, _language: str | None) -> str:
    if not days:
        return _("overdue since %(time)s") % {"time": at}
    return ngettext("%(n)d day overdue", "%(n)d days overdue", days) % {"n": days}


def due(moment: datetime | None, *, ended: bool = False) -> Cell:
    """A deadline: over, soon (within a day) or plain; over ones say by how much."""
    tone = "done" if ended else "plain"
    if moment is None:
        return {"kind": "due", "value": "", "tone": tone}
    local, now = clock.local(moment), clock.local(clock.now())
    midnight = local.time() == MIDNIGHT
    shown, days = _told(local - MINUTE if midnight else local, now)  # a day ends at its own 24:00
    shown |= {"kind": "due", "tone": tone}
    if midnight:
        shown |= {k: str(shown[k]).replace("23:59", "24:00") for k in ("value", "exact")}
    if ended:
        return shown
    if local < now:
        at = "" if days else f"{local:%H:%M}"
        shown |= {"tone": "over", "value": _overdue(days, at, get_language())}
    else:
        shown["tone"] = "soon" if local - now < DAY else "plain"
        shown["value"] = _("by %(when)s") % {"when": shown["value"]}
    return shown


def state(screen: Screen | None, record: Any) -> Cell:
    """The state with its word and tone."""
    if record.withdrawn_at is not None:
        return {"kind": "state", "value": label(record.kind, "state.withdrawn"), "tone": "stop"}
    ended = record.lifecycle is not None and record.state in record.lifecycle.ended
    tone = (screen.tones if screen else {}).get(record.state, "done" if ended else "info")
    return {"kind": "state", "value": label(record.kind, f"state.{record.state}"), "tone": tone}


def field_of(record: Any, name: str) -> Any:
    """The model field behind a column name, or None."""
    model: Any = type(record)
    return _field(model, name)


@functools.cache
def _field(model: type[models.Model], name: str) -> Any:
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def spec(screen: Screen | None, name: str, more: Mapping[str, Column]) -> Column | None:
    """The declared column of that name, if it is more than an attribute."""
    return more.get(name) or getattr(getattr(screen, name, None), "column", None)


def heading(screen: Screen | None, kind: str, name: str, more: Mapping[str, Column]) -> Cell:
    """Head of a column."""
    found = spec(screen, name, more)
    words = term(found.label) if found and found.label else ""
    return {
        "name": name,
        "label": words or (term(name) if name in more else label(kind, name)),
        "kind": (found.kind if found else "") or "text",
    }


def raw(screen: Screen | None, record: Any, name: str) -> Any:
    """The value behind a column: of the screen's method, else the attribute (`a__b` goes on)."""
    return _reading(screen, name)(record)


@functools.lru_cache(maxsize=5000)
def _reading(screen: Screen | None, name: str) -> Callable[[Any], Any]:
    """How a column's value is read of a record."""
    found, parts = spec(screen, name, {}), name.split("__")
    if found:
        return functools.partial(found.value, screen)

    def read(value: Any) -> Any:
        for part in parts:
            value = getattr(value, part, None)
        return value() if callable(value) and not isinstance(value, models.Model) else value

    return read


def shown(screen: Screen | None, record: Any, name: str, value: Any, kind: str = "") -> Cell:
    """A value as a cell of the page."""
    if isinstance(value, dict):
        return {"kind": kind or "text", **value}
    if name == "state" and hasattr(record, "lifecycle"):
        return state(screen, record)
    if isinstance(value, datetime):
        ended = (
            record.lifecycle is not None and getattr(record, "state", "") in record.lifecycle.ended
        )
        return due(value, ended=ended) if name == "due" or kind == "due" else when(value)
    if isinstance(value, date):
        return {"kind": kind or "date", "value": value.isoformat(), "iso": value.isoformat()}
    if isinstance(value, bool):
        return {"kind": "flag", "value": label("frame", "yes" if value else "no")}
    if isinstance(value, Sealed):
        return {"kind": "text", "value": str(value), "private": True}
    if isinstance(value, models.Model):
        kind_code = getattr(value, "kind", "")
        looks = kind or ("place" if name == "place" else "text")
        return {"kind": looks, "value": LABELS.get(kind_code, str)(value)}
    if screen is not None and name in screen.catalogues and value:
        row = catalogues.row(screen.catalogues[name], str(value))
        # a city may not have filled the list yet: then the house's own word for the code
        return {"kind": "text", "value": row.label if row else screen.choice(name, value)}
    made = field_of(record, name)
    if made is not None and made.choices and value not in (None, ""):
        words = str(dict(made.flatchoices).get(value, ""))
        told = screen.choice(name, value, words) if screen else ""
        return {"kind": "text", "value": told or label(record.kind, f"{name}.{value}")}
    if isinstance(value, int):
        return {"kind": kind or "num", "value": value}
    if isinstance(value, (list, tuple)):
        return {"kind": kind or "text", "value": _(", ").join(str(v) for v in value)}
    nothing = value is None or isinstance(value, uuid.UUID)
    return {"kind": kind or "text", "value": "" if nothing else value}


@dataclass(frozen=True)
class Shown:
    """One column of a list: its heading, and how a record's cell is made; asked once a page."""

    screen: Screen | None
    name: str
    head: Cell
    kind: str
    #: What an upper app's column gave for the records of this page, by id.
    extra: Mapping[Any, Any] | None
    #: Cells that many rows share (states), by what they show.
    known: dict[Any, Cell]
    #: What the cell is called where there is no head beside it (cards).
    label: Cell

    def cell(self, record: Any) -> Cell:
        """The record's cell; those of one state are one object, so nobody may change a cell."""
        if self.name == "state" and hasattr(record, "lifecycle"):
            key = (type(record), record.state, record.withdrawn_at is None)
            if key not in self.known:
                self.known[key] = state(self.screen, record) | self.label
            return self.known[key]
        if self.extra is not None:
            value = self.extra.get(record.pk)
        else:
            value = raw(self.screen, record, self.name)
        return shown(self.screen, record, self.name, value, self.kind) | self.label


def rows_of(
    screen: Screen | None,
    records: Iterable[Any],
    names: Iterable[str],
    actor: Actor,
    *,
    link: bool = True,
) -> tuple[list[Cell], list[Cell]]:
    """Heads and rows as parts/list.html wants them; extension columns cost one statement each."""
    records = list(records)
    kind = screen.kind if screen else getattr(records[0], "kind", "") if records else ""
    more = screen.more_columns(actor) if screen else {}
    columns = []
    for name in names:
        found = spec(screen, name, more)
        extra = more[name].value(records, actor) if name in more and records else None
        head = heading(screen, kind, name, more)
        label_of, kind_of = {"label": head["label"]}, found.kind if found else ""
        columns.append(Shown(screen, name, head, kind_of, extra, {}, label_of))
    rows: list[Cell] = []
    for record in records:
        page = screen_of(record.kind) if screen is None else screen
        cells = [column.cell(record) for column in columns]
        rows.append(
            {
                "id": str(record.pk),
                "url": page.url(record) if page and link else "",
                "cells": cells,
                "struck": record.withdrawn_at is not None,
                "overdue": any(c.get("tone") == "over" for c in cells),
            }
        )
    for at, column in enumerate(columns):
        if column.head["kind"] == "text" and rows:
            column.head["kind"] = rows[0]["cells"][at]["kind"]
    return [column.head for column in columns], rows


def as_json(screen: Screen, record: Any, names: Iterable[str]) -> dict[str, Any]:
    """A record for the API: plain values, masks for encrypted ones."""
    found: dict[str, Any] = {"id": str(record.pk), "version": record.version}
    found["label"] = screen.label_of(record)
    for name in names:
        value = raw(screen, record, name)
        if isinstance(value, models.Model):
            called = LABELS.get(getattr(value, "kind", ""), str)(value)
            value = {"id": str(value.pk), "label": called}
        elif isinstance(value, Sealed):
            value = str(value)
        elif not isinstance(value, dict):
            value = plain(value)
        found[name] = value
    if record.withdrawn_at is not None:
        found["withdrawn_at"] = record.withdrawn_at.isoformat()
    return found


def private_names(record: Any) -> list[str]:
    """Encrypted fields of a record."""
    return [f.name for f in record._meta.concrete_fields if isinstance(f, Private)]
