"""The number on the bell: asked after the page, one's own only, gone when it was seen."""

from __future__ import annotations

import re
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from doorstep.frame import NOBODY, do
from doorstep.kit import clock
from doorstep.matters.models import Matter
from doorstep.notices.models import Notice
from tests.every.test_statements import statements

BELL = "/desk/bell/"


def told(who: Any, n: int = 1, **more: Any) -> None:
    """Messages in somebody's list."""
    values = {"topic": "test.told", "text": "路灯已修好", "path": who.path, "account": who.account,
              "urgency": "normal", "channel": "app", "due_at": clock.now()}  # fmt: skip
    for _n in range(n):
        Notice.objects.create(**values | more)


@pytest.fixture
def matter(village: SimpleNamespace) -> Matter:
    data = {"place": village.lake.path, "category": "stair_light", "text": "灯不亮"}
    made = do(NOBODY, "matters.ask", None, data, channel="portal").record
    Notice.objects.all().delete()
    return made


def test_nothing_unread_is_no_content_and_is_kept_nowhere(as_: Any) -> None:
    answer = as_("grid_member").get(BELL)
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer["Cache-Control"] == "private, no-store"


def test_it_counts_ones_own_that_have_arrived(as_: Any, village: SimpleNamespace) -> None:
    told(village.people["grid_member"], 3)
    told(village.people["grid_member"], due_at=clock.now() + timedelta(hours=1))
    told(village.people["grid_member"], seen_at=clock.now())
    told(village.people["grid_member"], channel="sms")
    told(village.people["steward"])
    answer = as_("grid_member").get(BELL)
    assert answer.json() == {"count": "3", "words": "未读 3 条"}
    assert answer["Cache-Control"] == "private, no-store"
    assert as_("community_secretary").get(BELL).status_code == 204


def test_above_99_it_says_so_and_emergencies_are_named(as_: Any, village: SimpleNamespace) -> None:
    told(village.people["grid_member"], 120)
    assert as_("grid_member").get(BELL).json()["count"] == "99+"
    told(village.people["grid_member"], 2, urgency="emergency")
    said = as_("grid_member").get(BELL).json()
    assert said == {"count": "急 99+", "words": "未读 99+ 条，其中应急 2 条"}


def test_strangers_have_no_bell(village: SimpleNamespace) -> None:
    assert Client().get(BELL).status_code == 302


def test_pages_ask_for_it_and_it_costs_them_nothing(as_: Any, village: SimpleNamespace) -> None:
    """The number is no statement of the page's; asking for it is one beside the sign-in."""
    told(village.people["grid_member"])
    client = as_("grid_member")
    for url in ("/desk/matters/", "/desk/", "/pocket/", "/pocket/lists/", "/pocket/me/"):
        page = client.get(url).content.decode()
        assert f'data-bell="{BELL}"' in page, url
        assert "data-about" not in page
        asked = statements(lambda url=url: client.get(url))
        assert not [s for s in asked if "notices_notice" in s], url
    asked = statements(lambda: client.get(BELL))
    assert len([s for s in asked if "notices_notice" in s]) == 1
    assert len(asked) <= 4


@pytest.mark.parametrize("page", ["/desk/matters/{}/", "/pocket/m/{}/"])
def test_what_was_told_of_a_record_is_read_with_its_page(
    as_: Any, village: SimpleNamespace, matter: Matter, page: str
) -> None:
    who = village.people["grid_member"]
    told(who, 2, about=f"matters.matter:{matter.pk}")
    told(who)
    told(village.people["compound_secretary"], about=f"matters.matter:{matter.pk}")
    client = as_("grid_member")
    shown = client.get(page.format(matter.pk)).content.decode()
    about = re.findall(r'data-about="([^"]+)"', shown)
    assert about == [f"matters.matter:{matter.pk}"]
    assert client.get(BELL).json()["count"] == "3"
    assert client.post(BELL, {"about": about[0]}).json()["count"] == "1"
    assert as_("compound_secretary").get(BELL).json()["count"] == "1"


def test_a_messages_own_page_leads_to_its_record_and_marks_it(
    as_: Any, village: SimpleNamespace, matter: Matter
) -> None:
    told(village.people["grid_member"], about=f"matters.matter:{matter.pk}")
    notice, client = Notice.objects.get(), as_("grid_member")
    shown = client.get(f"/desk/notices/{notice.pk}/").content.decode()
    assert f'href="/desk/matters/{matter.pk}/"' in shown
    assert as_("steward").post(BELL, {"about": f"notices.notice:{notice.pk}"}).status_code == 204
    notice.refresh_from_db()
    assert notice.seen_at is None
    assert client.post(BELL, {"about": f"notices.notice:{notice.pk}"}).status_code == 204
    notice.refresh_from_db()
    assert notice.seen_at is not None


def test_a_message_about_what_one_may_not_open_leads_nowhere(
    as_: Any, village: SimpleNamespace, matter: Matter
) -> None:
    Matter.objects.filter(pk=matter.pk).update(hidden_below=5)
    told(village.people["grid_member"], about=f"matters.matter:{matter.pk}")
    told(village.people["grid_member"], about="nonsense")
    for notice in Notice.objects.all():
        shown = as_("grid_member").get(f"/desk/notices/{notice.pk}/")
        assert shown.status_code == 200
        assert str(matter.pk) not in shown.content.decode().replace("data-about", "")


@pytest.mark.parametrize("about", ["", "nonsense", "notices.notice:nonsense", "x" * 500])
def test_nonsense_marks_nothing(as_: Any, village: SimpleNamespace, about: str) -> None:
    told(village.people["grid_member"])
    assert as_("grid_member").post(BELL, {"about": about}).json()["count"] == "1"
