"""The database itself keeps the trail: no entry is changed or deleted, bodies only lawfully."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from doorstep.frame import do, history, triggers
from doorstep.frame.sealed import ReadLog
from doorstep.frame.trail import Entry, EntryBody, Stage, Touched
from doorstep.kit import clock
from doorstep.panes.saved import Taking
from tests.frame.toy.persons import CHIEF_HERE

pytestmark = pytest.mark.django_db


def refused(work: Any) -> bool:
    """Whether the database refuses; the savepoint keeps the test's transaction alive."""
    try:
        with transaction.atomic():
            work()
    except IntegrityError as error:
        return triggers.WORDS in str(error)
    return False


FORBIDDEN = {
    "update entry": lambda: Entry.objects.update(act="toy.else"),
    "delete entry": lambda: Entry.objects.all()._raw_delete("default"),
    "delete body": lambda: EntryBody.objects.all()._raw_delete("default"),
    "change payload": lambda: EntryBody.objects.update(payload="{}"),
    "null payload, keep salt": lambda: EntryBody.objects.update(payload=None),
    "null salt, keep payload": lambda: EntryBody.objects.update(salt=None),
    "set device time": lambda: EntryBody.objects.update(device_at=clock.now()),
    "null and set device time": lambda: EntryBody.objects.update(
        payload=None, salt=None, device_at=clock.now()
    ),
    "touch another": lambda: Touched.objects.update(record=uuid.uuid4()),
    "touch nothing": lambda: Touched.objects.all()._raw_delete("default"),
    "change a stage": lambda: Stage.objects.update(level=4),
    "begin a stage earlier": lambda: Stage.objects.update(since=clock.now() - YEAR),
    "let an ended stage go on": lambda: Stage.objects.exclude(until=None).update(until=None),
    "end a stage on another day": lambda: Stage.objects.exclude(until=None).update(
        until=clock.now() + YEAR
    ),
    "delete a stage": lambda: Stage.objects.all()._raw_delete("default"),
    "change who read": lambda: ReadLog.objects.update(actor=uuid.uuid4()),
    "delete who read": lambda: ReadLog.objects.filter(purpose="call")._raw_delete("default"),
    "change who took": lambda: Taking.objects.update(rows=1),
    "delete who took": lambda: Taking.objects.all()._raw_delete("default"),
}
YEAR = timedelta(days=365)


@pytest.fixture
def kept(parcel: Any, make: Any) -> None:
    """A row in every table that the database keeps."""
    do(CHIEF_HERE, "toy.tie", parcel, {"other": make("other")})
    given = {"kind": "toy.parcel", "record": parcel.pk, "field": "phone", "purpose": "call"}
    ReadLog.objects.create(**given, at=clock.now())
    ReadLog.objects.create(**given | {"purpose": "long ago"}, at=clock.now() - 4 * YEAR)
    Taking.objects.create(screen="parcels", what="xlsx", reason="the weekly list", rows=9)


@pytest.mark.parametrize("what", FORBIDDEN)
def test_what_the_triggers_forbid(kept: None, what: str) -> None:
    assert refused(FORBIDDEN[what])


@pytest.mark.parametrize("what", FORBIDDEN)
def test_twin_without_triggers_it_would_pass(kept: None, what: str) -> None:
    with connection.cursor() as cursor:
        for statement in triggers.disarming(connection.vendor):
            cursor.execute(statement)
    if "delete entry" not in what:  # foreign keys still hold entries with bodies
        assert not refused(FORBIDDEN[what])
    triggers.arm(connection)


def test_lawful_deletion_and_dropping_device_times_are_possible(parcel: Any) -> None:
    assert not refused(lambda: EntryBody.objects.update(device_at=None))
    assert not refused(lambda: EntryBody.objects.update(payload=None, salt=None))
    assert all(seen.erased for seen in history(parcel))


def test_what_ends_or_is_old_enough_may_change(kept: None, parcel: Any) -> None:
    open_now = Stage.objects.filter(record=parcel.pk, until=None)
    assert not refused(lambda: open_now.update(until=clock.now()))
    assert not refused(lambda: Stage.objects.update(until=F("since")))  # withdrawn
    old = ReadLog.objects.filter(purpose="long ago")
    assert not refused(lambda: old._raw_delete("default"))
    assert ReadLog.objects.count() == 1


def test_emptying_the_table_at_once_is_forbidden_too(parcel: Any) -> None:
    empty = {"postgresql": "TRUNCATE frame_root", "sqlite": "DELETE FROM frame_entry"}
    with connection.cursor() as cursor:
        assert refused(lambda: cursor.execute(empty[connection.vendor]))


def test_every_table_of_the_trail_is_armed_after_all_migrations(db: None) -> None:
    """A later migration that rebuilds one of these tables on SQLite must arm it again."""
    catalogue = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(catalogue)
        there = {name for (name,) in cursor.fetchall()}
    assert {
        s.split()[2] for s in triggers.arming(connection.vendor) if "TRIGGER" in s[:14]
    } <= there


def test_payload_holds_before_and_after_but_no_private_value(parcel: Any) -> None:
    packed = history(parcel)[0]
    assert packed.after["text"] == "a lamp"
    assert packed.after["phone"] == "•"
    assert "13812341234" not in (packed.entry.body.payload or "")


def test_history_is_asked_by_subject_in_order(parcel: Any, make: Any) -> None:
    make("another")
    seen = history(parcel)
    assert [s.act for s in seen] == ["toy.pack", "toy.send"]
    assert seen[1].before == {"state": "draft"}
    assert seen[1].after == {"state": "sent"}
