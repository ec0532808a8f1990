"""What people write of everyday troubles: the first topic proposed is the one they mean."""

from __future__ import annotations

from typing import Any

import pytest

from doorstep.routing.queries import read

pytestmark = pytest.mark.django_db
MEANT = {
    "drain_blocked": ("6栋2单元门口下水道又堵了，臭得很", "下水道老是堵", "马桶又不通了",
                      "厕所下水堵了，水漫出来"),
    "lift_fault": ("电梯又坏了", "电梯不动了，老人爬楼", "电梯三天两头出故障"),
    "leak_roof": ("房顶漏雨",),
    "ebike_indoor": ("有人在楼道里充电", "电瓶车在楼道充电"),
    "stair_light": ("楼道灯又不亮了",),
    "lift_trapped": ("电梯又坏了，里面有人出不来",),
}  # fmt: skip


@pytest.mark.parametrize("leaf", MEANT)
def test_the_first_proposal_is_the_one_that_is_meant(desks: Any, leaf: str) -> None:
    assert [(t, read(t).categories[:1]) for t in MEANT[leaf]] == [(t, [leaf]) for t in MEANT[leaf]]
