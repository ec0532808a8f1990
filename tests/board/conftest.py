"""The town and its actors, as the tests of people have them."""

from tests.people.conftest import holder, monday_morning, town

__all__ = ["holder", "monday_morning", "town"]
