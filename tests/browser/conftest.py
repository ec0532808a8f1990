"""The small town behind a real server, for a real browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.test.utils import override_settings

from tests.doors import village as build
from tests.doors.conftest import forget


@pytest.fixture
def town(transactional_db: Any, live_server: Any, tmp_path: Any) -> Iterator[SimpleNamespace]:
    """The village, served; `town.address` is where. The clock runs."""
    forget()
    with override_settings(MEDIA_ROOT=tmp_path):
        found = build.village()
        found.address = live_server.url
        yield found
    forget()


@pytest.fixture
def open_as(chrome: Any, town: SimpleNamespace) -> Iterator[Callable[..., Any]]:
    """`open_as("grid_member", width=390, height=844, elder=True, scripts=False)` → a page."""
    contexts = []

    def opened(role: str = "", width: int = 390, height: int = 844, *, elder: bool = False,
               scripts: bool = True) -> Any:  # fmt: skip
        context = chrome.new_context(
            base_url=town.address, locale="zh-CN", viewport={"width": width, "height": height},
            java_script_enabled=scripts, permissions=["microphone"] if scripts else [],
        )  # fmt: skip
        contexts.append(context)
        cookies = [{"name": "elder", "value": "1", "url": town.address}] if elder else []
        if role:
            cookies.append(
                {"name": "sessionid", "value": session_of(town, role), "url": town.address}
            )
        if cookies:
            context.add_cookies(cookies)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


def session_of(town: SimpleNamespace, role: str) -> str:
    """The cookie of a person who has logged in."""
    account = town.people[role].account
    session = SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session.save()
    return str(session.session_key)
