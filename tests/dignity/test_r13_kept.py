"""R13: what a reporter was told stays as it was told, and nobody takes an answered matter back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from doorstep.frame import NOBODY, Actor, Refused, do
from doorstep.frame.follows import drain
from doorstep.kit import clock
from doorstep.matters.models import Matter
from doorstep.notices.models import Notice
from tests.every.world import World

PHONE = "13955550417"


def asked(town: World) -> Matter:
    data = {"place": town.places["lake"].path, "category": "stair_light", "text": "灯不亮"}
    return Matter.objects.get(pk=do(NOBODY, "matters.ask", None, data, channel="portal").id)


def fresh(matter: Matter) -> Matter:
    return Matter.objects.get(pk=matter.pk)


def link(matter: Matter) -> Actor:
    return Actor(None, marks={"link": matter.token})


def test_old_lines_name_who_had_it_then(town: World, client: Client) -> None:
    """Handed over with another date: the first line still says the first body and date."""
    matter = asked(town)
    first, due = matter.owner, matter.due
    assert first is not None
    page = client.get(f"/m/{matter.token}/").content.decode()
    line = next(part for part in page.split("<li") if first.name in part)
    told = line.split(first.name)[1].split("<")[0]
    other = town.of_body("department", "city")
    do(town.actor("city_dispatcher"), "matters.dispatch", fresh(matter), {"owner": str(other.pk)})
    Matter.objects.filter(pk=matter.pk).update(due=due + timedelta(days=30))
    page = client.get(f"/m/{matter.token}/").content.decode()
    assert f"{first.name}{told}" in page
    assert other.name in page


def test_a_message_names_who_had_it_when_it_was_said(town: World) -> None:
    """Handed over before the messages went out."""
    data = {"place": town.places["lake"].path, "category": "stair_light", "text": "灯不亮",
            "reporter_phone": PHONE}  # fmt: skip
    matter = do(town.actor("street_dispatcher"), "matters.receive", None, data).record
    first, other = matter.owner.name, town.of_body("department", "city")
    do(town.actor("city_dispatcher"), "matters.dispatch", fresh(matter), {"owner": str(other.pk)})
    drain()
    told = {n.topic: n.text for n in Notice.objects.filter(about=f"matters.matter:{matter.pk}")
            if n.body_id is None}  # fmt: skip
    assert first in told["matters.receive"]
    assert other.name in told["matters.dispatch"]


@pytest.mark.parametrize("how", ["settled", "reopened", "answered_by_another"])
def test_what_others_did_something_with_is_not_taken_back(town: World, how: str) -> None:
    """Not even as a slip of the pen: its reporter could not object to that."""
    matter = asked(town)
    worker = town.actor("community_secretary")
    do(worker, "matters.settle", fresh(matter), {"words": "换了灯"})
    if how == "reopened":
        do(link(matter), "matters.verify", fresh(matter), {"verdict": "not"})
    if how == "answered_by_another":
        do(link(matter), "matters.verify", fresh(matter), {"verdict": "solved"})
        do(link(matter), "matters.rate", fresh(matter), {"grade": "bad"})
    with clock.at(clock.now() + timedelta(days=2)):
        dispatcher = town.actor("street_dispatcher")
        with pytest.raises(Refused) as refused:
            do(dispatcher, "matters.matter.withdraw", fresh(matter), {"reason": "录错了"})
    assert refused.value.refusals[0].cure
    assert fresh(matter).withdrawn_at is None


def test_a_slip_of_the_pen_is_taken_back(town: World) -> None:
    """Whoever entered it, as long as it is theirs alone; their own steps do not bind them."""
    worker = town.actor("community_secretary")
    data: dict[str, Any] = {"place": town.places["lake"].path, "category": "stair_light",
                            "text": "写错了"}  # fmt: skip
    matter = do(worker, "matters.report", None, data).record
    do(worker, "matters.accept", fresh(matter), {})
    drain()
    do(worker, "matters.matter.withdraw", fresh(matter), {"reason": "录错了"})
    assert fresh(matter).withdrawn_at is not None
