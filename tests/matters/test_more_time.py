"""More time: asked for with a reason, decided by somebody else, never for long (domain B3, R12)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from doorstep.clocks.models import ClockEvent
from doorstep.frame import ActError, Refused, do, history
from doorstep.kit import clock
from doorstep.matters.acts.dates import clocks_of
from doorstep.matters.models import Matter
from doorstep.people import rules as roles

MORE = {"what": "extension", "value": "3", "words": "等管网公司回函"}
YES, NO = {"give": "yes"}, {"give": "no", "words": "一天就能修好"}


@pytest.fixture
def street(holder: Any, town: Any) -> Any:
    """The dispatcher of 东街街道."""
    return holder(roles.STREET_DISPATCHER, town.east)


@pytest.fixture
def secretary(holder: Any, town: Any) -> Any:
    """The secretary of 湖畔枫景."""
    return holder(roles.COMPOUND_SECRETARY, town.lake)


@pytest.fixture
def matter(street: Any, town: Any, desks: Any) -> Matter:
    """A request with the compound."""
    data = {"place": town.lake.path, "category": "stair_light", "text": "灯不亮"}
    made = do(street, "matters.receive", None, data).record
    do(street, "matters.dispatch", made.pk, {"owner": str(desks.lake.pk)})
    return again(made)


def again(matter: Matter) -> Matter:
    return Matter.objects.get(pk=matter.pk)


def pause_for(days: int, reason: str = "parts") -> dict[str, str]:
    until = clock.today() + timedelta(days=days)
    return {"what": "pause", "reason": reason, "until": until.isoformat(), "words": "等灯具到货"}


def test_asked_below_given_above_told_to_the_reporter(
    matter: Matter, secretary: Any, street: Any
) -> None:
    before = matter.due
    do(secretary, "matters.ask_time", matter.pk, MORE)
    asked = again(matter)
    assert asked.time_asked
    assert asked.due == before, "nothing moves before it is decided"
    do(street, "matters.give_time", matter.pk, YES)
    after = again(matter)
    assert not after.time_asked
    assert after.due > before
    assert "经批准延长3个工作日" in after.due_why["zh"]
    assert "extended by 3 working days" in after.due_why["en"]
    kept = ClockEvent.objects.get(entry="extended")
    assert (kept.value, kept.approved_by_id is None) == (3, False)


def test_what_is_said_with_a_yes_is_read_too(matter: Matter, secretary: Any, street: Any) -> None:
    do(secretary, "matters.ask_time", matter.pk, MORE)
    do(street, "matters.give_time", matter.pk, {**YES, "words": "请每天告知进展"})
    told = history(again(matter))[-1].facts["words"]
    assert told == "等管网公司回函。请每天告知进展"
    assert ClockEvent.objects.get(entry="extended").words == told


def test_a_no_leaves_the_date_and_says_why(matter: Matter, secretary: Any, street: Any) -> None:
    do(secretary, "matters.ask_time", matter.pk, MORE)
    with pytest.raises(ActError):
        do(street, "matters.give_time", matter.pk, {"give": "no"})
    do(street, "matters.give_time", matter.pk, NO)
    assert (again(matter).due, again(matter).time_asked) == (matter.due, False)
    do(secretary, "matters.ask_time", matter.pk, MORE)  # and may be asked again


def test_nobody_decides_on_their_own(
    matter: Matter, secretary: Any, holder: Any, town: Any
) -> None:
    do(secretary, "matters.ask_time", matter.pk, MORE)
    with pytest.raises(ActError):
        do(secretary, "matters.give_time", matter.pk, YES)
    with pytest.raises(ActError):  # elsewhere
        do(holder(roles.COMMUNITY_SECRETARY, town.xi), "matters.give_time", matter.pk, YES)
    do(holder(roles.COMMUNITY_SECRETARY, town.dong), "matters.give_time", matter.pk, YES)


def test_the_whole_is_at_most_twice_the_limit(matter: Matter, secretary: Any, street: Any) -> None:
    limit = clocks_of(matter).clocks[1].stage.value
    do(secretary, "matters.ask_time", matter.pk, {**MORE, "value": str(limit)})
    do(street, "matters.give_time", matter.pk, YES)
    with pytest.raises(Refused) as wrong:
        do(secretary, "matters.ask_time", matter.pk, {**MORE, "value": "1"})
    assert wrong.value.refusals[0].field == "value"
    assert wrong.value.refusals[0].clause == "R12"


def test_a_pause_ends_by_itself_and_counts_from_when_it_was_asked_for(
    matter: Matter, secretary: Any, street: Any, at: Any
) -> None:
    before = matter.due
    do(secretary, "matters.ask_time", matter.pk, pause_for(7))
    at(clock.now() + timedelta(days=2))  # the decision takes its time
    do(street, "matters.give_time", matter.pk, YES)
    after = again(matter)
    assert after.paused_until == clock.end_of(clock.today() + timedelta(days=5))
    assert after.due > before
    assert "暂停计时" in after.due_why["zh"]
    at(after.paused_until + timedelta(hours=1))
    found = clocks_of(again(matter)).clocks[1]
    assert found.at == after.due
    assert found.paused_since is None


def test_what_it_waited_for_came_earlier(
    matter: Matter, secretary: Any, street: Any, at: Any
) -> None:
    do(secretary, "matters.ask_time", matter.pk, pause_for(14))
    do(street, "matters.give_time", matter.pk, YES)
    planned = again(matter).due
    at(clock.now() + timedelta(days=1))
    do(secretary, "matters.resume", matter.pk, {})
    gone_on = again(matter)
    assert matter.due < gone_on.due < planned
    assert gone_on.paused_until is None
    at(clock.now() + timedelta(days=1))
    do(secretary, "matters.ask_time", matter.pk, pause_for(3, "weather"))
    do(street, "matters.give_time", matter.pk, YES)
    # The end once planned for the first pause ends nothing of the second.
    assert len(clocks_of(again(matter)).clocks[1].pauses) == 2
    assert again(matter).due > gone_on.due


@pytest.mark.parametrize(("entered", "field"), [
    ({"what": "extension", "words": "等"}, "value"),
    ({"what": "pause", "words": "等", "until": "2099-01-01"}, "reason"),
    ({"what": "pause", "reason": "parts", "words": "等"}, "until"),
    ({"what": "pause", "reason": "parts", "words": "等", "until": "2020-01-01"}, "until"),
    ({"what": "pause", "reason": "parts", "words": "等", "until": "2099-01-01"}, "until"),
    ({"what": "extension", "value": "2"}, "words"),
])  # fmt: skip
def test_what_is_missing_is_named(
    matter: Matter, secretary: Any, entered: dict[str, str], field: str
) -> None:
    with pytest.raises(ActError) as wrong:
        do(secretary, "matters.ask_time", matter.pk, entered)
    assert field in [r.field for r in wrong.value.refusals]
    assert again(matter).clock_entries == 0


def test_no_time_after_the_date_or_for_an_emergency(
    matter: Matter, secretary: Any, street: Any, town: Any, at: Any
) -> None:
    urgent = do(street, "matters.receive", None, {
        "place": town.lake.path, "category": "gas_leak", "text": "闻到煤气味"}).record  # fmt: skip
    with pytest.raises(ActError) as wrong:
        do(street, "matters.ask_time", urgent.pk, MORE)
    assert "紧急" in str(wrong.value.refusals[0].words)
    at(matter.due + timedelta(hours=1))
    with pytest.raises(ActError) as wrong:
        do(secretary, "matters.ask_time", matter.pk, MORE)
    assert wrong.value.refusals[0].clause == "R12"


def test_other_acts_keep_what_was_given(matter: Matter, secretary: Any, street: Any) -> None:
    """Sorting it anew counts from submission with every pause and extension (peers, GLPI)."""
    do(secretary, "matters.ask_time", matter.pk, pause_for(7))
    do(street, "matters.give_time", matter.pk, YES)
    do(street, "matters.recategorise", matter.pk, {"category": "parking_mess"})
    moved = clocks_of(again(matter)).clocks[1]
    assert len(moved.pauses) == 1
    assert again(matter).due == moved.at
    do(street, "matters.change_kind", matter.pk, {"intake": "suggestion", "words": "其实是建议"})
    assert again(matter).due is None
    do(street, "matters.change_kind", matter.pk, {"intake": "request", "words": "还是求助"})
    assert again(matter).due == moved.at


def test_the_steps_of_an_illegal_building(street: Any, town: Any, desks: Any) -> None:
    made = do(street, "matters.receive", None, {
        "place": town.lake.path, "category": "illegal_build", "text": "搭棚"}).record  # fmt: skip
    names = [due.stage.code for due in clocks_of(made).clocks]
    assert names == ["first_contact", "resolve", "stop", "penalty", "demolition"]
    do(street, "matters.accept", made.pk, {})
    do(street, "matters.stage_done", made.pk, {"stage": "stop", "words": "已停工"})
    with pytest.raises(ActError):
        do(street, "matters.stage_done", made.pk, {"stage": "stop"})
    done = clocks_of(again(made)).clocks[2]
    assert done.ended == clock.now()
    assert not done.overdue(clock.now())
    assert [s.act for s in history(made)][-1] == "matters.stage_done"


def test_who_governs_a_place_does_not_give_time_to_itself(
    street: Any, town: Any, desks: Any, holder: Any
) -> None:
    """A post of a place stands in no body; it decides nothing of its own all the same."""
    made = do(street, "matters.receive", None, {
        "place": town.lake.path, "category": "stair_light", "text": "灯不亮"}).record  # fmt: skip
    do(street, "matters.dispatch", made.pk, {"owner": str(desks.dong.pk)})
    worker = holder(roles.COMMUNITY_WORKER, town.dong)
    secretary = holder(roles.COMMUNITY_SECRETARY, town.dong)
    do(worker, "matters.ask_time", made.pk, MORE)
    with pytest.raises(Refused) as wrong:
        do(secretary, "matters.give_time", made.pk, YES)
    assert wrong.value.refusals[0].clause == "R12"
    do(street, "matters.give_time", made.pk, YES)


def test_at_the_top_somebody_else_decides(street: Any, town: Any, desks: Any, holder: Any) -> None:
    made = do(street, "matters.receive", None, {
        "place": town.lake.path, "category": "stair_light", "text": "灯不亮"}).record  # fmt: skip
    do(street, "matters.dispatch", made.pk, {"owner": str(desks.urban.pk)})
    one, other = holder(roles.CITY_CENTRE, town.city), holder(roles.CITY_CENTRE, town.city)
    do(one, "matters.ask_time", made.pk, MORE)
    with pytest.raises(Refused):
        do(one, "matters.give_time", made.pk, YES)
    do(other, "matters.give_time", made.pk, YES)


def test_two_stops_at_once_are_counted_once(
    matter: Matter, secretary: Any, street: Any, at: Any
) -> None:
    """A question while a stop of the clock waits for its decision."""
    Matter.objects.filter(pk=matter.pk).update(reporter_account=street.id)
    do(secretary, "matters.ask_time", matter.pk, pause_for(7))
    at(clock.now() + timedelta(days=1))
    do(secretary, "matters.question", matter.pk, {"words": "是几单元？"})
    alone = again(matter).due
    do(street, "matters.give_time", matter.pk, YES)
    both = again(matter)
    assert both.due >= alone
    assert both.paused_until is not None
    assert [pause.reason for pause in clocks_of(both).clocks[1].pauses] == [
        "等配件或材料到货", "等反映人答复",
    ]  # fmt: skip
    at(both.paused_until + timedelta(hours=1))
    assert clocks_of(again(matter)).clocks[1].at == both.due


def test_a_unit_gains_no_time_by_sorting_it_anew(
    street: Any, town: Any, desks: Any, holder: Any
) -> None:
    """Another category has another limit, another kind has none: not for whoever works on it."""
    made = do(street, "matters.receive", None, {
        "place": town.lake.path, "category": "stair_light", "text": "灯不亮"}).record  # fmt: skip
    do(street, "matters.dispatch", made.pk, {"owner": str(desks.urban.pk)})
    handler = holder(roles.DEPT_HANDLER, desks.urban)
    for act, given in (("recategorise", {"category": "illegal_build"}),
                       ("change_kind", {"intake": "suggestion", "words": "算建议"})):  # fmt: skip
        with pytest.raises(Refused) as wrong:
            do(handler, f"matters.{act}", made.pk, given)
        assert wrong.value.refusals[0].clause == "R12"
    assert again(made).due == made.due
    centre = holder(roles.CITY_CENTRE, town.city)
    do(centre, "matters.recategorise", made.pk, {"category": "illegal_build"})
    assert again(made).due > made.due
    do(handler, "matters.recategorise", made.pk, {"category": "stair_light"})  # back is sooner
    assert again(made).due == made.due
