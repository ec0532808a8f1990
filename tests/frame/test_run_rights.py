"""Who may: default is deny, never beats every grant, and SQL says the same as Python."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from doorstep.frame import SYSTEM, NotFound, Office, do, history, may
from doorstep.frame.acts import ACTS
from doorstep.frame.rights import visible_q
from tests.frame.toy.models import Parcel
from tests.frame.toy.persons import (
    ALL,
    BODY,
    CHIEF_HERE,
    CLERK_HERE,
    COMMUNITY,
    COMPOUND,
    NO_OFFICE,
    OTHER_COMPOUND,
    PORTER_HERE,
    STREET,
)
from tests.frame.toy.rules import CHIEF, CLERK, PORTER

pytestmark = pytest.mark.django_db


def test_default_is_deny(parcel: Parcel) -> None:
    assert may(NO_OFFICE, ACTS["toy.finish"], parcel) is None


def test_never_beats_every_grant(parcel: Parcel) -> None:
    """The sender may not finish the own parcel, even as chief."""
    chief = replace(CHIEF_HERE, person=parcel.sender)
    assert may(CHIEF_HERE, ACTS["toy.finish"], parcel)
    assert may(chief, ACTS["toy.finish"], parcel) is None
    assert may(replace(SYSTEM, person=parcel.sender), ACTS["toy.finish"], parcel) is None
    with pytest.raises(NotFound):
        do(chief, "toy.finish", parcel.pk)


def test_twin_without_never_the_sender_would_finish(parcel: Parcel) -> None:
    open_act = replace(ACTS["toy.finish"], never=())
    assert may(replace(CHIEF_HERE, person=parcel.sender), open_act, parcel)


def test_the_narrowest_office_is_taken_unless_another_is_chosen(parcel: Parcel) -> None:
    wide = Office(CHIEF_HERE.id, CLERK, ("",))
    near = Office(PORTER_HERE.id, CLERK, (COMMUNITY,))
    actor = replace(CLERK_HERE, offices=(wide, near))
    act = ACTS["toy.note"]
    assert may(actor, act, parcel).office == near
    assert may(actor, act, parcel, office=wide.id).office == wide
    do(actor, "toy.note", parcel.pk, {"text": "x"}, office=wide.id)
    assert history(parcel)[-1].office == wide.id


def test_a_chosen_office_that_does_not_allow_it_is_not_taken(parcel: Parcel) -> None:
    here = CLERK_HERE.offices[0]
    porter = Office(PORTER_HERE.id, PORTER, (STREET,))
    actor = replace(CLERK_HERE, offices=(porter, here))
    assert may(actor, ACTS["toy.note"], parcel, office=porter.id).office == here


def test_a_relation_allows_and_stands_in_the_trail(parcel: Parcel) -> None:
    sender = replace(NO_OFFICE, person=parcel.sender)
    do(sender, "toy.note", parcel.pk, {"text": "mine"})
    assert history(parcel)[-1].relation == "sender"


@pytest.mark.parametrize("roles", [(), (CLERK,), (CHIEF,), (CLERK, CHIEF, PORTER)])
@pytest.mark.parametrize("relations", [(), ("sender",), ("owner_body", "sender")])
@pytest.mark.parametrize("never", [(), ("sender",)])
def test_python_and_sql_agree(make: Any, roles: Any, relations: Any, never: Any) -> None:
    """The same truth for a record in hand and for a query, for every actor and record."""
    thing = SimpleNamespace(
        roles=frozenset(roles), relations=relations, never=never, anyone="", creates=False
    )
    mine = make("mine")
    make("unsent", state="draft")
    Parcel.objects.create(path=OTHER_COMPOUND, state="sent", owner=BODY)
    Parcel.objects.create(path=COMMUNITY, state="sent", sender=NO_OFFICE.person)
    Parcel.objects.create(path=STREET, state="sent")
    whole_city = Office(CLERK_HERE.id, CHIEF, ("",))
    grid = Office(CLERK_HERE.id, CLERK, (COMPOUND + "0007", COMMUNITY + "0002"))
    with_city, with_grid = (replace(NO_OFFICE, offices=(o,)) for o in (whole_city, grid))
    both = replace(CHIEF_HERE, person=mine.sender)
    actors = [*ALL.values(), both, with_city, with_grid]
    for actor in actors:
        by_sql = set(Parcel.objects.filter(visible_q(actor, thing, "toy.parcel")))
        by_python = {p for p in Parcel.objects.all() if may(actor, thing, p)}
        assert by_sql == by_python, actor.name
