"""Conditions taken apart: the shape a statement is compiled for, and the values it is handed.

Texts, ids, days and moments are values; lookups, numbers and lengths of lists are the shape.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Q

#: Lookups that hand the database something else than the value; theirs belong to the shape.
CHANGING = frozenset(
    (
        "contains", "icontains", "startswith", "istartswith", "endswith", "iendswith", "iexact",
        "regex", "iregex", "has", "date", "year", "month", "day", "week_day", "isnull",
    )
)  # fmt: skip
MANY = frozenset((list, tuple, set, frozenset))
#: No value of a city lies there.
FAR, THEN = date(9001, 1, 1), datetime(9001, 1, 2, tzinfo=UTC)


def _same(value: Any) -> Any:
    return value


def _hex(value: Any) -> Any:
    return value.hex


def _moment(value: Any) -> Any:
    return connection.ops.adapt_datetimefield_value(value)


def _day(value: Any) -> Any:
    return connection.ops.adapt_datefield_value(value)


#: Type of a value → its mark by number, and the forms in which a database may be handed it.
EXCHANGED: dict[type, tuple[Callable[[int], Any], tuple[Callable[[Any], Any], ...]]] = {
    str: (lambda n: f"mark{n}z", (_same,)),
    uuid.UUID: (lambda _n: uuid.uuid4(), (_same, _hex)),
    datetime: (lambda n: THEN + timedelta(microseconds=n), (_same, _moment)),
    date: (lambda n: FAR + timedelta(days=n), (_same, _day)),
}


def type_of(value: Any) -> type | None:
    """The type as which a value is exchanged; None for one that belongs to the shape."""
    kind = type(value)
    if kind is not str and isinstance(value, datetime):
        return datetime if value.tzinfo is not None else None
    return kind if kind in EXCHANGED else next((t for t in kind.__mro__ if t in EXCHANGED), None)


def split(q: Q, values: list[Any], marks: list[Any] | None = None) -> tuple[Hashable, Q]:
    """The shape of a condition; its values are added to `values`, and a twin with marks comes back.

    The twin is only built when `marks` is given; a mark is added for every value.
    """
    shape: list[Hashable] = [q.connector, q.negated]
    twin = Q(_connector=q.connector, _negated=q.negated) if marks is not None else q
    for child in q.children:
        if isinstance(child, Q):
            inner, other = split(child, values, marks)
            shape.append(inner)
            if marks is not None:
                twin.children.append(other)
            continue
        name, value = child  # type: ignore[misc]
        many = type(value) in MANY
        fixed = name.rsplit("__", 1)[-1] in CHANGING
        shape += ((name, len(value) if many else -1),)
        marked = []
        for item in value if many else (value,):
            as_type = None if fixed else type_of(item)
            shape += (_known(item) if as_type is None else as_type,)
            if as_type is not None:
                values.append(item)
                if marks is not None:
                    marks.append(EXCHANGED[as_type][0](len(marks)))
            if marks is not None:
                marked.append(item if as_type is None else marks[-1])
        if marks is not None:
            twin.children.append((name, marked if many else marked[0]))
    return tuple(shape), twin


def _known(value: Any) -> Hashable:
    """What of a value that is not exchanged belongs to the shape; unhashable ones never match."""
    return value if isinstance(value, Hashable) else object()


@dataclass(frozen=True)
class Parted:
    """A condition taken apart once for several statements."""

    q: Q
    shape: Hashable
    values: list[Any]

    @classmethod
    def of(cls, q: Q) -> Parted:
        """Take it apart."""
        values: list[Any] = []
        return cls(q, split(q, values)[0], values)
