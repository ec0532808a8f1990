"""What every answer carries."""

from __future__ import annotations

import pytest


@pytest.fixture
def headers(client) -> dict[str, str]:
    return client.get("/healthz").headers


def test_the_policy_lets_nothing_in_from_elsewhere_or_inline(headers) -> None:
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_the_rest_is_closed_too(headers) -> None:
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
