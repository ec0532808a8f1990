"""What another system gets back, in its own form; how long a unit's link lives."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta

#: Days a link for a unit without account lives at most; it dies earlier with the work.
LINK_LIVES = timedelta(days=30)
_PLACE = re.compile(r"\{(\w+)\}")
#: What a reply form may name.
NAMES = ("outside_number", "number", "category", "place", "owner", "outcome", "result", "contacted",
         "resolved", "on_time")  # fmt: skip


def unknown_names(form: str) -> list[str]:
    """What a reply form names that no matter has."""
    return [name for name in _PLACE.findall(form) if name not in NAMES]


def filled(form: str, facts: Mapping[str, str]) -> str:
    """A reply in the form of another system; what is not known stays empty, nothing is invented."""
    return _PLACE.sub(lambda found: facts.get(found[1], ""), form).strip()
