"""Tables that leave and large tables that come in, numbers registered twice: seen at both sizes."""

from __future__ import annotations

import io
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from openpyxl import Workbook

from doorstep.doors.acts import tables
from doorstep.doors.desk import importing
from doorstep.doors.models import Export, TableJob
from doorstep.frame import do
from doorstep.frame.imports import ImportRun
from doorstep.kit import clock
from doorstep.people.acts import note_failure
from doorstep.people.queries import actor_for
from tests.browser.test_doors_layout import AXE, LOOKS, MEASURE, OUT
from tests.people.test_persons import ID
from tests.people.town import account, office, person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def export(town: SimpleNamespace, maker: Any, word: str = "") -> Export:
    """A table that was asked for, and released or refused."""
    given = {"screen": "persons", "query": "", "rows": 126, "reason": "核对高龄津贴发放名单",
             "form": "xlsx", "about": ["姓名", "联系电话"], "path": town.dong.path,
             "office": maker.offices[0].id}  # fmt: skip
    made: Export = do(maker, "doors.ask_export", None, given, channel="desk").record
    if word:
        second = actor_for(town.people["street_organizer"].account)
        words = {"reason": "名单民政科已有"} if word == "refuse_export" else {}
        do(second, f"doors.{word}", made, words, version=made.version)
    return made


def looked(page: Any, address: str, name: str, tag: str) -> list[str]:
    """What is wrong with a page as it stands; a picture in build/doors."""
    page.goto(address)
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    OUT.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=OUT / f"{name}-{tag}.png", full_page=page.viewport_size["width"] < 1000)
    return [f"{name}-{tag}: {line}" for line in page.evaluate(MEASURE)] + [
        f"{name}-{tag}: axe {v['id']} {[n['target'] for n in v['nodes']]}" for v in found
    ]


@pytest.fixture
def people(town: SimpleNamespace) -> SimpleNamespace:
    """A street's organiser beside the village, and one person registered in two communities."""
    second = person(town.east, "严守信")
    office(second, "street_organizer", town.east)
    second.account = account(second, "street_organizer")
    town.people["street_organizer"] = second
    for home in (town.doors[0], town.nan):
        person(home, "徐桂兰", id_number=ID, phone="13812341234")
    return town


def test_tables_that_leave(people: SimpleNamespace, open_as: Any) -> None:
    maker = actor_for(people.people["community_worker"].account)
    asked, let = export(people, maker), export(people, maker, "release_export")
    kept = export(people, maker, "refuse_export")
    wrong: list[str] = []
    for width, height, elder in LOOKS:
        tag = f"{width}{'-elder' if elder else ''}"
        mine = open_as("community_worker", width, height, elder=elder)
        for name, at in (("export", "persons/export/"), ("exports", "exports/"),
                         ("export-let", f"exports/{let.pk}/"),
                         ("export-kept", f"exports/{kept.pk}/"),
                         ("export-fetch", f"exports/{let.pk}/file/")):  # fmt: skip
            wrong += looked(mine, f"/desk/{at}", name, tag)
        theirs = open_as("street_organizer", width, height, elder=elder)
        for name, at in (("export-asked", f"exports/{asked.pk}/"), ("twins", "twins/")):
            wrong += looked(theirs, f"/desk/{at}", name, tag)
    assert wrong == []


def test_a_second_person_releases_and_the_first_fetches(
    people: SimpleNamespace, open_as: Any
) -> None:
    mine = open_as("community_worker", 1366, 768)
    mine.goto("/desk/persons/export/")
    mine.get_by_label("用途").or_(mine.locator("#id_reason")).first.fill("核对高龄津贴发放名单")
    mine.get_by_role("button", name="申请第二人放行").click()
    assert "待放行" in mine.locator("#content").inner_text()
    at = mine.url
    theirs = open_as("street_organizer", 390, 844)
    theirs.goto(at)
    theirs.get_by_role("button", name="放行", exact=True).first.click()
    theirs.wait_for_url(at)
    mine.goto(at)
    mine.get_by_role("link", name="下载表格").click()
    with mine.expect_download() as fetched:
        mine.get_by_role("button", name="下载").click()
    assert fetched.value.suggested_filename.endswith(".xlsx")


def test_a_large_table_on_its_way(
    people: SimpleNamespace, open_as: Any, monkeypatch: Any, tmp_path: Any
) -> None:
    """With scripts the page renews itself, without them its link does."""
    monkeypatch.setattr(importing, "SMALL_CELLS", 0)
    book = Workbook()
    for line in (("姓名", "小区名称", "住址"), ("居民一", "湖畔枫景", "1-1-101")):
        book.active.append(line)
    made = io.BytesIO()
    book.save(made)
    (tmp_path / "居民名册.xlsx").write_bytes(made.getvalue())
    wrong: list[str] = []
    for (width, height, elder), scripts in zip(LOOKS, (True, False, True), strict=True):
        TableJob.objects.all().delete()
        page = open_as("community_worker", width, height, elder=elder, scripts=scripts)
        page.goto("/desk/import/")
        page.get_by_label("居民名册").check()
        page.locator("#file").set_input_files(tmp_path / "居民名册.xlsx")
        page.get_by_role("button", name="先看看表格").click()
        page.get_by_text("正在排队").wait_for()
        at, tag = page.url, f"{width}{'-elder' if elder else ''}"
        wrong += looked(page, at, "import-waits", tag) if scripts else []
        assert tables.work_tables()
        if not scripts:
            page.get_by_role("link", name="查看进度").click()
        page.get_by_role("button", name="看看会怎样").or_(
            page.get_by_role("button", name="检查")
        ).first.wait_for(timeout=8000)
        job = TableJob.objects.get()
        ImportRun.objects.update_or_create(
            name="residents", sha256=job.sha256,
            defaults={"rows": 103_000, "done": 41_200, "began_at": clock.now()},
        )  # fmt: skip
        TableJob.objects.update(step="take", state="running",
                                leased_until=clock.now() + timedelta(minutes=1))  # fmt: skip
        if scripts:
            wrong += looked(page, at, "import-taking", tag)
        else:
            page.goto(at)
        assert "41200" in page.locator("#content").inner_text().replace(",", "")
    assert wrong == []


def test_the_wait_after_wrong_passwords(people: SimpleNamespace, open_as: Any) -> None:
    for _n in range(9):
        note_failure("community_worker", "127.0.0.1")
    page = open_as("", 390, 844)
    page.goto("/login/")
    page.locator("#id_username").fill("community_worker")
    page.locator("#id_password").fill("wrong-password")
    page.get_by_role("button", name="登录").click()
    told = page.locator(".error-summary").inner_text()
    assert "分钟" in told or "秒" in told
    OUT.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=OUT / "login-wait-390.png", full_page=True)
    assert page.evaluate(MEASURE) == []
