"""What is wrong with a rule is said before it is saved; who keeps which; two at once; programs."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client

from doorstep.frame import NotFound, catalogues, do
from doorstep.kit import clock
from doorstep.kit.ids import uuid7
from doorstep.people import rules as roles
from doorstep.people.models import Account, Body
from doorstep.routing.models import Rule
from doorstep.routing.queries import faults_in_words, propose, rules_in_force
from tests.matters.test_desk import browser
from tests.matters.test_lean import bearer
from tests.routing.deciding import decided, posted, shown, tried
from tests.routing.test_rule_days import city, of, said, wrong
from tests.routing.test_rule_form import RULE

pytestmark = pytest.mark.django_db
__all__ = ["city"]


@pytest.fixture
def street(city: Any, holder: Any, town: Any) -> Any:
    """The dispatcher of 东街街道."""
    return holder(roles.STREET_DISPATCHER, town.east)


def test_an_owner_that_was_closed(city: Any) -> None:
    """Said when it is chosen; a rule that names it is marked, and gives it nothing."""
    decided(city, "rule_add", None, RULE)
    Body.objects.filter(code="urban_management").update(until=clock.today())
    catalogues.forget()
    assert (
        "市城管局已撤销"
        in wrong(city, "rule_add", None, RULE | {"order": "2", "code": ""})["owner"]
    )
    helps = RULE | {"order": "2", "code": "", "owner": "street", "assist": ["urban_management"]}
    assert "市城管局已撤销" in wrong(city, "rule_add", None, helps)["assist"]
    assert any("已撤销" in w for w in faults_in_words(rules_in_force(), "T-1"))
    page = browser(city).get("/desk/rules/").content.decode()
    assert "办理单位已撤销或未录入" in page
    assert "市城管局" in page


def test_a_rule_that_matches_nothing_or_everything(city: Any) -> None:
    """Refused where it is said; marked where the tree was changed under it."""
    leaf = catalogues.row("routing.category", "stair_light")
    type(leaf).objects.filter(pk=leaf.pk).update(until=clock.today())
    catalogues.forget()
    gone = RULE | {"categories": ["stair_light"]}
    assert "都已停用" in wrong(city, "rule_add", None, gone)["categories"]
    assert faults_in_words(rules_in_force(), "Q-050") == ["没有适用对象：所列类别都已停用。"]
    all_of = {"categories": ["class:LIVELIHOOD", "class:SOCIAL", "class:ENFORCEMENT"]}
    whole = RULE | all_of | {"places": [], "has_company": "", "owner": "community"}
    assert "后面的规则都不会再用到" in wrong(city, "rule_add", None, whole)["categories"]
    last = shown(city, "rule_add", None, whole | {"order": "9000"})
    assert "适用于全部诉求：后面的规则都用不到。" in last.warnings


def test_what_hides_it_is_said_before_it_is_saved(city: Any) -> None:
    """In the form, then on the list and on its page: which rule takes all of it."""
    late = RULE | {"order": "900", "categories": ["stair_light"]}
    assert any(
        "永远用不到：前面已有 Q-050" in w for w in shown(city, "rule_add", None, late).warnings
    )
    rule = decided(city, "rule_add", None, late).record
    catalogues.forget()
    client = browser(city)
    for url in ("/desk/rules/?after=", f"/desk/rules/{rule.pk}/"):
        page = client.get(url).content.decode()
        assert ("永远用不到：前面已有 Q-050" in page) == ("after" not in url)
    early = RULE | {"order": "5", "code": "T-2", "categories": ["group:lift_light"], "places": [],
                    "has_company": ""}  # fmt: skip
    found = shown(city, "rule_add", None, early).warnings
    assert any(w.startswith("Q-050") and "前面已有 T-2" in w for w in found)


def test_two_that_are_equally_special_are_told(city: Any) -> None:
    like = RULE | {"order": "495", "categories": ["stair_light", "lift_fault"],
                   "places": ["compound", "shop"], "owner": "housing"}  # fmt: skip
    found = shown(city, "rule_add", None, like).warnings
    assert any("与其他规则归属不一" in w for w in found), found


def test_a_street_keeps_the_rules_of_its_own(street: Any, city: Any, town: Any) -> None:
    """Its own alone, never complaints and emergencies; the city's are not there to be changed."""
    rule = decided(street, "rule_add", None, RULE | {"at": ""}).record
    assert rule.at == town.east.path
    assert "at" in wrong(
        street, "rule_add", None, RULE | {"at": town.west.path, "order": "2", "code": ""}
    )
    for topics in (["org_conduct"], ["fire"], ["class:SOCIAL"]):
        found = wrong(
            street, "rule_add", None, RULE | {"categories": topics, "order": "2", "code": ""}
        )
        assert "按全市规则办理" in found["categories"]
    catalogues.forget()
    assert propose("stair_light", town.lake.path, ["compound"]).rule == "T-1"
    assert propose("stair_light", town.gate.path, ["compound"]).rule != "T-1"
    client = browser(street)
    assert posted(client, f"/desk/rules/{rule.pk}/do/rule_change/",
                  said(rule, clause="改过", version=rule.version)).status_code == 302  # fmt: skip
    assert client.get(f"/desk/rules/{of('Q-050').pk}/do/rule_change/").status_code == 404
    with pytest.raises(NotFound):
        do(street, "routing.rule_end", of("Q-050"), {"until": clock.today(), "words": "x"})


def test_a_street_begins_before_the_city_and_pushes_nobody(street: Any, city: Any) -> None:
    form = browser(street).get("/desk/rules/do/rule_add/").content.decode()
    assert re.search(r'name="order" value="9"', form)
    assert "全市" not in re.findall(r'(?s)<select name="at".*?</select>', form)[0]
    rule = decided(street, "rule_add", None, RULE | {"order": "9"}).record
    other = decided(street, "rule_add", None, RULE | {"order": "11", "code": "T-2"}).record
    catalogues.forget()
    Rule.objects.filter(code="Q-002").update(order=12)
    catalogues.forget()
    found = wrong(street, "rule_move", rule, {"before": "Q-002"})
    assert "没有空的顺序号" in found["before"]
    decided(street, "rule_move", other, {"before": "Q-003"})


def test_a_program_is_asked_too(city: Any, town: Any) -> None:
    """The same as a problem document, with the token that decides."""
    client, head = Client(), bearer(Account.objects.get(pk=city.id))

    def sent(**more: Any) -> Any:
        body = {"op_id": str(uuid7()), "data": RULE | more}
        return client.post("/api/v1/rules/do/rule_add/", json.dumps(body),
                           content_type="application/json", headers=head)  # fmt: skip

    asked = sent()
    assert asked.status_code == 422
    problem = json.dumps(asked.json(), ensure_ascii=False)
    token = re.search(r"decided=(\w{16})", problem)
    assert token is not None, problem
    assert not Rule.objects.filter(code="T-1").exists()
    assert sent(decided=token.group(1)).status_code == 201


def test_who_was_faster_has_the_number(city: Any) -> None:
    """Two who look at the same moment: the second is told, nothing is overwritten."""
    token = tried(city, "rule_add", None, RULE).token
    Rule.objects.create(code="T-7", order=1, categories=["fire"], owner="fire", owner_level=4,
                        clause="刚加的", since=clock.today())  # fmt: skip
    found = wrong(city, "rule_add", None, RULE | {"decided": token})
    assert "刚被另一条规则占用" in found["order"]


def test_the_citys_own_table_is_sound(city: Any) -> None:
    """Nothing hidden, contradicting or empty in what a city begins with, but for owners and kinds
    of place that this small town has not."""
    faults = {r.code: faults_in_words(rules_in_force(), r.code) for r in rules_in_force()}
    told = {c: [w for w in those if "未录入" not in w and "全市没有" not in w]
            for c, those in faults.items()}  # fmt: skip
    assert {c: those for c, those in told.items() if those} == {}
