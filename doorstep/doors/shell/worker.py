"""``doorstep worker``: does what follows acts, lets messages leave, seals the trail, publishes its
daily root, and sweeps out once a day what nobody may keep. In one process by itself; with
``DOORSTEP_BROKER_URL`` as one of many on RabbitMQ (`doors.shell.many`)."""

from __future__ import annotations

import signal
import threading
from argparse import ArgumentParser, Namespace
from datetime import date
from types import FrameType

import structlog

from doorstep.doors.shell.command import GOOD, Command, UsageError, say
from doorstep.kit import clock

log = structlog.get_logger("doorstep.worker")
#: Seconds to rest when nothing was due, and after the database failed.
IDLE, AFTER_FAILURE = 0.5, 5.0
#: An entry is sealed within a minute (design §3): look twice as often.
SEAL_EVERY_NS = 20 * 10**9
#: Messages to phones leave within seconds: somebody waits for a code.
TELL_EVERY_NS = 2 * 10**9
#: Results that nobody answered end a few minutes late at most.
LAPSE_EVERY_NS = 300 * 10**9


class Worker:
    """One worker. Killed, it loses nothing: its leases run out and another takes them."""

    def __init__(self, stop: threading.Event) -> None:
        self.stop = stop
        self.done = 0
        self._sealed_at = 0
        self._told_at = 0
        self._lapsed_at = 0
        self._published: date | None = None

    def run(self) -> None:
        """Work until `stop` is set."""
        from django.db import close_old_connections

        threading.Thread(target=self.tables, name="doorstep-tables", daemon=True).start()
        while not self.stop.is_set():
            try:
                taken = self.once()
            except Exception:  # whatever it was, the others wait for their follows and messages
                log.exception("the worker failed; trying again")
                close_old_connections()
                self.stop.wait(AFTER_FAILURE)
                continue
            if not taken:
                close_old_connections()
                self.stop.wait(IDLE)

    def tables(self) -> None:
        """Large tables and acts on many rows, beside all else: a minute of one holds up no
        message. Killed in the middle, its lease runs out and the next worker goes on."""
        from django.db import close_old_connections

        from doorstep.doors.acts.bulk import work_bulk
        from doorstep.doors.acts.tables import work_tables

        while not self.stop.is_set():
            try:
                taken = work_tables() or work_bulk()
            except Exception:
                log.exception("a table failed; trying again")
                taken = False
            if not taken:
                close_old_connections()
                self.stop.wait(IDLE)

    def once(self) -> int:
        """Take what is due and seal if it is time; how many follows were taken."""
        from doorstep.frame.follows import work_once

        taken = work_once()
        self.done += taken
        if clock.machine_ns() - self._told_at >= TELL_EVERY_NS:
            self.tell()
        if clock.machine_ns() - self._lapsed_at >= LAPSE_EVERY_NS:
            self.lapse()
        if clock.machine_ns() - self._sealed_at >= SEAL_EVERY_NS:
            self.seal()
        return taken

    def lapse(self) -> None:
        """End what nobody answered; tell whose date comes near or has passed, and what is new in
        saved views."""
        from doorstep.casework.acts.reminding import remind_due
        from doorstep.doors.acts.watching import tell_views
        from doorstep.matters.acts.answers import lapse_due

        lapse_due()
        remind_due()
        tell_views()
        self._lapsed_at = clock.machine_ns()

    def tell(self) -> None:
        """Let messages leave that are due, outside any transaction."""
        from doorstep.notices.acts import tick

        tick()
        self._told_at = clock.machine_ns()

    def seal(self) -> None:
        """Seal what was committed; on a new day publish the roots that are missing, and sweep."""
        from doorstep.frame.seal import publish_roots, seal_once

        seal_once()
        if self._published != clock.today():
            publish_roots()
            self._published = clock.today()
            self.sweep()
        self._sealed_at = clock.machine_ns()

    def sweep(self) -> None:
        """Remove bytes that no row names, and notes of searches whose time is over; count the
        grades of a month whose time has come; let answers of call-backs die; look for hot spots,
        hard and blocked matters."""
        from doorstep.closing.acts.batches import close_batches
        from doorstep.closing.acts.spotchecks import forget_answers
        from doorstep.knots.acts.finding import find_knots
        from doorstep.panes.files import sweep
        from doorstep.people.acts.finding import forget_searches

        for each in (sweep, forget_searches, close_batches, forget_answers, find_knots):
            log.info("swept", what=each.__name__, gone=each())

    def drain(self) -> None:
        """Work until nothing is due."""
        from doorstep.doors.acts.bulk import work_bulk
        from doorstep.doors.acts.tables import work_tables

        while work_tables() or work_bulk():
            pass
        while self.once():
            pass
        self.seal()


def _many(given: Namespace) -> int:
    """The worker of one of many machines."""
    try:
        from doorstep.doors.shell import many
    except ImportError as error:
        raise UsageError(
            "DOORSTEP_BROKER_URL is set, but Celery is not here: pip install -r "
            "requirements/celery.txt"
        ) from error
    return many.work(given.processes, ticks=not given.no_ticks)


def _worker(given: Namespace) -> int:
    from django.conf import settings

    if settings.DOORSTEP_BROKER_URL and not given.once:
        return _many(given)
    stop = threading.Event()

    def finish(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, finish)
    signal.signal(signal.SIGINT, finish)
    worker = Worker(stop)
    if given.once:
        worker.drain()
    else:
        worker.run()
    say(f"{worker.done} follows done")
    return GOOD


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--once", action="store_true", help="end when nothing is due")
    parser.add_argument("--processes", type=int, default=2,
                        help="with DOORSTEP_BROKER_URL: processes on this machine")  # fmt: skip
    parser.add_argument("--no-ticks", action="store_true",
                        help="with DOORSTEP_BROKER_URL: other machines give the tick")  # fmt: skip


COMMANDS = (Command("worker", "do what follows acts, seal the trail", _worker, _arguments),)
