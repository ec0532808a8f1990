"""The small town with the real tables."""

from __future__ import annotations

from tests.matters.conftest import desks
from tests.people.conftest import holder, monday_morning, town

__all__ = ["desks", "holder", "monday_morning", "town"]
