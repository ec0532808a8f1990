"""Why an act has no button: one closed line on the phone, plain to see at the desk."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from doorstep.frame import NOBODY, do
from doorstep.matters.models import Matter
from tests.browser.test_doors_layout import AXE, MEASURE, OUT

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WHY = "为什么没有别的按钮"


@pytest.fixture
def matter(town: SimpleNamespace) -> Matter:
    data = {"place": town.lake.path, "category": "stair_light", "text": "灯不亮"}
    return do(NOBODY, "matters.ask", None, data, channel="portal").record


def sound(page: Any, name: str) -> None:
    """Nothing cut, nothing wrong for a reader; a picture is left."""
    assert page.evaluate(MEASURE) == []
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    assert [v["id"] for v in found] == []
    OUT.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=OUT / f"{name}.png", full_page=True)


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("url", ["/desk/matters/{}/", "/pocket/m/{}/"])
def test_on_the_phone_it_is_one_line(matter: Matter, open_as: Any, url: str, scripts: bool) -> None:
    page = open_as("grid_member", scripts=scripts)
    page.goto(url.format(matter.pk))
    line = page.locator("details.refused > summary")
    assert line.inner_text() == WHY
    assert not page.locator(".refused dd").first.is_visible()
    assert page.get_by_text("就地化解").first.is_visible()
    if not scripts:
        return
    sound(page, f"refused{url.format('-closed').replace('/', '-')}")
    line.focus()
    page.keyboard.press("Enter")
    assert page.locator(".refused dd").first.is_visible()
    sound(page, f"refused{url.format('-open').replace('/', '-')}")


def test_at_the_desk_it_stands_open(matter: Matter, open_as: Any) -> None:
    page = open_as("grid_member", 1366, 768)
    page.goto(f"/desk/matters/{matter.pk}/")
    assert page.locator(".refused dd").count() > 5
    assert page.locator(".refused dd").first.is_visible()
    sound(page, "refused-desk-1366")
