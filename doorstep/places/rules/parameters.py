"""The switchboard: every value a city may set, with its default and what it may be.

Source: domain.md part F. Higher apps declare theirs with `declare` in their own rules. No setting
turns on points, positions, required photos or a ranking of persons (R4–R6): there is no such key.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext_lazy as _

_TIMES = _("write times as 08:30")
_ORDER = _("times come one after the other")
_TEXTS = _("short texts by name")
_SPAN = re.compile(r"(\d?\d:\d\d)\s*[-–—~～至]\s*(\d?\d:\d\d)")
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


@dataclass(frozen=True)
class ParameterRule:
    """One key: its default, a check that returns what is wrong ("" if nothing), and what it is for.

    `meaning` is the code of a term in words.toml, or an English sentence that gettext translates.
    """

    key: str
    default: Any
    check: Callable[[Any], Any]
    meaning: str
    source: str


PARAMETERS: dict[str, ParameterRule] = {}


def declare(
    key: str, default: Any, check: Callable[[Any], Any], meaning: str, source: str
) -> ParameterRule:
    """Make a key known.

    :raises ValueError: when it is declared twice or its default fails its own check.
    """
    if key in PARAMETERS and PARAMETERS[key].meaning != meaning:
        raise ValueError(f"parameter {key} is declared twice")
    if wrong := check(default):
        raise ValueError(f"parameter {key}: {wrong}")
    PARAMETERS[key] = ParameterRule(key, default, check, meaning, source)
    return PARAMETERS[key]


def meaning_of(
    rule: ParameterRule, term: Callable[[str], str | None], translate: Callable[[str], str]
) -> str:
    """What a setting is for, in the reader's language: its term, else its translated sentence."""
    return term(rule.meaning) or translate(rule.meaning)


def read_value(written: str) -> Any:
    """What people write for a value: 08:30-20:30 (several with 、), a number, JSON, words."""
    pairs = [_SPAN.fullmatch(part) for part in re.split(r"[、,;；，\s]+", written.strip())]
    spans = [[found[1].zfill(5), found[2].zfill(5)] for found in pairs if found]
    if spans and len(spans) == len(pairs):
        return spans[0] if len(spans) == 1 else spans
    try:
        return json.loads(written)
    except ValueError:
        return written.strip()


def show_value(value: Any) -> str:
    """A value as people write it (the inverse of `read_value` for times)."""
    if isinstance(value, list) and not clock_pair(value):
        return "–".join(value)
    if isinstance(value, list) and not clock_pairs(value):
        return "、".join("–".join(pair) for pair in value)
    if isinstance(value, dict):
        return "、".join(f"{name} {text}" for name, text in value.items())
    return str(value)


def clock_pair(value: Any) -> Any:
    """Two times of a day, as ["08:30", "20:30"]; the second may be the next morning."""
    fits = isinstance(value, list) and len(value) == 2
    return "" if fits and all(isinstance(v, str) and _CLOCK.fullmatch(v) for v in value) else _TIMES


def clock_pairs(value: Any) -> Any:
    """Pairs of times in order, apart from each other."""
    if not isinstance(value, list) or not value or any(clock_pair(pair) for pair in value):
        return _TIMES
    flat = [moment for pair in value for moment in pair]
    return "" if all(a < b for a, b in pairwise(flat)) else _ORDER


def between(low: float, high: float) -> Callable[[Any], Any]:
    """A number from low to high."""

    def check(value: Any) -> Any:
        number = isinstance(value, int | float) and not isinstance(value, bool)
        return "" if number and low <= value <= high else f"{low}–{high}"

    return check


def short_texts(value: Any) -> Any:
    """A table of short texts by name."""
    pairs = value.items() if isinstance(value, dict) else [(0, 0)]
    return "" if all(isinstance(v, str) and len(v) < 60 for _k, v in pairs) else _TEXTS


declare("visit.hours", ["08:30", "20:30"], clock_pair, "places.setting.visit_hours", "B9")
declare("notice.quiet", ["21:00", "07:30"], clock_pair, "places.setting.notice_quiet", "R23")
declare(
    "office.hours", [["08:30", "12:00"], ["14:30", "17:30"]], clock_pairs,
    "places.setting.office_hours", "design §3",
)  # fmt: skip
declare(
    "satisfaction.weight_basic", 1.0, between(0, 1),
    "places.setting.weight_basic", "B6",
)  # fmt: skip
declare(
    "hotlines", {"fire": "119", "ambulance": "120", "police": "110", "city": "12345"}, short_texts,
    "places.setting.hotlines", "domain.md part D",
)  # fmt: skip
declare("grid.households", 500, between(50, 2000), "places.setting.grid_households", "B1")
declare("steward.key_days", 180, between(1, 180), "places.setting.key_days", "domain.md part D")
