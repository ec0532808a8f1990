"""The desk's real pages at both sizes, dark and in large type: nothing cut, small or unreadable."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from tests.browser.test_desk_words import addresses
from tests.browser.test_doors_layout import AXE, MEASURE, OUT, life

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LOOKS = [
    (1366, 768, "light"), (1366, 768, "dark"), (390, 844, "light"), (1366, 768, "elder"),
]  # fmt: skip


@pytest.mark.parametrize("role", ["community_secretary", "street_dispatcher"])
def test_every_page_of_the_desk(town: SimpleNamespace, open_as: Any, role: str) -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    life(town)
    walked = addresses(open_as(role, 1366, 768))
    wrong: list[str] = []
    for width, height, scheme in LOOKS:
        page = open_as(role, width, height, elder=scheme == "elder")
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        faults: list[str] = []
        page.on("console", lambda m, found=faults: found.append(m.text) if m.type == "error" else 0)
        page.on("pageerror", lambda e, found=faults: found.append(str(e)))
        for number, address in enumerate(walked):
            tag = f"{role} {address} {width} {scheme}"
            page.goto(address)
            page.evaluate(AXE)
            found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
            wrong += [f"{tag}: axe {v['id']} {[n['target'] for n in v['nodes']]}" for v in found]
            wrong += [f"{tag}: {line}" for line in page.evaluate(MEASURE)]
            wrong += [f"{tag}: {fault}" for fault in faults]
            faults.clear()
            page.screenshot(path=OUT / f"desk-{role}-{number}-{width}-{scheme}.png")
        page.context.close()
    assert wrong == []
