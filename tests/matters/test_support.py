"""我也遇到: each person once, a count and never a list, taken back at will."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from doorstep.frame import ActError, Actor, Invalid, NotFound, Refused, do, history
from doorstep.frame.erasing import hanging_on
from doorstep.frame.trail import EntryBody
from doorstep.kit import clock
from doorstep.matters.models import Matter
from doorstep.panes.screens import SCREENS
from doorstep.people import rules as roles
from doorstep.together.acts.support import MOST_A_DAY, MOST_ON_BEHALF
from doorstep.together.models import Support
from doorstep.together.queries import keys_of
from tests.matters.test_merging import MINE, THEIRS, again, join, passer, reported, secretary

__all__ = ["secretary"]
pytestmark = pytest.mark.django_db


def browser(name: str) -> Actor:
    return Actor(None, marks={"browser": name})


def meet(actor: Actor, matter: Matter, **more: Any) -> Support:
    found: Support = do(actor, "matters.support", None, {"matter": str(matter.pk), **more}).record
    return found


def test_each_person_counts_once(secretary: Actor, town: SimpleNamespace) -> None:
    matter = reported(secretary, town, reporter_phone=THEIRS)
    meet(passer(MINE), matter)
    meet(browser("a"), matter)
    for who in (passer(MINE), browser("a"), passer(THEIRS)):
        with pytest.raises(Refused):
            meet(who, matter)
    assert again(matter).reach == 3


def test_who_said_so_of_what_was_joined_is_counted_already(
    secretary: Actor, town: SimpleNamespace
) -> None:
    one, other = reported(secretary, town), reported(secretary, town)
    meet(passer(MINE), one)
    join(secretary, one, other)
    assert again(other).reach == 3
    for matter in (one, other):
        with pytest.raises(Refused):
            meet(passer(MINE), matter)
    third = reported(secretary, town)
    meet(passer(MINE), third)
    join(secretary, third, other)
    assert again(other).reach == 4, "two reporters more, and one person who said so twice"


def test_it_is_taken_back_by_who_said_so_and_nothing_is_left(
    secretary: Actor, town: SimpleNamespace
) -> None:
    matter = reported(secretary, town)
    kept = meet(passer(MINE), matter)
    for other in (passer(THEIRS), secretary, browser("a")):
        with pytest.raises(NotFound):
            do(other, "matters.unsupport", kept.pk, {})
    do(passer(MINE), "matters.unsupport", kept.pk, {})
    gone = Support.objects.get()
    assert (gone.who, gone.phone, again(matter).reach) == ("", None, 1)
    meet(passer(MINE), matter)
    assert again(matter).reach == 2


def test_a_steward_says_so_for_neighbours(
    secretary: Actor, town: SimpleNamespace, holder: Any
) -> None:
    """With a phone for each; without one once, for all of them together."""
    steward = holder(roles.STEWARD, town.lake)
    matter = reported(secretary, town)
    meet(steward, matter, phone=MINE)
    meet(steward, matter, phone=THEIRS)
    meet(steward, matter)
    with pytest.raises(Refused):
        meet(steward, matter)
    assert again(matter).reach == 4
    with pytest.raises(Refused):
        meet(passer(MINE), matter)
    with pytest.raises(Invalid):
        meet(steward, matter, phone="1395555")


def test_nobody_makes_a_number_grow_all_day(
    secretary: Actor, town: SimpleNamespace, holder: Any, monkeypatch: Any
) -> None:
    matters = [reported(secretary, town) for _n in range(MOST_A_DAY + 1)]
    for matter in matters[:-1]:
        meet(passer(MINE), matter)
    with pytest.raises(Refused):
        meet(passer(MINE), matters[-1])
    with clock.at(clock.now() + timedelta(hours=25)):
        meet(passer(MINE), matters[-1])
    monkeypatch.setattr("doorstep.together.acts.support.MOST_ON_BEHALF", 2)
    steward = holder(roles.STEWARD, town.lake)
    for n in range(2):
        meet(steward, matters[0], phone=f"1395555060{n}")
    with pytest.raises(Refused):
        meet(steward, matters[0], phone="13955550609")
    assert MOST_ON_BEHALF > MOST_A_DAY


@pytest.mark.parametrize(
    "change",
    [{"hidden_below": 2}, {"category": "child_harm"}, {"state": "closed"}],
)
def test_what_is_not_public_or_has_ended_cannot_be_met(
    secretary: Actor, town: SimpleNamespace, change: dict[str, Any]
) -> None:
    matter = reported(secretary, town)
    Matter.objects.update(**change)
    with pytest.raises(ActError):
        meet(passer(MINE), matter)
    assert not Support.objects.exists()


def test_the_phone_confirmed_later_is_told(secretary: Actor, town: SimpleNamespace) -> None:
    matter = reported(secretary, town)
    kept = meet(browser("a"), matter)
    with pytest.raises(Refused):
        do(browser("a"), "matters.tell_me", kept.pk, {})
    both = Actor(None, marks={**passer(MINE).marks, "browser": "a"})
    do(both, "matters.tell_me", kept.pk, {})
    found = Support.objects.get()
    assert found.phone.open() == MINE
    assert found.who == keys_of(passer(MINE))[0]
    assert again(matter).reach == 2


def test_nobody_is_listed(secretary: Actor, town: SimpleNamespace) -> None:
    """No screen has them, the trail of the matter tells of none, a phone opens to nobody."""
    matter = reported(secretary, town)
    before = len(history(matter))
    meet(passer(MINE), matter)
    assert not [s for s in SCREENS.values() if s.record is Support]
    assert len(history(matter)) == before
    assert not Support._meta.get_field("phone").readers
    bodies = " ".join(EntryBody.objects.values_list("payload", flat=True))
    assert MINE not in bodies
    assert passer(MINE).marks["phone"] not in bodies


def test_it_goes_with_the_matter(secretary: Actor, town: SimpleNamespace) -> None:
    matter = reported(secretary, town)
    kept = meet(passer(MINE), matter)
    assert kept.pk in {r.pk for r in hanging_on(matter)}


def test_a_tap_refuses_nobody_who_has_the_matter_open(
    secretary: Actor, town: SimpleNamespace
) -> None:
    """The number of people is no change that a form has to know of."""
    matter = reported(secretary, town)
    meet(passer(MINE), matter)
    do(secretary, "matters.accept", matter.pk, {}, version=matter.version)
    assert again(matter).reach == 2


def test_who_reported_with_an_account_does_not_tap_it(
    desks: SimpleNamespace, town: SimpleNamespace, holder: Any
) -> None:
    me = holder(roles.GRID_MEMBER, town.xi)
    given = {"place": town.lake.path, "category": "stair_light", "text": "灯不亮"}
    matter = again(do(me, "matters.ask", None, given).record)
    with pytest.raises(Refused):
        meet(Actor(None, marks={"account": str(me.id)}), matter)
    assert again(matter).reach == 1
