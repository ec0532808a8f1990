"""Follows: after commit, at least once, once more is once, in order, and the dead stay visible."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from doorstep.frame import do, follows, history
from doorstep.frame.follows import FollowRow, drain, lease, run_row
from doorstep.frame.trail import Entry, Seen
from doorstep.kit import clock
from tests.frame.toy.models import Note, Parcel
from tests.frame.toy.persons import CHIEF_HERE

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 4, 15, 4, tzinfo=UTC)


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """The follow fails until `fail` is zero."""
    from dataclasses import replace

    found, told = follows.FOLLOWS["frame.count_finished"], {"fail": 3, "tries": 0}

    def run(seen: Seen, ctx: Any) -> None:
        told["tries"] += 1
        ctx.do("toy.remember", None, {"parcel": Parcel.objects.get(pk=seen.subject), "text": "½"})
        if told["fail"] > 0:
            told["fail"] -= 1
            raise RuntimeError("the printer is on fire")
        found.run(seen, ctx)

    monkeypatch.setitem(follows.FOLLOWS, found.name, replace(found, run=run))
    return told


def test_it_runs_after_the_act_as_system(parcel: Parcel) -> None:
    do(CHIEF_HERE, "toy.return", parcel.pk, {"reason": "no"})
    drain()
    note = next(e for e in history(parcel) if e.act == "toy.note" and e.after == {})
    assert note.actor is None
    assert "came back" in set(Note.objects.values_list("text", flat=True))


def test_an_act_that_fails_leaves_no_follow(make: Any) -> None:
    heavy = make(weight=60)
    with pytest.raises(Exception, match="too heavy"):
        do(CHIEF_HERE, "toy.finish", heavy.pk)
    assert not FollowRow.objects.exists()


def test_a_failing_follow_writes_nothing_waits_longer_and_is_done_in_the_end(
    parcel: Parcel, failing: dict[str, int]
) -> None:
    clock.set_clock(NOON)
    do(CHIEF_HERE, "toy.finish", parcel.pk)
    waits = []
    for _ in range(3):
        drain()
        row = FollowRow.objects.get()
        assert "on fire" in row.error
        assert not Note.objects.exists()
        waits.append((row.due_at - clock.now()).total_seconds())
        clock.set_clock(row.due_at)
    assert waits == [2, 4, 8]
    drain()
    assert not FollowRow.objects.exists()
    assert Note.objects.filter(text="finished").count() == 1


def given_up(parcel: Parcel, failing: dict[str, int]) -> list[float]:
    """Finish a parcel and run its follow, which never succeeds, until it is dead; the waits."""
    failing["fail"] = 99
    clock.set_clock(NOON)
    do(CHIEF_HERE, "toy.finish", parcel.pk)
    waits = []
    while not FollowRow.objects.get().dead:
        drain()
        row = FollowRow.objects.get()
        waits.append((row.due_at - clock.now()).total_seconds())
        clock.set_clock(row.due_at)
    return waits


def test_a_night_without_the_gateway_loses_nothing(parcel: Parcel, failing: dict[str, int]) -> None:
    waits = given_up(parcel, failing)
    assert failing["tries"] == len(waits) == follows.MOST_TRIES
    assert max(waits) == follows.LONGEST_WAIT.total_seconds()
    assert sum(waits[:-1]) > 12 * 3600
    assert drain() == 0  # the dead are not tried by themselves


def test_the_dead_live_again_when_a_person_says_so(parcel: Parcel, failing: dict[str, int]) -> None:
    given_up(parcel, failing)
    assert follows.again(FollowRow.objects.filter(follow="another.follow")) == 0
    failing["fail"] = 0
    assert follows.again(FollowRow.objects.all()) == 1
    drain()
    assert not FollowRow.objects.exists()
    assert Note.objects.filter(text="finished").count() == 1


def test_a_leased_row_is_not_leased_again_until_the_lease_runs_out(parcel: Parcel) -> None:
    clock.set_clock(NOON)
    do(CHIEF_HERE, "toy.finish", parcel.pk)
    taken = lease(10)
    assert len(taken) == 1
    assert lease(10) == []
    clock.set_clock(NOON + follows.LEASE + timedelta(seconds=1))
    again = lease(10)
    assert [r.pk for r in again] == [taken[0].pk]
    assert run_row(again[0])
    assert run_row(taken[0])  # the first worker wakes up late and does nothing
    assert Note.objects.filter(text="finished").count() == 1


def test_rows_of_one_subject_wait_for_each_other(parcel: Parcel, make: Any) -> None:
    other = make("other")
    do(CHIEF_HERE, "toy.finish", parcel.pk)
    do(CHIEF_HERE, "toy.finish", other.pk)
    first = FollowRow.objects.get(subject=parcel.pk)
    second = FollowRow.objects.create(
        follow=first.follow, entry=first.entry, subject=first.subject, due_at=first.due_at
    )
    assert {r.subject for r in lease(10)} == {parcel.pk, other.pk}
    assert not FollowRow.objects.get(pk=second.pk).lease


def test_a_follow_that_is_no_longer_declared_stays_with_its_error(parcel: Parcel) -> None:
    entry = Entry.objects.first()
    FollowRow.objects.create(follow="gone", entry=entry, subject=parcel.pk, due_at=entry.at)
    drain()
    assert "gone" in FollowRow.objects.get().error
