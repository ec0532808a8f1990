"""Timing and counting: things in turn, five rounds, medians and spread; measuring nothing fails."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bench.scale import NOW

ROUNDS = 5


@dataclass(frozen=True)
class Rate:
    """Calls a second of one thing: median, least and most over the rounds."""

    median: float
    least: float
    most: float
    calls: int

    def __str__(self) -> str:
        return f"{self.median:8.0f}/s ({self.least:.0f}–{self.most:.0f}, {self.calls} calls)"


def once(run: Callable[[], object], seconds: float) -> tuple[float, int]:
    """Calls a second over at least `seconds`, and how many calls that were."""
    calls, start = 0, time.perf_counter()
    while (spent := time.perf_counter() - start) < seconds or not calls:
        run()
        calls += 1
    return calls / spent, calls


def interleaved(
    things: dict[str, Callable[[], object]], seconds: float = NOW.seconds
) -> dict[str, Rate]:
    """Rates of several things, run in turn A-B-A-B-…: a drifting machine hits all alike."""
    for run in things.values():
        run()
    found: dict[str, list[tuple[float, int]]] = {name: [] for name in things}
    for _round in range(ROUNDS):
        for name, run in things.items():
            found[name].append(once(run, seconds))
    rates = {}
    for name, rows in found.items():
        each = [rate for rate, _calls in rows]
        calls = sum(calls for _rate, calls in rows)
        if calls < ROUNDS:
            raise SystemExit(f"{name}: nothing was measured")
        rates[name] = Rate(statistics.median(each), min(each), max(each), calls)
    return rates


def counted(run: Callable[[], object]) -> int:
    """Statements of one call; what a process remembers (catalogues) is asked before."""
    from django.db import connection

    run()

    seen: list[str] = []

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        run()
    return len(seen)
