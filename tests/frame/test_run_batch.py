"""Batch acts: same checks, one entry a row; a bad row never takes the good ones with it."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from doorstep.frame import Conflict, Failed, Invalid, NotFound, Refused, do_batch
from doorstep.frame.follows import FollowRow, drain
from doorstep.frame.trail import Entry
from tests.frame.toy.models import Note, Parcel
from tests.frame.toy.persons import CHIEF_HERE, CLERK_HERE, COMPOUND, OTHER_COMPOUND

pytestmark = pytest.mark.django_db


def row(n: int, place: str = COMPOUND, **more: Any) -> tuple[None, dict[str, Any]]:
    return None, {"place": place, "text": f"parcel {n}", **more}


def test_bad_rows_fail_alone_and_in_their_place() -> None:
    rows = [row(0), row(1, OTHER_COMPOUND), row(2, weight=-1), row(3)]
    outcomes = list(do_batch(CLERK_HERE, "toy.pack", rows))
    failed = [o for o in outcomes if isinstance(o, Failed)]
    assert [f.row for f in failed] == [1, 2]
    assert [type(f.error) for f in failed] == [NotFound, Invalid]
    assert Parcel.objects.count() == Entry.objects.count() == 2


def test_a_row_whose_writing_fails_does_not_take_its_chunk_along(make: Any) -> None:
    """The parcel read before another change loses its claim; its neighbours go through."""
    stale, good = make("stale"), make("good")
    Parcel.objects.filter(pk=stale.pk).update(version=9)
    outcomes = list(do_batch(CHIEF_HERE, "toy.finish", [(good, {}), (stale, {})]))
    assert [isinstance(o, Failed) for o in outcomes] == [False, False]  # looked up again by id
    assert set(Parcel.objects.values_list("state", flat=True)) == {"done"}


def test_an_op_that_was_done_contradicts_and_the_others_go_through() -> None:
    used, new = uuid.uuid4(), uuid.uuid4()
    list(do_batch(CLERK_HERE, "toy.pack", [row(0)], op_ids=[used]))
    outcomes = list(do_batch(CLERK_HERE, "toy.pack", [row(0), row(1)], op_ids=[used, new]))
    assert isinstance(outcomes[0], Failed)
    assert isinstance(outcomes[0].error, Conflict)
    assert Parcel.objects.count() == 2


def test_rules_and_states_hold_as_for_single_acts(make: Any) -> None:
    heavy = make(weight=60)
    draft = make(state="draft")
    outcomes = list(do_batch(CHIEF_HERE, "toy.finish", [(heavy.pk, {}), (draft.pk, {})]))
    assert all(isinstance(o, Failed) and isinstance(o.error, Refused) for o in outcomes)


def test_quiet_batches_run_projections_but_send_no_notice(make: Any) -> None:
    done, returned = make(), make()
    list(do_batch(CHIEF_HERE, "toy.finish", [(done.pk, {})]))
    list(do_batch(CHIEF_HERE, "toy.return", [(returned.pk, {"reason": "no"})]))
    assert list(FollowRow.objects.values_list("follow", "quiet")) == [
        ("frame.count_finished", True)
    ]
    drain()
    assert Note.objects.filter(text="finished").count() == 1


def test_statements_do_not_grow_with_the_rows(django_assert_max_num_queries: Any) -> None:
    list(do_batch(CLERK_HERE, "toy.pack", [row(0)]))
    with django_assert_max_num_queries(10):
        list(do_batch(CLERK_HERE, "toy.pack", [row(n) for n in range(100)]))
