"""What is settled or has ended is never said to be overdue: list, page, phone, JSON, export."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from doorstep.frame import Actor, do
from doorstep.kit import clock
from doorstep.matters.models import Matter
from doorstep.people import rules as roles
from doorstep.people.models import Account
from tests.doors.taking import taken

pytestmark = pytest.mark.django_db
PHONE = "13955550417"
LATE = ("超期", "逾期")
#: What is done with a matter before its date passes, by the state it is in then.
ENDS: dict[str, tuple[tuple[str, dict[str, Any]], ...]] = {
    "resolved": (("settle", {"words": "换了灯"}),),
    "closed": (("accept", {}), ("resolve", {"outcome": "cannot", "words": "没有电源"})),
    "declined": (("decline", {"words": "不在范围", "where_to": "12345"}),),
    "withdrawn": (("matter.withdraw", {"reason": "重复录入"}),),
}


@pytest.fixture
def secretary(desks: Any, holder: Any, town: Any) -> Actor:
    found: Actor = holder(roles.COMMUNITY_SECRETARY, town.dong)
    return found


def reported(actor: Actor, town: Any, *steps: tuple[str, dict[str, Any]]) -> Matter:
    data = {"place": town.lake.path, "category": "stair_light", "text": "灯不亮",
            "reporter_phone": PHONE}  # fmt: skip
    ident = do(actor, "matters.receive", None, data).id
    for act, given in steps:
        do(actor, f"matters.{act}", ident, given)
    return Matter.objects.get(pk=ident)


def everywhere(actor: Actor, matter: Matter) -> dict[str, str]:
    """What every way to read it says; of the list its row alone (a filter is called 超期)."""
    client = Client(headers={"accept-language": "zh-hans"})
    client.force_login(Account.objects.get(pk=actor.id))
    urls = (f"/desk/matters/{matter.pk}/", f"/m/{matter.token}/", f"/pocket/m/{matter.pk}/",
            "/pocket/")  # fmt: skip
    said = {url: client.get(url).content.decode() for url in urls}
    rows = client.get("/desk/matters/?state=").content.decode().split("<tbody")[1]
    return said | {"list": rows.split("</tbody>")[0], "export": taken(actor, "matters")}


@pytest.mark.parametrize("state", ENDS)
def test_settled_in_time_it_is_not_late_afterwards(secretary: Actor, town: Any, state: str) -> None:
    matter = reported(secretary, town, *ENDS[state])
    assert (matter.state if matter.withdrawn_at is None else "withdrawn") == state
    with clock.at(matter.due + timedelta(days=3)):
        for where, text in everywhere(secretary, matter).items():
            if where.startswith("/m/") and state == "withdrawn":
                continue  # the page of what was taken back says why, nothing else
            assert not any(word in text for word in LATE), where
            assert where != "export" or "2024-06-06 17:30" not in text
        if state == "resolved":
            assert "灯不亮" in everywhere(secretary, matter)["list"]
        client = Client()
        client.force_login(Account.objects.get(pk=secretary.id))
        for url in (f"/api/v1/matters/{matter.pk}/", "/api/v1/matters/"):
            told = json.loads(client.get(url).content)
            for row in told.get("items", [told]):
                assert row["due"] is None, url


def test_the_page_says_when_it_was_settled(secretary: Actor, town: Any) -> None:
    matter = reported(secretary, town, *ENDS["resolved"])
    client = Client(headers={"accept-language": "zh-hans"})
    client.force_login(Account.objects.get(pk=secretary.id))
    with clock.at(matter.due + timedelta(days=1)):
        page = client.get(f"/desk/matters/{matter.pk}/").content.decode()
    assert "天前办好" in page
    assert "solved" not in page, "how it ended is said in words"


def test_what_is_open_is_late_everywhere(secretary: Actor, town: Any) -> None:
    """The other side: past its date and open it is said to be late, in all the same places."""
    matter = reported(secretary, town, ("accept", {}))
    with clock.at(matter.due + timedelta(days=3)):
        found = everywhere(secretary, matter)
        assert "2024-06-06 17:30" in found.pop("export")
        for where, text in found.items():
            assert "超期" in text, where
    client = Client()
    client.force_login(Account.objects.get(pk=secretary.id))
    told = json.loads(client.get(f"/api/v1/matters/{matter.pk}/").content)
    assert told["due"] == matter.due.isoformat()


def test_taken_up_again_its_date_counts_again(secretary: Actor, town: Any) -> None:
    matter = reported(secretary, town, *ENDS["resolved"])
    reporter = Actor(None, marks={"link": matter.token})
    do(reporter, "matters.verify", matter.pk, {"verdict": "not", "words": "还是不亮"})
    matter.refresh_from_db()
    with clock.at(matter.due + timedelta(days=3)):
        assert "超期" in everywhere(secretary, matter)["list"]
