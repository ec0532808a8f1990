"""Inserting many rows quickly: one prepared statement a table, one pass over the rows.

Django's `bulk_create` compiles every value of every row by itself; acts insert a lot (a building
with all its doors, a register of a hundred thousand), and this takes a fraction of the time.
"""

from __future__ import annotations

import functools
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from operator import attrgetter
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections, models

from doorstep.frame.fields import stored_fields
from doorstep.frame.prepared import prepared

#: From here on a server takes rows as a stream (COPY): a third of the time of many statements.
FEW = 8
_TEXTS = (models.CharField, models.TextField)
_NUMBERS = (models.IntegerField, models.BooleanField)
Stored = Callable[[Any], Any]


@functools.cache
def _plan(
    model: type[models.Model], vendor: str, keyed: bool
) -> tuple[str, str, list[tuple[Stored, Stored]]]:
    """The statements of a table, for a row and for many; how each column is read and stored."""
    fields = [f for f in stored_fields(model) if keyed or not f.primary_key]
    quote = connection.ops.quote_name
    names = ", ".join(quote(str(f.column)) for f in fields)
    marks = ", ".join("%s" for _f in fields)
    into = f"{quote(model._meta.db_table)} ({names})"
    columns = [(_read(f), _stored(f, vendor)) for f in fields]
    return f"INSERT INTO {into} VALUES ({marks})", f"COPY {into} FROM STDIN", columns  # noqa: S608


def _read(field: models.Field[Any, Any]) -> Stored:
    """How the value is read from a record: words of a search column are made at that moment."""
    if type(field).pre_save is not models.Field.pre_save:
        return lambda row: field.pre_save(row, add=True)
    return attrgetter(field.attname)


def _stored(field: models.Field[Any, Any], vendor: str) -> Stored:
    """How a value of the field is given to the database: the usual types at once, others as Django
    would."""
    target: Any = getattr(field, "target_field", field)
    lite, prepares = vendor == "sqlite", type(field).get_prep_value

    def other(value: Any) -> Any:
        return None if value is None else field.get_db_prep_save(value, connection)

    def quick(usual: type, form: Stored | None = None) -> Stored:
        """As it is, or in its form, where it is of the usual type."""
        if form is None:
            return lambda value: value if value is None or type(value) is usual else other(value)
        return lambda value: form(value) if type(value) is usual else other(value)

    def moment(value: datetime) -> Any:
        naive = lite and value.tzinfo is UTC
        return str(value.replace(tzinfo=None)) if naive else other(value)

    if isinstance(target, models.UUIDField):
        return quick(uuid.UUID, attrgetter("hex") if lite else None)
    if type(field).get_db_prep_save is not models.Field.get_db_prep_save:
        return other
    if isinstance(field, _TEXTS) and prepares in (t.get_prep_value for t in _TEXTS):
        return quick(str)
    if isinstance(field, _NUMBERS):
        return quick(bool if isinstance(field, models.BooleanField) else int)
    if lite and type(field) is models.DateField:
        return quick(date, date.isoformat)
    return quick(datetime, moment) if type(field) is models.DateTimeField else other


@contextmanager
def together(many: bool = False) -> Iterator[None]:
    """What is inserted within is sent without waiting for each answer, where the database can:
    the row that counts a day's numbers is then held for one way there and back, not for six.

    :param many: there are tables of many rows, which go as streams: those wait.
    :raises IntegrityError: when the block ends, for the first statement that failed.
    """
    here = connections[DEFAULT_DB_ALIAS]
    if many or here.vendor != "postgresql":
        yield
        return
    with here.wrap_database_errors, here.connection.pipeline():
        yield


def insert(model: type[models.Model], rows: Sequence[Any]) -> None:
    """Insert records that are not stored yet; generated columns are the database's.

    :raises IntegrityError: as any insert does.
    """
    if not rows:
        return
    here = connections[DEFAULT_DB_ALIAS]  # asked once: the proxy looks for it each time
    sql, stream, columns = _plan(model, here.vendor, rows[0].pk is not None)
    with here.cursor() as cursor:
        if (
            here.vendor == "postgresql"
            and len(rows) > FEW
            and not here.connection.pgconn.pipeline_status
        ):
            with here.wrap_database_errors, cursor.copy(stream) as copy:
                for row in rows:
                    copy.write_row([p(n(row)) for n, p in columns])
        elif here.vendor == "postgresql":
            prepared(cursor)
            for row in rows:
                cursor.execute(sql, [p(n(row)) for n, p in columns])
        else:
            cursor.executemany(sql, [[p(n(r)) for n, p in columns] for r in rows])
    for row in rows:
        row._state.adding, row._state.db = False, here.alias
