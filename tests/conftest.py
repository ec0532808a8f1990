"""What every test may use, and the plain words about what a run left out."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.chromium import DEVICES, QUIET, chromium

#: Skips that CI accepts: one "nodeid prefix  # reason" a line.
ALLOWED = Path(__file__).with_name("allowed_skips.txt")


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    """A request leaves its language behind in the thread; the next test begins without."""
    yield
    from django.utils import translation

    translation.deactivate()


# -- a real browser ----------------------------------------------------------------------------
@pytest.fixture(scope="session")
def chrome() -> Iterator[Any]:
    """Debian's Chromium with an invented microphone; mark such tests ``@pytest.mark.browser``.

    One for the whole run: playwright keeps an event loop in this thread and allows no second.
    """
    executable = chromium()
    if executable is None:
        pytest.skip("no Chromium")
    from playwright.sync_api import sync_playwright

    # the ORM would refuse to work beside that loop
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as player:
        opened = player.chromium.launch(executable_path=executable, args=[*QUIET, *DEVICES])
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, request: Any, tmp_path_factory: Any
) -> None:
    """Where a browser asks, the database is a file.

    Of one in memory all threads of the server would share one connection, and sqlite3's memory of
    statements breaks when two of them use it in one moment.
    """
    from django.db import connection

    looked_at = any(item.get_closest_marker("browser") for item in request.session.items)
    if connection.vendor == "sqlite" and looked_at:
        file = tmp_path_factory.mktemp("database") / "browser.sqlite3"
        connection.settings_dict["TEST"]["NAME"] = str(file)


# -- what was left out ---------------------------------------------------------------------------
def left_out(markers: str, on_postgres: bool, browser: bool) -> list[str]:
    """One line for each part of the suite that this run does not touch, with the reason."""
    found = []
    if "not slow" in markers:
        found.append('tests of minutes rather than seconds (make test MARKS="not browser")')
    if "not browser" in markers and not browser:
        found.append("browser tests, for there is no Chromium (apt install chromium)")
    if not on_postgres:
        found.append("PostgreSQL (make test-postgres)")
    return found


def pytest_terminal_summary(terminalreporter: Any, exitstatus: int, config: Any) -> None:
    """Say plainly what was not tested; in CI name the skips nobody allowed."""
    on_postgres = os.environ.get("DATABASE_URL", "").startswith("postgres")
    whole = not config.args or config.args == [str(config.rootpath / "tests")]
    if whole or config.args_source.name == "TESTPATHS":
        for words in left_out(config.option.markexpr, on_postgres, chromium() is not None):
            terminalreporter.write_line(f"LEFT OUT: {words}", yellow=True)
    for words in config.stash.get(SKIPS, []):
        terminalreporter.write_line(f"SKIPPED WITHOUT LEAVE: {words}", red=True)


SKIPS: pytest.StashKey[list[str]] = pytest.StashKey()


def pytest_sessionfinish(session: Any, exitstatus: int) -> None:
    """In CI a skip that ``allowed_skips.txt`` does not name is a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if not os.environ.get("DOORSTEP_CI") or reporter is None:
        return
    lines = ALLOWED.read_text("utf-8").splitlines() if ALLOWED.exists() else []
    leave = tuple(
        line.partition("#")[0].strip() for line in lines if line.partition("#")[0].strip()
    )
    skips = [r.nodeid for r in reporter.stats.get("skipped", []) if not r.nodeid.startswith(leave)]
    session.config.stash[SKIPS] = skips
    if skips and exitstatus == 0:
        session.exitstatus = 1


# -- the trail in tests with real transactions ---------------------------------------------------
@pytest.fixture(scope="session", autouse=True)
def _flush_may_delete_the_trail() -> Iterator[None]:
    """Tests with real transactions empty all tables afterwards; the triggers step aside."""
    from django.db import connection
    from django.test import TransactionTestCase

    from doorstep.frame import triggers

    flush = TransactionTestCase._fixture_teardown

    def teardown(self: TransactionTestCase) -> None:
        with connection.cursor() as cursor:
            for statement in triggers.disarming(connection.vendor):
                cursor.execute(statement)
        flush(self)
        triggers.arm(connection)

    TransactionTestCase._fixture_teardown = teardown  # type: ignore[method-assign]
    yield
    TransactionTestCase._fixture_teardown = flush  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def _catalogues_are_read_anew() -> None:
    """What a rolled-back test left in the process's memory is no row of the next one."""
    from doorstep.frame import catalogues

    catalogues.forget()
