"""The pages one begins at fit a screen of 1366 × 768 without scrolling, also with long words."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from doorstep.matters.models import Matter
from tests.browser.test_doors_layout import MEASURE, life
from tests.people import town as build

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HEIGHT = "document.documentElement.scrollHeight"
LONG = "上个月才通过的下水道这个月又堵了，楼上天天往下倒油，谁管得住？我要一个书面的答复。"


def busy(town: SimpleNamespace, *states: str) -> None:
    """Many matters in these states, with words as long as people write them."""
    life(town)
    like = Matter.objects.order_by("pk").first()
    for n in range(12):
        made = Matter.objects.get(pk=like.pk)
        made.pk, made._state.adding, made.version = None, True, 1
        made.number, made.token = f"{like.number[:-4]}{9000 + n}", f"long-{n}"
        made.title, made.text = f"下水道堵塞 · {LONG}"[:60], LONG
        made.state = states[n % len(states)]
        made.due = None
        made.save(force_insert=True)


@pytest.mark.parametrize("role", ["community_secretary", "compound_secretary"])
@pytest.mark.parametrize(
    "states",
    [("submitted", "assigned", "resolved"), ("submitted", "assigned", "resolved", "reopened")],
)
def test_a_home_needs_no_scrolling(
    town: SimpleNamespace, open_as: Any, role: str, states: tuple[str, ...]
) -> None:
    """Every heap that holds something shows rows, below one head of the table."""
    busy(town, *states)
    page = open_as(role, 1366, 768)
    page.goto("/desk/")
    heaps = page.locator("section.panel")
    assert heaps.count() == len(states)
    assert all(heaps.nth(n).locator("tbody tr").count() for n in range(len(states)))
    assert page.evaluate(HEIGHT) <= 768
    cells = page.locator("tbody tr td:nth-child(3)").all()
    assert len({round(cell.bounding_box()["x"]) for cell in cells}) == 1
    assert page.evaluate(MEASURE) == []


def test_the_window_needs_no_scrolling(town: SimpleNamespace, open_as: Any) -> None:
    """Eight places offered, as in a community of seven compounds."""
    for n in range(5):
        build.place(town.dong, 20 + n, "compound", f"东塘农机厂宿舍{n}区")
    page = open_as("community_worker", 1366, 768)
    page.goto("/desk/matters/do/report/")
    assert page.locator("#places label").count() == 8
    assert page.evaluate(HEIGHT) <= 768


def test_the_categories_of_a_rule_stand_in_columns(town: SimpleNamespace, open_as: Any) -> None:
    """Two dozen groups: less than one screen on both, an open one as wide as all of them."""
    who = build.person(town.city, "郁文慧")
    who.account = build.account(who, "city_od")
    build.office(who, "city_od", town.city)
    town.people["city_od"] = who
    for width, height in ((1366, 768), (390, 844)):
        page = open_as("city_od", width, height)
        page.goto("/desk/rules/do/rule_add/")
        box = page.locator("#id_categories, .parted-box").first
        assert box.locator("details").count() > 20
        assert box.bounding_box()["height"] < height
        group = box.locator("details").nth(4)
        group.locator("summary").click()
        assert group.bounding_box()["width"] == pytest.approx(box.bounding_box()["width"], abs=1)
        assert page.evaluate(MEASURE) == []


def test_a_yes_says_of_what_on_a_phone(town: SimpleNamespace, open_as: Any) -> None:
    """Where a list has no heads, a bare 是 stands beside what it is about."""
    page = open_as("community_secretary", 390, 844)
    page.goto("/desk/bodies/")
    flags = page.locator('td[data-kind="flag"]')
    assert flags.count()
    told = flags.first.evaluate("e => getComputedStyle(e, '::before').content")
    assert "承办诉求" in told
    page.goto("/desk/lists/?unit=month&print=1")
    assert page.evaluate(MEASURE) == []


def test_the_three_ways_of_a_village_stand_in_one_line_each(
    town: SimpleNamespace, open_as: Any
) -> None:
    """Five characters on a third of a phone: 请村民组办 is not broken."""
    village = build.place(town.east, 8, "village", "蔡塘村")
    build.place(village, 1, "natural_village", "大蔡")
    who = build.person(village, "蔡有田")
    who.account = build.account(who, "cai")
    build.office(who, "community_secretary", village)
    town.people["village_secretary"] = who
    page = open_as("village_secretary", 390, 844)
    page.goto("/pocket/report/")
    heights = {
        name: page.get_by_role("button", name=name).evaluate(
            "e => { const r = document.createRange(); r.selectNodeContents(e);"
            " return r.getBoundingClientRect().height }"
        )
        for name in ("报村里", "请村民组办")
    }
    assert heights["报村里"] == heights["请村民组办"]
