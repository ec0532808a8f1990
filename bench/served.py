"""Reports over HTTP: two workers of gunicorn and four clients on the same machine."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

WORKERS, CLIENTS = 2, 4


@contextlib.contextmanager
def server() -> Iterator[int]:
    """A server of two workers on a free port; ended when the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "doorstep.wsgi:application", "--bind",
               f"127.0.0.1:{port}", "--workers", str(WORKERS), "--worker-class", "gthread",
               "--threads", "2", "--keep-alive", "30", "--log-level", "error"]  # fmt: skip
    with subprocess.Popen(command, env=os.environ) as running:
        try:
            for _again in range(300):
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                    break
                time.sleep(0.1)
            yield port
        finally:
            running.terminate()


def clients(port: int, url: str, body: Callable[[], Any], bearer: str) -> Callable[[], object]:
    """One call sends as many requests as there are clients, each on its own open connection."""
    headers = {"Content-Type": "application/json", "Authorization": bearer}
    open_ = [http.client.HTTPConnection("127.0.0.1", port, timeout=60) for _n in range(CLIENTS)]
    bad: list[str] = []

    def send(line: http.client.HTTPConnection) -> None:
        for _n in range(EACH):
            line.request("POST", url, json.dumps(body()), headers)
            answer = line.getresponse()
            text = answer.read()
            if answer.status >= 300:
                bad.append(f"{answer.status} {text[:300].decode()}")

    def call() -> None:
        threads = [threading.Thread(target=send, args=(line,)) for line in open_]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if bad:
            raise SystemExit(f"POST {url}: {bad[0]}")

    return call


#: Requests of one client in one call, so that starting threads does not count.
EACH = 25


def served(bearer: str, said: dict[str, Any]) -> None:
    """Reports a second through two workers, ours and the bare view in turn."""
    from bench.rounds import interleaved
    from doorstep.kit.ids import uuid7

    with server() as port:
        things = {
            "ours": clients(
                port,
                "/api/v1/matters/do/report/",
                lambda: {"data": said, "op_id": str(uuid7())},
                bearer,
            ),
            "bare": clients(port, "/bare/report/", lambda: said, bearer),
        }
        rates = interleaved(things)
    of = {n: r.median * CLIENTS * EACH for n, r in rates.items()}
    spread = {n: (r.least * CLIENTS * EACH, r.most * CLIENTS * EACH) for n, r in rates.items()}
    print(f"report over HTTP, {WORKERS} workers, {CLIENTS} clients on the same processors:")
    for name in ("ours", "bare"):
        low, high = spread[name]
        print(f"  {name} {of[name]:.0f}/s ({low:.0f}–{high:.0f})")
    print(f"  ratio {of['ours'] / of['bare']:.2f}")
