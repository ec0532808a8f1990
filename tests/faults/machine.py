"""A machine that serves and works in processes of its own, and clients that never give up."""

from __future__ import annotations

import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from doorstep.doors.shell.serve import gunicorn
from tests.faults.town import CATEGORY, SECRET

ROOT = Path(__file__).parents[2]
CREATED, AGAIN = 201, 200
#: Seconds after which waiting is a failure.
PATIENCE = 180


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Machine:
    """Server and worker on one database, each a group of processes that dies at once.

    :param off: "server" or "worker": run that one without its protection (tests.faults.off).
    """

    def __init__(self, url: str, log: Path, off: str = "") -> None:
        self.env = {**os.environ, "DATABASE_URL": url, "PYTHONPATH": str(ROOT)}
        self.env["DJANGO_SETTINGS_MODULE"] = "doorstep.settings"
        self.port, self.off, self.log = free_port(), off, log.open("ab")
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def ask(self, what: str) -> Any:
        """What a process of tests.faults.town prints."""
        command = [sys.executable, "-m", "tests.faults.town", what]
        done = subprocess.run(command, env=self.env, cwd=ROOT, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()[-3000:]
        return json.loads(done.stdout)

    def command(self, name: str) -> list[str]:
        """How one of the two is started."""
        doorstep = [sys.executable, "-m", "doorstep.doors.shell.main"]
        if name == "worker":
            off = [sys.executable, "-m", "tests.faults.off"]
            return off if self.off == "worker" else [*doorstep, "worker"]
        if self.off == "server":
            words = gunicorn(self.port, "127.0.0.1", 2, 4)
            return ["tests.faults.off:application" if "wsgi" in w else w for w in words]
        return [*doorstep, "serve", "--port", str(self.port)]

    def start(self, name: str) -> None:
        """Start it; a server answers when this returns."""
        self.running[name] = subprocess.Popen(
            self.command(name), env=self.env, cwd=ROOT, start_new_session=True,
            stdout=self.log, stderr=self.log,
        )  # fmt: skip
        if name == "server":
            wait(self.answers, "the server answers")

    def answers(self) -> bool:
        """Whether the server is up."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
        try:
            line.request("GET", "/healthz")
            return line.getresponse().status == AGAIN
        except OSError:
            return False
        finally:
            line.close()

    def kill(self, name: str) -> None:
        """kill -9 of the whole group: nothing is finished, nothing is tidied."""
        process = self.running.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def end(self) -> None:
        """Stop whatever runs."""
        for name in list(self.running):
            self.kill(name)
        self.log.close()


def wait(true: Any, words: str) -> None:
    """Until something is so."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, f"never: {words}"
        time.sleep(0.1)


@dataclass
class Clients:
    """Clients that report one matter after another until `stop`, each until it is acknowledged.

    :param same_op: repeat a call under its own op_id; False is the twin with the protection off.
    :param deaf: share of calls after which the client hangs up before it has heard the answer.
    """

    machine: Machine
    place: str
    same_op: bool = True
    deaf: float = 0.0
    stop: threading.Event = field(default_factory=threading.Event)
    #: Text → id of the matter, for every report that was acknowledged.
    told: dict[str, str] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)
    repeats: int = 0

    def run(self, count: int) -> list[threading.Thread]:
        """Start `count` of them."""
        threads = [
            threading.Thread(target=self._work, args=(n,), daemon=True) for n in range(count)
        ]
        for thread in threads:
            thread.start()
        return threads

    def _work(self, number: int) -> None:
        chance, n = random.Random(number), 0
        while not self.stop.is_set() and not self.failures:
            n += 1
            self._until_told(f"第{number}户第{n}件：楼道灯不亮", chance)

    def _until_told(self, text: str, chance: random.Random) -> None:
        op, end = uuid.uuid4(), time.monotonic() + PATIENCE
        while time.monotonic() < end and not self.failures:
            op = op if self.same_op else uuid.uuid4()
            try:
                status, body = self._send(text, op, chance.random() < self.deaf)
            except (OSError, http.client.HTTPException, ValueError):
                self.repeats += 1
                time.sleep(0.05)
                continue
            if status in (CREATED, AGAIN):
                self.told[text] = body["id"]
                return
            self.failures.append(f"{status} {body}")
        self.failures.append(f"never acknowledged: {text}")

    def _send(self, text: str, op: uuid.UUID, deaf: bool) -> tuple[int, Any]:
        line = http.client.HTTPConnection("127.0.0.1", self.machine.port, timeout=30)
        data = {"place": self.place, "category": CATEGORY, "text": text,
                "reporter_phone": "19900000417"}  # fmt: skip
        head = {"Authorization": f"Bearer {SECRET}", "Content-Type": "application/json"}
        try:
            body = json.dumps({"op_id": str(op), "data": data})
            line.request("POST", "/api/v1/matters/do/report/", body, head)
            if deaf:
                time.sleep(0.05)
                raise ConnectionError("the line broke")
            answer = line.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            line.close()
