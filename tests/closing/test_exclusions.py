"""剔除: two persons, a closed list; the reporter is told and may object; it marks the matter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from doorstep.closing.models import Exclusion
from doorstep.closing.queries import exclusion_of
from doorstep.frame import ActError, Actor, NotFound, Refused, do, may
from doorstep.frame.acts import ACTS
from doorstep.frame.follows import drain
from doorstep.kit import clock
from doorstep.matters.models import Matter
from doorstep.notices.models import Notice
from doorstep.panes.figures import Scope, ask, records
from doorstep.people.models import Account
from tests.closing.conftest import resident

pytestmark = pytest.mark.django_db
PHONE = "13900009999"


@pytest.fixture
def asked(ends: Callable[..., Matter]) -> Matter:
    """A matter whose reporter can be told."""
    return ends(phone=PHONE)


def proposed(crew: SimpleNamespace, matter: Matter, clause: str = "nature") -> Exclusion:
    """The street proposed it."""
    data = {"about": str(matter.pk), "clause": clause, "words": "蛙鸣，没有办法"}
    return Exclusion.objects.get(pk=do(crew.street, "closing.propose", None, data).id)


def test_two_persons_decide_and_the_reporter_reads_the_clause(
    crew: SimpleNamespace, asked: Matter
) -> None:
    exclusion = proposed(crew, asked)
    assert exclusion.state == "proposed"
    do(crew.centre, "closing.decide", exclusion, {"decision": "excluded", "words": "属实"})
    drain()
    exclusion.refresh_from_db()
    assert exclusion.state == "excluded"
    told = Notice.objects.get(topic="closing.decide")
    assert "自然现象" in told.text
    assert "异议" in told.text
    assert "依据" not in told.text
    page = Client().get(f"/m/{asked.token}/").content.decode()
    assert "自然现象" in page
    assert "我不同意" in page


def test_who_proposed_does_not_decide(crew: SimpleNamespace, asked: Matter) -> None:
    data = {"about": f"matters.matter:{asked.pk}", "clause": "nature", "words": "蛙鸣"}
    exclusion = Exclusion.objects.get(pk=do(crew.centre, "closing.propose", None, data).id)
    with pytest.raises(Refused, match="另一人"):
        do(crew.centre, "closing.decide", exclusion, {"decision": "excluded", "words": "是"})
    do(crew.second, "closing.decide", exclusion.pk, {"decision": "refused", "words": "不符合"})
    assert Exclusion.objects.get().state == "refused"


def test_who_handled_it_does_not_decide(
    crew: SimpleNamespace, asked: Matter, desks: Any, holder: Any, town: Any
) -> None:
    """The city's office had it: somebody of the organisation department decides."""
    Matter.objects.filter(pk=asked.pk).update(owner=desks.city, level=4)
    exclusion = proposed(crew, asked)
    with pytest.raises(NotFound):
        do(crew.centre, "closing.decide", exclusion, {"decision": "excluded", "words": "是"})


def test_nothing_is_decided_on_a_clause_nobody_has_confirmed(
    crew: SimpleNamespace, asked: Matter
) -> None:
    """D21: the clause prints 依据待核, and cannot be used."""
    exclusion = proposed(crew, asked, "beyond_policy")
    with pytest.raises(Refused, match="依据待核") as found:
        do(crew.centre, "closing.decide", exclusion, {"decision": "excluded", "words": "是"})
    assert (found.value.refusals[0].field, found.value.refusals[0].clause) == ("decision", "D21")
    do(crew.centre, "closing.decide", exclusion.pk, {"decision": "refused", "words": "不用"})


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"hidden_below": 3}, "投诉"),
        ({"emergency": True}, "紧急"),
        ({"state": "merged"}, "并入"),
    ],
)
def test_complaints_emergencies_and_joined_ones_are_never_left_out(
    crew: SimpleNamespace, asked: Matter, change: dict[str, Any], words: str
) -> None:
    Matter.objects.filter(pk=asked.pk).update(**change)
    with pytest.raises(Refused, match=words) as found:
        proposed(crew, asked)
    assert found.value.refusals[0].field == "about"


def test_it_is_asked_once(crew: SimpleNamespace, asked: Matter) -> None:
    do(crew.centre, "closing.decide", proposed(crew, asked), {"decision": "refused", "words": "否"})
    with pytest.raises(Refused, match="以前提出过"):
        proposed(crew, asked)


def test_an_upheld_objection_voids_it(crew: SimpleNamespace, asked: Matter) -> None:
    exclusion = proposed(crew, asked)
    do(crew.centre, "closing.decide", exclusion, {"decision": "excluded", "words": "属实"})
    scope, today = Scope((), "全市"), clock.today()
    assert ask("excluded_matters", scope, today)[0]["value"] == 1
    page = Client()
    done = page.post(f"/m/{asked.token}/do/object/", {"words": "不是蛙鸣，是水泵响"}, follow=True)
    assert "收到" in done.content.decode()
    exclusion.refresh_from_db()
    assert (exclusion.state, exclusion.objection) == ("objected", "不是蛙鸣，是水泵响")
    review = {"decision": "voided", "words": "是水泵"}
    with pytest.raises(Refused, match="第三人"):
        do(crew.centre, "closing.review", exclusion, review)
    do(crew.second, "closing.review", exclusion.pk, review)
    drain()
    assert ask("excluded_matters", scope, today)[0]["value"] == 0
    assert "恢复统计" in Notice.objects.get(topic="closing.review").text
    assert "是水泵" in page.get(f"/m/{asked.token}/").content.decode()


def test_the_reporter_has_fifteen_days(crew: SimpleNamespace, asked: Matter) -> None:
    exclusion = proposed(crew, asked)
    do(crew.centre, "closing.decide", exclusion, {"decision": "excluded", "words": "属实"})
    late = {"words": "不同意"}
    with clock.at(clock.now() + timedelta(days=16)), pytest.raises(Refused, match="十五天"):
        do(resident(PHONE), "closing.object", exclusion.pk, late)
    with pytest.raises(ActError):
        do(resident("13900000000"), "closing.object", exclusion.pk, late)
    with clock.at(clock.now() + timedelta(days=15)):
        do(resident(PHONE), "closing.object", exclusion.pk, late)


def test_it_ends_nothing_and_counts_against_nothing(crew: SimpleNamespace, asked: Matter) -> None:
    """The matter is as it was; what the same phone reports next is as any other (D6)."""
    before = asked.state
    exclusion = proposed(crew, asked)
    do(crew.centre, "closing.decide", exclusion, {"decision": "excluded", "words": "属实"})
    again = Matter.objects.get(pk=asked.pk)
    assert (again.state, again.result) == (before, asked.result)
    data = {"place": asked.path, "category": "stair_light", "text": "灯又不亮"}
    later = Matter.objects.get(pk=do(resident(PHONE), "matters.ask", None, data).id)
    assert later.marks == []
    street = crew.street
    assert may(street, ACTS["closing.propose"], path=later.path) is not None


def test_the_count_is_published_by_clause_and_opens(crew: SimpleNamespace, ends: Any) -> None:
    for clause in ("nature", "nature", "not_wanted"):
        exclusion = proposed(crew, ends(), clause)
        do(crew.centre, "closing.decide", exclusion, {"decision": "excluded", "words": "属实"})
    rows = ask("excluded_by_clause", Scope(()), clock.today())
    told = {row["dims"]["by"]: row["value"] for row in rows}
    assert told["nature"] == 2
    assert told["not_wanted"] == 1
    assert sum(told.values()) == ask("excluded_matters", Scope(()), clock.today())[0]["value"] == 3
    opened = records("excluded_by_clause", Scope(()), clock.today(), list(told).index("nature"))
    assert opened is not None
    assert {e.clause for e in opened} == {"nature"}


def test_a_page_without_one_pays_nothing(asked: Matter, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert exclusion_of(asked) is None


def test_no_role_may_decide_what_it_handled(crew: SimpleNamespace, asked: Matter) -> None:
    assert isinstance(crew.street, Actor)
    exclusion = proposed(crew, asked)
    for who in (crew.street, crew.secretary, crew.community, crew.west):
        assert may(who, ACTS["closing.decide"], exclusion) is None


def test_the_count_is_published_on_the_portal(crew: SimpleNamespace, asked: Matter) -> None:
    """Nobody logs in to read how many are left out, and by which clauses."""
    page = Client().get("/about/").content.decode()
    assert "2024年0件" in page
    exclusion = proposed(crew, asked)
    do(crew.centre, "closing.decide", exclusion, {"decision": "excluded", "words": "属实"})
    page = Client().get("/about/").content.decode()
    assert "2024年1件" in page
    assert "自然现象" in page
    assert asked.number not in page


def test_what_was_entered_wrongly_is_said_where_it_is(crew: SimpleNamespace, asked: Matter) -> None:
    """Over the desk's own form: an unknown number, a clause that is none, words that lack; and a
    refusal of a matter that a button chose."""
    client = Client()
    client.force_login(Account.objects.get(pk=crew.street.id))
    url = "/desk/exclusions/do/propose/"
    page = client.post(url, {"about": "340181-20990101-9999", "clause": "none", "words": ""})
    text = page.content.decode()
    assert page.status_code == 422
    for words in ("没有这条记录", "请从列表里选", "请写几个字"):
        assert words in text, words
    assert client.get(f"{url}?about=matters.matter:nonsense").status_code == 200
    assert asked.number in client.get(f"{url}?about=matters.matter:{asked.pk}").content.decode()
    Matter.objects.filter(pk=asked.pk).update(emergency=True)
    data = {"about": f"matters.matter:{asked.pk}", "clause": "nature", "words": "蛙鸣"}
    page = client.post(url, data)
    assert page.status_code in (409, 422)
    assert "紧急情况一律不得剔除" in page.content.decode()
    assert not Exclusion.objects.exists()


def test_a_reporter_with_an_account_objects_on_their_page(
    crew: SimpleNamespace, asked: Matter, holder: Callable[..., Actor], town: Any
) -> None:
    """What was reported with an account leads from 我报的事 to the page of the link."""
    account = holder("resident", town.doors[0])
    Matter.objects.filter(pk=asked.pk).update(reporter_account=account.id)
    exclusion = proposed(crew, asked)
    do(crew.centre, "closing.decide", exclusion, {"decision": "excluded", "words": "属实"})
    client = Client()
    client.force_login(Account.objects.get(pk=account.id))
    assert f"/m/{asked.token}/" in client.get("/mine/").content.decode()
    assert "我不同意" in client.get(f"/m/{asked.token}/").content.decode()
    do(account, "closing.object", exclusion.pk, {"words": "不同意"})
    assert Exclusion.objects.get().state == "objected"
