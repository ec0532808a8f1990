"""Who may get a matter stands with the reasons; a person decides (R27, peers 14)."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from doorstep.frame import do
from doorstep.kit import clock
from doorstep.matters.acts.fields import offered, owners_with_reasons
from doorstep.matters.acts.forms import OwnerForm
from doorstep.matters.models import Matter, Return
from doorstep.people import rules as roles
from doorstep.people.models import Body
from tests.matters.test_desk import browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def street(desks: Any, holder: Any, town: Any) -> Any:
    for code, name in (
        ("urban_management", "市城管局"),
        ("housing", "市住建局"),
        ("police", "市公安局"),
    ):
        Body.objects.filter(code=code).update(name=name)
    return holder(roles.STREET_DISPATCHER, town.east)


@pytest.fixture
def filed(street: Any, town: Any) -> Any:
    def made(category: str = "stair_light", place: Any = None, **more: Any) -> Matter:
        at = place or town.lake
        data = {"place": at.path, "category": category, "text": "灯不亮"}
        found = do(street, "matters.receive", None, data).record
        Matter.objects.filter(pk=found.pk).update(**more)
        return Matter.objects.select_related("place").get(pk=found.pk)

    return made


def told(matter: Matter) -> dict[str, tuple[str, ...]]:
    return {c.body.name: c.reasons for c in offered(matter)}


def settled(filed: Any, owner: Any, n: int, **more: Any) -> None:
    for at in range(n):
        when = clock.now() - timedelta(hours=at)
        filed(owner=owner, outcome="solved", resolved_at=when, state="closed", **more)


def test_each_body_with_its_reasons(filed: Any, desks: Any) -> None:
    """The rule that names it, who settled the like here with the denominator, who governs."""
    settled(filed, desks.firm, 5)
    settled(filed, desks.urban, 2)
    found = told(filed(owner=desks.east))
    assert list(found)[:2] == ["枫景物业", "市城管局"]
    assert found["枫景物业"][0].startswith("按权责规则：Q-050 ")
    assert found["枫景物业"][1] == "本社区最近办结的同类诉求中由其承办 5/7"
    assert found["市城管局"] == ("本社区最近办结的同类诉求中由其承办 2/7",)
    assert found["东塘社区"] == ("同一规则列为协办", "管理这个地方")
    assert found["市公安局"] == ()
    assert "东街街道" not in found  # it has it


def test_the_last_ones_of_this_community_and_category_count(
    filed: Any, desks: Any, town: Any
) -> None:
    """Twenty at most, none that is hidden, none of another kind or that could not be settled."""
    settled(filed, desks.urban, 22)
    settled(filed, desks.police, 2, hidden_below=4)
    filed("parking_mess", owner=desks.housing, outcome="solved", resolved_at=clock.now())
    filed(owner=desks.housing, outcome="cannot", resolved_at=clock.now())
    found = told(filed(owner=desks.east))
    assert found["市城管局"] == ("本社区最近办结的同类诉求中由其承办 100%(20/20)",)
    assert found["市住建局"] == found["市公安局"] == ()


def test_who_gave_it_back_is_marked_and_last(filed: Any, desks: Any, street: Any) -> None:
    matter = filed(owner=desks.east, returned=1)
    Return(matter=matter, unit=desks.firm, rule="Q-070", clause="Q-070 楼道堆放", words="不是",
           at=clock.now()).save()  # fmt: skip
    last = offered(matter)[-1]
    assert (last.body, last.gave_back) == (desks.firm, "Q-070 楼道堆放")
    head, rows = owners_with_reasons(matter)[-1]
    assert (head, rows[0][0]) == ("已退回过的单位", str(desks.firm.pk))
    assert "已退回：Q-070" in rows[0][1]
    assert "owner" not in OwnerForm(actor=street, record=matter).initial


def test_those_it_is_about_and_lower_ones_are_not_there(filed: Any, desks: Any) -> None:
    """D5."""
    hidden = filed("org_conduct", hidden_below=3, concerned=desks.urban, owner=desks.city)
    assert set(told(hidden)).isdisjoint({"市城管局", "东塘社区", "枫景物业", "湖畔枫景小区党支部"})


def test_the_page_of_the_form(filed: Any, desks: Any, street: Any) -> None:
    """Radio buttons with reasons, the rule's owner chosen; the rest below headings."""
    settled(filed, desks.urban, 2)
    matter = filed(owner=desks.east)
    client, url = browser(street), f"/desk/matters/{matter.pk}/do/dispatch/"
    page = client.get(url).content.decode()
    chosen = re.findall(r'type="radio" name="owner" value="([\w-]+)"[^>]* checked', page)
    assert chosen == [str(desks.firm.pk)]
    for words in ("由您决定", "按权责规则：Q-050", "由其承办 2/2", "管理这个地方", "部门"):
        assert words in page, words
    sent = {"owner": str(desks.urban.pk), "version": matter.version}
    assert client.post(url, sent).status_code == 302
    matter.refresh_from_db()
    assert matter.owner == desks.urban


def test_three_statements_however_much_there_is(filed: Any, desks: Any) -> None:
    """The bodies, the last settled ones, those who gave it back."""
    matter = filed(owner=desks.east, returned=1)
    told(matter)
    settled(filed, desks.urban, 12)
    with CaptureQueriesContext(connection) as seen:
        told(matter)
    assert len(seen) == 3
    matter.returned = 0
    with CaptureQueriesContext(connection) as seen:
        told(matter)
    assert len(seen) == 2


def test_the_page_of_a_matter_asks_nothing_of_it(filed: Any, desks: Any, street: Any) -> None:
    """The choices are worked out when the form is shown."""
    matter = filed(owner=desks.east)
    client = browser(street)
    client.get(f"/desk/matters/{matter.pk}/")
    with CaptureQueriesContext(connection) as seen:
        client.get(f"/desk/matters/{matter.pk}/")
    asked = [q["sql"] or "" for q in seen]
    assert not [sql for sql in asked if "ORDER BY" in sql and "outcome" in sql.split("WHERE")[-1]]
