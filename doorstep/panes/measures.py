"""What a figure may return, and how each kind of figure makes a value of it (docs/engine.md §7)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Count, QuerySet

from doorstep.kit import share as arithmetic

Rows = QuerySet[Any]
Number = int | float | Decimal | Fraction


@dataclass(frozen=True)
class Share:
    """Part of whole, both querysets; the missing ones are whole without part.

    `weight` names what is counted where that is not the record itself (printed, design §3).
    """

    part: Rows
    whole: Rows
    weight: str = ""


@dataclass(frozen=True)
class Of:
    """A column of records, for distinct, sum, mean, median and range."""

    rows: Rows
    column: str


@dataclass(frozen=True)
class Pair:
    """Two counts or numbers: ratio is first ÷ second, difference and growth lead to second."""

    first: Rows | Number
    second: Rows | Number
    records: Rows | None = None


@dataclass(frozen=True)
class Value:
    """A value worked out elsewhere, with the records it rests on."""

    value: Any
    records: Rows | None = None
    missing: Rows | None = None
    numerator: int | None = None
    denominator: int | None = None
    dims: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Breakdown:
    """Counts by the values of a column; `expected` values with no record print 0.

    A function may also return a mapping from value to queryset.
    """

    rows: Rows
    by: str
    expected: Iterable[str] = ()


# -- how each kind becomes a value ---------------------------------------------------------------
def standing(rows: Rows) -> Rows:
    """Without withdrawn records, which count nowhere."""
    has = any(f.name == "withdrawn_at" for f in rows.model._meta.concrete_fields)
    return rows.filter(withdrawn_at__isnull=True) if has else rows


def _number(thing: Any) -> Any:
    return standing(thing).count() if isinstance(thing, QuerySet) else thing


def _share(found: Share) -> Value:
    part, whole = standing(found.part), standing(found.whole)
    shared = arithmetic.Share(part.count(), whole.count())
    rest = whole.exclude(pk__in=part.values("pk"))
    dims = {"weight": found.weight} if found.weight else {}
    return Value(shared.value, part, rest, shared.part, shared.whole, dims)


def _column(work: Callable[[list[Any]], Any]) -> Callable[[Of], Value]:
    def of(found: Of) -> Value:
        rows = standing(found.rows)
        unknown = rows.filter(**{f"{found.column}__isnull": True})
        kept = rows.filter(**{f"{found.column}__isnull": False})
        values = list(kept.values_list(found.column, flat=True))
        return Value(work(values), kept, unknown, None, len(values))

    return of


def _range(values: list[Any]) -> Any:
    found = arithmetic.Range.of(values)
    return [found.low, found.high] if found else None


def _pair(work: Callable[[Any, Any], Any]) -> Callable[[Pair], Value]:
    def of(found: Pair) -> Value:
        first, second = _number(found.first), _number(found.second)
        records = found.records
        if records is None and isinstance(found.second, QuerySet):
            records = standing(found.second)
        if records is None and isinstance(found.first, QuerySet):
            records = standing(found.first)
        return Value(work(first, second), records, None, first, second)

    return of


def _breakdown(found: Breakdown | Mapping[str, Rows]) -> list[Value]:
    if isinstance(found, Mapping):
        parts = {key: standing(rows) for key, rows in found.items()}
        return [Value(rows.count(), rows, dims={"by": key}) for key, rows in parts.items()]
    rows = standing(found.rows)
    counted = rows.order_by().values(found.by).annotate(n=Count("pk"))
    counts = dict.fromkeys(found.expected, 0) | {c[found.by]: c["n"] for c in counted}
    return [Value(n, rows.filter(**{found.by: k}), dims={"by": k}) for k, n in counts.items()]


def _distinct(found: Of) -> Value:
    rows = standing(found.rows)
    return Value(rows.order_by().values(found.column).distinct().count(), rows)


KINDS: dict[str, Callable[[Any], Value | list[Value]]] = {
    "count": lambda found: Value(standing(found).count(), standing(found)),
    "distinct": _distinct,
    "sum": _column(sum),
    "mean": _column(arithmetic.mean),
    "median": _column(arithmetic.median),
    "range": _column(_range),
    "share": _share,
    "ratio": _pair(lambda a, b: Fraction(a) / Fraction(b) if b else None),
    "difference": _pair(lambda a, b: b - a),
    "growth": _pair(arithmetic.growth),
    "breakdown": _breakdown,
    "value": lambda found: found,
}


def as_json(value: Any) -> Any:
    """Fractions and decimals as numbers, six places."""
    if isinstance(value, (Fraction, Decimal)):
        return int(value) if value == int(value) else round(float(value), 6)
    return [as_json(v) for v in value] if isinstance(value, list) else value
