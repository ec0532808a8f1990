"""The API under invented requests: its own document is its promise, and nothing is a 500."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from doorstep.doors.api.openapi import whole
from tests.frame.toy.persons import CHIEF_HERE

#: A token stands in for the session, so that no CSRF token is asked.
HEADERS = {"X-Toy": CHIEF_HERE.name, "Authorization": "Bearer x"}
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]

schema = schemathesis.openapi.from_dict(whole())
schema.app = get_wsgi_application()


@pytest.fixture
def _kept_open() -> Iterator[None]:
    """The end of a request would close the connection that holds the test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.slow
@pytest.mark.usefixtures("_kept_open")
@schema.parametrize()
@settings(
    max_examples=4,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_the_api_keeps_its_promises(case: Any, db: None) -> None:
    case.call_and_validate(headers=HEADERS, checks=CHECKS)
