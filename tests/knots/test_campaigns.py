"""A person sets a knot aside with a reason, or leads it to a campaign: one plan, one owner."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from doorstep.frame import Invalid, NotFound, Refused, do, history
from doorstep.kit import clock
from doorstep.knots.acts.finding import find_knots
from doorstep.knots.models import Campaign, Knot
from doorstep.knots.queries import numbers
from doorstep.matters.models import Matter
from doorstep.people import rules as roles

pytestmark = pytest.mark.django_db
PLAN = {"title": "东塘社区停车整治", "plan": "先划线，再清车"}


@pytest.fixture
def knot(town: Any, desks: Any, taken_down: Any) -> Knot:
    """A hot spot of five matters in 东塘社区."""
    for door in town.doors[:5]:
        taken_down(door)
    find_knots()
    return Knot.objects.get()


def opened(who: Any, knot: Knot, desks: Any, **more: Any) -> Campaign:
    do(who, "knots.take_up", knot, {**PLAN, "owner": str(desks.urban.pk), **more})
    return Campaign.objects.get()


def test_set_aside_with_a_reason_it_stays_aside(knot: Knot, secretary: Any) -> None:
    with pytest.raises(Invalid):
        do(secretary, "knots.set_aside", knot, {"words": ""})
    do(secretary, "knots.set_aside", knot, {"words": "同一天物业维修，已恢复"})
    assert find_knots() == 0
    after = Knot.objects.get()
    assert (after.state, after.why) == ("set_aside", "同一天物业维修，已恢复")
    do(secretary, "knots.bring_back", after, {})
    assert Knot.objects.get().state == "found"


def test_what_was_set_aside_is_judged_again_when_it_has_doubled(
    knot: Knot, secretary: Any, town: Any, taken_down: Any
) -> None:
    do(secretary, "knots.set_aside", knot, {"words": "同一天物业维修，已恢复"})
    for door in town.doors[:4]:
        taken_down(door)
    assert find_knots() == 0
    assert Knot.objects.get().reason["matters"] == 5  # as it was judged
    taken_down(town.doors[5])
    assert find_knots() == 1
    after = Knot.objects.get()
    assert (after.state, after.reason["matters"]) == ("found", 10)
    assert after.why == "同一天物业维修，已恢复"


def test_a_knot_leads_to_a_campaign_with_its_matters(
    knot: Knot, secretary: Any, desks: Any
) -> None:
    campaign = opened(secretary, knot, desks)
    assert (campaign.owner, campaign.path, campaign.state) == (desks.urban, knot.path, "running")
    assert Matter.objects.filter(campaign=campaign.pk).count() == 5
    after = Knot.objects.get()
    assert (after.state, after.campaign) == ("taken", campaign)
    matter = Matter.objects.first()
    assert matter is not None
    assert [e.act for e in history(matter)] == ["matters.report", "matters.bundle"]
    assert find_knots() == 0


def test_matters_come_and_go(
    knot: Knot, secretary: Any, desks: Any, taken_down: Any, town: Any
) -> None:
    campaign = opened(secretary, knot, desks)
    more, other = taken_down(town.mill), taken_down(town.mill, category="stair_light")
    given = {"alike": [str(more.pk)], "numbers": f"{other.number}"}
    do(secretary, "knots.add_matters", campaign, given)
    assert Matter.objects.filter(campaign=campaign.pk).count() == 7
    campaign.refresh_from_db()
    with pytest.raises(Invalid) as wrong:  # it belongs to one already
        do(secretary, "knots.add_matters", campaign, {"numbers": other.number})
    assert other.number in str(wrong.value.refusals[0].words)
    gone = {"matter": str(other.pk), "words": "楼道灯另办"}
    do(secretary, "knots.remove_matter", campaign, gone)
    assert Matter.objects.get(pk=other.pk).campaign is None


@pytest.mark.parametrize("entered", [{}, {"numbers": "340181-20240101-9999"}, {"alike": ["x"]}])
def test_a_wrong_number_is_named(
    knot: Knot, secretary: Any, desks: Any, entered: dict[str, Any]
) -> None:
    campaign = opened(secretary, knot, desks)
    with pytest.raises(Invalid) as wrong:
        do(secretary, "knots.add_matters", campaign, entered)
    assert wrong.value.refusals[0].field in ("numbers", "alike")


def test_what_is_hidden_joins_no_campaign(
    knot: Knot, street: Any, desks: Any, taken_down: Any, town: Any
) -> None:
    campaign = opened(street, knot, desks)
    secret = taken_down(town.lake, hidden_below=3)
    with pytest.raises(Invalid):
        do(street, "knots.add_matters", campaign, {"numbers": secret.number})


def test_a_day_in_the_past_is_refused(knot: Knot, secretary: Any, desks: Any) -> None:
    with pytest.raises(Invalid) as wrong:
        opened(secretary, knot, desks, due_on="2024-01-01")
    assert wrong.value.refusals[0].field == "due_on"


def test_it_ends_with_words_and_takes_nothing_more(
    knot: Knot, secretary: Any, desks: Any, town: Any, taken_down: Any
) -> None:
    campaign = opened(secretary, knot, desks)
    do(secretary, "knots.finish", campaign, {"words": "线划好了，僵尸车清了五辆"})
    after = Campaign.objects.get()
    assert (after.state, after.ended_on) == ("finished", clock.today())
    more = taken_down(town.mill)
    with pytest.raises(Refused):
        do(secretary, "knots.add_matters", after, {"numbers": more.number})


def test_the_leading_unit_may_finish_and_another_place_sees_nothing(
    knot: Knot, secretary: Any, desks: Any, holder: Any, town: Any
) -> None:
    campaign = opened(secretary, knot, desks)
    stranger = holder(roles.COMMUNITY_SECRETARY, town.xi)
    with pytest.raises(NotFound):
        do(stranger, "knots.finish", campaign, {"words": "好了"})
    clerk = holder(roles.DEPT_DISPATCHER, desks.urban)
    do(clerk, "knots.finish", campaign, {"words": "好了"})


def test_numbers_before_and_after(
    knot: Knot, secretary: Any, desks: Any, town: Any, taken_down: Any
) -> None:
    for n in (3, 10, 40):
        taken_down(town.mill, days=n)
    taken_down(town.mill, days=5, hidden_below=3)
    campaign = opened(secretary, knot, desks)
    done = Matter.objects.filter(campaign=campaign.pk).first()
    do(secretary, "matters.settle", done, {"words": "好了"})
    with clock.at(clock.now() + timedelta(days=20)):
        from doorstep.matters.acts.answers import lapse_due

        lapse_due()
        taken_down(town.mill)
        told = numbers(Campaign.objects.get())
    assert told == {
        "taken": 5, "done": 1, "reported_before": 2, "reported_after": 6,
        "open_before": 3, "open_after": 8, "days_after": 21,
    }  # fmt: skip


def test_a_campaign_with_matters_is_not_taken_back(knot: Knot, secretary: Any, desks: Any) -> None:
    campaign = opened(secretary, knot, desks)
    with pytest.raises(Refused):
        do(secretary, "knots.campaign.withdraw", campaign, {"reason": "开错了"})
    Matter.objects.update(campaign=None)
    do(secretary, "knots.campaign.withdraw", campaign, {"reason": "开错了"})
