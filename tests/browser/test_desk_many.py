"""Many matters from the keyboard: ticked, looked at, answered with one reply, taken back; the file
on paper; all of it seen at both sizes."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from doorstep.casework.catalogues import REPLIES
from doorstep.casework.models import Consultation
from doorstep.doors.acts import bulk as jobs
from doorstep.doors.models import BulkJob
from doorstep.frame import SYSTEM, do
from doorstep.frame.catalogue_acts import load, read_rows
from doorstep.matters.models import Matter
from doorstep.people.queries import actor_for
from tests.browser.test_desk_taking import looked
from tests.browser.test_doors_flows import until
from tests.browser.test_doors_layout import LOOKS
from tests.doors.village import PROFILE
from tests.people.town import DAY

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LIST = "/desk/matters/?state=submitted"


@pytest.fixture
def busy(town: SimpleNamespace) -> SimpleNamespace:
    """Five matters of the community, and the standard replies."""
    list(load(SYSTEM, REPLIES, read_rows(PROFILE / "replies.toml"), DAY))
    town.secretary = actor_for(town.people["community_secretary"].account)
    for n in range(5):
        data = {
            "place": town.lake.path,
            "category": "stair_light",
            "way": "community",
            "text": f"{n + 1}单元的灯不亮，晚上看不见台阶",
            "reporter_phone": "13900001111",
        }
        do(town.secretary, "matters.report", None, data)  # fmt: skip
    return town


def accepted(town: SimpleNamespace) -> Matter:
    matter = Matter.objects.order_by("number")[0]
    return do(town.secretary, "matters.accept", matter, {}).record  # type: ignore[no-any-return]


# -- keys ------------------------------------------------------------------------------------------
def test_many_by_the_keyboard_alone(busy: SimpleNamespace, open_as: Any) -> None:
    page = open_as("community_secretary", 1366, 768)
    page.goto(LIST)
    assert not page.locator(".bulk").is_visible()
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert page.locator("[data-count]").inner_text() == "1"
    page.keyboard.press("a")
    assert page.locator("[data-count]").inner_text() == "5"
    page.keyboard.press("b")
    assert page.evaluate("document.activeElement.closest('.bulk') !== null")
    assert page.evaluate("document.activeElement.textContent") == "受理"
    page.keyboard.press("Enter")
    page.wait_for_url("**/bulk/**")
    page.get_by_role("button", name="受理", exact=True).focus()
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/bulk/*-*/")
    assert page.get_by_text("已办理 5 条").is_visible()
    assert Matter.objects.filter(state="accepted").count() == 5
    page.get_by_role("button", name="全部撤回").click()
    page.get_by_text("已撤回 5 条").wait_for()
    assert Matter.objects.filter(state="submitted").count() == 5


def test_steps_of_a_record_by_their_numbers(busy: SimpleNamespace, open_as: Any) -> None:
    page = open_as("community_secretary", 1366, 768)
    page.goto(LIST)
    page.locator("[data-row] a").first.click()
    page.wait_for_url("**/desk/matters/*-*/")
    first = page.locator(".acts .act-items .btn").first
    assert first.locator(".step-key").inner_text() == "1"
    words = first.inner_text().replace("1", "").strip()
    page.keyboard.press("?")
    assert words in page.locator("#keys-help [data-keys-steps]").inner_text()
    page.keyboard.press("Escape")
    page.keyboard.press("1")
    page.locator("[data-toast]").wait_for()
    assert Matter.objects.exclude(state="submitted").count() == 1
    here = page.url
    page.keyboard.press("n")
    page.wait_for_url(lambda url: url != here)
    there = page.url
    page.keyboard.press("p")
    page.wait_for_url(lambda url: url != there)


def test_single_keys_can_be_turned_off(busy: SimpleNamespace, open_as: Any) -> None:
    page = open_as("community_secretary", 1366, 768)
    page.goto(LIST)
    page.evaluate("localStorage.setItem('keys', 'off')")
    page.keyboard.press("a")
    assert page.locator("[data-count]").inner_text() == "0"


# -- replies ---------------------------------------------------------------------------------------
def test_a_chip_fills_and_what_was_typed_stays(busy: SimpleNamespace, open_as: Any) -> None:
    matter = accepted(busy)
    page = open_as("community_secretary", 1366, 768)
    page.goto(f"/desk/matters/{matter.pk}/")
    page.get_by_role("link", name="告知进展").click()
    box = page.locator("#sheet-body textarea[name=words]")
    box.wait_for()
    page.get_by_role("link", name="已接手，先说一声").click()
    until(page, "document.querySelector('#sheet-body textarea').value.includes('东塘社区')")
    page.get_by_role("link", name="今天去现场看").click()
    assert "今天到" in box.input_value()
    assert "收到了" not in box.input_value()  # one reply for another
    box.fill("我们的人已经在路上。")
    page.get_by_role("link", name="今天去现场看").click()
    assert box.input_value().startswith("我们的人已经在路上。\n您好")
    page.keyboard.press("Control+Enter")
    page.locator("[data-toast]").wait_for()


def test_a_chip_without_scripts(busy: SimpleNamespace, open_as: Any) -> None:
    matter = accepted(busy)
    page = open_as("community_secretary", 1366, 768, scripts=False)
    page.goto(f"/desk/matters/{matter.pk}/do/contact/")
    page.get_by_role("link", name="今天去现场看").click()
    assert "现场看一下" in page.locator("textarea[name=words]").input_value()


# -- seen ------------------------------------------------------------------------------------------
def test_every_page_at_both_sizes(
    busy: SimpleNamespace, open_as: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    matter = accepted(busy)
    do(busy.secretary, "matters.note", matter, {"words": "下午两点去，叫上物业。"})
    again = Matter.objects.get(pk=matter.pk)
    do(busy.secretary, "matters.consult", again,
       {"unit": str(busy.police.pk), "question": "这盏灯的电接在哪一路？"})  # fmt: skip
    asked = Consultation.objects.get()
    monkeypatch.setattr(jobs, "INLINE", 0)
    wrong: list[str] = []
    for width, height, elder in LOOKS:
        tag = f"{width}{'-elder' if elder else ''}"
        page = open_as("community_secretary", width, height, elder=elder)
        for name, at in (("inside", f"matters/{matter.pk}/"),
                         ("file", f"matters/{matter.pk}/file/?notes=1"),
                         ("consultation", f"consultations/{asked.pk}/"),
                         ("reply-form", f"matters/{matter.pk}/do/contact/"),
                         ("note-form", f"matters/{matter.pk}/do/note/"),
                         ("consult-form", f"matters/{matter.pk}/do/consult/")):  # fmt: skip
            wrong += looked(page, f"/desk/{at}", name, tag)
        page.goto("/desk/matters/?state=open")
        page.locator("[data-tick]").first.check()
        page.locator("input[name=all]").check()
        page.get_by_role("button", name="告知进展").click()
        page.wait_for_load_state()
        job = BulkJob.objects.order_by("-asked_at")[0]
        at = f"/desk/matters/bulk/{job.pk}/"
        wrong += looked(page, at, "bulk", tag)
        page.locator("textarea[name=words]").fill("今天去看。")
        page.locator(".form .btn.primary").click()
        page.wait_for_url(f"**{at}")
        wrong += looked(page, at, "bulk-waits", tag)
        jobs.work_bulk()
        wrong += looked(page, at, "bulk-done", tag)
        wrong += looked(page, f"{at}?group=done", "bulk-group", tag)
        page.context.close()
    assert wrong == []
