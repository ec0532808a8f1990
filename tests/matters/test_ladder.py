"""大化小、小化无: parts with owner, date and closing condition; down only by acceptance (B5)."""

from __future__ import annotations

from typing import Any

import pytest

from doorstep.frame import ActError, Invalid, NotFound, Refused, do, history
from doorstep.frame.follows import drain
from doorstep.matters.acts.dividing import SplitForm
from doorstep.matters.models import Matter
from doorstep.matters.rules.ladder import Part, must_accept, read_part
from doorstep.people import rules as roles
from doorstep.places.models import Place
from tests.people import town as build

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary(holder: Any, town: Any) -> Any:
    """The secretary of 东塘社区."""
    return holder(roles.COMMUNITY_SECRETARY, town.dong)


@pytest.fixture
def street(holder: Any, town: Any) -> Any:
    """The dispatcher of 东街街道."""
    return holder(roles.STREET_DISPATCHER, town.east)


def reported(who: Any, at: Place, **more: Any) -> Matter:
    data = {"place": at.path, "category": "parking_mess", "text": "停车难", **more}
    return Matter.objects.get(pk=do(who, "matters.report", None, data).id)


def again(matter: Matter) -> Matter:
    return Matter.objects.get(pk=matter.pk)


def divided(who: Any, at: Place, lines: str, **more: Any) -> tuple[Matter, list[Matter]]:
    whole = reported(who, at, way="community", **more)
    do(who, "matters.split", whole, {"parts": lines})
    return again(whole), list(whole.children.order_by("number"))


# -- parts -----------------------------------------------------------------------------------------
def test_a_line_says_what_who_and_when_it_is_done() -> None:
    assert read_part("划线") == Part("划线")
    assert read_part("划线；城管局；线画好") == Part("划线", "城管局", "线画好")
    assert read_part("划线|城管局") == Part("划线", "城管局")
    assert read_part("划线；；线画好") == Part("划线", "", "线画好")
    assert read_part("；城管局") is None
    assert read_part("a；b；c；d") is None


def test_each_part_has_an_owner_a_date_and_a_closing_condition(
    town: Any, desks: Any, secretary: Any
) -> None:
    lines = f"划线；{desks.urban.name}；线画好，居民看过\n清僵尸车\n宣传；湖畔枫景"
    whole, (line, cars, talk) = divided(secretary, town.lake, lines)
    assert (line.owner, line.level, line.state) == (desks.urban, 4, "assigned")
    assert line.done_when == "线画好，居民看过"
    assert (cars.owner, cars.state) == (desks.dong, "submitted")
    assert cars.done_when == "车辆移开，划线或约定落实，回看无复发"  # as its category says
    assert (talk.owner, talk.level) == (desks.lake, 1)  # named by a piece of its name
    assert {p.due for p in (line, cars, talk)} == {whole.due}


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("划线", "一行一件"),
        ("划线\n划线", "一样"),
        ("划线；谁也不是\n清车", "谁也不是"),
        ("划线；局；好；坏\n清车", "1"),
        ("线" * 101 + "\n清车", "100"),
        ("划线；；" + "好" * 201 + "\n清车", "200"),
    ],
)
def test_a_wrong_line_is_named_with_its_cure(
    town: Any, desks: Any, secretary: Any, lines: str, said: str
) -> None:
    from django.utils import translation

    whole = reported(secretary, town.lake, way="community")
    with translation.override("zh-hans"), pytest.raises(Invalid) as wrong:
        do(secretary, "matters.split", whole, {"parts": lines})
    refusal = wrong.value.refusals[0]
    assert refusal.field == "parts"
    assert said in str(refusal.words)
    assert not whole.children.exists()


def test_a_name_that_fits_several_says_which(town: Any, desks: Any, secretary: Any) -> None:
    whole = reported(secretary, town.lake, way="community")
    form = SplitForm({"parts": "划线；街\n清车"}, actor=secretary, record=whole)
    build.body("department", town.city, "街景办")
    assert not form.is_valid()


def test_parts_of_parts_and_no_deeper(town: Any, desks: Any, secretary: Any) -> None:
    _whole, (one, _two) = divided(secretary, town.lake, "甲\n乙")
    do(secretary, "matters.split", one, {"parts": "丙\n丁"})
    third = one.children.order_by("number").first()
    with pytest.raises(Refused):
        do(secretary, "matters.split", third, {"parts": "戊\n己"})


def test_a_dropped_part_has_a_reason_that_the_reporter_reads(
    town: Any, desks: Any, secretary: Any, street: Any
) -> None:
    whole, (line, cars) = divided(secretary, town.lake, "划线\n清僵尸车")
    with pytest.raises(Invalid):
        do(secretary, "matters.drop", line, {"words": ""})
    with pytest.raises(Refused):  # only parts are dropped
        do(secretary, "matters.drop", reported(secretary, town.lake), {"words": "不用了"})
    do(secretary, "matters.drop", line, {"words": "物业已在划线"})
    drain()
    assert again(whole).state == "split"
    do(secretary, "matters.settle", again(cars), {"words": "拖走了"})
    drain()
    after = again(whole)
    assert (after.state, after.outcome) == ("resolved", "settled")
    assert "划线" in after.result
    assert "物业已在划线" in after.result


def test_a_whole_of_which_nothing_was_done_is_not_settled(
    town: Any, desks: Any, secretary: Any
) -> None:
    whole, parts = divided(secretary, town.lake, "甲\n乙")
    for part in parts:
        do(secretary, "matters.drop", part, {"words": "条件不具备"})
    drain()
    assert (again(whole).state, again(whole).outcome) == ("resolved", "cannot")


def test_a_unit_that_has_a_part_does_not_drop_it(
    town: Any, desks: Any, secretary: Any, holder: Any
) -> None:
    _whole, (line, _cars) = divided(secretary, town.lake, f"划线；{desks.urban.name}\n清车")
    clerk = holder(roles.DEPT_DISPATCHER, desks.urban)
    with pytest.raises((Refused, NotFound)):
        do(clerk, "matters.drop", line, {"words": "不归我们"})
    do(secretary, "matters.drop", again(line), {"words": "不用了"})  # who has the whole does
    assert again(line).state == "declined"


def test_a_part_of_a_part_ends_at_once_and_the_whole_follows(
    town: Any, desks: Any, secretary: Any
) -> None:
    whole, (one, two) = divided(secretary, town.lake, "甲\n乙")
    do(secretary, "matters.split", one, {"parts": "丙\n丁"})
    do(secretary, "matters.settle", again(two), {"words": "好了"})
    for part in one.children.all():
        assert again(whole).state == "split"
        do(secretary, "matters.settle", part, {"words": "好了"})
        drain()
    assert again(one).state == "closed"
    assert again(whole).state == "resolved"


def test_a_divided_matter_is_not_taken_back_over_its_parts(
    town: Any, desks: Any, secretary: Any
) -> None:
    whole, _parts = divided(secretary, town.lake, "甲\n乙")
    with pytest.raises(Refused):
        do(secretary, "matters.matter.withdraw", whole, {"reason": "写错了"})


def test_no_matter_goes_on_as_its_own_part(town: Any, desks: Any, secretary: Any) -> None:
    whole, (one, _two) = divided(secretary, town.lake, "甲\n乙")
    for matter, into in ((one, whole), (whole, one)):
        with pytest.raises(ActError):
            do(secretary, "matters.merge", matter, {"into": str(into.pk)})


# -- down ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("level", "sent_up", "state", "to", "asked"),
    [
        (3, None, "accepted", 1, False),  # the first way down is routing
        (3, 1, "assigned", 1, True),
        (3, 2, "assigned", 1, True),
        (3, 1, "assigned", 2, False),  # the community never had it
        (3, None, "handling", 2, True),
        (3, None, "reopened", 1, True),
        (2, 2, "assigned", 3, False),  # up is no push
    ],
)
def test_what_goes_down_by_acceptance_only(
    level: int, sent_up: int | None, state: str, to: int, asked: bool
) -> None:
    assert must_accept(level, sent_up, state, to) is asked


def test_what_was_sent_up_comes_down_by_acceptance_only(
    town: Any, desks: Any, secretary: Any, holder: Any
) -> None:
    compound = holder(roles.COMPOUND_SECRETARY, town.lake)
    matter = reported(compound, town.lake, way="compound")
    do(compound, "matters.escalate", matter, {"words": "劝了两次"})
    with pytest.raises(Refused) as refused:
        do(secretary, "matters.dispatch", again(matter), {"owner": str(desks.lake.pk)})
    assert [r.clause for r in refused.value.refusals] == ["B5"]
    asked = {"owner": str(desks.lake.pk), "words": "请你们再上门一次"}
    do(secretary, "matters.offer_down", again(matter), asked)
    waiting = again(matter)
    assert (waiting.owner, waiting.level, waiting.offered_to) == (desks.dong, 2, desks.lake)
    with pytest.raises(Refused):  # once is enough
        do(secretary, "matters.offer_down", waiting, asked)
    with pytest.raises(Refused):  # who asks does not answer
        do(secretary, "matters.take_down", waiting, {})
    do(compound, "matters.decline_down", waiting, {"words": "没有执法权"})
    after = again(matter)
    assert (after.owner, after.offered_to, after.due) == (desks.dong, None, matter.due)
    do(secretary, "matters.offer_down", after, asked)
    do(compound, "matters.take_down", again(matter), {})
    taken = again(matter)
    assert (taken.owner, taken.level, taken.state) == (desks.lake, 1, "assigned")
    assert (taken.due, taken.top_level, taken.offered_to) == (matter.due, 2, None)
    assert [e.act for e in history(taken)][-1] == "matters.take_down"


def test_new_ones_go_down_as_ever(town: Any, desks: Any, street: Any) -> None:
    matter = do(street, "matters.receive", None, {
        "place": town.lake.path, "category": "stair_light", "text": "灯不亮", "way": "community",
    }).record  # fmt: skip
    do(street, "matters.dispatch", matter.pk, {"owner": str(desks.lake.pk)})
    assert again(matter).owner == desks.lake


def test_a_part_for_those_who_sent_it_up_is_offered(
    town: Any, desks: Any, secretary: Any, holder: Any
) -> None:
    compound = holder(roles.COMPOUND_SECRETARY, town.lake)
    matter = reported(compound, town.lake, way="compound")
    do(compound, "matters.escalate", matter, {"words": "劝了两次"})
    do(secretary, "matters.split", again(matter), {"parts": f"贴通知；{desks.lake.name}\n划线"})
    part = matter.children.order_by("number").first()
    assert (part.owner, part.offered_to) == (desks.dong, desks.lake)
    do(compound, "matters.take_down", part, {})
    assert again(part).owner == desks.lake


def test_nobody_offers_sideways_or_what_is_hidden_there(town: Any, desks: Any, street: Any) -> None:
    matter = do(street, "matters.receive", None, {
        "place": town.lake.path, "category": "stair_light", "text": "灯不亮", "way": "community",
    }).record  # fmt: skip
    do(street, "matters.accept", matter.pk, {})
    for body in (desks.urban, desks.xi, desks.east):
        with pytest.raises(ActError):
            do(street, "matters.offer_down", matter.pk, {"owner": str(body.pk), "words": "请办"})


# -- level 1 is the grid where there is no compound ------------------------------------------------
def test_the_lowest_level_of_an_alley_and_a_shop_is_the_grid(
    town: Any, desks: Any, secretary: Any, holder: Any
) -> None:
    alley = build.place(town.dong, 8, "alley", "府前巷")
    shop = build.place(alley, 1, "shop", "老王早点")
    member = holder(roles.GRID_MEMBER, town.dong)
    for place in (alley, shop):
        matter = reported(member, place)
        assert (matter.owner, matter.level, matter.top_level) == (desks.dong, 1, 1)
    do(member, "matters.settle", matter, {"words": "当场说好了"})
    assert again(matter).ended_level == 1
    other = reported(member, alley)
    do(member, "matters.escalate", other, {"words": "劝了两次"})
    assert (again(other).owner, again(other).level) == (desks.dong, 2)


def test_the_lowest_level_of_a_village_is_the_grid(town: Any, desks: Any, holder: Any) -> None:
    village = build.place(town.east, 7, "village", "张村")
    group = build.place(village, 1, "natural_village", "小张村")
    committee = build.body("village_committee", village, "张村村委会")
    member = holder(roles.GRID_MEMBER, village)
    for place in (village, group):
        matter = reported(member, place)
        assert (matter.owner, matter.level) == (committee, 1)


def test_an_offer_ends_with_the_matter_and_with_its_place(
    town: Any, desks: Any, secretary: Any, holder: Any
) -> None:
    compound = holder(roles.COMPOUND_SECRETARY, town.lake)
    asked = {"owner": str(desks.lake.pk), "words": "请你们再上门一次"}
    for act, entered in (("settle", {"words": "好了"}), ("relocate", {"place": town.mill.path})):
        matter = reported(compound, town.lake, way="compound")
        do(compound, "matters.escalate", matter, {"words": "劝了两次"})
        do(secretary, "matters.offer_down", again(matter), asked)
        do(secretary, f"matters.{act}", again(matter), entered)
        assert again(matter).offered_to is None
