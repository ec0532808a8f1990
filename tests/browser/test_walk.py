"""The walk of five minutes on /demo/, from the code on the screen to the figure that moves."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import pytest

from doorstep.doors.portal.qr import code
from doorstep.matters.models import Matter
from tests.browser.hands import follow
from tests.people import town as build

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SAID = "2楼到3楼的灯又不亮了，晚上摸黑上来。"
DONE = "换了感应头，今晚您再看看。"
#: Seconds of machine time; what is left of the five minutes is for reading.
MOST_SECONDS = 60


def go_on(demo: Any, step: str) -> None:
    """Back to /demo/, where `step` is the one that is marked, and into it."""
    demo.goto("/demo/")
    now = demo.locator('.steps [aria-current="step"]')
    assert now.locator("b").inner_text() == step
    follow(demo, now.get_by_text("去看"))


def tile(demo: Any, name: str) -> str:
    """The value of a figure, read on the board."""
    demo.goto("/desk/figures/")
    named = demo.locator(".tile-label", has_text=re.compile(rf"^\s*{name}\s*（口径）"))
    shown = demo.locator(".tile").filter(has=named)
    return str(shown.locator(".tile-value > span").first.inner_text()).strip()


def shown_code(demo: Any) -> str:
    """The address behind the code on the screen: the same picture as a fresh one of it."""
    words = demo.locator(".qr figcaption .meta").inner_text()
    address = f"http://{words}"
    fresh = re.search(r' d="([^"]+)"', code(address)["svg"])
    assert fresh
    assert demo.locator(".qr svg path").last.get_attribute("d") == fresh[1]
    return address


@pytest.fixture
def street(town: SimpleNamespace) -> SimpleNamespace:
    """The village with somebody at the city who reads the figures."""
    who = build.person(town.city, "郁文慧")
    who.account = build.account(who, "city_od")
    build.office(who, "city_od", town.city)
    town.people["city_od"] = who
    return town


def test_the_walk_of_five_minutes(street: SimpleNamespace, open_as: Any) -> None:
    demo, phone = open_as("", 1366, 768), open_as()
    began = demo.evaluate("performance.timeOrigin")

    demo.goto("/demo/")
    follow(demo, demo.locator('form[action="/demo/as/city_od/"] button').last)
    before = tile(demo, "说没解决的诉求")

    # 1  a resident scans the code on the screen and says it in one sentence: three taps
    demo.goto("/demo/")
    assert demo.locator('.steps [aria-current="step"] b').inner_text() == "以居民的身份报一件事"
    phone.goto(shown_code(demo))
    phone.get_by_label("什么事").fill(SAID)
    phone.get_by_label("楼道灯不亮").wait_for()  # the topic is proposed while one writes
    phone.get_by_role("button", name="报上去").click()
    phone.wait_for_url("**/m/**")
    matter = Matter.objects.get()
    assert matter.text == SAID
    assert phone.get_by_text(matter.number).first.is_visible()

    # 2  it is at the dispatcher: owner, deadline, its reasons, and a row of the list;
    #    one tap takes it on
    go_on(demo, "到了调度岗")
    assert demo.url.endswith(f"/desk/matters/{matter.pk}/")
    assert demo.locator(".words").inner_text() == SAID
    assert demo.locator(".record-state .due-why").inner_text()
    follow(demo, demo.get_by_role("link", name="诉求", exact=True).first)
    assert demo.locator(".row-link", has_text="2楼到3楼的灯").is_visible()
    follow(demo, demo.locator(".row-link", has_text="2楼到3楼的灯"))
    follow(demo, demo.get_by_role("button", name="受理", exact=True))

    # 3  the compound's secretary settles it; the resident reads exactly that sentence
    go_on(demo, "有人办好了")
    demo.locator("textarea[name=words]").fill(DONE)
    demo.locator("main form button.primary").click()
    demo.wait_for_url(f"**/desk/matters/{matter.pk}/")
    phone.goto(phone.url.split("?")[0])
    assert phone.get_by_text(DONE).first.is_visible()

    # 4  the last word is the resident's: one tap on the own phone
    demo.goto("/demo/")
    said = demo.locator('.steps [aria-current="step"]')
    assert said.locator("b").inner_text() == "居民说：没解决"
    assert said.get_by_text("去看").get_attribute("href") == f"/m/{matter.token}/"
    follow(phone, phone.get_by_role("button", name="没解决"))
    matter.refresh_from_db()
    assert (matter.state, matter.reopened) == ("reopened", 1)

    # 5  the same number, taken up again, and the figure of the city has moved
    demo.goto("/demo/")
    assert re.search(r"报了\s*1\s*件，重新办理\s*1\s*件", demo.locator(".demo-walk").inner_text())
    follow(demo, demo.locator('form[action="/demo/as/street_dispatcher/"] button').last)
    assert demo.locator(".tally .card", has_text="群众说没解决").inner_text().startswith("1")
    demo.goto("/demo/")
    follow(demo, demo.locator(".steps > li").last.get_by_text("去看"))
    assert "重新办理" in demo.locator("main").inner_text()
    after = tile(demo, "说没解决的诉求")
    assert before != after
    assert "1/1" in after.replace(" ", "")
    taken = demo.evaluate("performance.timeOrigin") - began
    assert taken < MOST_SECONDS * 1000
