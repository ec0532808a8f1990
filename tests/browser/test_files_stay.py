"""A refused form keeps the photos that were chosen; without scripts it says that they are gone."""

from __future__ import annotations

import io
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image

from doorstep.frame import NOBODY, do
from doorstep.matters.models import Matter
from doorstep.panes.files import StoredFile
from doorstep.people.queries.actors import actor_for
from tests.browser.hands import follow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AGAIN = "照片和语音请再加一次"
TOO_LONG = "角" * 4100


def photo() -> dict[str, Any]:
    made = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(made, "JPEG")
    return {"name": "lamp.jpg", "mimeType": "image/jpeg", "buffer": made.getvalue()}


def choose(page: Any) -> None:
    page.set_input_files("input[name=photos]", photo())


def held(page: Any) -> list[str]:
    return page.evaluate("[...document.querySelector('input[name=photos]').files].map(f => f.name)")


def photos_of(matter: Matter) -> int:
    return StoredFile.objects.filter(owner_id=matter.pk, kind_of_file="image").count()


def test_a_resident_mends_the_words_and_the_photo_goes_along(town: Any, open_as: Any) -> None:
    page = open_as()
    page.goto("/c/1-1-1/report/")
    choose(page)
    page.get_by_label("什么事").fill(TOO_LONG)
    page.get_by_role("button", name="报上去").click()
    page.locator(".error-summary").wait_for()
    assert held(page) == ["lamp.jpg"]
    assert page.locator("[data-photos] img").is_visible()
    assert page.get_by_text(AGAIN).count() == 0
    page.get_by_label("什么事").fill("楼道里的灯不亮，黑得很")
    page.get_by_label("楼道灯不亮").wait_for()  # proposed as before, though the form is a new one
    page.get_by_role("button", name="报上去").click()
    page.wait_for_url("**/m/**")
    assert photos_of(Matter.objects.get()) == 1


def test_the_pocket_keeps_the_photo_beside_a_wrong_phone(town: Any, open_as: Any) -> None:
    page = open_as("grid_member")
    page.goto("/pocket/report/")
    choose(page)
    page.get_by_label("什么事").fill("三单元门口水管爆了")
    page.locator("details.more > summary").click()
    page.locator("input[name=reporter_phone]").fill("138000")
    page.locator("button[value=compound]").click()
    page.locator(".error-summary").wait_for()
    assert held(page) == ["lamp.jpg"]
    assert page.locator("textarea[name=text]").input_value() == "三单元门口水管爆了"
    page.evaluate("document.querySelectorAll('details.more').forEach(d => d.open = true)")
    page.locator("input[name=reporter_phone]").fill("13912345678")
    page.locator("button[value=compound]").click()
    page.wait_for_url("**/pocket/m/**")
    assert photos_of(Matter.objects.get()) == 1


@pytest.mark.parametrize("start", ["", "do/resolve/"], ids=["sheet", "page"])
def test_the_desk_keeps_the_photo_of_what_was_done(
    town: SimpleNamespace, open_as: Any, start: str
) -> None:
    data = {"place": town.lake.path, "category": "stair_light", "text": "灯不亮"}
    matter = do(NOBODY, "matters.ask", None, data, channel="portal").record
    do(actor_for(town.people["compound_secretary"].account), "matters.accept", matter, {})
    page = open_as("compound_secretary", 1366, 768)
    page.goto(f"/desk/matters/{matter.pk}/{start}")
    if not start:
        link = page.locator(f'a[href$="{matter.pk}/do/resolve/"]').first
        if not link.is_visible():  # behind 更多, where other steps are nearer
            page.locator(".acts-more summary").click()
        link.click()
    form = page.locator("form[data-form]:has(input[name=photos])")
    form.wait_for()
    choose(page)
    form.locator("button.primary").click()
    page.locator("#content .error-summary").wait_for()
    assert held(page) == ["lamp.jpg"]
    page.locator("textarea[name=words]").fill("灯换好了")
    page.locator("#content form button.primary").click()
    page.wait_for_url(f"**/desk/matters/{matter.pk}/")
    page.locator("[data-toast]").wait_for()  # what was done is said once, and not lost on the way
    assert photos_of(matter) == 1


def test_a_photo_that_is_refused_itself_is_asked_for_again(town: Any, open_as: Any) -> None:
    page = open_as()
    page.goto("/c/1-1-1/report/")
    bad = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff no photo"}
    page.set_input_files("input[name=photos]", bad)
    page.get_by_role("button", name="报上去").click()
    page.locator(".error-summary").wait_for()
    assert held(page) == []
    assert page.get_by_text(AGAIN).is_visible()
    choose(page)
    page.get_by_role("button", name="报上去").click()
    page.wait_for_url("**/m/**")
    assert photos_of(Matter.objects.get()) == 1


def test_without_a_connection_nothing_is_lost(town: Any, open_as: Any) -> None:
    page = open_as()
    page.goto("/c/1-1-1/report/")
    choose(page)
    page.get_by_label("什么事").fill("三单元门口水管爆了")
    page.context.set_offline(True)
    page.get_by_role("button", name="报上去").click()
    page.get_by_text("没有发出去").wait_for()
    assert held(page) == ["lamp.jpg"]
    page.context.set_offline(False)
    page.get_by_role("button", name="报上去").click()
    page.wait_for_url("**/m/**")
    assert photos_of(Matter.objects.get()) == 1


def test_without_scripts_it_says_that_the_photo_is_gone(town: Any, open_as: Any) -> None:
    page = open_as(scripts=False)
    page.goto("/c/1-1-1/report/")
    choose(page)
    page.get_by_label("什么事").fill(TOO_LONG)
    follow(page, page.get_by_role("button", name="报上去"))
    assert page.get_by_text(AGAIN).is_visible()
    choose(page)
    page.get_by_label("什么事").fill("三单元门口水管爆了")
    follow(page, page.get_by_role("button", name="报上去"))
    assert "/m/" in page.url
    assert photos_of(Matter.objects.get()) == 1
