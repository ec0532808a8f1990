"""The bell in a real browser: its number comes after the page, and goes when it was read."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from doorstep.frame import NOBODY, do
from doorstep.kit import clock
from doorstep.notices.models import Notice
from tests.browser.test_doors_layout import AXE, MEASURE, OUT

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def told(who: Any, n: int, **more: Any) -> None:
    values = {"topic": "test.told", "text": "路灯已修好", "path": who.path, "account": who.account,
              "urgency": "normal", "channel": "app", "due_at": clock.now()}  # fmt: skip
    Notice.objects.bulk_create(Notice(**values | more) for _n in range(n))


@pytest.mark.parametrize("elder", [False, True])
@pytest.mark.parametrize("width", [390, 1366])
@pytest.mark.parametrize("start", ["/pocket/", "/desk/matters/"])
def test_the_number_comes_and_fits(
    town: SimpleNamespace, open_as: Any, start: str, width: int, elder: bool
) -> None:
    told(town.people["grid_member"], 120)
    told(town.people["grid_member"], 1, urgency="emergency")
    page = open_as("grid_member", width, 844, elder=elder)
    page.goto(start)
    bell = page.get_by_role("link", name="未读 99+ 条，其中应急 1 条")
    bell.wait_for()
    assert bell.locator(".count").inner_text() == "急 99+"
    assert page.evaluate(MEASURE) == []
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    assert [v["id"] for v in found] == []
    OUT.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=OUT / f"bell{start.replace('/', '-')}{width}{'-elder' * elder}.png")


def test_it_goes_when_the_record_was_read(town: SimpleNamespace, open_as: Any) -> None:
    """Read on the record's page, there and on the page one comes back to."""
    data = {"place": town.lake.path, "category": "stair_light", "text": "灯不亮"}
    matter = do(NOBODY, "matters.ask", None, data, channel="portal").record
    Notice.objects.all().delete()
    told(town.people["grid_member"], 2, about=f"matters.matter:{matter.pk}")
    page = open_as("grid_member")
    page.goto("/pocket/")
    page.get_by_role("link", name="未读 2 条").wait_for()
    page.goto(f"/pocket/m/{matter.pk}/")
    page.wait_for_load_state("networkidle")
    assert not Notice.objects.filter(seen_at=None).exists()
    assert page.get_by_role("link", name="消息", exact=True).is_visible()
    page.go_back()
    page.wait_for_load_state("networkidle")
    assert not page.locator(".bell .count").is_visible()


def test_without_scripts_the_bell_is_a_link(town: SimpleNamespace, open_as: Any) -> None:
    told(town.people["grid_member"], 2)
    page = open_as("grid_member", scripts=False)
    page.goto("/pocket/")
    page.get_by_role("link", name="消息", exact=True).click()
    assert page.get_by_text("路灯已修好").first.is_visible()
