"""Statements compiled once and used again with other values.

Compiling a queryset costs more than running it here (measured: 2 ms against 0.1 ms for a walk of a
list). A condition is split into its shape (lookups, connectors, numbers, lengths of lists) and its
values (texts, ids, days, moments); a shape is compiled once with marks in place of the values,
later calls only exchange them. Where a mark does not come back one to one (a lookup that changes
its value) the queryset is compiled as ever.
"""

from __future__ import annotations

import re
import uuid
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from django.core.exceptions import EmptyResultSet, ValidationError
from django.db import connection
from django.db.models import Model, Q, QuerySet
from django.db.models.query import ModelIterable

from doorstep.frame.makers import Maker
from doorstep.frame.shapes import EXCHANGED, Parted, split, type_of
from doorstep.kit.ids import read_ids

M = TypeVar("M", bound=Model)
#: Compiled shapes kept by a process.
KEPT = 2000
Statement = tuple[str, tuple[Any, ...]]
#: Statement, parameters, and where which value goes in what form.
Shape = tuple[str, tuple[Any, ...], tuple[tuple[int, int, Callable[[Any], Any]], ...]]
#: A shape that can match nothing, whatever its values.
NOTHING: Shape = ("", (), ())
_UNKNOWN: Shape = ("?", (), ())
_cache: OrderedDict[Hashable, Shape | None] = OrderedDict()


def statement(
    key: Hashable, q: Q | Parted, build: Callable[[Q], QuerySet[Any]]
) -> Statement | None:
    """The statement of `build(q)`; None where it can match nothing.

    :param key: names `build` and whatever it puts in beside `q` (screen, order, limit); None where
        nothing can name it: compiled each time.
    """
    parted = q if isinstance(q, Parted) else Parted.of(q)
    if key is None:
        return compiled(build(parted.q))
    name = (key, parted.shape)
    found = _cache.get(name, _UNKNOWN)
    if found is _UNKNOWN:
        _cache[name] = learnt(parted.q, build, len(parted.values))
        if len(_cache) > KEPT:
            _cache.popitem(last=False)
        return compiled(build(parted.q))
    _cache.move_to_end(name)
    if found is None:
        return compiled(build(parted.q))
    if found is NOTHING:
        return None
    sql, params, places = found
    filled = list(params)
    for at, which, form in places:
        filled[at] = form(parted.values[which])
    return sql, tuple(filled)


def learnt(q: Q, build: Callable[[Q], QuerySet[Any]], wanted: int) -> Shape | None:
    """Compile the twin with marks and see where they came out; None if they did not all."""
    marks: list[Any] = []
    _shape, twin = split(q, [], marks)
    try:
        found = compiled(build(twin))
    except (ValueError, TypeError, ValidationError):
        return None  # a mark is no number and no date: such a shape is compiled each time
    if found is None:
        return NOTHING
    sql, params = _with_numbers(*found)
    places = []
    for which, mark in enumerate(marks):
        as_type: Any = type_of(mark)
        forms = [(form, form(mark)) for form in EXCHANGED[as_type][1]]
        here = [
            (at, which, next(form for form, made in forms if made == p))
            for at, p in enumerate(params)
            if any(made == p for _form, made in forms)
        ]
        if not here and (as_type in (date, datetime) or any(str(mark) in str(p) for p in params)):
            return None  # it came out changed; a text that is nowhere was in a branch without rows
        places += here
    return (sql, params, tuple(places)) if len(marks) == wanted else None


#: Stands in a condition for what another statement finds.
ANY = uuid.UUID(int=0)


def _inside(sql: str, params: Sequence[Any], inner: Statement) -> Statement:
    at = next(n for n, p in enumerate(params) if p in (ANY, ANY.hex))
    parts = re.split(r"(%%|%s)", sql)
    place = [n for n, part in enumerate(parts) if part == "%s"][at]
    parts[place] = inner[0]
    return "".join(parts), (*params[:at], *inner[1], *params[at + 1 :])


def _with_numbers(sql: str, params: Sequence[Any]) -> Statement:
    """The numbers of a shape put into its text: by numbers that only come with the call no plan
    can choose a partial index for good, and SQLite makes the plan anew each time."""
    rest: list[Any] = []
    given = iter(params)

    def place(found: re.Match[str]) -> str:
        if found[0] == "%%":
            return "%%"
        value = next(given)
        if isinstance(value, int) and not isinstance(value, bool):  # PostgreSQL's are of a subclass
            return str(int(value))
        rest.append(value)
        return "%s"

    return re.sub(r"%%|%s", place, sql), tuple(rest)


def prepared(cursor: Any) -> None:
    """Let the server keep the statements of this cursor prepared, where it can."""
    if cursor.db.vendor == "postgresql":
        from django.db.backends.postgresql import base

        by_server: Any = base.ServerBindingCursor
        cursor.cursor = by_server(cursor.db.connection)


def run(sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    """The rows of a statement that comes again and again.

    PostgreSQL keeps it prepared: planning the walks of a list takes longer than walking them.
    SQLite keeps the last hundred by itself.
    """
    with connection.cursor() as cursor:
        prepared(cursor)
        cursor.execute(sql, params)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def compiled(rows: QuerySet[Any]) -> Statement | None:
    """A queryset's own statement; None where it can match nothing."""
    try:
        return rows.query.sql_with_params()
    except EmptyResultSet:
        return None


_fixed: dict[Hashable, tuple[str, tuple[Any, ...], tuple[tuple[int, int], ...]]] = {}
_plans: dict[Hashable, tuple[Any, Any, list[int], Maker | None]] = {}
#: How Django's SQLite reads the one thing that comes again and again.
SQLITE_ID = "convert_uuidfield_value"


def fetch(
    key: Hashable, values: Sequence[uuid.UUID | str], build: Callable[..., QuerySet[Any]]
) -> list[Any]:
    """Rows or records of a queryset that asks for ids or texts; compiled once a process and key.

    :param key: names `build` and all it depends on beside the values (the day, for terms; how many
        values).
    """
    if key not in _fixed:
        if len(_fixed) > KEPT:
            _fixed.clear()
        marks = [uuid.uuid4() if isinstance(v, uuid.UUID) else f"~{uuid.uuid4()}" for v in values]
        sql, params = _with_numbers(*build(*marks).query.sql_with_params())
        places = tuple(
            (at, which)
            for at, p in enumerate(params)
            for which, mark in enumerate(marks)
            if p in (mark, getattr(mark, "hex", mark))
        )
        _fixed[key] = (sql, params, places)
    sql, params, places = _fixed[key]
    asked: list[Any] = list(params)
    for at, which in places:
        value, mark = values[which], params[at]
        as_hex = isinstance(mark, str)  # SQLite keeps ids so
        asked[at] = value.hex if isinstance(value, uuid.UUID) and as_hex else value
    return _read(key, (sql, asked), lambda: build(*values))


def records(
    key: Hashable, q: Q, build: Callable[[Q], QuerySet[M]], inside: Statement | None = None
) -> list[M]:
    """Records of `build(q)` with what it joins (`select_related`), by a statement compiled once.

    :param key: names `build` and whatever it puts in beside `q`; also what is selected; None as in
        `statement`.
    :param inside: a statement that stands in place of the value `ANY` in `q`.
    """
    asked = statement(key, q, build)
    if asked is None:
        return []
    if inside is not None:
        asked = _inside(*asked, inside)
    return _read(key, asked, lambda: build(q))


def _read(
    key: Hashable, asked: tuple[str, Sequence[Any]], build: Callable[[], QuerySet[Any]]
) -> list[Any]:
    """The rows of a statement as the queryset it was made of would give them."""
    if key is None or key not in _plans:
        rows = build()
        compiler = rows.query.get_compiler(connection=connection)
        compiler.as_sql()
        shown = [column[0] for column in compiler.select[: compiler.col_count]]
        whole = issubclass(rows._iterable_class, ModelIterable)
        maker = Maker.of(compiler.klass_info, compiler.select) if whole else None
        read, as_id = compiler.get_converters(shown), getattr(connection.ops, SQLITE_ID, None)
        ids = [at for at, (made, _column) in read.items() if made == [as_id]]
        _plans[key] = (compiler, {at: read[at] for at in read if at not in ids}, ids, maker)
    compiler, read, ids, maker = _plans[key]
    found = read_ids(run(*asked), ids) if ids else run(*asked)
    found, db = compiler.apply_converters(found, read) if read else found, compiler.connection.alias
    return [maker(row, db) if maker else tuple(row) for row in found]
