"""Founding a part of the invented city inside a test, and what tests ask of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from doorstep.doors.shell.founding.city import City, moment
from doorstep.doors.shell.founding.parts import PRESENT, Done, past_parts, run
from doorstep.frame import catalogues
from doorstep.kit import clock

#: The community of the twelve: six compounds.
DONGTANG = "340181004009"
TODAY = date(2026, 11, 25)


@contextmanager
def founded(folder: Path, only: str, today: date = TODAY, *, past: bool = True) -> Iterator[City]:
    """A city (or a part) in a transaction that is undone; the clock stands at 9:00 of its day."""
    clock.allow_setting(True)
    before, settings.MEDIA_ROOT = settings.MEDIA_ROOT, folder / "media"
    catalogues.forget()
    try:
        with clock.at(moment(today)), transaction.atomic():
            city = City("chaohu", today, only)
            again(city, past=past)
            yield city
            transaction.set_rollback(True)
    finally:
        settings.MEDIA_ROOT = before
        catalogues.forget()


def again(city: City, *, past: bool = True) -> list[Done]:
    """Found what is not there yet."""
    done = list(run(city, PRESENT))
    return done + (list(run(city, past_parts(city))) if past else [])


def fingerprint() -> str:
    """What a person could see of the city, whatever ids its records have."""
    from doorstep.matters.models import Matter
    from doorstep.people.models import Office, Person

    told: list[Any] = []
    for rows, names in (
        (Person.objects.order_by("path", "name", "born_on"), ("name", "sex", "born_on", "path")),
        (Office.objects.order_by("path", "role", "since", "person__name"),
         ("role", "path", "person__name", "since")),
        (Matter.objects.order_by("number"),
         ("number", "text", "state", "begun_at", "resolved_at", "result", "path", "owner__code")),
    ):  # fmt: skip
        told += list(rows.values_list(*names))
    return hashlib.sha256(repr(told).encode()).hexdigest()
