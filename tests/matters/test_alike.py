"""What looks alike: by place, category, days and Chinese words, with its reasons, and quickly."""

from __future__ import annotations

import uuid
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from doorstep.frame import NOBODY, Actor, do
from doorstep.kit import clock
from doorstep.matters.models import Matter
from doorstep.people import rules as roles
from doorstep.people.models import Account
from doorstep.together.queries import alike, before_filing
from doorstep.together.queries.alike import likeness, tokens
from tests.matters.test_merging import again, reported, secretary

__all__ = ["secretary"]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("one", "other", "least", "most"),
    [
        ("路灯不亮", "3栋东侧的路灯不亮了，好几天没人修", 0.6, 1),
        ("下水道堵了，污水往外冒", "污水从下水道往外冒，堵了两天", 0.3, 1),
        ("楼上漏水到我家厨房", "楼道堆满纸箱没法走", 0, 0.1),
        ("电梯坏了", "电动车乱停", 0, 0.1),
        ("", "路灯不亮", 0, 0),
    ],
)  # fmt: skip
def test_chinese_words_are_compared_in_pairs(
    one: str, other: str, least: float, most: float
) -> None:
    found = likeness(tokens(one), tokens(other))
    assert least <= found <= most
    assert found == likeness(tokens(other), tokens(one))


def test_the_likest_come_first_with_their_reasons(secretary: Actor, town: SimpleNamespace) -> None:
    here = reported(secretary, town, text="1栋门口路灯不亮")
    like = reported(secretary, town, text="门口的路灯不亮，晚上看不见")
    words = reported(
        secretary, town, text="路灯不亮，门口一片黑", place=town.mill.path, category="parking_mess"
    )
    reported(secretary, town, text="垃圾没人清", category="rubbish")
    old = reported(secretary, town, text="一楼灯坏了")
    Matter.objects.filter(pk=old.pk).update(begun_on=clock.today() - timedelta(days=3))
    found = alike(here, secretary)
    assert [x.matter.pk for x in found] == [like.pk, old.pk, words.pk] or (
        [x.matter.pk for x in found][:2] == [like.pk, old.pk]
    )
    assert found[0].reasons == "同一小区 · 同一类别 · 同一天 · 说法相近"
    assert "相隔3天" in next(x for x in found if x.matter.pk == old.pk).reasons


def test_what_has_ended_is_a_part_or_is_less_hidden_is_not_offered(
    secretary: Actor, town: SimpleNamespace
) -> None:
    here, other = reported(secretary, town), reported(secretary, town)
    for change in ({"state": "closed"}, {"withdrawn_at": clock.now()}, {"parent": here}):
        Matter.objects.filter(pk=other.pk).update(**change)
        assert alike(here, secretary) == []
        Matter.objects.filter(pk=other.pk).update(state="submitted", withdrawn_at=None, parent=None)
    assert len(alike(here, secretary)) == 1
    here.hidden_below = 2
    assert alike(here, secretary) == []


def test_a_resident_is_shown_what_is_public_in_the_same_compound(
    secretary: Actor, town: SimpleNamespace
) -> None:
    matter = reported(secretary, town)
    where = town.doors[0].path
    found = before_filing(NOBODY, where, ["stair_light"], "")
    assert [x.matter.pk for x in found] == [matter.pk]
    assert found[0].words == 0
    assert before_filing(NOBODY, where, ["rubbish"], "灯不亮") == []
    assert before_filing(NOBODY, town.gate_doors[0].path, ["stair_light"], "") == []
    Matter.objects.update(hidden_below=2)
    assert before_filing(NOBODY, where, ["stair_light"], "灯不亮") == []
    assert before_filing(secretary, where, ["stair_light"], "灯不亮") == []


def test_it_takes_two_walks_and_one_look(
    secretary: Actor, town: SimpleNamespace, django_assert_num_queries: Any
) -> None:
    here = reported(secretary, town)
    for n in range(30):
        reported(secretary, town, text=f"第{n}盏灯不亮")
    alike(here, secretary)
    with django_assert_num_queries(3):
        assert len(alike(here, secretary)) == 8
    with django_assert_num_queries(2):
        before_filing(NOBODY, town.lake.path, ["stair_light"], "")


def test_the_page_of_a_matter_pays_nothing_until_somebody_looks(
    secretary: Actor, town: SimpleNamespace
) -> None:
    """Two taps: look, and join; the trail says into which, and its page leads there and back."""
    here, other = reported(secretary, town), reported(secretary, town, text="灯不亮，三楼")
    desk = Client()
    desk.force_login(Account.objects.get(pk=secretary.id))
    page = desk.get(f"/desk/matters/{here.pk}/").content.decode()
    assert f'hx-get="/desk/matters/{here.pk}/alike/"' in page
    assert other.number not in page
    found = desk.get(f"/desk/matters/{here.pk}/alike/").content.decode()
    assert "灯不亮，三楼" in found
    assert "同一小区" in found
    given = {"into": str(other.pk), "version": here.version, "op_id": str(uuid.uuid4())}
    answer = desk.post(f"/desk/matters/{here.pk}/do/merge/", given)
    assert answer.status_code == 302
    assert again(here).merged_into_id == other.pk
    page = desk.get(f"/desk/matters/{here.pk}/").content.decode()
    assert f"/desk/matters/{other.pk}/" in page
    assert f"并入{other.number}一起办" in page
    assert "拆开单独办" in page
    assert f"/desk/matters/{here.pk}/" in desk.get(f"/desk/matters/{other.pk}/").content.decode()


def test_the_page_is_for_dispatchers_who_see_it(
    secretary: Actor, town: SimpleNamespace, holder: Any
) -> None:
    matter = reported(secretary, town)
    for role, place in ((roles.GRID_MEMBER, town.dong), (roles.COMMUNITY_SECRETARY, town.xi)):
        desk = Client()
        desk.force_login(Account.objects.get(pk=holder(role, place).id))
        assert desk.get(f"/desk/matters/{matter.pk}/alike/").status_code == 404
    do(secretary, "matters.settle", matter.pk, {"words": "好了"})
    desk = Client()
    desk.force_login(Account.objects.get(pk=secretary.id))
    assert "alike/" not in desk.get(f"/desk/matters/{matter.pk}/").content.decode()
