"""Figures: named numbers over records as of a date, declared once (design §3, docs/engine.md §7).

No one types a total: every figure opens to its records, to the missing ones and to its working.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core import checks
from django.db.models import Q

from doorstep.frame.record import path_q
from doorstep.frame.terms import words
from doorstep.kit import share as arithmetic
from doorstep.panes.measures import (
    KINDS,
    Breakdown,
    Of,
    Pair,
    Rows,
    Share,
    Value,
    as_json,
    standing,
)

__all__ = ["Breakdown", "Day", "Of", "Pair", "Scope", "Share", "Value", "ask", "figure"]
#: Stocks are asked at the end of a day, flows over a period.
STOCK, FLOW = "stock", "flow"


@dataclass(frozen=True)
class Scope:
    """Where: the paths of the places asked for ("" is the whole city), and how they are called."""

    paths: tuple[str, ...] = ("",)
    label: str = ""
    #: Division code of the place, for links.
    code: str = ""

    def q(self, prefix: str = "") -> Q:
        """The condition "lies here", as `frame.path_q`."""
        return path_q(self.paths, prefix)


class Day(date):
    """The day a figure is asked for; of flows it also knows the `first` day that counts.

    Without another word a flow counts the calendar year up to the day (design §3).
    """

    first: date

    def __new__(cls, year: int, month: int, day: int, first: date | None = None) -> Day:
        """As `date`, with the first day of the period (1 January when None)."""
        made = super().__new__(cls, year, month, day)
        made.first = first or date(year, 1, 1)
        return made

    def q(self, name: str) -> Q:
        """The condition "in the period" on a date column."""
        return Q(**{f"{name}__gte": self.first, f"{name}__lte": self})


Measured = Callable[[Scope, Day], Any]


@dataclass(frozen=True)
class Figure:
    """A declared figure; see `figure`."""

    code: str
    article: str
    kind: str
    time: str
    grain: tuple[str, ...]
    unit: str
    version: int
    run: Measured
    missing: Callable[[Scope, Day], Rows] | None
    app: str


FIGURES: dict[str, Figure] = {}


def figure(
    code: str,
    *,
    article: str = "",
    kind: str = "count",
    time: str = STOCK,
    grain: Iterable[str] = (),
    unit: str = "",
    version: int = 1,
    missing: Callable[[Scope, Day], Rows] | None = None,
) -> Callable[[Measured], Measured]:
    """Declare a figure over (scope, at); see `Day` for what `at` tells of flows.

    :param code: its name everywhere; words and meaning stand in words.toml under the same code.
    :param article: number in the source article ("F42"), "" for companions.
    :param kind: one of `KINDS`; says what the function returns and how it becomes a value.
    :param grain: levels down to which it may be asked (D12: never by one responsible person).
    :param unit: code of the unit's word, such as "compound"; "" for a bare number or a fraction.
    :param version: raise it when the definition changes, so that old printed numbers can be told.
    :param missing: records that ought to be counted and are not, where the kind does not tell.
    """
    if kind not in KINDS or time not in (STOCK, FLOW):
        raise ValueError(f"figure {code}: unknown kind {kind!r} or time {time!r}")

    def declare(run: Measured) -> Measured:
        known = FIGURES.get(code)
        if known and known.run.__module__ != run.__module__:
            raise ValueError(f"figure {code} is declared twice")
        app = run.__module__.split(".")[1]
        FIGURES[code] = Figure(
            code, article, kind, time, tuple(grain), unit, version, run, missing, app
        )
        return run

    return declare


# -- asking ----------------------------------------------------------------------------------------
def values(code: str, scope: Scope, at: date, first: date | None = None) -> list[Value]:
    """The values of a figure with their records; a list because breakdowns have several."""
    asked, day = FIGURES[code], Day(at.year, at.month, at.day, first)
    result = asked.run(scope, day)
    found = result if isinstance(result, Value) else KINDS[asked.kind](result)
    if isinstance(found, list):
        return found
    if found.missing is None and asked.missing:
        found = replace(found, missing=standing(asked.missing(scope, day)))
    return [found]


def ask(code: str, scope: Scope, at: date, first: date | None = None) -> list[dict[str, Any]]:
    """The figure as rows of the interface (design §5): shares and growth are fractions.

    :param at: end of this day; `first`: first day of a flow, 1 January of the year when None.
    """
    asked = FIGURES[code]
    began = (first or date(at.year, 1, 1)) if asked.time == FLOW else None
    rows = []
    for n, found in enumerate(values(code, scope, at, first)):
        link = {"at": at, "from": first, "place": scope.code, "part": n or ""}
        rows.append({
            "code": code, "article_no": asked.article, "value": as_json(found.value),
            "unit": asked.unit, "numerator": as_json(found.numerator),
            "denominator": as_json(found.denominator), "dims": dict(found.dims),
            "at": at.isoformat(), "period_from": began.isoformat() if began else None,
            "period_to": at.isoformat() if began else None, "place": scope.label or scope.code,
            "records_url": _url(code, "records", link) if found.records is not None else None,
            "missing_url": _url(code, "missing", link) if found.missing is not None else None,
            "definition_version": asked.version,
        })  # fmt: skip
    return rows


def records(
    code: str, scope: Scope, at: date, part: int = 0, first: date | None = None
) -> Rows | None:
    """The records that were counted (of the n-th row of `ask`)."""
    return values(code, scope, at, first)[part].records


def missing(
    code: str, scope: Scope, at: date, part: int = 0, first: date | None = None
) -> Rows | None:
    """The records that ought to be counted and are not, where the figure knows them."""
    return values(code, scope, at, first)[part].missing


def working(row: Mapping[str, Any]) -> str:
    """How a row of `ask` came about, to print under it: 116 ÷ 133 = 87%(116/133); a figure that
    has more to say of it (`dims["working"]`) says so itself."""
    above, below = row["numerator"], row["denominator"]
    kind, told = FIGURES[row["code"]].kind, row["dims"].get("working")
    if told or kind == "share":
        return str(told or f"{above} ÷ {below} = {arithmetic.Share(above, below).label}")
    if kind in ("ratio", "difference", "growth"):
        form = {"ratio": "{0} ÷ {1}", "difference": "{1} − {0}", "growth": "{1} ÷ {0} − 1"}[kind]
        return f"{form.format(above, below)} = {row['value']}"
    return f"n={below}: {row['value']}" if below is not None else str(row["value"])


def _url(code: str, what: str, link: dict[str, Any]) -> str:
    return f"/desk/figures/{code}/{what}/?" + urlencode({k: v for k, v in link.items() if v})


@checks.register()
def figures_have_words(**_kwargs: Any) -> list[checks.CheckMessage]:
    """W030 a figure without word and meaning in words.toml."""
    lacking = [f for f in FIGURES.values() if f.code not in words()]
    say = "the figure {0.code} has no term in words.toml"
    return [checks.Warning(say.format(f), obj=f.run, id="doorstep.W030") for f in lacking]
