"""Lists by keyset: one statement merges the walks (`frame.walks`), one fetches the rows."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import F, Q, QuerySet

from doorstep.frame.prepared import ANY, Statement, records, run
from doorstep.frame.rights import Actor
from doorstep.frame.shapes import Parted
from doorstep.frame.trail import plain
from doorstep.kit import path
from doorstep.panes.screens import Screen, shape_of
from doorstep.panes.walks import (
    COUNTED,
    WALKS,
    Wanted,
    counting,
    merged,
    order_of,
    walks_of,
)

__all__ = [
    "COUNTED",
    "PAGE",
    "CursorError",
    "Page",
    "Wanted",
    "all_of",
    "count_of",
    "key_of",
    "order_of",
    "page_of",
    "wanted",
]
PAGE = 50


class CursorError(ValueError):
    """The cursor is none of ours, or of another order."""


@dataclass
class Page:
    """One page of records with the cursors to the next and the one before ("" at the ends)."""

    records: list[Any]
    next: str = ""
    before: str = ""
    #: Rows in all, COUNTED + 1 meaning more; None where it was not counted.
    total: int | None = None


def asks(screen: Screen, name: str, value: str) -> bool:
    """Whether a value is one that the filter can take."""
    try:
        return "\x00" not in value and bool(screen.conditions(name, value))
    except (ValueError, ValidationError):
        return False


def place_of(text: str) -> str:
    """A path to narrow the list to; what is no path narrows nothing."""
    try:
        return path.check(text)
    except path.PathError:
        return ""


def wanted(screen: Screen, params: Any) -> Wanted:
    """What the query string asks; unknown filters and values are left out."""
    filters = {}
    for name in screen.filters:
        values = tuple(v for v in params.getlist(name) if v and asks(screen, name, v))
        if values:
            filters[name] = values[:WALKS]
    if not params and screen.start:
        filters = {n: (v,) for n, v in screen.start.items()}
    return Wanted(
        filters,
        params.get("words", "").strip()[:60] if screen.search else "",
        place_of(params.get("place", "")),
        params.get("after", ""),
        params.get("before", ""),
    )


def key_of(screen: Screen, record: Any) -> str:
    """The opaque cursor of a record in the screen's order."""
    fields: list[Any] = [screen.record._meta.get_field(n) for n, _down in order_of(screen)]
    values = [plain(getattr(record, f.attname)) for f in fields]
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def read_key(screen: Screen, text: str) -> list[Any]:
    """The values in a cursor.

    :raises CursorError: when it does not fit the order.
    """
    try:
        values = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        fields: list[Any] = [screen.record._meta.get_field(n) for n, _down in order_of(screen)]
        return [None if v is None else f.to_python(v) for f, v in zip(fields, values, strict=True)]
    except (ValueError, TypeError, ValidationError, FieldDoesNotExist) as error:
        raise CursorError(text) from error


def page_of(
    screen: Screen,
    actor: Actor,
    asked: Wanted,
    size: int = PAGE,
    *,
    count: bool = True,
    lean: bool = False,
) -> Page:
    """One page in two statements: the rows, and how many there are.

    :param lean: the rows are only shown as a list: what the screen does not read is not fetched.
    """
    back = bool(asked.before)
    order = [(n, down != back) for n, down in order_of(screen)]
    key = read_key(screen, asked.before or asked.after) if asked.before or asked.after else None
    walks = [Parted.of(q) for q in walks_of(screen, actor, asked)]
    rows = screen.rows(actor)
    found = fetched(screen, rows, order, merged(rows, walks, order, key, size + 1), lean=lean)
    total = _count(rows, walks, COUNTED) if count and key is None else None
    records, more = found[:size], len(found) > size
    if back:
        records.reverse()
    page = Page(records, total=total)
    if records and (more or back):
        page.next = key_of(screen, records[-1])
    if records and ((back and more) or (asked.after and not back)):
        page.before = key_of(screen, records[0])
    return page


def fetched(
    screen: Screen,
    rows: QuerySet[Any],
    order: list[tuple[str, bool]],
    inside: Statement | None,
    *,
    lean: bool,
) -> list[Any]:
    """The records that a merging statement finds, in their order."""
    if inside is None:
        return []
    shape = shape_of(rows)
    key = None if shape is None else ("list", type(screen), shape, tuple(order), lean)

    def build(q: Q) -> QuerySet[Any]:
        sort = [F(n).desc(nulls_first=True) if down else F(n).asc(nulls_last=True)
                for n, down in order]  # fmt: skip
        found = rows.filter(q).order_by(*sort)
        if not (lean and screen.reads):
            return found.select_related(*screen.joins)
        return found.select_related(*screen.lean_joins).only(*screen.lean_fields)

    return records(key, Q(pk__in=[ANY]), build, inside)


def all_of(screen: Screen, actor: Actor, asked: Wanted, most: int) -> Iterator[list[Any]]:
    """All rows in pages of a thousand, at most `most`; two statements a thousand."""
    asked, left = replace(asked, after="", before=""), most
    while left > 0:
        page = page_of(screen, actor, asked, min(1000, left), count=False)
        if page.records:
            yield page.records
        left -= len(page.records)
        if not page.next or not page.records:
            return
        asked = replace(asked, after=page.next)


def count_of(screen: Screen, actor: Actor, asked: Wanted, most: int) -> int:
    """How many rows, most + 1 meaning more: one statement."""
    return _count(screen.rows(actor), walks_of(screen, actor, asked), most)


def _count(rows: QuerySet[Any], walks: Sequence[Q | Parted], most: int) -> int:
    sql, params = counting(rows, walks, most)
    return int(run(f"SELECT {sql}", params)[0][0])
