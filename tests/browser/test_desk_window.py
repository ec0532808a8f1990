"""At the window, on somebody's behalf; and a table with faults, from the file to the good rows."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from doorstep.matters.models import Matter
from doorstep.people.models import Person
from tests.browser.test_doors_flows import until
from tests.people.test_imports import row, table

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_number_to_call_stands_there_before_the_form_is_sent(
    town: SimpleNamespace, open_as: Any
) -> None:
    page = open_as("community_worker", 1366, 768)
    page.goto("/desk/matters/do/report/")
    page.locator("#id_text").fill("老人说湖畔枫景2栋1单元楼道里一股煤气味")
    call = page.locator('#topics a[href="tel:119"]')
    call.wait_for()
    assert call.is_visible()
    assert page.get_by_label("燃气泄漏").is_checked()
    page.get_by_label("反映人姓名").fill("孙奶奶")
    page.get_by_role("button", name="登记", exact=True).click()
    page.wait_for_url("**/desk/matters/*-*/")
    matter = Matter.objects.get()
    assert matter.emergency
    assert matter.place.label.endswith("2栋1单元")
    assert page.locator('a[href="tel:119"]').first.is_visible()


def test_a_place_nobody_knows_keeps_its_words(town: SimpleNamespace, open_as: Any) -> None:
    """Nothing is lost: the words stay beside the larger place that is chosen."""
    page = open_as("community_worker", 1366, 768)
    page.goto("/desk/matters/do/report/")
    page.locator("#id_text").fill("电线杆歪了")
    page.locator("#id_place").fill("老供销社后院")
    until(page, "document.querySelector('#places [name=place_unknown]') !== null")
    page.locator("#places label", has_text="湖畔枫景").first.click()
    page.get_by_role("button", name="登记", exact=True).click()
    page.wait_for_url("**/desk/matters/*-*/")
    matter = Matter.objects.get()
    assert (matter.place, matter.where) == (town.lake, "老供销社后院")


def test_the_window_without_scripts(town: SimpleNamespace, open_as: Any) -> None:
    """The button reads the text; what is proposed can be put right; nothing typed is lost."""
    page = open_as("community_worker", 1366, 768, scripts=False)
    page.goto("/desk/matters/do/report/")
    page.locator("#id_text").fill("老棉纺厂宿舍1栋1单元楼道灯不亮，13912345678")
    page.get_by_role("button", name="识别地点和事由").click()
    assert page.get_by_label("楼道灯不亮").is_checked()
    assert page.locator("#id_reporter_phone").input_value() == "13912345678"
    page.locator("#id_reporter_phone").fill("139123456789")
    page.get_by_role("button", name="登记", exact=True).click()
    assert Matter.objects.count() == 0
    assert page.locator("#id_text").input_value().startswith("老棉纺厂宿舍")
    assert page.locator(".error-summary").inner_text()
    page.locator("#id_reporter_phone").fill("13912345678")
    page.get_by_role("button", name="登记", exact=True).click()
    assert Matter.objects.get().place.label.endswith("1栋1单元")


def choose(page: Any, path: Path, what: str) -> None:
    """Say what the rows are, and give the file."""
    page.goto("/desk/import/")
    page.get_by_label(what).check()
    page.locator("#file").set_input_files(path)
    page.get_by_role("button", name="先看看表格").click()


def test_a_file_that_is_no_table_is_refused_in_words(
    town: SimpleNamespace, open_as: Any, tmp_path: Path
) -> None:
    page = open_as("community_secretary", 1366, 768)
    program = tmp_path / "居民.xlsx"
    program.write_bytes(b"MZ\x90\x00" + bytes(4000))
    choose(page, program, "居民名册")
    told = page.locator(".error-summary").inner_text()
    assert told
    assert not any(word in told for word in ("Error", "Exception", "zip"))
    assert Person.objects.filter(name__startswith="居民").count() == 0


def test_a_table_with_faults_takes_the_good_and_tells_the_rest(
    town: SimpleNamespace, open_as: Any, tmp_path: Path
) -> None:
    """Three good rows, a wrong check digit, an unknown building: row, column, cure; then the same
    file mended."""
    wrong = row(4)
    wrong[1] = wrong[1][:-1] + ("0" if wrong[1][-1] != "0" else "1")
    rows = [row(1), row(2, 与户主关系="配偶"), row(3, "2-1-301"), wrong, row(5, 楼栋="99")]
    page = open_as("community_secretary", 1366, 768)
    before = Person.objects.count()
    choose(page, table(tmp_path, rows), "居民名册")
    page.get_by_role("button", name="先检查一遍").click()
    said = page.locator("main").inner_text()
    assert Person.objects.count() == before, "looking writes nothing"
    faults = [
        [cell.inner_text() for cell in line.locator("td").all()]
        for line in page.locator("section[role=status] table tbody tr").all()
    ]
    assert {line[0] for line in faults} >= {"5", "6"}, said
    assert all(line[1] and line[2] and line[3] for line in faults)
    page.get_by_role("button", name="导入3行").click()
    assert Person.objects.count() == before + 3
    assert page.locator("main").inner_text().count("3")
