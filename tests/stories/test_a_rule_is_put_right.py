"""A rule for lamps: tried on last month's matters, put before others, decided, used, ended."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from doorstep.frame import Actor, catalogues, do
from doorstep.kit import clock
from doorstep.matters.models import Matter
from doorstep.people import rules as roles
from doorstep.people.models import Account, Body
from doorstep.routing.models import Rule
from doorstep.routing.queries import propose

pytestmark = pytest.mark.django_db
LAMPS = {
    "order": "495", "categories": ["stair_light", "street_lamp"], "places": ["compound"],
    "has_company": "False", "owner": "urban_management", "clause": "无物业小区公共照明由城管局修复",
}  # fmt: skip


def browser(actor: Actor) -> Client:
    """A browser in which the actor has logged in."""
    made = Client(headers={"accept-language": "zh-hans"})
    made.force_login(Account.objects.get(pk=actor.id))
    return made


def button(page: Any, url: str, client: Client, data: dict[str, Any]) -> Any:
    """Press 照此保存: what was filled in, with what the page says was shown."""
    token = re.search(r'name="decided" value="(\w+)"', page.content.decode())
    assert token is not None
    return client.post(url, {**data, "decided": token.group(1)})


def test_a_rule_is_put_right(town: Any, desks: Any, holder: Any) -> None:
    Body.objects.filter(code="urban_management").update(name="市城管局")
    Rule.objects.update(since=clock.today() - timedelta(days=400))
    catalogues.forget()
    street = holder(roles.STREET_DISPATCHER, town.east)
    centre = browser(holder(roles.CITY_CENTRE, town.city))
    report = {"place": town.mill.path, "category": "stair_light", "text": "三楼灯不亮"}

    # Last month three lamps of the old compound, which has no company, went to its party branch.
    for _each in range(3):
        lamp = do(street, "matters.receive", None, report).record
        assert Matter.objects.get(pk=lamp.pk).owner == desks.mill

    # The city's centre enters a rule: nobody is surprised later, it says now which lamps.
    new = "/desk/rules/do/rule_add/"
    page = centre.post(new, LAMPS)
    said = page.content.decode()
    assert "最近31天的 3 件诉求，去向都不变" in said
    assert re.search("永远用不到：前面已有 Q-051.*Q-053", said), "two rules together take all of it"
    early = LAMPS | {"order": "15"}
    page = centre.post(new, early)
    said = page.content.decode()
    assert "最近31天的 3 件诉求中，有 3 件会改由别处办理" in said
    assert said.count("老棉纺厂宿舍片区党支部 → 市城管局") == 3
    assert button(page, new, centre, early).status_code == 302
    rule = Rule.objects.get(clause=LAMPS["clause"])

    # The next lamp: the dispatcher sees why, and decides.
    lamp = do(street, "matters.receive", None, report).record
    form = browser(street).get(f"/desk/matters/{lamp.pk}/do/dispatch/").content.decode()
    assert f"按权责规则：{rule.code} {rule.clause}" in form
    assert re.search(rf'value="{desks.urban.pk}"[^>]* checked', form)
    do(street, "matters.dispatch", lamp.pk, {"owner": str(desks.urban.pk)})

    # A week later it ends; what it said until then stays, and Q-051 decides again.
    with clock.at(clock.now() + timedelta(days=7)):
        catalogues.forget()
        url = f"/desk/rules/{rule.pk}/do/rule_end/"
        end = {"until": clock.today().isoformat(), "words": "片区已有维修经费", "version": 1}
        page = centre.post(url, end)
        assert "市城管局 → 老棉纺厂宿舍片区党支部" in page.content.decode()
        assert button(page, url, centre, end).status_code == 302
        catalogues.forget()
        found = propose("stair_light", town.mill.path, ["compound"])
        assert found is not None
        assert (found.body, found.rule) == (desks.mill, "Q-051")
        told = centre.get(f"/desk/rules/{rule.pk}/").content.decode()
        for words in (LAMPS["clause"], "停用规则", "片区已有维修经费"):
            assert words in told, words
        assert rule.clause in centre.get("/desk/rules/?standing=ended").content.decode()
