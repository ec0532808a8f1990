"""Processes of their own that work on a scratch database, for races and kills.

`python -m tests.frame.outside WORK ARGUMENTS…` with DATABASE_URL set; see the functions below. Each
fault test has a twin with the protection off (`--off`), which must fail.
"""

from __future__ import annotations

import json
import os
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any


def setup() -> None:
    """Make the tables."""
    from django.core.management import call_command

    call_command("migrate", run_syncdb=True, verbosity=0)


def say(*words: Any) -> None:
    """One line to whoever started this process."""
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def _wait() -> None:
    """Until the starter sends a line, so that all begin together."""
    say("ready")
    sys.stdin.readline()


def pack(count: str) -> None:
    """Pack and send `count` parcels; tell each acknowledged id."""
    from doorstep.frame import do
    from tests.frame.toy.persons import CLERK_HERE, COMPOUND

    _wait()
    for n in range(int(count)):
        data = {"place": COMPOUND, "text": f"{os.getpid()} {n}"}
        made = do(CLERK_HERE, "toy.pack", None, data, op_id=uuid.uuid4())
        do(CLERK_HERE, "toy.send", made.id)
        say(made.id)


def finish() -> None:
    """Read all sent parcels, then finish each as read; tell who won and who came too late."""
    from doorstep.frame import Conflict, Refused, do
    from tests.frame.toy.models import Parcel
    from tests.frame.toy.persons import CHIEF_HERE

    parcels = list(Parcel.objects.filter(state="sent").order_by("id"))
    _wait()
    for parcel in parcels:
        try:
            do(CHIEF_HERE, "toy.finish", parcel)
        except (Conflict, Refused):
            say("late", parcel.pk)
        else:
            say("won", parcel.pk)


def same(ops: str) -> None:
    """Pack under op ids that all processes share; tell the outcome."""
    from doorstep.frame import do
    from tests.frame.toy.persons import CLERK_HERE, COMPOUND

    _wait()
    for n in range(int(ops)):
        data, op = (
            {"place": COMPOUND, "text": f"shared {n}"},
            uuid.uuid5(uuid.NAMESPACE_URL, str(n)),
        )
        say(do(CLERK_HERE, "toy.pack", None, data, op_id=op).id)


def crosswise(number: str) -> None:
    """Tie the same two parcels again and again, every other process the other way round."""
    from django.db import OperationalError

    from doorstep.frame import Conflict, do, writes
    from tests.frame.toy.models import Parcel
    from tests.frame.toy.persons import CHIEF_HERE

    write = writes.write_claim

    def slowly(*args: Any) -> None:
        write(*args)
        time.sleep(0.02)  # the other one takes its first record now

    writes.write_claim = slowly
    pair = list(Parcel.objects.order_by("id").values_list("pk", flat=True)[:2])
    one, other = pair if int(number) % 2 else pair[::-1]
    _wait()
    for _ in range(8):
        try:
            do(CHIEF_HERE, "toy.tie", one, {"other": other, "text": number})
        except Conflict:
            say("late")
        except OperationalError as error:
            say("broken", getattr(error.__cause__, "sqlstate", ""))
        else:
            say("tied")


def once(texts: str) -> None:
    """Leave a note of each text unless there is one; tell how often this process did."""
    from doorstep.frame import Refused, do
    from tests.frame.toy.models import Parcel
    from tests.frame.toy.persons import CHIEF_HERE

    parcel = Parcel.objects.order_by("id").first()
    _wait()
    for n in range(int(texts)):
        try:
            do(CHIEF_HERE, "toy.remember_once", None, {"parcel": parcel, "text": f"only {n}"})
        except Refused:
            say("there", n)
        else:
            say("made", n)


def erased(word: str) -> None:
    """Pack a parcel with a word, erase it by two persons, bring everything into the file."""
    from django.db import connection

    from doorstep.frame import do, erasing
    from tests.frame.toy.models import Parcel
    from tests.frame.toy.persons import CHIEF_HERE, CLERK_HERE, COMPOUND, person

    Parcel.erase_roles = ("chief",)
    data = {"place": COMPOUND, "text": " ".join([word, *map(str, range(400))])}
    made = do(CLERK_HERE, "toy.pack", None, data)
    for step in ("packed", "erased"):
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.fetchall()
        if step == "packed":
            say(step)
            sys.stdin.readline()
            second = person("Chief Too", "chief", "00010001")
            erasing.erase(Parcel.objects.get(pk=made.id), "asked for", CHIEF_HERE, second)


def work(seconds: str) -> None:
    """Run follows for so long, telling when it stands inside one."""
    from doorstep.frame import follows

    follows.LEASE = timedelta(seconds=1)
    found = follows.FOLLOWS["frame.count_finished"]

    def slow(seen: Any, ctx: Any) -> None:
        say("inside", seen.subject)
        time.sleep(0.05)
        found.run(seen, ctx)

    follows.FOLLOWS[found.name] = replace(found, run=slow)
    end = time.monotonic() + float(seconds)
    while time.monotonic() < end:
        if not follows.work_once(5):
            time.sleep(0.1)


def seal() -> None:
    """Seal again and again for a while, as one of several sealers."""
    from doorstep.frame import seal

    seal.AT_ONCE = 20
    _wait()
    for _ in range(15):
        say(seal.seal_once())


def check() -> None:
    """Verify the trail; tell the faults and how many entries are sealed."""
    from doorstep.frame import seal

    seal.seal_once(everything=True)
    say(json.dumps([seal.verify(seal.export()), seal.Link.objects.count()]))


def take_in(path: str) -> None:
    """Import a table, telling after each thousand rows."""
    from doorstep.frame import imports
    from tests.frame.toy.persons import CLERK_HERE

    imports.CHUNK = 50
    kept = imports._outcomes

    def told(*args: Any) -> Iterator[Any]:
        yield from kept(*args)
        say("chunk")
        time.sleep(0.1)

    imports._outcomes = told
    report = imports.run_import("toy.parcels", path, CLERK_HERE)
    say("done", report.done, report.skipped)


def count() -> None:
    """Print what there is."""
    from doorstep.frame.follows import FollowRow
    from doorstep.frame.trail import Entry, Stage
    from tests.frame.toy.models import Note, Parcel

    notes = list(Note.objects.filter(text="finished").values_list("parcel_id", flat=True))
    found = {
        "parcels": Parcel.objects.count(),
        "done": Parcel.objects.filter(state="done").count(),
        "entries": Entry.objects.count(),
        "stages": Stage.objects.count(),
        "open_stages": Stage.objects.filter(until=None).count(),
        "notes": len(notes),
        "noted": len(set(notes)),
        "waiting": FollowRow.objects.count(),
        "finishes": Entry.objects.filter(act="toy.finish").count(),
    }
    say(json.dumps(found))


@contextmanager
def scratch(folder: Any) -> Iterator[str]:
    """A database beside the one of the tests: a SQLite file, or one more on the same PostgreSQL."""
    from django.db import connection

    if connection.vendor == "sqlite":
        yield f"sqlite:///{folder}/race.sqlite3"
        return
    import psycopg

    known, name = connection.settings_dict, f"race_{uuid.uuid4().hex[:12]}"
    place = {"host": known["HOST"] or None, "port": known["PORT"] or None,
             "user": known["USER"] or None, "password": known["PASSWORD"] or None}  # fmt: skip
    place = {k: v for k, v in place.items() if v}
    with psycopg.connect(dbname="postgres", autocommit=True, **place) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
        try:
            user = f"{known['USER']}:{known['PASSWORD']}@" if known["USER"] else ""
            port = f":{known['PORT']}" if known["PORT"] else ""
            yield f"postgresql://{user}{known['HOST']}{port}/{name}"
        finally:
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


WORKS = {f.__name__: f for f in (setup, pack, same, finish, work, seal, check, take_in, count,
                                 crosswise, once, erased)}  # fmt: skip
if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.frame.alone"
    import django

    django.setup()
    from tests.frame import off

    name, *rest = [a for a in sys.argv[1:] if not a.startswith("--")]
    if "--off" in sys.argv:
        off.OFF[name]()
    if "--unordered" in sys.argv:
        off.unordered()
    WORKS[name](*rest)
