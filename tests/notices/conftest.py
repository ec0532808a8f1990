"""The small town of the people tests."""

from tests.doors.conftest import as_, village
from tests.people.conftest import holder, monday_morning, town

__all__ = ["as_", "holder", "monday_morning", "town", "village"]
