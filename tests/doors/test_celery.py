"""Workers on many machines: a real Celery worker on a real RabbitMQ; the table stays the truth."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).resolve().parents[2]
BROKER = os.environ.get("DOORSTEP_TEST_BROKER", "amqp://guest:guest@127.0.0.1:5672//")
SHELL = [sys.executable, "-m", "doorstep.doors.shell.main"]
#: A rename leaves a follow (addresses below are made anew); once done its row is gone.
RENAME = """
import django; django.setup()
from doorstep.frame import SYSTEM, Given, do
from doorstep.places.models import Place
city = Place.objects.filter(depth=1).first()
if city is None:
    city = do(SYSTEM, "places.add", None, Given({"place_kind": "city", "name": "巢湖市"})).record
for n in range(%d):
    do(SYSTEM, "places.rename", Place.objects.get(pk=city.pk), Given({"name": f"巢湖市{n}"}))
"""
LEFT = """
import django; django.setup()
from doorstep.frame.follows import FollowRow
print(FollowRow.objects.count(), FollowRow.objects.filter(dead=True).count())
"""


def answers() -> bool:
    """Whether a RabbitMQ is there."""
    at = urlsplit(BROKER)
    try:
        with socket.create_connection((at.hostname or "127.0.0.1", at.port or 5672), timeout=2):
            return True
    except OSError:
        return False


pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not answers(), reason=f"LEFT OUT: no RabbitMQ answers at {BROKER}"),
]


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """A database of its own in a file, and with it a queue of its own."""
    found = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"} | {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'many.db'}", "DOORSTEP_BROKER_URL": BROKER,
        "DJANGO_SETTINGS_MODULE": "doorstep.settings",
    }  # fmt: skip
    subprocess.run([*SHELL, "django", "migrate", "-v", "0"], cwd=ROOT, env=found, check=True)
    return found


def python(env: dict[str, str], code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def wait_until(env: dict[str, str], wanted: str, seconds: float = 60) -> str:
    """What is left, asked until it is `wanted` or the time is over."""
    end = time.monotonic() + seconds
    while (left := python(env, LEFT)) != wanted and time.monotonic() < end:
        time.sleep(0.5)
    return left


@pytest.fixture
def start(env: dict[str, str]) -> Iterator[object]:
    """Start workers; none outlives the test, nor does their queue."""
    running: list[subprocess.Popen[bytes]] = []

    def started(*more: str) -> subprocess.Popen[bytes]:
        command = [*SHELL, "worker", "--processes", "1", *more]
        child = subprocess.Popen(command, cwd=ROOT, env=env, start_new_session=True)
        running.append(child)
        return child

    yield started
    for child in running:
        if child.poll() is None:
            child.send_signal(signal.SIGTERM)
        try:
            child.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait(15)
    python(env, "import django; django.setup()\n"
                "from doorstep.doors.shell.many import app\n"
                "with app.connection_for_write() as c:\n"
                "    c.default_channel.queue_delete(app.conf.task_default_queue)\n")  # fmt: skip


def test_a_celery_worker_does_what_follows(env, start) -> None:
    python(env, RENAME % 3)
    assert python(env, LEFT) == "3 0"
    start()
    assert wait_until(env, "0 0") == "0 0"


def test_killed_hard_it_loses_nothing(env, start) -> None:
    """The lease of the killed one runs out after a minute; what it had not leased goes at once."""
    first = start()
    python(env, RENAME % 20)
    os.killpg(first.pid, signal.SIGKILL)
    first.wait(15)
    python(env, RENAME % 5)
    assert python(env, LEFT) != "0 0"
    start()
    assert wait_until(env, "0 0", 120) == "0 0"


def test_a_call_reaches_a_worker_that_gets_no_tick(env, start) -> None:
    start("--no-ticks")
    time.sleep(4)
    python(env, RENAME % 1)
    time.sleep(3)
    assert python(env, LEFT) == "1 0", "nobody told it"
    ring = "import django; django.setup()\nfrom doorstep.doors.wake import BELL\n"
    python(env, ring + "BELL.ring()\nimport time; time.sleep(2)")
    assert wait_until(env, "0 0", 20) == "0 0"


def test_nothing_about_anybody_goes_through_the_broker(env) -> None:
    """The call carries no argument, and Celery keeps no result."""
    told = python(env, """
import django; django.setup()
from doorstep.doors.shell.many import app, call
call()
with app.connection_for_read() as c:
    message = c.SimpleQueue(app.conf.task_default_queue).get(timeout=10)
    print(message.payload[0], message.payload[1], app.conf.result_backend)
    message.ack()
    c.default_channel.queue_delete(app.conf.task_default_queue)
""")  # fmt: skip
    assert told == "[] {} None"


def test_a_broker_that_does_not_answer_holds_no_request_up(env) -> None:
    told = python(env | {"DOORSTEP_BROKER_URL": "amqp://guest@127.0.0.1:1//"}, """
import time, django; django.setup()
from django.test import Client
client = Client(SERVER_NAME="localhost")
client.get("/healthz")
start = time.monotonic()
assert client.post("/i18n/setlang/", {"language": "en"}).status_code in (204, 302)
print(time.monotonic() - start < 1)
""")  # fmt: skip
    assert told.endswith("True")
