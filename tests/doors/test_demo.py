"""``doorstep demo`` serves, keeps its worker alive, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

DOORSTEP = Path(sys.executable).with_name("doorstep")


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def until(true: Callable[[], object], seconds: float = 60) -> object:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := true():
            return found
        time.sleep(0.2)
    raise AssertionError("it did not come about in time")


def children(pid: int) -> dict[int, str]:
    """Children of a process with their command lines."""
    listed = subprocess.run(
        ["ps", "-o", "pid=,args=", "--ppid", str(pid)], capture_output=True, text=True, check=False
    )
    rows = (line.strip().partition(" ") for line in listed.stdout.splitlines())
    return {int(number): words for number, _space, words in rows}


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2) as answer:
            return answer.status == 200
    except OSError:
        return False


def worker_of(pid: int) -> int | None:
    return next((n for n, words in children(pid).items() if words.endswith(" worker")), None)


@pytest.mark.slow
def test_the_demo_lives_and_ends_cleanly(tmp_path) -> None:
    port = free_port()
    clean = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    clean["DATABASE_URL"] = f"sqlite:///{tmp_path}/demo.db"
    demo = subprocess.Popen(
        [DOORSTEP, "demo", "--port", str(port), "--workers", "1", "--city", ""], env=clean
    )
    try:
        until(lambda: answers(port), 120)
        taken = subprocess.run([DOORSTEP, "demo", "--port", str(port)], env=clean, check=False)
        assert taken.returncode == 2, "the port is taken"

        first = worker_of(demo.pid)
        assert first is not None
        os.kill(first, signal.SIGKILL)
        second = until(lambda: (now := worker_of(demo.pid)) != first and now)

        left = [*children(demo.pid), second]
        demo.send_signal(signal.SIGTERM)
        assert demo.wait(30) == 0
        until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in left))
    finally:
        if demo.poll() is None:
            demo.kill()
