"""Guards answer inside the transaction, with clause and cure; by act name or by trait."""

from __future__ import annotations

from typing import Any

import pytest

from doorstep.frame import Refused, do
from doorstep.frame.trail import Entry
from tests.frame.toy.persons import CHIEF_HERE, CLERK_HERE

pytestmark = pytest.mark.django_db


def test_a_guard_on_an_act_refuses_with_clause_and_cure(make: Any) -> None:
    parcel = make("unsendable", state="draft")
    before = Entry.objects.count()
    with pytest.raises(Refused) as caught:
        do(CLERK_HERE, "toy.send", parcel.pk)
    refusal = caught.value.refusals[0]
    assert (refusal.clause, refusal.cure) == ("toy 2", "Write what it is.")
    assert Entry.objects.count() == before


def test_a_guard_on_a_trait_concerns_every_act_that_has_it(make: Any) -> None:
    parcel = make("outside the lists")
    with pytest.raises(Refused, match="outside the lists"):
        do(CHIEF_HERE, "toy.receive", parcel.pk, {})


def test_and_no_act_that_has_it_not(make: Any) -> None:
    do(CHIEF_HERE, "toy.finish", make("outside the lists").pk)
