"""op_id, version and nested acts: once more is once, and the slower one is told."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

import pytest

from doorstep.frame import Conflict, Invalid, NotFound, Refused, do, history
from doorstep.frame.errors import OpReused
from doorstep.frame.trail import Entry
from tests.frame.toy.models import Note, Parcel
from tests.frame.toy.persons import CHIEF_HERE, CLERK_HERE, CLERK_THERE, COMPOUND, NO_OFFICE

pytestmark = pytest.mark.django_db
PACK = {"place": COMPOUND, "text": "a lamp", "phone": "13812341234"}


def test_same_op_and_body_gives_the_stored_outcome() -> None:
    op = uuid.uuid4()
    first = do(CLERK_HERE, "toy.pack", None, PACK, op_id=op)
    again = do(CLERK_HERE, "toy.pack", None, PACK, op_id=op)
    assert (again.id, again.entry, again.replayed) == (first.id, first.entry, True)
    assert Parcel.objects.count() == Entry.objects.count() == 1


def test_same_op_with_another_body_is_refused() -> None:
    op = uuid.uuid4()
    do(CLERK_HERE, "toy.pack", None, PACK, op_id=op)
    with pytest.raises(OpReused):
        do(CLERK_HERE, "toy.pack", None, {**PACK, "text": "a chair"}, op_id=op)


def test_a_replayed_change_gives_its_outcome_though_the_state_moved_on(parcel: Parcel) -> None:
    op = uuid.uuid4()
    done = do(CHIEF_HERE, "toy.finish", parcel.pk, {}, op_id=op, version=parcel.version)
    again = do(CHIEF_HERE, "toy.finish", parcel.pk, {}, op_id=op, version=parcel.version)
    assert again.replayed
    assert again.entry == done.entry


def test_another_person_does_not_get_the_outcome_of_an_op() -> None:
    op = uuid.uuid4()
    do(CLERK_HERE, "toy.pack", None, PACK, op_id=op)
    with pytest.raises(NotFound):
        do(CHIEF_HERE, "toy.pack", None, PACK, op_id=op)


def test_replay_asks_for_rights_again() -> None:
    """Who lost the office meanwhile gets no record back by an old number."""
    op = uuid.uuid4()
    do(CLERK_HERE, "toy.pack", None, PACK, op_id=op)
    with pytest.raises(NotFound):
        do(replace(CLERK_HERE, offices=()), "toy.pack", None, PACK, op_id=op)


def test_an_old_version_is_a_conflict(parcel: Parcel) -> None:
    do(CHIEF_HERE, "toy.receive", parcel.pk, {}, version=parcel.version)
    with pytest.raises(Conflict):
        do(CHIEF_HERE, "toy.finish", parcel.pk, {}, version=parcel.version)
    assert Parcel.objects.get(pk=parcel.pk).state == "sent"


def test_the_claim_finds_what_changed_after_reading(parcel: Parcel) -> None:
    stale = Parcel.objects.get(pk=parcel.pk)
    do(CHIEF_HERE, "toy.receive", parcel.pk, {})
    entries = Entry.objects.count()
    with pytest.raises(Conflict):
        do(CHIEF_HERE, "toy.finish", stale, {})
    assert Entry.objects.count() == entries


def test_a_state_that_does_not_fit_is_refused(parcel: Parcel) -> None:
    do(CHIEF_HERE, "toy.finish", parcel.pk, {})
    with pytest.raises(Refused):
        do(CHIEF_HERE, "toy.finish", parcel.pk, {})


def test_errors_of_the_form_name_their_fields() -> None:
    with pytest.raises(Invalid) as caught:
        do(CLERK_HERE, "toy.pack", None, {"place": COMPOUND, "weight": "many"})
    assert {r.field for r in caught.value.refusals} == {"text", "weight"}
    assert not Parcel.objects.exists()


def test_elsewhere_and_without_office_it_is_as_if_not_there(parcel: Parcel) -> None:
    for actor in (CLERK_THERE, NO_OFFICE):
        with pytest.raises(NotFound):
            do(actor, "toy.note", parcel.pk, {"text": "mine"})
        with pytest.raises(NotFound):
            do(actor, "toy.pack", None, PACK)


def by_relation(parcel: Parcel) -> Any:
    """The clerk who packed it, without the office: only the sender now."""
    return replace(CLERK_HERE, offices=())


def test_a_replay_by_a_relation_asks_whether_it_still_holds(parcel: Parcel) -> None:
    op, sender = uuid.uuid4(), by_relation(parcel)
    do(sender, "toy.note", parcel.pk, {"text": "mine"}, op_id=op)
    assert do(sender, "toy.note", parcel.pk, {"text": "mine"}, op_id=op).replayed
    Parcel.objects.filter(pk=parcel.pk).update(sender=uuid.uuid4())
    with pytest.raises(NotFound):
        do(sender, "toy.note", parcel.pk, {"text": "mine"}, op_id=op)


def test_who_gave_it_away_by_the_act_itself_may_ask_whether_it_went(parcel: Parcel) -> None:
    op, sender, other = uuid.uuid4(), by_relation(parcel), str(uuid.uuid4())
    do(sender, "toy.hand_on", parcel.pk, {"sender": other}, op_id=op)
    assert do(sender, "toy.hand_on", parcel.pk, {"sender": other}, op_id=op).replayed
    with pytest.raises(NotFound):
        do(replace(sender, person=None), "toy.hand_on", parcel.pk, {"sender": other}, op_id=op)


def test_nested_acts_commit_together_and_each_leaves_an_entry(parcel: Parcel) -> None:
    do(CHIEF_HERE, "toy.return", parcel.pk, {"reason": "no such person"}, op_id=uuid.uuid4())
    assert [e.act for e in history(parcel)] == ["toy.pack", "toy.send", "toy.note", "toy.return"]
    assert Note.objects.get().text == "no such person"
    assert Parcel.objects.get(pk=parcel.pk).state == "returned"


def test_nothing_is_half_written_when_a_rule_refuses(make) -> None:
    heavy = make(weight=60)
    before = Entry.objects.count()
    with pytest.raises(Refused) as caught:
        do(CHIEF_HERE, "toy.finish", heavy.pk, {})
    assert (caught.value.refusals[0].field, caught.value.refusals[0].cure) == ("weight", "split it")
    assert Entry.objects.count() == before
    assert Parcel.objects.get(pk=heavy.pk).version == heavy.version
