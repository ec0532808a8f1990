"""Fair closing in a real browser: left out, drawn, called back, grades in numbers, the rates."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from doorstep.closing.acts.batches import close_batches
from doorstep.closing.catalogues import CLAUSES
from doorstep.closing.models import Draw, Exclusion, SpotCheck
from doorstep.closing.rules import first_of
from doorstep.frame import SYSTEM, Actor, blind, do
from doorstep.frame.catalogue_acts import load, read_rows
from doorstep.frame.catalogues import CatalogueRow
from doorstep.kit import clock
from doorstep.matters.models import Matter
from doorstep.people.queries import actor_for
from tests.browser.test_doors_layout import AXE, LOOKS, MEASURE, OUT
from tests.doors.village import PROFILE
from tests.people import town as build

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TEXTS = ("楼道灯不亮，老人下楼看不见", "2单元门口的感应灯一直不亮", "3栋4楼的灯闪得厉害")


def resident(number: int) -> Actor:
    """Whoever holds that phone."""
    phone = f"139{number:08d}"
    index = blind(Matter, "reporter_phone", phone)["reporter_phone_index"]
    return Actor(None, "", marks={"phone": index, "phone_clear": phone})


@pytest.fixture
def month(town: SimpleNamespace) -> SimpleNamespace:
    """Two months of lamps that were mended, graded and partly drawn; one frog is left out."""
    clock.allow_setting(True)
    for role, name in (("city_dispatcher", "夏岚"), ("city_od", "童建国")):
        who = build.person(town.dong, name)
        who.account = build.account(who, role)
        build.office(who, role, town.city)
        town.people[role] = who
    do_as = {role: actor_for(who.account) for role, who in town.people.items()}
    list(load(SYSTEM, CLAUSES, read_rows(PROFILE / "closing_clauses.toml"), build.DAY))
    row = CatalogueRow.objects.get(code="nature", catalogue=CLAUSES)
    do(do_as["city_od"], "closing.confirm", row, {"source": "巢接办〔2024〕1号第八条"})
    secretary, ended = do_as["compound_secretary"], []
    for back, count in ((1, 7), (3, 12)):
        day = clock.start_of(first_of(clock.today(), back)) + timedelta(days=6, hours=10)
        with clock.at(day):
            for n in range(count):
                who = resident(back * 100 + n)
                data = {"place": town.lake.path, "category": "stair_light", "text": TEXTS[n % 3]}
                matter = do(who, "matters.ask", None, data, channel="portal").record
                do(secretary, "matters.settle", matter, {"words": "换好了，您晚上看看。"})
                do(who, "matters.verify", matter.pk, {"verdict": "not" if n == 6 else "solved"})
                if n != 6:
                    do(who, "matters.rate", matter.pk, {"grade": "fair" if n % 4 else "good"})
                ended.append(matter.pk)
    close_batches()
    words = {"clause": "nature", "words": "夏天荷塘里的蛙鸣，没有办法。"}
    proposed = do(do_as["street_dispatcher"], "closing.propose", None,
                  {**words, "about": str(ended[0])}).record  # fmt: skip
    told = do(do_as["street_dispatcher"], "closing.propose", None,
              {**words, "about": str(ended[5])}).record  # fmt: skip
    do(do_as["city_dispatcher"], "closing.decide", told.pk,
       {"decision": "excluded", "words": "属实，人力改变不了。"})  # fmt: skip
    data = {"place": town.east.path, "month": first_of(clock.today(), 1).isoformat(), "size": 4}
    draw = do(do_as["street_dispatcher"], "closing.draw", None, data).record
    calls = list(SpotCheck.objects.order_by("turn"))
    do(do_as["street_dispatcher"], "closing.record", calls[0], {"answer": "solved"})
    matter = Matter.objects.get(pk=ended[5])
    return SimpleNamespace(proposed=proposed, told=told, draw=draw, call=calls[1], matter=matter,
                           clause=row, first=Matter.objects.get(pk=ended[0]))  # fmt: skip


def looked_at(page: Any, name: str) -> list[str]:
    """What is wrong with a page as it stands; it leaves a picture."""
    OUT.mkdir(parents=True, exist_ok=True)
    wrong = [f"{name}: {line}" for line in page.evaluate(MEASURE)]
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    wrong += [f"{name}: axe {v['id']} {[n['target'] for n in v['nodes']]}" for v in found]
    page.screenshot(path=OUT / f"closing-{name}.png", full_page=True)
    return wrong


@pytest.mark.parametrize(("width", "height", "elder"), LOOKS)
def test_every_page_of_fair_closing(
    town: SimpleNamespace, open_as: Any, month: SimpleNamespace,
    width: int, height: int, elder: bool,
) -> None:  # fmt: skip
    """Lists, pages, forms, the page of the link, the rates on the board."""
    shown = {
        "street_dispatcher": {
            "exclusions": "/desk/exclusions/", "matter": f"/desk/matters/{month.first.pk}/",
            "propose": f"/desk/exclusions/do/propose/?about=matters.matter:{month.first.pk}",
            "draws": "/desk/draws/", "drawn": f"/desk/draws/{month.draw.pk}/",
            "draw": "/desk/draws/do/draw/", "calls": "/desk/spot-checks/",
            "call": f"/desk/spot-checks/{month.call.pk}/",
            "record": f"/desk/spot-checks/{month.call.pk}/do/record/",
            "solved": "/desk/figures/resolution_rate/",
            "happy": "/desk/figures/satisfaction_rate/", "ends": "/desk/figures/how_it_ended/",
        },
        "city_dispatcher": {
            "exclusion": f"/desk/exclusions/{month.proposed.pk}/",
            "decide": f"/desk/exclusions/{month.proposed.pk}/do/decide/",
            "left-out": f"/desk/exclusions/{month.told.pk}/",
            "false": "/desk/figures/false_closing/", "board": "/desk/figures/",
            "records": "/desk/figures/excluded_matters/records/",
            "by-clause": "/desk/figures/excluded_by_clause/",
        },
        "city_od": {"clauses": "/desk/closing-clauses/",
                    "clause": f"/desk/closing-clauses/{month.clause.pk}/"},
        "compound_secretary": {"grades": "/desk/rating-batches/"},
        "": {"link": f"/m/{month.matter.token}/"},
    }  # fmt: skip
    wrong: list[str] = []
    tag = f"{width}{'-elder' if elder else ''}"
    for role, pages in shown.items():
        page = open_as(role, width, height, elder=elder)
        for name, address in pages.items():
            page.goto(address)
            wrong += looked_at(page, f"{name}-{tag}")
    assert wrong == []
    assert Exclusion.objects.count() == 2
    assert Draw.objects.count() == 1
