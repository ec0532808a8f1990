"""A table's title names the category; its body is read for what must not wait or be read by all."""

from __future__ import annotations

from typing import Any

import pytest

from doorstep.matters.models import Matter
from tests.matters.test_imports import table, take

__all__ = ["table", "take"]
pytestmark = pytest.mark.django_db
HEAD = ("工单编号", "来电时间", "地点", "主题", "内容")
LAMP = "楼道灯不亮"


def one(table: Any, take: Any, title: str, text: str, at: str = "2024-06-03 08:00") -> Any:
    """The matter of a table of one row, and what was said of the row."""
    report = take(table(("B1", at, "湖畔枫景", title, text), head=HEAD))
    assert (report.ok, report.done) == (True, 1)
    words = " ".join(str(m) for m in report.marked)
    return Matter.objects.get(), words


def test_a_calm_title_does_not_hide_an_emergency(table: Any, take: Any, desks: Any) -> None:
    """Smoke below a lamp that does not burn: whoever must come is told at once."""
    calm, _words = one(table, take, LAMP, "三楼楼道的灯坏了好几天")
    assert (calm.category, calm.emergency, calm.marks) == ("stair_light", False, ["category"])
    Matter.objects.all().delete()
    urgent, words = one(table, take, LAMP, "三楼楼道的灯坏了。刚才发现电表箱着火了,冒浓烟")
    assert urgent.emergency
    assert urgent.category != "stair_light"
    assert "urgent" in urgent.marks
    assert "紧急" in words


def test_of_long_ago_it_is_marked_and_keeps_its_category(table: Any, take: Any) -> None:
    """Nobody is sent to a fire of last month."""
    matter, _words = one(table, take, LAMP, "灯坏了,电表箱着火了", at="2024-05-02 08:00")
    assert (matter.category, matter.emergency) == ("stair_light", False)
    assert {"urgent", "category"} <= set(matter.marks)


@pytest.mark.parametrize("at", ["2024-06-03 08:00", "2024-05-02 08:00"])
@pytest.mark.parametrize("more", ["", "那天电表箱还着火了。"])
def test_a_complaint_in_the_body_is_held_whatever_the_title(
    table: Any, take: Any, desks: Any, at: str, more: str
) -> None:
    """D5: unless somebody must come at once, those it may be about do not read it first."""
    matter, words = one(table, take, LAMP, f"{more}我要投诉居委会书记收钱才给修", at=at)
    if more and at.startswith("2024-06"):
        assert matter.emergency
        return
    assert (matter.category, matter.owner) == ("stair_light", desks.east)
    assert matter.hidden_below == 3
    assert "look" in matter.marks
    assert "投诉" in words


def test_what_only_the_file_keeps_is_read_too(table: Any, take: Any, desks: Any) -> None:
    """The end of a long text counts as its beginning."""
    matter, _words = one(table, take, LAMP, "灯坏了。" * 600 + "举报社区主任吃拿卡要")
    assert matter.owner == desks.east
    assert {"long", "look"} <= set(matter.marks)


def test_a_category_that_is_written_stands(table: Any, take: Any, desks: Any) -> None:
    """Somebody has read and sorted it: nothing is proposed."""
    head = (*HEAD, "类别")
    row = ("B2", "2024-06-03 08:00", "湖畔枫景", LAMP, "我要投诉居委会书记收钱", LAMP)
    assert take(table(row, head=head)).done == 1
    assert Matter.objects.get().marks == []
