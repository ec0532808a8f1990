"""The bench runs: it compares what is alike and founds what it times."""

from __future__ import annotations

import subprocess
import sys

import pytest

from doorstep.settings import HOME

PARTS = ("report a matter", "report over HTTP", "list of 50 at", "page of one record",
         "import of buildings", "import of residents", "import of matters", "together")  # fmt: skip


@pytest.mark.slow
def test_a_moment_of_each() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "bench", "--small", "--engine", "sqlite"],
        cwd=HOME, capture_output=True, text=True, timeout=900, check=False,
    )  # fmt: skip
    said = done.stdout + done.stderr  # the founding tells how it goes on the latter
    assert done.returncode == 0, said[-6000:]
    assert [part for part in PARTS if part not in said] == []
