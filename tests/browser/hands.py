"""What a finger does on a page."""

from __future__ import annotations

from typing import Any


def follow(page: Any, what: Any) -> None:
    """Tap on `what` and wait for the page that comes of it: a click alone does not wait."""
    with page.expect_navigation():
        what.click()
