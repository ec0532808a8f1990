"""What is open already, before somebody reports and at the desk: looked at in a real browser."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from doorstep.frame import do
from doorstep.matters.models import Matter
from doorstep.people.queries import actor_for
from doorstep.together.models import Support
from tests.browser.test_doors_layout import AXE, LOOKS, MEASURE, OUT, life

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def looked_at(page: Any, name: str) -> list[str]:
    """What is wrong with a page as it stands; it leaves a picture."""
    OUT.mkdir(parents=True, exist_ok=True)
    wrong = [f"{name}: {line}" for line in page.evaluate(MEASURE)]
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    wrong += [f"{name}: axe {v['id']} {[n['target'] for n in v['nodes']]}" for v in found]
    page.screenshot(path=OUT / f"{name}.png", full_page=True)
    return wrong


@pytest.fixture
def matters(town: SimpleNamespace) -> dict[str, Matter]:
    """A few that are open; two about one lamp."""
    found = life(town)
    worker = actor_for(town.people["community_worker"].account)
    for name, text in (
        ("lamp", "1栋门口路灯不亮，老人下楼看不见"),
        ("again", "门口的路灯不亮了，晚上一片黑，孩子上晚自习回来摸黑走"),
    ):
        data = {"place": town.lake.path, "category": "stair_light", "text": text}
        found[name] = do(worker, "matters.report", None, data).record
    return found


@pytest.mark.parametrize(("width", "height", "elder"), LOOKS)
def test_residents(
    town: SimpleNamespace, open_as: Any, matters: dict[str, Matter],
    width: int, height: int, elder: bool,
) -> None:  # fmt: skip
    """Typing shows what is open; one tap joins it, and another takes it back."""
    tag = f"{width}{'-elder' if elder else ''}"
    page = open_as("", width, height, elder=elder)
    page.goto("/c/1-1-1/report/")
    page.fill("textarea[name=text]", "楼道灯不亮了")
    page.wait_for_selector("button[formaction]")
    wrong = looked_at(page, f"met-report-{tag}")
    page.set_input_files("input[name=photos]", {
        "name": "a.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n",
    })  # fmt: skip
    page.click("button[formaction] >> nth=0")
    page.wait_for_url("**/same/")
    wrong += looked_at(page, f"met-same-{tag}")
    assert Support.objects.filter(withdrawn_at=None).count() == 1
    assert Matter.objects.count() == len(matters)
    page.goto("/mine/")
    wrong += looked_at(page, f"met-mine-{tag}")
    page.click("text=撤回")
    page.wait_for_load_state()
    assert not Support.objects.filter(withdrawn_at=None).exists()
    page.goto("/c/1-1-1/")
    wrong += looked_at(page, f"met-place-{tag}")
    assert wrong == []


@pytest.mark.parametrize(("width", "height", "elder"), LOOKS)
def test_pocket(
    town: SimpleNamespace, open_as: Any, matters: dict[str, Matter],
    width: int, height: int, elder: bool,
) -> None:  # fmt: skip
    tag, wrong = f"{width}{'-elder' if elder else ''}", []
    for role in ("steward", "grid_member"):
        page = open_as(role, width, height, elder=elder)
        page.goto("/pocket/report/")
        page.fill("textarea[name=text]", "楼道灯不亮了")
        page.wait_for_selector("button[formaction]")
        wrong += looked_at(page, f"met-{role}-{tag}")
        page.context.close()
    assert wrong == []


@pytest.mark.parametrize(("width", "height", "elder"), LOOKS)
def test_desk(
    town: SimpleNamespace, open_as: Any, matters: dict[str, Matter],
    width: int, height: int, elder: bool,
) -> None:  # fmt: skip
    """Two taps: look, and join; the page says what it goes on as, and can be taken apart."""
    tag = f"{width}{'-elder' if elder else ''}"
    page = open_as("community_worker", width, height, elder=elder)
    page.goto("/desk/matters/do/report/")
    page.fill("textarea[name=text]", "湖畔枫景楼道灯不亮了")
    page.wait_for_selector("button[formaction]")
    wrong = looked_at(page, f"met-window-{tag}")
    page.goto(f"/desk/matters/{matters['again'].pk}/")
    page.click("#alike a")
    page.wait_for_selector("#alike form")
    wrong += looked_at(page, f"met-alike-{tag}")
    page.click(f"#alike form:has(input[value='{matters['lamp'].pk}']) button")
    page.wait_for_load_state()
    wrong += looked_at(page, f"met-merged-{tag}")
    assert Matter.objects.get(pk=matters["again"].pk).merged_into_id == matters["lamp"].pk
    page.goto(f"/desk/matters/{matters['lamp'].pk}/")
    wrong += looked_at(page, f"met-goes-on-{tag}")
    page.goto(f"/m/{matters['again'].token}/")
    wrong += looked_at(page, f"met-link-{tag}")
    assert wrong == []
