"""The look in a real browser: every page in every mode, and what the script adds to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.chromium import chromium
from tests.look import gallery

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium() is None, reason="no Chromium"),
]


def test_every_page_in_every_mode_is_clean(chrome: Any) -> None:
    assert gallery.look(chrome, gallery.write()) == []


@pytest.mark.parametrize("page", ["desk_list", "desk_record", "pocket_report", "portal_errors"])
def test_english_fits_too(chrome: Any, page: str) -> None:
    assert gallery.look(chrome, gallery.write(page, "en"), pictures=False) == []


@pytest.fixture(scope="module")
def browser(chrome: Any) -> Iterator[Any]:
    gallery.write()
    with gallery.served() as address:
        yield lambda **more: chrome.new_context(base_url=address, locale="zh-CN", **more)


@pytest.fixture
def desk(browser: Any) -> Iterator[Any]:
    context = browser(viewport={"width": 1366, "height": 768})
    yield context.new_page()
    context.close()


@pytest.fixture
def phone(browser: Any) -> Iterator[Any]:
    context = browser(viewport={"width": 390, "height": 844}, permissions=["microphone"])
    yield context.new_page()
    context.close()


def focused(page: Any) -> str:
    return page.evaluate("document.activeElement.innerText || document.activeElement.name")


def test_keys_walk_the_list(desk: Any) -> None:
    desk.goto("/desk_list.html")
    links = desk.locator(".row-link").all_inner_texts()
    desk.keyboard.press("j")
    desk.keyboard.press("j")
    assert focused(desk) == links[1]
    desk.keyboard.press("k")
    assert focused(desk) == links[0]
    desk.keyboard.press("/")
    assert focused(desk) == "q"
    desk.keyboard.type("jk")
    assert desk.input_value("[name=q]") == "jk"


def test_keys_can_be_turned_off(desk: Any) -> None:
    desk.goto("/desk_list.html")
    desk.keyboard.press("?")
    assert desk.locator("#keys-help").is_visible()
    desk.locator("[data-keys-off]").check()
    desk.keyboard.press("Escape")
    desk.keyboard.press("j")
    assert "row-link" not in desk.evaluate("document.activeElement.className")


def test_ticks_bring_the_bar(desk: Any) -> None:
    desk.goto("/desk_list.html")
    assert not desk.locator(".bulk").is_visible()
    desk.keyboard.press("j")
    desk.keyboard.press("x")
    assert desk.locator(".bulk [data-count]").inner_text() == "1"
    desk.keyboard.press("x")
    assert not desk.locator(".bulk").is_visible()


def test_one_menu_at_a_time(desk: Any) -> None:
    desk.goto("/desk_list.html")
    summaries = desk.locator(".filters summary")
    summaries.nth(0).click()
    summaries.nth(1).click()
    assert desk.locator("details.menu[open]").count() == 1
    desk.keyboard.press("Escape")
    assert desk.locator("details.menu[open]").count() == 0


def test_menus_stay_on_a_phone(phone: Any) -> None:
    phone.goto("/desk_list.html")
    for at in range(phone.locator("details.menu").count()):
        phone.locator("details.menu summary").nth(at).click()
        box = phone.locator("details.menu[open] .menu-list").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        assert phone.evaluate("document.documentElement.scrollWidth") <= 390


def test_menu_of_the_desk_opens_on_a_phone_without_scripts(browser: Any) -> None:
    context = browser(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    page = context.new_page()
    page.goto("/desk_list.html")
    page.locator("a[href='#rail']").click()
    assert page.locator(".rail-items").first.is_visible()
    page.locator(".rail a[href='#content']").click()
    assert not page.locator(".rail-items").first.is_visible()
    context.close()


def test_toast_goes_when_told(desk: Any) -> None:
    desk.goto("/desk_list.html")
    assert desk.locator(".toast form button").is_visible()
    desk.locator("[data-dismiss]").click()
    assert desk.locator(".toast").count() == 0


def test_large_type_is_remembered(phone: Any) -> None:
    phone.goto("/portal_home.html")
    before = phone.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
    phone.locator("[data-elder-switch]").click()
    after = phone.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
    assert after / before == pytest.approx(1.35)
    assert "elder=1" in phone.evaluate("document.cookie")
    assert phone.locator("[data-elder-switch]").inner_text().strip() == "标准字号"


def test_errors_are_read_first(phone: Any) -> None:
    phone.goto("/portal_errors.html")
    assert "请再看一下" in focused(phone)
    phone.locator(".error-items a").first.click()
    assert phone.evaluate("document.activeElement.id") == "id_words"
    described = phone.get_attribute("#id_words", "aria-describedby")
    assert all(phone.locator(f"[id='{one}']").count() == 1 for one in described.split())


def test_voice_becomes_a_file(phone: Any) -> None:
    phone.goto("/pocket_report.html")
    button = phone.locator("[data-voice-go]")
    button.click()
    phone.wait_for_selector("[data-live]")
    phone.wait_for_timeout(1200)
    button.click()
    phone.wait_for_selector(".voice audio", state="visible")
    size = phone.evaluate("document.getElementById('id_voice').files[0].size")
    assert size > 500


def test_photos_are_made_smaller(phone: Any) -> None:
    from io import BytesIO

    from PIL import Image

    picture = BytesIO()
    Image.effect_noise((3000, 2000), 40).convert("RGB").save(picture, "JPEG", quality=95)
    phone.goto("/pocket_report.html")
    file = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture.getvalue()}
    phone.set_input_files("#id_photo", file)
    phone.wait_for_selector(".photos img")
    size = phone.evaluate("document.getElementById('id_photo').files[0].size")
    assert size < len(picture.getvalue()) / 2


def test_a_paragraph_is_copied(browser: Any) -> None:
    from playwright.sync_api import expect

    context = browser(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto("/pocket_paste.html")
    page.locator("[data-copy]").click()
    expect(page.locator("[data-copy] span")).to_have_text("已复制")
    said = page.locator("[data-copy-source]").inner_text()
    assert page.evaluate("navigator.clipboard.readText()") == said
    page.locator("[data-paste-go]").click()
    expect(page.locator("#paste-words")).to_have_value(said)
    context.close()


def test_reporting_works_without_scripts(browser: Any) -> None:
    context = browser(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    page = context.new_page()
    page.goto("/portal_report.html")
    for name in ("voice", "words", "photo", "tel"):
        box = page.locator(f"#id_{name}").bounding_box()
        assert box["height"] >= 44
    assert page.locator(".js-only:visible").count() == 0
    assert page.locator(".form-end button").is_visible()
    context.close()


def test_a_form_is_sent_once(phone: Any) -> None:
    phone.goto("/portal_report.html")
    sent = phone.evaluate(
        """() => { let sent = 0;
        addEventListener('submit', (e) => { sent += !e.defaultPrevented; e.preventDefault(); });
        const form = document.querySelector('[data-form]');
        form.requestSubmit(); form.requestSubmit(); return sent; }"""
    )
    assert sent == 1
