"""D5: who complains of somebody in office in plain words is not read by that office first."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from doorstep.frame import NOBODY, do
from doorstep.matters.models import Matter
from doorstep.routing.queries import read, sounds_hidden, unasked
from tests.every.world import World

COMPLAINTS = (
    "我要投诉居委会书记收钱", "举报社区主任吃拿卡要", "村书记贪污低保", "投诉书记", "城管打人",
    "优亲厚友",
    "主任收了红包才给办", "网格员问我要钱", "村干部自己家吃低保", "举报村委会虚报人数",
    "书记包庇他家亲戚",
    "要检举会计挪用公款", "居委会的人威胁我", "不给钱不办事",
)  # fmt: skip
#: They speak of an office and complain of nobody in it.
ORDINARY = (
    "向社区投诉三次没人管楼上漏水", "感谢书记帮忙", "投诉楼上太吵", "找居委会开证明",
    "物业费怎么收钱",
    "主任您好，路灯坏了", "网格员来过了，灯还是不亮", "我要投诉楼上，社区能不能帮忙",
)  # fmt: skip


def test_such_words_are_known(town: World) -> None:
    assert [t for t in COMPLAINTS if not sounds_hidden(t)] == []
    assert [t for t in COMPLAINTS if read(t).categories[:1] != ["worker_conduct"]] == []
    assert [t for t in ORDINARY if sounds_hidden(t)] == []


@pytest.mark.parametrize("text", COMPLAINTS)
def test_it_is_held_above_the_office_it_is_about(
    town: World, as_: Callable[..., Client], text: str
) -> None:
    """Nobody chose a category on the portal: the compound and the community never read it."""
    category = unasked(read(text).categories)
    data = {"place": town.places["lake"].path, "category": category, "text": text, "proposed": "1"}
    matter = Matter.objects.get(pk=do(NOBODY, "matters.ask", None, data, channel="portal").id)
    assert (matter.hidden_below, "look" in matter.marks) == (3, True)
    assert matter.owner == town.of_body("street_office", "east")
    for role in ("compound_secretary", "community_secretary", "window_worker", "grid_member"):
        client = as_(role)
        assert client.get(f"/desk/matters/{matter.pk}/").status_code == 404, role
        assert text not in client.get("/desk/matters/?").content.decode(), role
    assert text in as_("street_dispatcher").get(f"/desk/matters/{matter.pk}/").content.decode()
