"""Two who cross each other: no deadlock is shown, and what is checked first is inserted once.

On PostgreSQL each protection has a twin without it, which must fail; SQLite has one writer at a
time, so there only the good end can be seen.
"""

from __future__ import annotations

import uuid
from collections import Counter
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.db.models import F

from doorstep.frame import Conflict, Failed, batch, do, do_batch, history, run
from doorstep.frame.trail import Entry
from tests.frame.test_run_races import WRITERS, Outside, outside, together
from tests.frame.toy.models import Parcel
from tests.frame.toy.persons import CHIEF_HERE, CLERK_HERE, COMPOUND

__all__ = ["outside"]


# -- claims of several records -----------------------------------------------------------------
def crossed(outside: Outside, *off: str) -> Counter[str]:
    """Four processes tie two parcels, two of them the other way round; how often what came."""
    outside.run("pack", "2")
    processes = [outside.start("crosswise", str(n), *off) for n in range(4)]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n", process.communicate()[1][-3000:]
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    return Counter(line for p in processes for line in outside.ended(p).splitlines())


def test_two_who_change_the_same_two_records_are_done_or_told(outside: Outside) -> None:
    came = crossed(outside)
    assert came["tied"] + came["late"] == 4 * 8
    assert came["tied"] > 0


if connection.vendor == "postgresql":

    def test_without_the_order_the_second_try_saves_them(outside: Outside) -> None:
        came = crossed(outside, "--unordered")
        assert came["tied"] + came["late"] == 4 * 8

    def test_twin_without_order_and_second_try_the_database_gives_one_up(outside: Outside) -> None:
        assert crossed(outside, "--off")["broken 40P01"] > 0


# -- the second try ------------------------------------------------------------------------------
class _Deadlock(Exception):  # noqa: N818  (stands for the driver's)
    sqlstate = "40P01"


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """Writing ends in a deadlock until `fail` is zero."""
    told, write = {"fail": 1}, run.flush

    def flush(works: Any, quiet: bool) -> None:
        write(works, quiet)
        if told["fail"] > 0:
            told["fail"] -= 1
            raise OperationalError("deadlock detected") from _Deadlock()

    monkeypatch.setattr(run, "flush", flush)
    return told


def test_what_was_given_up_is_done_at_the_second_try(
    parcel: Parcel, failing: dict[str, int]
) -> None:
    op = uuid.uuid4()
    done = do(CHIEF_HERE, "toy.finish", parcel, op_id=op)
    assert not done.replayed
    assert Parcel.objects.get(pk=parcel.pk).state == "done"
    assert Entry.objects.filter(op_id=op).count() == 1
    assert [e.act for e in history(parcel)] == ["toy.pack", "toy.send", "toy.finish"]


def test_given_up_twice_somebody_was_faster(parcel: Parcel, failing: dict[str, int]) -> None:
    failing["fail"] = 2
    with pytest.raises(Conflict):
        do(CHIEF_HERE, "toy.finish", parcel)
    assert Parcel.objects.get(pk=parcel.pk).state == "sent"


def test_the_second_try_still_knows_what_the_user_saw(
    parcel: Parcel, failing: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the two tries somebody else changed it: that is a conflict, no overwriting."""

    def meanwhile(_error: OperationalError) -> bool:
        return bool(Parcel.objects.filter(pk=parcel.pk).update(version=F("version") + 1))

    monkeypatch.setattr(run, "crossed", meanwhile)
    with pytest.raises(Conflict):
        do(CHIEF_HERE, "toy.finish", parcel)
    assert Parcel.objects.get(pk=parcel.pk).state == "sent"


def test_other_faults_of_the_database_are_not_hidden(
    parcel: Parcel, monkeypatch: pytest.MonkeyPatch
) -> None:
    def flush(*_args: Any) -> None:
        raise OperationalError("the disk is full")

    monkeypatch.setattr(run, "flush", flush)
    with pytest.raises(OperationalError):
        do(CHIEF_HERE, "toy.finish", parcel)


@pytest.mark.parametrize(("fails", "lost"), [(1, 0), (2, 1)])
def test_a_batch_that_was_given_up_is_done_row_by_row(
    db: None, monkeypatch: pytest.MonkeyPatch, fails: int, lost: int
) -> None:
    told, write = {"fail": fails}, batch.flush

    def flush(works: Any, quiet: bool) -> None:
        write(works, quiet)
        if told["fail"] > 0:
            told["fail"] -= 1
            raise OperationalError("deadlock detected") from _Deadlock()

    monkeypatch.setattr(batch, "flush", flush)
    rows = [(None, {"place": COMPOUND, "text": str(n)}) for n in range(3)]
    came = list(do_batch(CLERK_HERE, "toy.pack", rows))
    failed = [each for each in came if isinstance(each, Failed)]
    assert [(f.row, type(f.error)) for f in failed] == [(0, Conflict)] * lost
    assert Parcel.objects.count() == 3 - lost


# -- check, then insert ----------------------------------------------------------------------------
def made(outside: Outside, *off: str) -> Counter[str]:
    """How often each of ten texts was noted by eight who ask at one moment."""
    outside.run("pack", "1")
    lines = [line.split() for line in together(outside, "once", "10", *off)]
    assert len(lines) == WRITERS * 10
    return Counter(n for word, n in lines if word == "made")


def test_what_is_checked_under_a_lock_is_inserted_once(outside: Outside) -> None:
    assert made(outside) == Counter({str(n): 1 for n in range(10)})


if connection.vendor == "postgresql":

    def test_twin_without_the_lock_it_is_inserted_several_times(outside: Outside) -> None:
        assert max(made(outside, "--off").values()) > 1
