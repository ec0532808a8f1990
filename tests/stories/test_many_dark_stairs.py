"""Many dark stairs: the rules find a hot spot, a person opens a campaign, a part is not needed,
what was sent up comes down by consent, and the numbers tell before and after."""

from __future__ import annotations

from datetime import timedelta
from threading import Event
from typing import Any

import pytest
from django.test import Client

from doorstep.doors.shell.worker import Worker
from doorstep.frame import Refused, do
from doorstep.frame.follows import drain
from doorstep.kit import clock
from doorstep.knots.models import Campaign, Knot
from doorstep.knots.queries import numbers
from doorstep.matters.acts.answers import lapse_due
from doorstep.matters.models import Matter
from doorstep.people import rules as roles
from doorstep.people.models import Account

pytestmark = pytest.mark.django_db


def page(who: Any, address: str) -> str:
    client = Client()
    client.force_login(Account.objects.get(pk=who.id))
    answer = client.get(address, headers={"accept-language": "zh-hans"})
    assert answer.status_code == 200, address
    return str(answer.content.decode())


def test_many_dark_stairs(town: Any, desks: Any, holder: Any) -> None:
    street = holder(roles.STREET_DISPATCHER, town.east)
    secretary = holder(roles.COMMUNITY_SECRETARY, town.dong)
    compound = holder(roles.COMPOUND_SECRETARY, town.lake)
    for door in town.doors[:5]:
        data = {"place": door.path, "category": "stair_light", "text": "楼道灯不亮"}
        do(compound, "matters.report", None, {**data, "way": "compound"})
    Worker(Event()).sweep()
    knot = Knot.objects.get()
    shown = page(secretary, "/desk/knots/")
    assert "楼道灯不亮" in shown
    assert "30天内反映5件，涉及5处、5人" in shown
    matter = Matter.objects.order_by("number")[0]
    assert "30天内反映5件" in page(compound, f"/desk/matters/{matter.pk}/")

    # one plan, one owner
    plan = {"title": "东塘楼道灯整治", "plan": "查线路，换感应灯", "owner": str(desks.dong.pk)}
    do(secretary, "knots.take_up", knot, plan)
    campaign = Campaign.objects.get()
    assert "东塘楼道灯整治" in page(secretary, f"/desk/matters/{matter.pk}/")
    assert "开始之前" in page(secretary, f"/desk/campaigns/{campaign.pk}/")

    # up after an attempt, down only by consent
    do(compound, "matters.escalate", matter.pk, {"words": "换过灯泡，是线路的问题"})
    do(secretary, "matters.escalate", matter.pk, {"words": "请街道协调电工"})
    with pytest.raises(Refused):
        do(street, "matters.dispatch", matter.pk, {"owner": str(desks.dong.pk)})
    asked = {"owner": str(desks.dong.pk), "words": "电工已约好，请你们陪同"}
    do(street, "matters.offer_down", matter.pk, asked)
    assert "商请接办" in page(secretary, f"/desk/matters/{matter.pk}/")
    do(secretary, "matters.take_down", matter.pk, {})

    # divided; one part turns out not to be needed
    do(secretary, "matters.split", matter.pk, {"parts": "查线路；湖畔枫景；线路正常\n换感应灯"})
    line, lamp = matter.children.order_by("number")
    assert (line.offered_to, line.done_when) == (desks.lake, "线路正常")
    do(compound, "matters.decline_down", line, {"words": "没有电工证"})
    do(secretary, "matters.drop", line.pk, {"words": "供电公司已查过，线路正常"})
    do(secretary, "matters.settle", lamp.pk, {"words": "换好了"})
    drain()
    matter.refresh_from_db()
    assert matter.state == "resolved"
    assert "供电公司已查过" in matter.result
    for other in Matter.objects.filter(campaign=campaign.pk, state__in=("assigned", "submitted")):
        do(compound, "matters.settle", other, {"words": "换好了"})
    do(secretary, "knots.finish", campaign.pk, {"words": "五处全部换成感应灯，物业每月查一次"})
    with clock.at(clock.now() + timedelta(days=8)):
        lapse_due()
    with clock.at(clock.now() + timedelta(days=31)):
        Worker(Event()).sweep()
        told = numbers(Campaign.objects.get())
        assert (told["taken"], told["done"], told["open_after"]) == (5, 5, 0)
        assert Knot.objects.get().state == "gone"
