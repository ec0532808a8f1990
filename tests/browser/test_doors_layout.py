"""Every page of portal, pocket and demo at both sizes and in large type: nothing cut or small."""

from __future__ import annotations

import uuid
from itertools import product
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import axe_core_python
import pytest

from doorstep.frame import NOBODY, do
from doorstep.matters.models import Matter
from doorstep.people.queries import actor_for

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "build/doors"
MEASURE = (ROOT / "tests/look/measure.js").read_text("utf-8")
AXE = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text("utf-8")
LOOKS = [(390, 844, False), (1366, 768, False), (390, 844, True)]


def life(town: SimpleNamespace) -> dict[str, Matter]:
    """A few matters in different states."""
    secretary = actor_for(town.people["compound_secretary"].account)
    steward = actor_for(town.people["steward"].account)

    def ask(text: str, category: str) -> Matter:
        data = {"place": town.lake.path, "category": category, "text": text}
        return do(NOBODY, "matters.ask", None, data, channel="portal").record

    found = {
        "open": ask("小区西门那排车天天堵消防通道，昨天120进不来倒了半天。", "fire_lane"),
        "urgent": ask("3栋楼道里一股煤气味", "gas_leak"),
        "done": ask("7栋2单元门口那个感应灯不亮，晚上我妈下楼倒垃圾差点绊倒。", "stair_light"),
    }
    do(
        secretary,
        "matters.settle",
        found["done"],
        {"words": "换好了，您晚上看看。"},
        channel="desk",
    )
    data = {
        "place": town.entrance.path,
        "category": "rubbish",
        "text": "垃圾没人收",
        "way": "community",
    }
    found["passed"] = do(steward, "matters.report", None, data, channel="pocket").record
    return found


def pages(town: SimpleNamespace) -> dict[str, tuple[str, str]]:
    """Name → (address, who looks)."""
    m = life(town)
    return {
        "start": ("/?q=湖畔", ""),
        "place": ("/c/1-1-1/?e=1-1", ""),
        "report": ("/c/1-1-1/report/", ""),
        "follow": (f"/m/{m['done'].token}/", ""),
        "emergency": (f"/m/{m['urgent'].token}/?new=1", ""),
        "phone": ("/phone/", ""),
        "mine": ("/mine/", ""),
        "about": ("/about/", ""),
        "card": ("/c/1-1-1/qr/?all=1", ""),
        "one_card": ("/c/1-1-1/qr/", ""),
        "stair_card": ("/c/1-1-1/qr/?e=1-1", ""),
        "demo": ("/demo/", ""),
        "inbox": ("/demo/inbox/", ""),
        "badge": (f"/k/{uuid.uuid4()}/", ""),
        "offline": ("/pocket/offline/", ""),
        "today": ("/pocket/", "grid_member"),
        "pass_on": ("/pocket/report/", "grid_member"),
        "shared": ("/pocket/share/?text=湖畔枫景1栋1单元楼道灯不亮 13912345678", "grid_member"),
        "verify": ("/pocket/verify/", "grid_member"),
        "lists": ("/pocket/lists/?period=week", "grid_member"),
        "sheet": ("/pocket/lists/print/?period=week", "grid_member"),
        "paste": ("/pocket/paste/", "grid_member"),
        "search": ("/pocket/search/?q=1-1-101", "grid_member"),
        "me": ("/pocket/me/", "grid_member"),
        "keys": ("/pocket/keys/", "grid_member"),
        "matter": (f"/pocket/m/{m['open'].pk}/", "grid_member"),
        "spot": (f"/pocket/p/{town.lake.pk}/", "grid_member"),
        "volunteer": ("/pocket/", "steward"),
        "ways": ("/pocket/report/?way=settled", "steward"),
        "own": ("/pocket/mine/", "steward"),
        "own_matter": (f"/pocket/m/{m['passed'].pk}/", "steward"),
    }


def test_every_page_at_both_sizes_and_in_large_type(town: SimpleNamespace, open_as: Any) -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    wrong: list[str] = []
    shown = pages(town)
    for who, (width, height, elder) in product({who for _a, who in shown.values()}, LOOKS):
        page = open_as(who, width, height, elder=elder)
        faults: list[str] = []
        page.on("console", lambda m, found=faults: found.append(m.text) if m.type == "error" else 0)
        page.on("pageerror", lambda e, found=faults: found.append(str(e)))
        for name, (address, _who) in shown.items():
            if _who != who:
                continue
            tag = f"{name}-{width}{'-elder' if elder else ''}"
            page.goto(address)
            wrong += [f"{tag}: {line}" for line in page.evaluate(MEASURE)]
            page.evaluate(AXE)
            found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
            wrong += [f"{tag}: axe {v['id']} {[n['target'] for n in v['nodes']]}" for v in found]
            wrong += [f"{tag}: {fault}" for fault in faults if "404" not in fault]
            faults.clear()
            page.screenshot(path=OUT / f"{tag}.png", full_page=width < 1000)
        page.context.close()
    assert wrong == []


@pytest.mark.parametrize("address", ["/", "/c/1-1-1/", "/c/1-1-1/report/"])
def test_first_pages_are_light(town: SimpleNamespace, open_as: Any, address: str) -> None:
    """≤ 60 kB in all, compressed as a server with gzip would send it."""
    import gzip

    page = open_as()
    bodies: list[bytes] = []
    page.on("response", lambda r: bodies.append(r.body()) if r.status == 200 else None)
    page.goto(address, wait_until="networkidle")
    assert len(bodies) <= 8
    assert sum(len(gzip.compress(b)) for b in bodies) <= 60_000


@pytest.mark.parametrize(
    ("address", "who"), [("/c/1-1-1/report/", ""), ("/pocket/report/", "grid_member")]
)
@pytest.mark.parametrize(("width", "height", "elder"), LOOKS)
def test_the_numbers_of_an_emergency_are_seen_at_once(
    town: SimpleNamespace, open_as: Any, address: str, who: str, width: int, height: int,
    elder: bool,
) -> None:  # fmt: skip
    """Above the first field, on the first screen, each large enough for a thumb."""
    page = open_as(who, width, height, elder=elder)
    page.goto(address)
    first = page.locator("form textarea").first.bounding_box()
    for number in ("110", "119", "120"):
        box = page.locator(f'.call-first a[href="tel:{number}"]').bounding_box()
        assert box["width"] >= 43.5
        assert box["height"] >= 43.5
        assert box["y"] + box["height"] <= min(height, first["y"])


def test_no_word_of_where_one_serves_is_broken(open_as: Any) -> None:
    """Beside the arrow back there is room for two lines: the place, the office."""
    page = open_as("steward")
    page.goto("/pocket/report/")
    lines = page.locator(".pocket-place b").evaluate(
        """(head) => [...head.textContent.matchAll(/[^\\s·]+/g)].map((word) => {
            const range = document.createRange();
            range.setStart(head.firstChild, word.index);
            range.setEnd(head.firstChild, word.index + word[0].length);
            return range.getClientRects().length;
        })"""
    )
    assert len(lines) >= 2
    assert set(lines) == {1}
