"""没解决: what is said of a matter follows; who settled it does not confirm it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from doorstep.frame import ActError, Actor, do
from doorstep.matters.models import Matter
from doorstep.matters.rules.telling import copyable
from doorstep.people import rules as roles
from doorstep.people.models import Account

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary(desks: Any, holder: Any, town: Any) -> Actor:
    found: Actor = holder(roles.COMMUNITY_SECRETARY, town.dong)
    return found


def fresh(matter: Matter) -> Matter:
    return Matter.objects.get(pk=matter.pk)


def asked(actor: Actor, town: Any) -> Matter:
    data = {"place": town.lake.path, "category": "stair_light", "text": "灯不亮"}
    return Matter.objects.get(pk=do(actor, "matters.receive", None, data).id)


@pytest.mark.parametrize("word", ["verify", "reopen"])
def test_after_not_solved_nothing_says_it_is_done(secretary: Actor, town: Any, word: str) -> None:
    matter = asked(secretary, town)
    assert "已收到" in copyable(matter)
    assert "正在办理" not in copyable(matter)
    do(secretary, "matters.accept", matter, {})
    do(secretary, "matters.resolve", fresh(matter), {"outcome": "solved", "words": "灯换好了"})
    assert "灯换好了" in copyable(fresh(matter))
    link = Actor(None, marks={"link": matter.token})
    if word == "reopen":
        do(link, "matters.verify", fresh(matter), {"verdict": "solved"})
        do(link, "matters.reopen", fresh(matter), {"words": "又坏了"})
    else:
        do(link, "matters.verify", fresh(matter), {"verdict": "not"})
    again = fresh(matter)
    assert (again.state, again.outcome, again.result) == ("reopened", "", "")
    assert "灯换好了" not in copyable(again)
    assert "正在办理" in copyable(again)
    client = Client()
    client.force_login(Account.objects.get(pk=secretary.id))
    facts = client.get(f"/desk/matters/{matter.pk}/").content.decode()
    assert "办理结果" not in facts.split("timeline")[0]


def test_who_settled_it_at_the_door_does_not_confirm_it(desks: Any, holder: Any, town: Any) -> None:
    """我办好了, and then 解决了吗 to the same steward: the answer is the reporter's (R14)."""
    steward = holder(roles.STEWARD, town.lake)
    data = {
        "place": town.lake.path,
        "category": "stair_light",
        "text": "换了灯泡",
        "way": "settled",
    }
    matter = do(steward, "matters.report", None, data).record
    with pytest.raises(ActError):
        do(steward, "matters.verify", fresh(matter), {"verdict": "solved"})
    client = Client()
    client.force_login(Account.objects.get(pk=steward.id))
    page = client.get(f"/pocket/m/{matter.pk}/").content.decode()
    assert "解决了吗" not in page
    assert f"/{matter.pk}/" in page or matter.number in page
    reporter = Actor(None, marks={"link": matter.token})
    do(reporter, "matters.verify", fresh(matter), {"verdict": "solved"})
    assert fresh(matter).verdict_by == "reporter"
