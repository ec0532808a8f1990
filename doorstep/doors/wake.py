"""Many machines: RabbitMQ tells workers elsewhere that something was written.

The durable table of follows stays the truth. What goes through the broker is an empty call, so that
nothing about anybody lies there, and a call that is lost costs a moment: the tick finds the rows.
No request waits for the broker: it rings a bell, and a thread of the process carries it over.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse

log = structlog.get_logger("doorstep.wake")
#: Seconds between two calls of one process, and the rest after the broker did not answer.
BETWEEN, AFTER_FAILURE = 0.1, 5.0


class Bell:
    """Rung by requests; one thread of each process carries it to the broker."""

    def __init__(self) -> None:
        self._rung = threading.Event()
        self._lock = threading.Lock()
        self._pid = 0

    def ring(self) -> None:
        """Ask for a call; never waits, never fails."""
        with self._lock:
            if self._pid != os.getpid():  # a process that forked has no thread of its own yet
                self._pid = os.getpid()
                self._rung = threading.Event()
                threading.Thread(target=self._carry, name="doorstep-wake", daemon=True).start()
        self._rung.set()

    def _carry(self) -> None:
        from doorstep.doors.shell.many import call

        while True:
            self._rung.wait()
            self._rung.clear()
            try:
                call()
            except Exception as error:  # noqa: BLE001  (whatever it was, the thread lives on)
                log.warning("the broker does not answer", error=type(error).__name__)
                threading.Event().wait(AFTER_FAILURE)
            threading.Event().wait(BETWEEN)


BELL = Bell()


class Wake:
    """Middleware, only where there is a broker: what may have written something wakes a worker."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "POST" and settings.DOORSTEP_BROKER_URL:
            BELL.ring()
        return response
