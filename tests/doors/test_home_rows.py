"""The first page of a post: what is in several heaps has its row once, where it presses most."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from doorstep.frame import NOBODY, do
from doorstep.kit import clock
from doorstep.matters.models import Matter


def asked(village: SimpleNamespace, text: str, **more: Any) -> Matter:
    data = {"place": village.entrance.path, "category": "stair_light", "text": text}
    made = do(NOBODY, "matters.ask", None, data, channel="portal").record
    Matter.objects.filter(pk=made.pk).update(**more)
    return Matter.objects.get(pk=made.pk)


def test_what_is_late_and_in_hand_stands_under_late_alone(
    as_: Any, village: SimpleNamespace
) -> None:
    past = clock.now() - timedelta(days=3)
    late = asked(village, "灯坏了三天", state="assigned", due=past, due_order=past)
    also = asked(village, "另一盏灯", state="assigned")
    page = as_("community_secretary").get("/desk/").content.decode()
    assert page.count(f'href="/desk/matters/{late.pk}/"') == 1
    assert page.count(f'href="/desk/matters/{also.pk}/"') == 1
    assert page.index("灯坏了三天") < page.index("另一盏灯")
    Matter.objects.filter(pk=also.pk).delete()
    alone = as_("community_secretary").get("/desk/").content.decode()
    assert alone.count('<section class="panel">') == 1
