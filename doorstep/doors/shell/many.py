"""Workers on many machines: Celery on RabbitMQ wakes them and spreads the tick (design §3).

Celery keeps nothing: no results, no arguments, no state of a task. Leases and ids in the database
say what is done; a worker that is killed loses nothing, as without Celery.
"""

from __future__ import annotations

import hashlib
import os
import threading
from typing import Any

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "doorstep.settings")


def queue_of(settings: Any) -> str:
    """One broker may serve several installations: each has a queue of its own."""
    there = settings.DATABASES["default"]
    told = f"{settings.SECRET_KEY}\x1f{there['NAME']}\x1f{there.get('HOST', '')}"
    return f"doorstep.{hashlib.sha256(told.encode()).hexdigest()[:12]}"


def _made() -> Celery:
    from django.conf import settings

    queue = queue_of(settings)
    made = Celery("doorstep", broker=settings.DOORSTEP_BROKER_URL, set_as_current=False)
    made.conf.update(
        task_default_queue=queue, task_default_exchange=queue, task_default_routing_key=queue,
        task_default_delivery_mode="transient", task_ignore_result=True, result_backend=None,
        task_serializer="json", accept_content=["json"], worker_prefetch_multiplier=1,
        worker_enable_remote_control=False, worker_send_task_events=False,
        worker_hijack_root_logger=False, broker_connection_retry_on_startup=True,
        broker_connection_timeout=3, timezone="UTC",
        beat_schedule={
            name: {"task": f"doorstep.{name}", "schedule": every, "options": {"expires": every}}
            for name, every in EVERY.items()
        },
    )  # fmt: skip
    return made


#: Seconds between ticks of each kind. A tick that nobody took before the next one is dropped.
EVERY = {"follows": 2.0, "tell": 2.0, "seal": 20.0, "lapse": 300.0, "tables": 2.0}
app: Any = _made()


def _worker() -> Any:
    from doorstep.doors.shell.worker import Worker

    return Worker(threading.Event())


def follows() -> None:
    """Take what is due until nothing is."""
    from doorstep.frame.follows import work_once

    while work_once():
        pass


def tell() -> None:
    """Let messages leave that are due."""
    _worker().tell()


def seal() -> None:
    """Seal what was committed; publish the roots that are missing."""
    _worker().seal()


def lapse() -> None:
    """End what nobody answered."""
    _worker().lapse()


def tables() -> None:
    """Look at or take in the large tables that wait, do acts on many rows."""
    from doorstep.doors.acts.bulk import work_bulk
    from doorstep.doors.acts.tables import work_tables

    while work_tables() or work_bulk():
        pass


TASKS = {run.__name__: app.task(run, name=f"doorstep.{run.__name__}")
         for run in (follows, tell, seal, lapse, tables)}  # fmt: skip


def call() -> None:
    """Wake one worker: an empty call, dropped after five seconds, for the tick has come by then."""
    TASKS["follows"].apply_async(expires=5, retry=False)


def work(processes: int, *, ticks: bool) -> int:
    """Run this machine's worker until it is told to stop; the exit status.

    :param ticks: also give the tick. Several machines may: a tick is taken by one of them, and
        doing it twice is doing it once.
    """
    words = [
        "worker", f"--concurrency={processes}", "--loglevel=WARNING", "--without-gossip",
        "--without-mingle", "--without-heartbeat",
        *(["--beat", "--scheduler=celery.beat.Scheduler"] if ticks else []),
    ]  # fmt: skip
    try:
        app.worker_main(argv=words)
    except SystemExit as ended:
        return int(ended.code or 0) if isinstance(ended.code, int | None) else 1
    return 0
