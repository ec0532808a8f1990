"""The town, its bodies and its desks, as the tests of matters have them."""

from tests.matters.conftest import desks, holder, monday_morning, town

__all__ = ["desks", "holder", "monday_morning", "town"]
