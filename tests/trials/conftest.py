"""The town of the matters."""

from tests.matters.conftest import desks, holder, monday_morning, town

__all__ = ["desks", "holder", "monday_morning", "town"]
