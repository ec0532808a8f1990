"""How matters end, and that none ends without the reporter, nor by the wrong word."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from doorstep.frame import Actor, Given, Refused, do
from doorstep.frame.follows import FollowRow, drain
from doorstep.kit import clock
from doorstep.matters.acts.answers import lapse_due
from doorstep.matters.models import Matter, Rating
from doorstep.notices.models import Notice
from doorstep.people import rules as roles
from doorstep.together.acts.merging import MergeForm
from doorstep.together.acts.merging import told as told_apart

pytestmark = pytest.mark.django_db
PHONE = "13955550417"


@pytest.fixture
def secretary(desks: SimpleNamespace, holder: Any, town: SimpleNamespace) -> Actor:
    found: Actor = holder(roles.COMMUNITY_SECRETARY, town.dong)
    return found


def reported(actor: Actor, town: SimpleNamespace, **more: Any) -> Matter:
    data = {"place": town.lake.path, "category": "stair_light", "text": "灯不亮", **more}
    return do(actor, "matters.report", None, data).record  # type: ignore[no-any-return]


def reporter(matter: Matter) -> Actor:
    return Actor(None, marks={"link": matter.token})


def again(matter: Matter) -> Matter:
    return Matter.objects.get(pk=matter.pk)


def test_what_was_settled_at_the_door_ends_by_itself_too(
    secretary: Actor, town: SimpleNamespace
) -> None:
    """我办好了 and nobody answers: a week later it has ended, unanswered."""
    matter = reported(secretary, town, way="settled", reporter_phone=PHONE)
    assert lapse_due() == 0
    with clock.at(clock.now() + timedelta(days=8)):
        assert lapse_due() == 1
        assert lapse_due() == 0
    matter = again(matter)
    assert (matter.state, matter.verdict) == ("closed", "unanswered")


def test_what_looks_alike_is_told_apart_by_what_was_said(
    secretary: Actor, town: SimpleNamespace
) -> None:
    """The title names the place already; of a hidden one no word and no phone is shown."""
    here = again(reported(secretary, town))
    reported(secretary, town, text="灯不亮，三楼，找 13955550417")
    _none, (_pk, told) = MergeForm(actor=secretary, record=here).alike()
    assert told.count(town.lake.name) == 1
    assert "灯不亮，三楼" in told
    assert "13955550417" not in told
    Matter.objects.update(hidden_below=2)
    assert told_apart(again(here)) == here.number


def test_nothing_but_the_worker_ends_what_nobody_answered(
    secretary: Actor, town: SimpleNamespace
) -> None:
    """Seven calendar days, counted in one place."""
    matter = reported(secretary, town, way="settled")
    drain()
    assert not FollowRow.objects.filter(due_at__gt=clock.now()).exists()
    with clock.at(again(matter).resolved_at + timedelta(days=6, hours=23)):
        assert lapse_due() == 0
    with clock.at(again(matter).resolved_at + timedelta(days=7)):
        assert lapse_due() == 1


def test_the_link_dies_a_month_after_the_time_for_objections(
    secretary: Actor, town: SimpleNamespace, client: Client
) -> None:
    """And that of a report joined to another lives until the other's time is over."""
    goes_on, joined = reported(secretary, town), reported(secretary, town)
    do(secretary, "matters.merge", joined.pk, {"into": goes_on.pk})
    start = clock.now()
    links = [f"/m/{again(m).token}/" for m in (goes_on, joined)]
    with clock.at(start + timedelta(days=100)):
        assert [client.get(link).status_code for link in links] == [200, 200]
        do(secretary, "matters.decline", goes_on.pk, {"words": "不在范围", "where_to": "12345"})
    with clock.at(start + timedelta(days=144)):
        assert [client.get(link).status_code for link in links] == [200, 200]
    with clock.at(start + timedelta(days=146)):
        assert [client.get(link).status_code for link in links] == [404, 404]


def test_the_reporter_hears_that_it_was_settled(secretary: Actor, town: SimpleNamespace) -> None:
    matter = reported(secretary, town, way="settled", reporter_phone=PHONE, result="换了灯")
    drain()
    told = Notice.objects.filter(about__contains=str(matter.pk), channel="sms").get()
    assert "换了灯" in told.text


def test_a_call_taken_by_the_hotline_reaches_owner_and_reporter(
    secretary: Actor, town: SimpleNamespace
) -> None:
    data = {"place": town.lake.path, "category": "stair_light", "text": "灯不亮",
            "reporter_phone": PHONE}  # fmt: skip
    matter = do(secretary, "matters.receive", None, data, channel="api").record
    drain()
    about = Notice.objects.filter(about__contains=str(matter.pk))
    assert {n.topic for n in about} == {"matters.receive", "matters.yours"}


def test_who_passed_it_on_does_not_speak_for_the_reporter(
    secretary: Actor, town: SimpleNamespace
) -> None:
    """No phone was given: whoever entered it may say how it stands, shown as staff; no grade."""
    matter = reported(secretary, town)
    do(secretary, "matters.settle", matter, {"words": "换了灯"})
    do(secretary, "matters.verify", matter.pk, {"verdict": "solved"})
    assert again(matter).verdict_by == "staff"
    with pytest.raises(Refused):
        do(secretary, "matters.rate", matter.pk, {"grade": "good"})
    assert not Rating.objects.exists()


def test_the_last_grade_stands(secretary: Actor, town: SimpleNamespace) -> None:
    """Graded, taken up again, graded again."""
    matter = reported(secretary, town, reporter_phone=PHONE)
    for grade in ("bad", "good"):
        do(secretary, "matters.settle", matter.pk, {"words": "换了灯"})
        do(reporter(matter), "matters.verify", matter.pk, {"verdict": "solved"})
        do(reporter(matter), "matters.rate", matter.pk, {"grade": grade})
        if grade == "bad":
            do(reporter(matter), "matters.reopen", matter.pk, {"words": "又不亮了"})
    assert Rating.objects.get().grade == "good"


def test_only_who_may_grade_is_asked_for_a_grade(
    secretary: Actor, town: SimpleNamespace, holder: Any
) -> None:
    """Who looked instead of the reporter is thanked."""
    looks = holder(roles.GRID_MEMBER, town.dong)
    told = []
    for who in (None, looks):
        matter = reported(secretary, town)
        do(secretary, "matters.settle", matter.pk, {"words": "换了灯"})
        act = "matters.check" if who else "matters.verify"
        ended = do(who or reporter(matter), act, matter.pk, {"verdict": "solved"})
        told.append("评价" in str(ended.words))
    assert told == [True, False]


def test_nothing_is_joined_to_what_has_ended(secretary: Actor, town: SimpleNamespace) -> None:
    """The reporter would wait for a matter on which nobody works."""
    ended, matter = reported(secretary, town), reported(secretary, town)
    do(secretary, "matters.decline", ended, {"words": "不属实", "where_to": "物业"})
    with pytest.raises(Refused):
        do(secretary, "matters.merge", matter, Given({"into": again(ended)}))
    assert again(matter).state == "submitted"


@pytest.mark.parametrize(("last", "outcome"), [("settle", "solved"), ("decline", "settled")])
def test_the_whole_is_solved_only_if_its_parts_are(
    secretary: Actor, town: SimpleNamespace, last: str, outcome: str
) -> None:
    whole = reported(secretary, town)
    do(secretary, "matters.split", whole, {"parts": "划线\n清车"})
    first, second = whole.children.order_by("number")
    do(secretary, "matters.settle", first, {"words": "好了"})
    words = {"settle": {"words": "好了"}, "decline": {"words": "不归我们", "where_to": "交警"}}
    do(secretary, f"matters.{last}", second, words[last])
    drain()
    assert (again(whole).state, again(whole).outcome) == ("resolved", outcome)


def test_a_part_that_is_taken_back_holds_nobody_up(secretary: Actor, town: SimpleNamespace) -> None:
    whole = reported(secretary, town)
    do(secretary, "matters.split", whole, {"parts": "划线\n清车"})
    first, second = whole.children.order_by("number")
    do(secretary, "matters.settle", first, {"words": "好了"})
    do(secretary, "matters.matter.withdraw", second, {"reason": "拆错了"})
    drain()
    assert again(whole).state == "resolved"


def test_an_emergency_stays_one_and_a_late_one_rings(
    secretary: Actor, town: SimpleNamespace
) -> None:
    matter = reported(secretary, town, reporter_phone=PHONE)
    do(secretary, "matters.recategorise", matter, {"category": "gas_leak", "words": "有燃气味"})
    matter = again(matter)
    assert matter.emergency
    drain()
    assert Notice.objects.filter(topic="matters.yours", urgency="emergency").exists()
    with pytest.raises(Refused):
        do(secretary, "matters.change_kind", matter, {"intake": "suggestion", "words": "算建议"})


def test_what_was_written_is_not_written_over(secretary: Actor, town: SimpleNamespace) -> None:
    """The line for a voice note is typed once; the reporter's own words never change."""
    matter = reported(secretary, town)
    Matter.objects.filter(pk=matter.pk).update(voice=matter.pk, heard=False, text="")
    do(secretary, "matters.hear", matter.pk, {"words": "灯坏了"})
    with pytest.raises(Refused):
        do(secretary, "matters.hear", matter.pk, {"words": "没事了"})
    assert again(matter).text == "灯坏了"


def test_who_opens_the_link_of_one_taken_back_reads_why(
    secretary: Actor, town: SimpleNamespace
) -> None:
    """Never silent (R13): the page stays, struck, and asks for nothing more."""
    matter = reported(secretary, town, reporter_phone=PHONE)
    do(secretary, "matters.matter.withdraw", matter, {"reason": "重复录入"})
    page = Client().get(f"/m/{matter.token}/")
    assert page.status_code == 200
    text = page.content.decode()
    assert "重复录入" in text
    assert "/do/" not in text


def test_who_typed_the_line_puts_it_right_for_a_day(
    secretary: Actor, town: SimpleNamespace, holder: Any
) -> None:
    matter = reported(secretary, town)
    Matter.objects.filter(pk=matter.pk).update(voice=matter.pk, heard=False, text="")
    with pytest.raises(Refused):
        do(secretary, "matters.rehear", matter.pk, {"words": "灯坏了"})
    do(secretary, "matters.hear", matter.pk, {"words": "灯怀了"})
    other = holder(roles.COMMUNITY_WORKER, town.dong)
    with pytest.raises(Refused):
        do(other, "matters.rehear", matter.pk, {"words": "没事了"})
    do(secretary, "matters.rehear", matter.pk, {"words": "灯坏了"})
    assert again(matter).text == "灯坏了"
    with clock.at(clock.now() + timedelta(hours=25)), pytest.raises(Refused):
        do(secretary, "matters.rehear", matter.pk, {"words": "没事了"})
