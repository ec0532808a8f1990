"""The stairwell that is marked beforehand never wins over what the words say."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from doorstep.matters.models import Matter
from doorstep.people.models import Office
from doorstep.places.models import Place
from tests.doors.test_pocket import op, text_of
from tests.people import town as build

pytestmark = pytest.mark.django_db


def stairs(village: SimpleNamespace) -> dict[str, Place]:
    """Two stairwells of one building and one of another, in the patch of the steward."""
    building = village.entrance.path[:-4]
    found = {"1栋1单元": village.entrance}
    for name, above in (("1栋2单元", building), ("2栋1单元", building[:-4] + "0002")):
        label = f"东塘社区 湖畔枫景 {name}"
        there = Place.objects.filter(label=label).first()
        found[name] = there or build.place(Place.objects.get(path=above), 2, "entrance", said="2")
        assert found[name].label == label
    steward = village.people["steward"]
    patch = build.covering("patch", village.lake, "三个门洞", *found.values())
    Office.objects.filter(person=steward).delete()
    build.office(steward, "steward", patch)
    return found


def reported(client: Client, village: SimpleNamespace, text: str, **more: str) -> Any:
    at = village.entrance.path
    data = {"place": at, "preset": at, "text": text, "way": "compound", "op_id": op()}
    return client.post("/pocket/report/", data | more)


def test_words_that_name_one_of_the_own_stairwells_are_followed(as_: Any, village: Any) -> None:
    there = stairs(village)
    page = as_("steward").get("/pocket/report/").content.decode()
    assert f'name="preset" value="{village.entrance.path}"' in page
    assert reported(as_("steward"), village, "二单元楼道堆的纸箱").status_code == 302
    assert Matter.objects.get().place == there["1栋2单元"]


def test_so_are_those_of_the_exact_spot(as_: Any, village: Any) -> None:
    there = stairs(village)
    assert reported(as_("steward"), village, "堆的纸箱", where="2单元一楼").status_code == 302
    assert Matter.objects.get().place == there["1栋2单元"]


@pytest.mark.parametrize("text", ["3单元楼道堆的纸箱", "5号楼楼道堆的纸箱"])
def test_words_that_name_no_own_place_ask_and_mark_none(as_: Any, village: Any, text: str) -> None:
    stairs(village)
    asked = reported(as_("steward"), village, text)
    page = asked.content.decode()
    assert asked.status_code == 422
    assert "您写的地方和选中的地方不一样" in text_of(asked)
    assert text in page
    assert 'name="preset" value=""' in page
    assert f'value="{village.entrance.path}" checked' not in page
    assert not Matter.objects.exists()
    chosen = reported(as_("steward"), village, text, preset="")
    assert chosen.status_code == 302, "whoever chooses has the last word"
    assert Matter.objects.get().place == village.entrance


def test_words_that_agree_or_say_nothing_leave_it(as_: Any, village: Any) -> None:
    stairs(village)
    for text in ("1栋1单元灯不亮", "一单元灯不亮", "灯不亮"):
        assert reported(as_("steward"), village, text).status_code == 302
    assert {m.place for m in Matter.objects.all()} == {village.entrance}
