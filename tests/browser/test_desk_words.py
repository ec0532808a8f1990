"""The desk walked in both languages: only what people wrote and what places are called is not
translated; Chinese pages show no English."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import pytest

from doorstep.matters.models import Matter
from doorstep.people.models import Account, Body, Person
from doorstep.places.models import Covering, Place
from doorstep.routing.models import Rule
from tests.browser.test_doors_layout import life

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HAN = re.compile(r"[\u3400-\u9fff]+")
LATIN = re.compile(r"[A-Za-z]{2,}")
#: Latin letters that Chinese offices write too: formats, the code on the card, keys.
SAID = {"QR", "XLSX", "Excel", "WPS", "CSV", "API", "MB", "Enter", "Esc", "ID", "xlsx", "csv"}
#: Every word on the page and in what a reader of the screen is told.
VISIBLE = """() => {
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const near = walk.currentNode.parentElement;
    if (near.closest("script, style, [lang]:not(html), bdi, .said, kbd, code")) continue;
    found.push(walk.currentNode.textContent);
  }
  for (const one of document.querySelectorAll("[aria-label], [placeholder], [title]"))
    for (const name of ["aria-label", "placeholder", "title"])
      if (one.hasAttribute(name) && !one.closest(".said")) found.push(one.getAttribute(name));
  return found.map((words) => words.trim()).filter(Boolean);
}"""


def given_names(town: SimpleNamespace) -> list[str]:
    """What was written or named by people, longest first: never translated."""
    matters = Matter.objects.all()
    names = [p.name for p in Place.objects.all()] + [p.label for p in Place.objects.all()]
    names += [b.name for b in Body.objects.all()] + [c.name for c in Covering.objects.all()]
    names += [p.name for p in Person.objects.all()] + [m.text for m in matters]
    names += [m.title for m in matters] + [m.result for m in matters]
    names += [p.addressed_as for p in Person.objects.all()]
    whole = {part for name in names if name for part in (name, *name.split())}
    whole |= set(Account.objects.values_list("username", flat=True))
    for rule in Rule.objects.all():  # the city's own sentences; a department that
        whole |= {rule.owner, *rule.assist, rule.clause, rule.basis} - {""}  # is not there: code
    return sorted(whole, key=len, reverse=True)


def left(words: list[str], names: list[str], wanted: re.Pattern[str]) -> set[str]:
    """Texts that still hold letters of the other language after the names are taken out."""
    found = set()
    for said in words:
        rest = said
        if "parcel" in said:  # the toy of the engine's tests stands among the figures
            continue
        for name in names:
            rest = rest.replace(name, " ")
        hits = [h for h in wanted.findall(rest) if h not in SAID]
        # a masked name keeps its first and last letter; doors are written as on the door
        rest = re.sub(r"[\u3400-\u9fff]?\*+[\u3400-\u9fff]?|\d+(?:栋|单元|室|号)", " ", rest)
        if hits and wanted.search(rest):
            found.add(said[:80])
    return found


def addresses(page: Any) -> list[str]:
    """Every entry of the menu, the first record of each list, the forms of the first matter."""
    page.goto("/desk/")
    menu = [a.get_attribute("href") for a in page.locator(".rail a[href^='/desk/']").all()]
    found = list(dict.fromkeys(menu))
    matter = str(Matter.objects.exclude(state="resolved").order_by("id").first().pk)
    page.goto(f"/desk/matters/{matter}/")
    forms = [a.get_attribute("href") for a in page.locator(".acts a").all()]
    return [*found, f"/desk/matters/{matter}/", *forms, "/desk/matters/do/report/",
            "/desk/search/?q=湖畔", "/desk/notices/", "/password/"]  # fmt: skip


@pytest.mark.parametrize("role", ["community_secretary", "street_dispatcher"])
def test_the_desk_in_english_and_in_chinese(town: SimpleNamespace, open_as: Any, role: str) -> None:
    life(town)
    names = given_names(town)
    page = open_as(role, 1366, 768)
    shown = addresses(page)
    assert len(shown) > 20
    wrong: list[str] = []
    for at in shown:
        assert page.goto(at).status == 200, at
        wrong += [f"zh {at}: {w}" for w in left(page.evaluate(VISIBLE), names, LATIN)]
    page.goto("/desk/")
    page.locator("summary:has-text('我的和设置')").click()
    page.get_by_role("button", name="英文版").click()
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.lang") == "en"
    for at in shown:
        page.goto(at)
        wrong += [f"en {at}: {w}" for w in left(page.evaluate(VISIBLE), names, HAN)]
    assert not wrong, "\n".join(wrong)
