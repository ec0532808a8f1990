"""What people do, in a real browser: a resident, a grid member, a steward with a badge."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from doorstep.matters.models import Matter
from doorstep.notices.models import Notice
from tests.browser.hands import follow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def until(page: Any, true: str) -> None:
    """Wait for a condition; playwright's own way needs eval, which our pages forbid."""
    for _n in range(50):
        if page.evaluate(true):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"never: {true}")


def worker_ready(page: Any) -> None:
    """The service worker has taken the page over."""
    until(page, "navigator.serviceWorker.controller !== null")


def test_a_resident_reports_and_has_the_last_word(town: SimpleNamespace, open_as: Any) -> None:
    """From the card at the stairwell to "not solved", with a phone left on the way."""
    page = open_as()
    page.goto("/c/1-1-1/?e=1-1")
    page.get_by_role("link", name="报一件事").click()
    page.get_by_label("什么事").fill("楼道里的灯不亮，黑得很")
    page.get_by_label("楼道灯不亮").wait_for()
    assert page.get_by_label("楼道灯不亮").is_checked()
    page.get_by_role("button", name="报上去").click()
    page.wait_for_url("**/m/**")
    matter = Matter.objects.get()
    assert matter.place.label.endswith("1栋1单元")
    page.get_by_role("link", name="留手机号").click()
    page.get_by_label("手机号").fill("139 1234 5678")
    page.get_by_role("button", name="发验证码").click()
    page.get_by_label("短信里的六位数字").fill(
        Notice.objects.get(topic="notices.code").secret.open()
    )
    page.get_by_role("button", name="确认").click()
    follow(page, page.get_by_role("button", name="告诉我"))
    matter.refresh_from_db()
    assert matter.reporter_phone.open() == "13912345678"

    desk = open_as("compound_secretary", 1366, 768)
    desk.goto(f"/desk/matters/{matter.pk}/do/settle/")
    desk.locator("textarea[name=words]").fill("灯换好了")
    desk.locator("main form button.primary").click()
    desk.wait_for_url(f"**/desk/matters/{matter.pk}/")

    page.reload()
    follow(page, page.get_by_role("button", name="没解决"))
    matter.refresh_from_db()
    assert matter.state == "reopened"


def test_a_resident_reports_without_scripts(town: SimpleNamespace, open_as: Any) -> None:
    page = open_as(scripts=False)
    page.goto("/c/1-1-1/report/")
    page.get_by_label("什么事").fill("楼道里一股煤气味")
    page.get_by_role("button", name="报上去").click()
    assert page.locator('.emergency a[href="tel:119"]').is_visible()
    assert page.get_by_label("燃气泄漏").is_checked()
    page.get_by_role("button", name="报上去").click()
    assert "/m/" in page.url
    assert Matter.objects.get().emergency


def test_a_voice_note_is_a_whole_report(town: SimpleNamespace, open_as: Any) -> None:
    page = open_as("grid_member")
    page.goto("/pocket/report/")
    go = page.locator("[data-voice-go]")
    go.click()
    page.wait_for_timeout(1500)
    go.click()
    page.locator("[data-voice] audio:not([hidden])").wait_for()
    page.get_by_role("button", name="请小区办").click()
    page.wait_for_url("**/pocket/m/**")
    matter = Matter.objects.get()
    assert matter.voice is not None
    assert (matter.category, matter.heard) == ("unsorted", False)


def test_a_grid_member_verifies_in_two_taps(town: SimpleNamespace, open_as: Any) -> None:
    steward = open_as("steward")
    steward.goto("/pocket/")
    steward.get_by_role("link", name="我办好了").click()
    steward.get_by_label("什么事").fill("102下水通了，物业来的")
    steward.get_by_role("button", name="我办好了").click()
    steward.wait_for_url("**/pocket/m/**")
    grid = open_as("grid_member")
    grid.goto("/pocket/")
    grid.get_by_role("link", name="待核实 1 件").click()
    follow(grid, grid.get_by_role("button", name="解决了", exact=True))
    assert Matter.objects.get().state == "closed"


def test_what_is_shared_goes_through_the_worker_into_the_form(
    town: SimpleNamespace, open_as: Any
) -> None:
    """A text with a picture: the worker keeps the picture until the form has it, no longer."""
    page = open_as("grid_member")
    page.goto("/pocket/")
    worker_ready(page)
    page.evaluate("""() => {
      const form = document.createElement("form");
      form.method = "post"; form.action = "/pocket/share/"; form.enctype = "multipart/form-data";
      const text = document.createElement("input");
      text.name = "text"; text.value = "湖畔枫景1栋1单元楼道灯不亮";
      const files = document.createElement("input"); files.type = "file"; files.name = "photos";
      const canvas = document.createElement("canvas"); canvas.width = canvas.height = 20;
      form.append(text, files); document.body.append(form);
      canvas.toBlob((blob) => {
        const carrier = new DataTransfer();
        carrier.items.add(new File([blob], "群里的照片.png", {type: "image/png"}));
        files.files = carrier.files; form.submit();
      });
    }""")
    page.wait_for_url("**/pocket/report/?source=pasted**")
    until(page, "document.querySelector('input[name=photos]').files.length === 1")
    assert page.get_by_label("楼道灯不亮").is_checked()
    left = page.evaluate(
        "caches.open('shared').then((box) => box.keys()).then((keys) => keys.length)"
    )
    assert left == 0
    page.get_by_role("button", name="请小区办").click()
    page.wait_for_url("**/pocket/m/**")
    assert Matter.objects.get().source == "pasted"


def test_the_worker_keeps_no_page(town: SimpleNamespace, open_as: Any) -> None:
    page = open_as("grid_member")
    page.goto("/pocket/")
    worker_ready(page)
    page.goto("/pocket/lists/")
    kept = page.evaluate("""async () => {
      const found = [];
      for (const name of await caches.keys()) {
        const box = await caches.open(name);
        for (const key of await box.keys()) found.push(new URL(key.url).pathname);
      }
      return found;
    }""")
    assert all(path.startswith("/static/") or path == "/pocket/offline/" for path in kept)
    page.context.set_offline(True)
    page.goto("/pocket/lists/")
    assert "没有网络" in page.inner_text("body")


def test_an_elders_badge_on_the_phone(town: SimpleNamespace, open_as: Any) -> None:
    from doorstep.frontline.models import Steward

    steward = town.people["steward"]
    Steward(
        person=steward, place=town.lake, path=town.lake.path, basis="volunteer", state="active"
    ).save()
    grid = open_as("grid_member")
    grid.goto("/pocket/keys/")
    grid.get_by_role("button", name="发工牌").click()
    address = grid.locator(".qr figcaption .meta").inner_text()
    phone = open_as(elder=True)
    phone.goto(f"http://{address}")
    phone.get_by_role("button", name="是我的手机").click()
    phone.get_by_role("link", name="请小区办").click()
    phone.get_by_label("什么事").fill("门口的灯不亮")
    phone.get_by_role("button", name="请小区办").click()
    phone.wait_for_url("**/m/**")
    assert Matter.objects.get().source == "steward"
    other = open_as()
    other.goto(f"http://{address}")
    assert "打不开" in other.inner_text("main")
