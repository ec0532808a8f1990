"""More taps of the everyday tasks (domain part D): a building, one level up, whoever has it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from doorstep.matters.models import Matter
from tests.browser.test_taps import asked, finger, handler
from tests.people import town as build

__all__ = ["finger", "handler"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_what_there_is_in_a_building_takes_two_taps(town: SimpleNamespace, finger: Any) -> None:
    """The box, the building; a third tap begins a report about it."""
    hand = finger("grid_member", "/pocket/")
    hand.write(hand.page.get_by_role("searchbox"), "1栋")
    hand.page.keyboard.press("Enter")
    hand.page.wait_for_url("**/search/**")
    hand.tap(hand.page.locator("a[data-row]").first)
    assert hand.page.get_by_text("这里未办结的").is_visible()
    assert hand.taps == 2
    hand.link("报一件事")
    assert (
        hand.page.locator("[name=place]:checked")
        .evaluate("(box) => box.value")
        .endswith(town.entrance.path[:-4])
    )


@pytest.mark.parametrize("role", ["grid_member", "compound_secretary"])
@pytest.mark.parametrize("size", [(390, 844), (1366, 768)])
def test_one_level_up_takes_two_taps_from_the_page(
    town: SimpleNamespace, finger: Any, role: str, size: tuple[int, int]
) -> None:
    """The act, then the button: the box is entered by itself; the attempt need not come first."""
    matter = asked(town, "停车难", "parking_mess")
    assert matter.level < 2
    hand = finger(role, f"/desk/matters/{matter.pk}/", *size).then("上报上一级")
    box = hand.page.locator("#sheet textarea")
    box.wait_for()
    hand.write(box, "劝过三次，请社区协调划线").send()
    hand.page.wait_for_url(f"**/desk/matters/{matter.pk}/")
    matter.refresh_from_db()
    assert (matter.owner, matter.level) == (town.committee, 2)
    assert hand.taps == 2


def test_one_level_up_takes_three_taps_from_the_phones_first_page(
    town: SimpleNamespace, finger: Any
) -> None:
    """Row, act, button."""
    matter = asked(town, "停车难", "parking_mess")
    hand = finger("grid_member", "/pocket/")
    hand.tap(hand.page.locator("a[data-row]").first)
    hand.tap(hand.page.get_by_text("上报上一级").first)
    hand.write(hand.page.locator("#words-escalate"), "劝过三次，请社区协调划线")
    hand.button("上报上一级")
    hand.page.wait_for_load_state("networkidle")
    matter.refresh_from_db()
    assert (matter.owner, matter.level) == (town.committee, 2)
    assert hand.taps == 3


@pytest.mark.parametrize("role", ["department_handler", "property_manager"])
def test_whoever_has_it_accepts_in_one_tap_on_the_phone(
    handler: SimpleNamespace, finger: Any, role: str
) -> None:
    """From the link they were sent; the firm of a compound as a department."""
    firm = build.body("property_company", handler.lake, "湖畔物业")
    who = build.person(handler.lake, "侯德明")
    who.account = build.account(who, "property_manager")
    build.office(who, "property_manager", firm)
    handler.people["property_manager"] = who
    matter = asked(handler)
    owner = {"department_handler": handler.police, "property_manager": firm}[role]
    Matter.objects.filter(pk=matter.pk).update(owner=owner, level=owner.level, state="assigned")
    hand = finger(role, f"/desk/matters/{matter.pk}/").then("开始办理")
    hand.page.wait_for_url(f"**/desk/matters/{matter.pk}/")
    matter.refresh_from_db()
    assert (matter.state, hand.taps) == ("handling", 1)


@pytest.mark.parametrize("way", ["我办好了", "请小区办", "报社区"])
def test_a_building_head_reports_in_three_taps(
    town: SimpleNamespace, finger: Any, way: str
) -> None:
    hand = finger("building_head", "/pocket/").link(way)
    hand.write(hand.page.get_by_label("什么事"), "1栋1单元楼道灯不亮").button(way)
    hand.page.wait_for_url("**/pocket/m/**")
    assert Matter.objects.get().place.label.endswith("1栋1单元")
    assert hand.taps == 3
