"""The small town of the people tests."""

from tests.people.conftest import holder, monday_morning, town

__all__ = ["holder", "monday_morning", "town"]
