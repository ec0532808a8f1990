"""What an act changes or adds beside its subject is found from there: fields only, no values."""

from __future__ import annotations

import copy
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from doorstep.frame import do, follows, history, seal
from doorstep.frame.follows import FollowRow, drain
from tests.frame.test_seal import independent
from tests.frame.toy.models import Note, Parcel
from tests.frame.toy.persons import CHIEF_HERE

pytestmark = pytest.mark.django_db
DAY = date(2026, 4, 15)


@pytest.fixture
def tied(make: Any) -> tuple[Parcel, Parcel]:
    """One parcel was tied to another: the act's subject, and the one beside."""
    one, other = make("one"), make("other")
    do(CHIEF_HERE, "toy.tie", one, {"other": other, "text": "with a secret knot"})
    return Parcel.objects.get(pk=one.pk), Parcel.objects.get(pk=other.pk)


def test_the_one_beside_finds_the_act_without_its_words(tied: tuple[Parcel, Parcel]) -> None:
    one, other = tied
    own, beside = history(one)[-1], history(other)[-1]
    assert own.id == beside.id
    assert (own.beside, own.facts) == (False, {"text": "with a secret knot"})
    assert (beside.beside, beside.fields) == (True, ["weight"])
    assert (beside.before, beside.after, beside.facts) == ({}, {}, {})
    assert [s.act for s in history(other, beside=False)] == ["toy.pack", "toy.send"]


def test_what_was_added_finds_how_it_came(tied: tuple[Parcel, Parcel]) -> None:
    (seen,) = history(Note.objects.get())
    assert (seen.act, seen.subject, seen.fields) == ("toy.tie", tied[0].pk, [])


def test_the_payload_says_which_and_never_what(tied: tuple[Parcel, Parcel]) -> None:
    payload = json.loads(history(tied[0])[-1].entry.body.payload or "")
    note = Note.objects.get()
    assert payload["also"] == [
        ["toy.parcel", str(tied[1].pk), ["weight"]],
        ["toy.note", str(note.pk), []],
    ]


def test_it_is_one_statement(tied: tuple[Parcel, Parcel], django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        assert len(history(tied[1])) == 3


def test_who_takes_the_index_away_is_found_out(tied: tuple[Parcel, Parcel], tmp_path: Path) -> None:
    published = {DAY.isoformat(): seal.publish_root(DAY).root}
    lines = list(seal.export())
    assert seal.verify(lines, published) == []
    assert independent(lines, published, tmp_path) == 0
    for touched in ([], [str(tied[0].pk)]):
        forged = copy.deepcopy(lines)
        next(line for line in forged if line.get("touched"))["touched"] = touched
        assert seal.verify(forged, published)
        assert independent(forged, published, tmp_path) == 1


def test_a_follow_that_writes_past_the_acts_fails(
    tied: tuple[Parcel, Parcel], monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    found = follows.FOLLOWS["frame.count_finished"]

    def run(seen: Any, ctx: Any) -> None:
        ctx.add(Note(parcel_id=seen.subject, text="without a trail"))

    monkeypatch.setitem(follows.FOLLOWS, found.name, replace(found, run=run))
    do(CHIEF_HERE, "toy.finish", tied[0])
    drain()
    assert "goes through an act" in FollowRow.objects.get().error
    assert not Note.objects.filter(text="without a trail").exists()
