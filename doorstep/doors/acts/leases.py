"""Work that is leased as follows are: one worker at a time, and a dead one's is taken over."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any

from django.db import OperationalError, connection
from django.db.models import F, Q

from doorstep.kit import clock

LEASE, BEAT = timedelta(seconds=60), 20.0
#: After so many workers have died of it, it is given up.
MOST_TRIES = 3


def leased(model: Any, free: Q, state: str) -> Any:
    """The oldest job that is free, taken; None where there is none or somebody was faster."""
    token = uuid.uuid4()
    key = model.objects.filter(free).order_by("asked_at").values_list("pk", flat=True).first()
    if key is None or not model.objects.filter(free, pk=key).update(
        state=state, lease=token, leased_until=clock.now() + LEASE, tries=F("tries") + 1
    ):
        return None
    return model.objects.filter(pk=key, lease=token).first()


@contextmanager
def renewed(model: Any, key: Any, token: Any) -> Iterator[None]:
    """The lease is renewed by a thread as long as the process lives."""
    over = threading.Event()

    def beat() -> None:
        while not over.wait(BEAT):
            with suppress(OperationalError):  # the next beat comes in time
                mine = model.objects.filter(pk=key, lease=token)
                mine.update(leased_until=clock.now() + LEASE)
        connection.close()

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
