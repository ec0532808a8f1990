"""The secret part of a link is in no log: gunicorn's access log, errors of a page, traces."""

from __future__ import annotations

import logging
import os
import socket
import subprocess
import time
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from doorstep.doors.shell.links import Links, without
from doorstep.doors.shell.serve import gunicorn

TOKEN = "Zk3xYp-Q_secret9"


@pytest.mark.parametrize("at", [
    f"/m/{TOKEN}/", f"/u/{TOKEN}.abc_DEF/resolve/", f"/k/{TOKEN}/report/?x=1",
    f"/phone/?next=/m/{TOKEN}/",
    f"/phone/?next=%2Fm%2F{TOKEN}%2F", f'"GET /m/{TOKEN}/do/rate/ HTTP/1.1" 404',
])  # fmt: skip
def test_it_is_left_out_wherever_it_stands(at: str) -> None:
    assert TOKEN not in without(at)
    assert without(at).startswith(at.split(TOKEN, maxsplit=1)[0])


def test_other_addresses_stay() -> None:
    for at in ("/desk/matters/", "/c/1-1-1/report/", "/k/", "/desk/mine/"):
        assert without(at) == at


def test_the_log_of_the_system_leaves_it_out() -> None:
    assert "links" in settings.LOGGING["handlers"]["stderr"]["filters"]
    line = logging.LogRecord("django.request", logging.ERROR, "", 1, "Internal Server Error: %s",
                             (f"/m/{TOKEN}/",), None)  # fmt: skip
    assert Links().filter(line)
    assert line.getMessage() == "Internal Server Error: /m/…/"


def test_gunicorn_leaves_it_out(tmp_path: Path) -> None:
    """The server as `doorstep serve` starts it, with an access log that an operator asked for."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = tmp_path / "access.log"
    command = [c.replace("doorstep.wsgi:application", "tests.doors.hello:application")
               for c in gunicorn(port, "127.0.0.1", 1, 1)]  # fmt: skip
    root = Path(__file__).resolve().parents[2]
    server = subprocess.Popen(
        [*command, "--access-logfile", str(log), "--chdir", str(root)], env=dict(os.environ)
    )
    try:
        asked = urllib.request.Request(
            f"http://127.0.0.1:{port}/m/{TOKEN}/", headers={"Referer": f"http://x/k/{TOKEN}/"}
        )
        assert answer(asked) == b"hello"
        until = time.monotonic() + 20
        while time.monotonic() < until and not (log.exists() and log.read_text()):
            time.sleep(0.1)
        said = log.read_text()
    finally:
        server.terminate()
        server.wait(20)
    assert "/m/…/" in said
    assert TOKEN not in said


def answer(asked: Any) -> bytes:
    until = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(asked, timeout=5) as found:
                return bytes(found.read())
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
