"""What was joined can be taken apart; what came in between stays where it was entered (0023)."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from doorstep.frame import Actor, NotFound, Refused, blind, do, history
from doorstep.kit import clock
from doorstep.matters.models import Matter, Rating
from doorstep.matters.queries import by_token, last_of
from doorstep.people import rules as roles
from doorstep.together.models import Support
from doorstep.together.queries import joined_to, people

pytestmark = pytest.mark.django_db
MINE, THEIRS, NEIGHBOUR = "13955550417", "13955550418", "13955550419"


@pytest.fixture
def secretary(desks: SimpleNamespace, holder: Any, town: SimpleNamespace) -> Actor:
    found: Actor = holder(roles.COMMUNITY_SECRETARY, town.dong)
    return found


def reported(actor: Actor, town: SimpleNamespace, **more: Any) -> Matter:
    data = {"place": town.lake.path, "category": "stair_light", "text": "灯不亮", **more}
    return again(do(actor, "matters.report", None, data).record)


def again(matter: Matter) -> Matter:
    return Matter.objects.get(pk=matter.pk)


def reporter(matter: Matter) -> Actor:
    return Actor(None, marks={"link": matter.token})


def passer(phone: str) -> Actor:
    """Somebody whose phone was confirmed by a code."""
    index = blind(Matter, "reporter_phone", phone)["reporter_phone_index"]
    return Actor(None, marks={"phone": index, "phone_clear": phone})


def join(actor: Actor, matter: Matter, into: Matter) -> None:
    do(actor, "matters.merge", matter.pk, {"into": str(into.pk)})


def part(actor: Actor, matter: Matter) -> None:
    do(actor, "matters.unmerge", matter.pk, {})


def fields(matter: Matter) -> dict[str, Any]:
    """All it holds, but for the number of changes."""
    return {n: v for n, v in again(matter).snapshot().items() if n != "version"}


STEPS = ("accept", "start", "contact", "attempt", "dispatch")


@settings(max_examples=12, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(steps=st.lists(st.sampled_from(STEPS), max_size=4), days=st.integers(0, 9))
def test_joined_and_taken_apart_is_as_it_was(
    secretary: Actor,
    town: SimpleNamespace,
    desks: SimpleNamespace,
    holder: Any,
    steps: list[str],
    days: int,
) -> None:
    """State, level, owner, date and all else, whatever was done before and however long it took."""
    city = holder(roles.CITY_CENTRE, town.city)
    goes_on, matter = (reported(secretary, town, reporter_phone=p) for p in (THEIRS, MINE))
    for step in steps:
        data = {"words": "看过", "owner": str(desks.housing.pk)}
        try:
            do(city, f"matters.{step}", matter.pk, data)
        except Refused:
            continue  # does not fit this state
    before, other = fields(matter), fields(goes_on)
    join(city, matter, goes_on)
    assert again(matter).state == "merged"
    assert again(goes_on).reach == 2
    with clock.at(clock.now() + timedelta(days=days)):
        part(city, matter)
        after = fields(matter)
    if days:  # who is told next is asked anew: nothing is made up for
        assert after["remind_at"] is None or after["remind_at"] > clock.now()
        before["remind_at"] = after["remind_at"]
    assert after == before
    assert fields(goes_on) == other


def test_what_came_in_between_stays_where_it_was_entered(
    secretary: Actor, town: SimpleNamespace
) -> None:
    """Notes, a pause and a grade of the one that goes on are its own; what came by the other's
    link or of the other's people goes back with it."""
    goes_on, matter = (reported(secretary, town, reporter_phone=p) for p in (THEIRS, MINE))
    do(secretary, "matters.accept", goes_on.pk, {})
    join(secretary, matter, goes_on)
    do(secretary, "matters.attempt", goes_on.pk, {"words": "换过灯泡"})
    do(secretary, "matters.question", goes_on.pk, {"words": "哪一盏灯"})
    do(reporter(matter), "matters.add_words", matter.pk, {"words": "三楼那盏"})
    do(passer(NEIGHBOUR), "matters.support", None, {"matter": str(goes_on.pk)})
    do(passer("13955550420"), "matters.support", None, {"matter": str(matter.pk)})
    assert again(goes_on).reach == 4
    assert again(matter).reach == 2
    do(secretary, "matters.settle", goes_on.pk, {"words": "修好了"})
    do(reporter(goes_on), "matters.verify", goes_on.pk, {"verdict": "solved"})
    do(reporter(goes_on), "matters.rate", goes_on.pk, {"grade": "good"})
    do(reporter(matter), "matters.rate", matter.pk, {"grade": "fair"})
    assert again(matter).state == "merged"
    due = again(matter).due
    part(secretary, matter)
    one, other = again(goes_on), again(matter)
    assert (one.state, one.reach, one.attempts) == ("rated", 2, 1)
    assert (other.state, other.reach, other.attempts, other.merged_into) == (
        "submitted",
        2,
        0,
        None,
    )
    assert other.due == due
    assert one.clock_entries
    assert not other.clock_entries
    assert {r.matter_id: r.grade for r in Rating.objects.all()} == {
        one.pk: "good", other.pk: "fair",
    }  # fmt: skip
    assert {s.facts.get("words") for s in history(other, beside=False)} >= {"三楼那盏"}
    assert {s.matter_id for s in Support.objects.all()} == {one.pk, other.pk}


def test_a_date_never_stops_while_it_is_joined(secretary: Actor, town: SimpleNamespace) -> None:
    goes_on, matter = reported(secretary, town), reported(secretary, town)
    due = matter.due
    join(secretary, matter, goes_on)
    with clock.at(clock.now() + timedelta(days=60)):
        part(secretary, matter)
        assert again(matter).due == due


def test_what_cannot_be_joined_is_refused_clearly(secretary: Actor, town: SimpleNamespace) -> None:
    one, other, third = (reported(secretary, town) for _n in range(3))

    def refusal(matter: Matter, into: Matter) -> str:
        with pytest.raises(Refused) as found:
            join(secretary, matter, into)
        return str(found.value.refusals[0].words)

    assert "就是这件" in refusal(one, one)
    do(secretary, "matters.split", other.pk, {"parts": "换灯\n查线"})
    child = other.children.first()
    assert child is not None
    assert "另一件诉求的一部分" in refusal(child, one)
    assert "另一件诉求的一部分" in refusal(child, other)
    assert "另一件诉求的一部分" in refusal(one, child)
    join(secretary, third, one)
    assert "已经并入这一件" in refusal(one, third)
    fourth = reported(secretary, town)
    assert one.number in refusal(fourth, third)
    do(secretary, "matters.settle", one.pk, {"words": "好了"})
    do(secretary, "matters.verify", one.pk, {"verdict": "solved"})
    assert "办结" in refusal(fourth, one)


def test_a_link_follows_to_the_last(
    secretary: Actor, town: SimpleNamespace, client: Client
) -> None:
    """A into B into C: the link of A tells how C stands, and lives as long as C's."""
    first, second, third = (reported(secretary, town) for _n in range(3))
    join(secretary, first, second)
    join(secretary, second, third)
    assert last_of(again(first)).pk == third.pk
    assert [m.pk for m in joined_to(third)] == [second.pk, first.pk]
    assert again(third).reach == 3
    page = client.get(f"/m/{first.token}/").content.decode()
    assert first.number in page
    found = by_token(first.token)
    assert found is not None
    part(secretary, second)
    assert (again(third).reach, again(second).reach) == (1, 2)
    assert last_of(again(first)).pk == second.pk


def test_too_late_is_when_the_days_for_objections_are_over(
    secretary: Actor, town: SimpleNamespace
) -> None:
    goes_on, matter = reported(secretary, town), reported(secretary, town)
    join(secretary, matter, goes_on)
    do(secretary, "matters.decline", goes_on.pk, {"words": "不在范围", "where_to": "12345"})
    with clock.at(clock.now() + timedelta(days=16)), pytest.raises(Refused):
        part(secretary, matter)
    with clock.at(clock.now() + timedelta(days=14)):
        part(secretary, matter)
    assert again(matter).state == "submitted"


def test_whose_report_was_joined_may_say_that_it_is_not_solved(
    secretary: Actor, town: SimpleNamespace
) -> None:
    """Once the other has ended; their own goes on by itself then, and nobody else's."""
    goes_on, matter = (reported(secretary, town, reporter_phone=p) for p in (THEIRS, MINE))
    join(secretary, matter, goes_on)
    with pytest.raises(Refused):
        do(reporter(matter), "matters.part", matter.pk, {"words": "还是黑的"})
    with pytest.raises(Refused):
        do(reporter(matter), "matters.rate", matter.pk, {"grade": "bad"})
    do(secretary, "matters.settle", goes_on.pk, {"words": "修好了"})
    do(reporter(goes_on), "matters.verify", goes_on.pk, {"verdict": "solved"})
    do(reporter(matter), "matters.part", matter.pk, {"words": "还是黑的"})
    assert (again(matter).state, again(matter).merged_into) == ("reopened", None)
    assert (again(goes_on).state, again(goes_on).reach) == ("closed", 1)


def test_what_another_was_joined_to_is_not_taken_back(
    secretary: Actor, town: SimpleNamespace
) -> None:
    goes_on, matter = reported(secretary, town), reported(secretary, town)
    join(secretary, matter, goes_on)
    with pytest.raises(Refused):
        do(secretary, "matters.matter.withdraw", goes_on.pk, {"reason": "输错了"})
    part(secretary, matter)
    do(secretary, "matters.matter.withdraw", goes_on.pk, {"reason": "输错了"})


def test_one_person_who_reported_twice_is_one(secretary: Actor, town: SimpleNamespace) -> None:
    one, other = (reported(secretary, town, reporter_phone=MINE) for _n in range(2))
    join(secretary, one, other)
    assert again(other).reach == 1
    assert people([one.pk, other.pk]) == 1


def test_only_dispatchers_take_apart(secretary: Actor, town: SimpleNamespace, holder: Any) -> None:
    goes_on, matter = reported(secretary, town), reported(secretary, town)
    join(secretary, matter, goes_on)
    for role in (roles.GRID_MEMBER, roles.STEWARD):
        with pytest.raises(NotFound):
            part(holder(role, town.dong), matter)
