"""Taps of the everyday tasks (domain part D), counted: a link, a button, a field that is entered.

What is typed or said is no tap; a box that the page has entered by itself is none either. Counting
begins on the first page of the person's own door; docs/trials/02-personas.md tells the rest.
"""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from doorstep.frame import NOBODY, do
from doorstep.matters.models import Matter
from tests.browser.test_doors_flows import until
from tests.people import town as build

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Finger:
    """A page and the taps made on it."""

    def __init__(self, page: Any, start: str) -> None:
        self.page, self.taps = page, 0
        page.goto(start)

    def tap(self, what: Any) -> Finger:
        """One tap."""
        self.taps += 1
        what.click()
        self.page.wait_for_load_state()
        return self

    def link(self, name: str) -> Finger:
        """A link by its words."""
        return self.tap(self.page.get_by_role("link", name=name).first)

    def button(self, name: str) -> Finger:
        """A button by its words."""
        return self.tap(self.page.get_by_role("button", name=name, exact=True).last)

    def write(self, box: Any, words: str) -> Finger:
        """Words into a box: one tap unless the page has put the finger there already."""
        if not box.evaluate("(box) => box === document.activeElement"):
            self.tap(box)
        box.fill(words)
        return self

    def speak(self) -> Finger:
        """A voice note: begin, end."""
        go = self.page.locator("[data-voice-go]").first
        self.tap(go)
        self.page.wait_for_timeout(1200)
        self.tap(go)
        self.page.locator("[data-voice] audio:not([hidden])").first.wait_for()
        return self

    def then(self, act: str) -> Finger:
        """An act of the page of a record; what is done more seldom stands behind 更多."""
        button = self.page.locator(".acts").get_by_text(act, exact=True)
        if not button.is_visible():
            self.tap(self.page.locator(".acts-more > summary"))
        return self.tap(button)

    def send(self) -> Finger:
        """The one primary button of the form that is open."""
        return self.tap(self.page.locator("form:visible button.primary").last)


@pytest.fixture
def finger(open_as: Any) -> Callable[..., Finger]:
    """`finger("grid_member", "/pocket/")` → a Finger on that person's page."""

    def made(role: str, start: str, width: int = 390, height: int = 844) -> Finger:
        return Finger(open_as(role, width, height), start)

    return made


@pytest.fixture
def handler(town: SimpleNamespace) -> SimpleNamespace:
    """The village with a handler at a department and a clerk at the window."""
    for role, name, at in (
        ("department_handler", "滕建峰", town.police),
        ("window_worker", "尹巧玲", town.dong),
    ):
        who = build.person(town.dong, name)
        who.account = build.account(who, role)
        build.office(who, role, at)
        town.people[role] = who
    return town


def asked(town: SimpleNamespace, text: str = "楼道里的灯不亮", code: str = "stair_light") -> Matter:
    """A matter from the portal."""
    data = {"place": town.lake.path, "category": code, "text": text}
    return do(NOBODY, "matters.ask", None, data, channel="portal").record


def test_a_grid_member_reports_in_three_taps(town: SimpleNamespace, finger: Any) -> None:
    hand = finger("grid_member", "/pocket/").link("报一件事")
    hand.write(hand.page.get_by_label("什么事"), "小区西门垃圾没人收").button("请小区办")
    hand.page.wait_for_url("**/pocket/m/**")
    assert Matter.objects.get().category == "rubbish"
    assert hand.taps == 3


def test_a_grid_member_speaks_in_four_taps(town: SimpleNamespace, finger: Any) -> None:
    hand = finger("grid_member", "/pocket/").link("报一件事").speak().button("请小区办")
    hand.page.wait_for_url("**/pocket/m/**")
    assert Matter.objects.get().voice is not None
    assert hand.taps <= 4


def test_the_place_in_the_words_wins_over_one_that_nobody_chose(
    town: SimpleNamespace, finger: Any
) -> None:
    """The grid has two compounds; the first stands ticked, the words name the other."""
    hand = finger("grid_member", "/pocket/report/")
    assert hand.page.locator("[name=place]:checked, [name=place] option:checked").count() == 1
    hand.write(hand.page.get_by_label("什么事"), "老棉纺厂宿舍垃圾没人收").button("请小区办")
    hand.page.wait_for_url("**/pocket/m/**")
    assert Matter.objects.get().place == town.mill


def test_a_place_that_was_chosen_stays(town: SimpleNamespace, finger: Any) -> None:
    hand = finger("grid_member", "/pocket/report/")
    hand.tap(hand.page.get_by_label("老棉纺厂宿舍"))
    hand.write(hand.page.get_by_label("什么事"), "湖畔枫景的垃圾倒到我们这里了").button("请小区办")
    hand.page.wait_for_url("**/pocket/m/**")
    assert Matter.objects.get().place == town.mill


@pytest.mark.parametrize("way", ["我办好了", "请小区办", "报社区"])
def test_each_of_a_stewards_three_buttons_takes_three_taps(
    town: SimpleNamespace, finger: Any, way: str
) -> None:
    hand = finger("steward", "/pocket/").link(way)
    hand.write(hand.page.get_by_label("什么事"), "1栋1单元楼道灯不亮").button(way)
    hand.page.wait_for_url("**/pocket/m/**")
    assert Matter.objects.get().source == "steward"
    assert hand.taps == 3
    hand = finger("steward", "/pocket/").link("我报的")
    assert hand.page.get_by_text("楼道灯不亮").first.is_visible()
    assert hand.taps == 1


def test_a_text_from_a_chat_takes_three_taps(town: SimpleNamespace, finger: Any) -> None:
    """The paste button reads what was copied and goes on by itself."""
    hand = finger("grid_member", "/pocket/")
    hand.page.context.grant_permissions(["clipboard-read", "clipboard-write", "microphone"])
    said = "老棉纺厂宿舍1栋1单元楼道灯不亮，13912345678"
    hand.page.evaluate("(words) => navigator.clipboard.writeText(words)", said)
    hand.link("从群里转来的话").button("粘贴")
    hand.page.get_by_label("楼道灯不亮").wait_for()
    assert hand.page.get_by_label("楼道灯不亮").is_checked()
    hand.button("请小区办")
    hand.page.wait_for_url("**/pocket/m/**")
    matter = Matter.objects.get()
    assert matter.place.label.endswith("1栋1单元")
    assert matter.reporter_phone.open() == "13912345678"
    assert hand.taps == 3


def test_a_grid_member_verifies_in_two_taps(town: SimpleNamespace, finger: Any) -> None:
    first = finger("steward", "/pocket/").link("我办好了")
    first.write(first.page.get_by_label("什么事"), "102下水通了").button("我办好了")
    first.page.wait_for_url("**/pocket/m/**")
    hand = finger("grid_member", "/pocket/").link("待核实 1 件").button("解决了")
    assert Matter.objects.get().state == "closed"
    assert hand.taps == 2


def test_a_secretary_settles_in_four_taps(town: SimpleNamespace, finger: Any) -> None:
    """Row, act, box, button; the same on a phone."""
    for size in ((1366, 768), (390, 844)):
        matter = asked(town)
        hand = finger("compound_secretary", "/desk/", *size)
        hand.tap(hand.page.locator("a.row-link").first).then("就地化解")
        hand.write(hand.page.locator("textarea[name=words]"), "灯换好了").send()
        hand.page.wait_for_url(f"**/desk/matters/{matter.pk}/")
        matter.refresh_from_db()
        assert matter.state == "resolved"
        assert hand.taps <= 4


def test_a_secretary_splits_in_three_taps_from_the_page(town: SimpleNamespace, finger: Any) -> None:
    matter = asked(town, "停车难", "parking_mess")
    hand = finger("compound_secretary", f"/desk/matters/{matter.pk}/").then("分解")
    hand.write(hand.page.locator("textarea:visible").first, "划出车位\n挪走僵尸车").send()
    hand.page.wait_for_url(f"**/desk/matters/{matter.pk}/")
    assert matter.children.count() == 2
    assert hand.taps <= 3


def test_a_dispatcher_hands_over_in_three_taps(handler: SimpleNamespace, finger: Any) -> None:
    """By the rules: nothing need be chosen; with keys the hand stays where it is."""
    matter = asked(handler, "广场舞音响太吵", "noise_square")
    hand = finger("street_dispatcher", "/desk/", 1366, 768)
    hand.tap(hand.page.locator("a.row-link").first).then("转办").send()
    hand.page.wait_for_url(f"**/desk/matters/{matter.pk}/")
    matter.refresh_from_db()
    assert matter.state == "assigned"
    assert hand.taps == 3
    hand.page.goto("/desk/matters/")
    hand.page.keyboard.press("j")
    hand.page.keyboard.press("Enter")
    hand.page.wait_for_url(f"**/desk/matters/{matter.pk}/")


def test_a_handler_accepts_in_one_and_finishes_in_three(
    handler: SimpleNamespace, finger: Any
) -> None:
    matter = asked(handler)
    Matter.objects.filter(pk=matter.pk).update(owner=handler.police, level=4, state="assigned")
    hand = finger("department_handler", f"/desk/matters/{matter.pk}/", 1366, 768).then("开始办理")
    matter.refresh_from_db()
    assert (matter.state, hand.taps) == ("handling", 1)
    hand.then("办结")
    hand.write(hand.page.locator("textarea[name=words]"), "已到现场劝离").send()
    hand.page.wait_for_url(f"**/desk/matters/{matter.pk}/")
    matter.refresh_from_db()
    assert (matter.state, matter.outcome, hand.taps) == ("resolved", "solved", 4)


def test_the_window_takes_a_call_in_two_taps(handler: SimpleNamespace, finger: Any) -> None:
    """The button stands on the first page; the box has the cursor; place and phone are read."""
    hand = finger("window_worker", "/desk/", 1366, 768).link("报事")
    box = hand.page.locator("#id_text")
    hand.write(box, "湖畔枫景1栋1单元下水道堵了，13912345678")
    hand.page.locator("#topics").get_by_text("下水道堵塞").wait_for()
    until(hand.page, "document.querySelector('[name=reporter_phone]').value !== ''")
    hand.button("登记")
    hand.page.wait_for_url("**/desk/matters/*-*/")
    matter = Matter.objects.get()
    assert (matter.category, matter.source) == ("drain_blocked", "window")
    assert matter.place.label.endswith("1栋1单元")
    assert matter.reporter_phone.open() == "13912345678"
    assert hand.taps == 2


def test_a_resident_reports_in_three_and_answers_in_one(town: SimpleNamespace, finger: Any) -> None:
    hand = finger("", "/c/1-1-1/?e=1-1").link("报一件事")
    hand.write(hand.page.get_by_label("什么事"), "楼道里的灯不亮")
    hand.page.get_by_label("楼道灯不亮").wait_for()  # the topic is proposed while one writes
    hand.button("报上去")
    hand.page.wait_for_url("**/m/**")
    assert hand.taps == 3
    matter = Matter.objects.get()
    desk = finger("compound_secretary", f"/desk/matters/{matter.pk}/").then("就地化解")
    desk.write(desk.page.locator("textarea[name=words]"), "灯换好了").send()
    desk.page.wait_for_url(f"**/desk/matters/{matter.pk}/")
    hand.page.goto(f"/m/{matter.token}/")
    hand.taps = 0
    hand.button("解决了")
    assert hand.taps == 1
    hand.button("满意")
    matter.refresh_from_db()
    assert (matter.state, hand.taps) == ("rated", 2)
