"""R13: never silent: every change of state reaches the reporter in plain words."""

from __future__ import annotations

from typing import Any

import pytest

from doorstep.frame import Actor, do
from doorstep.frame.follows import drain
from doorstep.matters.follows import HEARD
from doorstep.matters.models import Matter
from doorstep.matters.rules.life import LIFE
from doorstep.notices.models import Notice
from tests.every.world import World

#: What only the reporter does, so that nobody need tell them; and what the system does to parts.
OWN = {"verify", "rate", "reopen"}


def test_every_move_of_the_life_is_told() -> None:
    """Over the table of the life of a matter, and taking an entry back."""
    told = {name.rsplit(".", 1)[-1] for name in HEARD}
    for word in {*LIFE.moves, "withdraw"} - OWN:
        assert word in told, word


#: act, entries, state before, who does it.
STEPS: list[tuple[str, dict[str, Any], str, str]] = [
    ("accept", {}, "submitted", "community_secretary"),
    ("dispatch", {"owner": "street_office", "words": "请办理"}, "accepted", "community_secretary"),
    ("start", {}, "assigned", "community_secretary"),
    ("escalate", {"words": "办不了"}, "accepted", "community_secretary"),
    ("split", {"parts": "一\n二"}, "accepted", "community_secretary"),
    ("settle", {"words": "换了灯泡"}, "accepted", "community_secretary"),
    ("resolve", {"outcome": "solved", "words": "换了灯泡"}, "handling", "community_secretary"),
    ("resolve", {"outcome": "not_ours", "words": "不归我们", "where_to": "供电公司"}, "handling",
     "community_secretary"),
    ("check", {"verdict": "settled", "words": "看过了"}, "resolved", "grid_member"),
    ("decline", {"words": "不在范围", "where_to": "12345"}, "submitted", "community_secretary"),
    ("change_kind", {"intake": "suggestion", "words": "这是建议"}, "accepted",
     "community_secretary"),
    ("matter.withdraw", {"reason": "重复录入"}, "submitted", "community_secretary"),
]  # fmt: skip


@pytest.mark.parametrize(("word", "data", "state", "role"), STEPS, ids=lambda v: str(v)[:24])
def test_the_reporter_hears_of_it(
    town: World, word: str, data: dict[str, Any], state: str, role: str
) -> None:
    """By the phone they left; the words name the number and no other person."""
    matter = town.new("matters.matter", "dong", state=state, level=2, attempts=1,
                      reporter_phone="13900001111")  # fmt: skip
    if "owner" in data:
        data = {**data, "owner": str(town.of_body(data["owner"], "east").pk)}
    actor: Actor = town.actor(role)
    matter._makers = set()
    do(actor, f"matters.{word}", matter, data, version=matter.version)
    drain()
    told = Notice.objects.filter(about=f"matters.matter:{matter.pk}", channel="sms")
    assert told.count() == 1, word
    text = told.get().text
    assert matter.number in text
    assert actor.name not in text
    for said in (data.get("words"), data.get("where_to"), data.get("reason")):
        if said and word not in ("dispatch", "check", "change_kind"):
            assert said in text, word


def test_whoever_left_no_phone_hears_by_account_and_by_link(town: World) -> None:
    """A reporter with an account finds it in the bell; the link tells the same steps."""
    from django.test import Client

    me = town.nobody()
    matter = town.new("matters.matter", "dong", level=2, reporter_account=me.id)
    matter.reporter_phone = ""
    matter.save()
    do(town.actor("community_secretary"), "matters.accept", matter, {}, version=matter.version)
    drain()
    assert Notice.objects.filter(account=me.id).count() == 1
    page = Client().get(f"/m/{Matter.objects.get(pk=matter.pk).token}/").content.decode()
    assert matter.number in page
