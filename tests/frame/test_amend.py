"""Correct and withdraw: by the maker for a day, later by the next level; seen, never counted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from doorstep.frame import Invalid, NotFound, Refused, do, history
from doorstep.frame.acts import ACTS
from doorstep.frame.amend import made, undo_until
from doorstep.frame.rights import visible_q
from doorstep.kit import clock
from tests.frame.toy.models import Note, Parcel
from tests.frame.toy.persons import CHIEF_HERE, CLERK_HERE, COMPOUND, PORTER_HERE

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 4, 15, 4, tzinfo=UTC)
MISTAKE = {"reason": "a slip"}


@pytest.fixture
def packed() -> Parcel:
    clock.set_clock(NOON)
    made = do(
        CLERK_HERE, "toy.pack", None, {"place": COMPOUND, "text": "lmap", "phone": "13812341234"}
    )
    return Parcel.objects.get(pk=made.id)


def test_every_kind_has_them() -> None:
    for kind in ("toy.parcel", "toy.note"):
        assert ACTS[f"{kind}.withdraw"].relations == ("maker",)
    assert "toy.parcel.correct" in ACTS
    assert "frame.cataloguerow.withdraw" not in ACTS


def test_the_maker_corrects_freely_and_the_trail_keeps_both(packed: Parcel) -> None:
    do(CLERK_HERE, "toy.parcel.correct", packed.pk, {**MISTAKE, "text": "lamp"})
    assert Parcel.objects.get(pk=packed.pk).text == "lamp"
    last = history(packed)[-1]
    assert (last.before, last.after) == ({"text": "lmap"}, {"text": "lamp"})
    assert (last.facts, last.relation) == ({"reason": "a slip"}, "maker")


def test_only_what_was_sent_is_changed(packed: Parcel) -> None:
    do(CLERK_HERE, "toy.parcel.correct", packed.pk, {**MISTAKE, "phone": "13900000000"})
    fresh = Parcel.objects.get(pk=packed.pk)
    assert (fresh.text, fresh.phone.open()) == ("lmap", "13900000000")
    assert "13900000000" not in str(history(packed)[-1].after)


@pytest.mark.parametrize("data", [{}, {"weight": ""}, {"weight": "heavy"}])
def test_nothing_empty_or_wrong_is_refused(packed: Parcel, data: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        do(CLERK_HERE, "toy.parcel.correct", packed.pk, {**MISTAKE, **data})


def test_a_form_sent_back_as_it_was_shown_changes_nothing(packed: Parcel) -> None:
    """The desk shows what is stored; sealed fields stay empty, and empty means unchanged."""
    shown = {"text": "lmap", "weight": "0", "phone": "", "number": ""}
    with pytest.raises(Invalid):
        do(CLERK_HERE, "toy.parcel.correct", packed.pk, {**MISTAKE, **shown})
    do(CLERK_HERE, "toy.parcel.correct", packed.pk, {**MISTAKE, **shown, "text": "lamp"})
    assert history(packed)[-1].after == {"text": "lamp"}
    assert Parcel.objects.get(pk=packed.pk).phone.open() == "13812341234"


@pytest.mark.parametrize("name", ["state", "path", "owner", "id", "level"])
def test_state_place_and_owner_are_not_corrected(packed: Parcel, name: str) -> None:
    with pytest.raises(Invalid):
        do(CLERK_HERE, "toy.parcel.correct", packed.pk, {**MISTAKE, name: "0001"})


def test_after_a_day_it_is_the_next_level(packed: Parcel) -> None:
    clock.set_clock(NOON + timedelta(hours=24, seconds=1))
    with pytest.raises(NotFound):
        do(CLERK_HERE, "toy.parcel.withdraw", packed.pk, MISTAKE)
    with pytest.raises(NotFound):
        do(PORTER_HERE, "toy.parcel.withdraw", packed.pk, MISTAKE)
    do(CHIEF_HERE, "toy.parcel.withdraw", packed.pk, MISTAKE)
    assert Parcel.objects.get(pk=packed.pk).withdrawn_at == clock.now()


def test_withdrawn_stays_but_nothing_can_be_done_with_it(packed: Parcel) -> None:
    do(CLERK_HERE, "toy.parcel.withdraw", packed.pk, MISTAKE)
    assert Parcel.objects.filter(pk=packed.pk).exists()
    for act in ("toy.send", "toy.parcel.correct", "toy.parcel.withdraw"):
        with pytest.raises(Refused):
            do(CLERK_HERE, act, packed.pk, {**MISTAKE, "text": "x"})


def test_undo_is_open_for_ten_minutes(packed: Parcel) -> None:
    assert undo_until(CLERK_HERE, packed) == NOON + timedelta(minutes=10)
    assert undo_until(CHIEF_HERE, packed) is None
    clock.set_clock(NOON + timedelta(minutes=10))
    assert undo_until(CLERK_HERE, packed) is None


def test_the_question_whose_it_is_costs_one_statement(
    packed: Parcel, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        assert made(CLERK_HERE, packed)
    with django_assert_num_queries(1):
        assert not made(CHIEF_HERE, packed)
    mine = visible_q(CLERK_HERE, ACTS["toy.parcel.withdraw"], "toy.parcel")
    with django_assert_num_queries(1):
        assert list(Parcel.objects.filter(mine)) == [packed]


def test_a_kind_without_place_is_amended_too(packed: Parcel) -> None:
    remembered = do(CLERK_HERE, "toy.remember", None, {"parcel": packed, "text": "no"})
    do(CLERK_HERE, "toy.note.withdraw", remembered.id, MISTAKE)
    assert Note.objects.get(pk=remembered.id).withdrawn_at
