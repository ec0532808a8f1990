"""A rule is changed from a day on: what was the rule on a past day stays readable."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from doorstep.frame import Invalid, Refused, catalogues, do, history
from doorstep.kit import clock
from doorstep.people import rules as roles
from doorstep.people.models import Body
from doorstep.routing.models import Rule
from doorstep.routing.queries import propose, rules_in_force
from doorstep.routing.queries.owners import rules_on
from tests.matters.test_desk import browser
from tests.routing.deciding import decided
from tests.routing.test_rule_form import RULE

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LONG_AGO = date(2020, 1, 1)


@pytest.fixture
def city(desks: Any, holder: Any, town: Any) -> Any:
    """The city's centre, with a table that has held for years."""
    Body.objects.filter(code="urban_management").update(name="市城管局")
    Rule.objects.update(since=LONG_AGO)
    catalogues.forget()
    return holder(roles.CITY_CENTRE, town.city)


def said(rule: Rule, **more: Any) -> dict[str, Any]:
    """The form of a change as the page fills it."""
    names = ("order", "at", "categories", "places", "owner", "assist", "clause")
    company = "" if rule.has_company is None else str(rule.has_company)
    return {n: getattr(rule, n) for n in names} | {"has_company": company} | more


def of(code: str) -> Rule:
    return next(r for r in rules_in_force() if r.code == code)


def wrong(actor: Any, word: str, rule: Any, data: Any) -> dict[str, str]:
    with pytest.raises(Invalid) as error:
        do(actor, f"routing.{word}", rule, data)
    return {r.field: str(r.words) for r in error.value.refusals}


def test_a_change_begins_another_row_and_the_past_stays(city: Any, town: Any) -> None:
    was = of("Q-050")
    assert was.owner == "property"
    outcome = decided(city, "rule_change", was, said(was, owner="urban_management"))
    old, new = Rule.objects.filter(code="Q-050").order_by("since")
    assert (old.pk, old.owner, old.until) == (was.pk, "property", clock.today())
    assert (new.owner, new.since, new.until) == ("urban_management", clock.today(), None)
    assert outcome.goto == f"/desk/rules/{new.pk}/"
    catalogues.forget()
    yesterday = {r.code: r.owner for r in rules_on(clock.today() - DAY)}
    today = {r.code: r.owner for r in rules_in_force()}
    assert (yesterday["Q-050"], today["Q-050"]) == ("property", "urban_management")
    assert propose("stair_light", town.lake.path, ["compound"]).body.name == "市城管局"
    assert [e.act for e in history(new)] == ["routing.rule_version"]
    page = browser(city).get(f"/desk/rules/{new.pk}/").content.decode()
    assert "历次内容" in page
    assert "物业服务企业" in page
    assert "已停用" in str(wrong_page(city, old))


def wrong_page(actor: Any, rule: Rule) -> str:
    with pytest.raises(Refused) as refused:
        do(actor, "routing.rule_change", rule, said(rule))
    return str(refused.value)


def test_a_planned_change_begins_on_its_day_and_is_put_right_in_place(city: Any) -> None:
    was, day = of("Q-050"), clock.today() + 10 * DAY
    decided(city, "rule_change", was, said(was, owner="community", since=day.isoformat()))
    catalogues.forget()
    assert of("Q-050").owner == "property"
    assert {r.code: r.owner for r in rules_on(day)}["Q-050"] == "community"
    planned = Rule.objects.get(code="Q-050", since=day)
    decided(city, "rule_change", planned, said(planned, owner="street"))
    assert [r.owner for r in Rule.objects.filter(code="Q-050").order_by("since")] == [
        "property", "street",
    ]  # fmt: skip


def test_no_day_has_two_rows_of_one_rule(city: Any) -> None:
    """What is planned is changed on its own page; what ends before it is not stretched over it."""
    was, day = of("Q-050"), clock.today() + 10 * DAY
    decided(city, "rule_change", was, said(was, owner="community", since=day.isoformat()))
    catalogues.forget()
    late = (day + DAY).isoformat()
    found = wrong(city, "rule_change", of("Q-050"), said(was, owner="street", since=late))
    assert f"{day.isoformat()} 起已另有内容" in found["since"]
    assert "until" in wrong(city, "rule_end", of("Q-050"), {"until": late, "words": "x"})
    decided(city, "rule_change", of("Q-050"), said(was, owner="street"))
    catalogues.forget()
    for n in range(-2, 14):
        there = [r for r in rules_on(clock.today() + n * DAY) if r.code == "Q-050"]
        assert len(there) == 1
    assert [r.owner for r in Rule.objects.filter(code="Q-050").order_by("since")] == [
        "property", "street", "community",
    ]  # fmt: skip


def test_the_past_is_not_edited(city: Any) -> None:
    rule, yesterday = of("Q-050"), (clock.today() - DAY).isoformat()
    found = wrong(city, "rule_change", rule, said(rule, since=yesterday))
    assert "过去的规则不再改动" in found["since"]
    assert "since" in wrong(city, "rule_add", None, RULE | {"since": yesterday})
    end = {"until": yesterday, "words": "并入别的规则"}
    assert "过去的规则不再改动" in wrong(city, "rule_end", rule, end)["until"]
    assert not Rule.correctable


def test_another_owner_has_its_basis_confirmed_anew(city: Any) -> None:
    """D21: what was read was read for the one who had it."""
    rule = of("Q-006")
    read = {"basis": "某条例第3条", "confirmed_source": "市政府网站", "confirmed_on": clock.today()}
    do(city, "routing.rule_confirm", rule, read)
    catalogues.forget()
    same = decided(city, "rule_change", of("Q-006"), said(of("Q-006"), places=["compound"]))
    catalogues.forget()
    assert of("Q-006").confirmed, same
    decided(city, "rule_change", of("Q-006"), said(of("Q-006"), owner="fire"))
    catalogues.forget()
    assert (of("Q-006").owner, of("Q-006").confirmed, of("Q-006").confirmed_source) == (
        "fire", False, "",
    )  # fmt: skip


def test_it_ends_on_a_day_and_is_found_among_the_ended(city: Any) -> None:
    rule = of("Q-050")
    decided(city, "rule_end", rule, {"until": clock.today().isoformat(), "words": "并入Q-051"})
    catalogues.forget()
    assert "Q-050" not in {r.code for r in rules_in_force()}
    client = browser(city)
    assert rule.clause in client.get("/desk/rules/?standing=ended").content.decode()
    assert rule.clause not in client.get("/desk/rules/?standing=now").content.decode()
    rule.refresh_from_db()
    assert "已停用" in wrong_page(city, rule)


def test_an_end_before_the_beginning(city: Any) -> None:
    rule = decided(city, "rule_add", None, RULE).record
    end = {"until": clock.today().isoformat(), "words": "写错了"}
    assert "停用日必须晚于起始日 2024-06-03" in wrong(city, "rule_end", rule, end)["until"]


def test_a_number_that_is_taken(city: Any) -> None:
    """Whose it is, and which are free near it."""
    found = wrong(city, "rule_add", None, RULE | {"order": "10"})
    assert "Q-001" in found["order"]
    assert "8，9，11" in found["order"] or "8、9、11" in found["order"]
    assert "order" in wrong(city, "rule_change", of("Q-050"), said(of("Q-050"), order=20))
    assert "裁定" in wrong(city, "rule_change", of("Q-050"), said(of("Q-050"), order=0))["order"]


def test_moved_before_another(city: Any) -> None:
    """The others keep their order; where no number is free, those behind are pushed on."""
    codes = [r.code for r in rules_in_force()]
    decided(city, "rule_move", of("Q-050"), {"before": "Q-003"})
    catalogues.forget()
    wanted = [c for c in codes if c != "Q-050"]
    wanted.insert(wanted.index("Q-003"), "Q-050")
    assert [r.code for r in rules_in_force()] == wanted
    for code in ("Q-051", "Q-052", "Q-053", "Q-054", "Q-055", "Q-060"):
        decided(city, "rule_move", of(code), {"before": "Q-003"})
        catalogues.forget()
        wanted.remove(code)
        wanted.insert(wanted.index("Q-003"), code)
        assert [r.code for r in rules_in_force()] == wanted
    assert [r.code for r in rules_on(clock.today() - DAY)] == codes
    assert "它已经排在这里" in wrong(city, "rule_move", of("Q-060"), {"before": "Q-003"})["before"]


def test_a_code_is_given_and_never_twice(city: Any) -> None:
    rule = decided(city, "rule_add", None, RULE | {"code": ""}).record
    assert rule.code == "Q-100"
    again = wrong(city, "rule_add", None, RULE | {"code": "Q-100", "order": "2"})
    assert "已有这个编号" in again["code"]


def test_a_ruling_is_ended_and_moved_like_others(city: Any) -> None:
    ruled = decided(city, "rule_add", None, RULE | {"code": "R1-0603-0001"}).record
    Rule.objects.filter(pk=ruled.pk).update(order=0, since=LONG_AGO)
    catalogues.forget()
    decided(city, "rule_move", of("R1-0603-0001"), {"before": "Q-001"})
    catalogues.forget()
    assert of("R1-0603-0001").order > 0
    with clock.at(clock.now() + DAY):
        catalogues.forget()
        end = {"until": clock.today().isoformat(), "words": "已并入清单"}
        decided(city, "rule_end", of("R1-0603-0001"), end)
        catalogues.forget()
        assert "R1-0603-0001" not in {r.code for r in rules_in_force()}
