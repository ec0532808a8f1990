"""What there is in a building, on the phone: within rights, in two taps, in few statements."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import pytest

from doorstep.frame import NOBODY, do
from doorstep.matters.models import Matter
from doorstep.people.models import Consent, Office
from doorstep.places.models import Place
from tests.doors.test_pocket import text_of
from tests.every.test_statements import statements
from tests.people import town as build


@pytest.fixture
def building(village: SimpleNamespace) -> Place:
    return Place.objects.get(path=village.entrance.path[:-4])


def asked(place: Place, text: str = "灯不亮", code: str = "stair_light", **more: Any) -> Matter:
    data = {"place": place.path, "category": code, "text": text}
    made = do(NOBODY, "matters.ask", None, data, channel="portal").record
    Matter.objects.filter(pk=made.pk).update(**more)
    return Matter.objects.get(pk=made.pk)


def test_two_taps_from_the_box(as_: Any, village: SimpleNamespace, building: Place) -> None:
    """The box, the row."""
    client = as_("grid_member")
    rows = client.get("/pocket/search/?q=1栋").content.decode()
    assert f'href="/pocket/p/{building.pk}/"' in rows
    page = client.get(f"/pocket/p/{building.pk}/")
    assert page["Cache-Control"] == "no-store"
    assert f'href="/pocket/report/?place={building.path}"' in page.content.decode()
    form = client.get(f"/pocket/report/?place={building.path}").content.decode()
    assert re.search(rf'value="{building.path}"[^>]* (checked|selected)', form)
    assert 'name="preset" value=""' in form  # it was chosen: words do not overrule it


def test_it_says_what_is_open_who_is_there_and_what_was_last(
    as_: Any, village: SimpleNamespace, building: Place
) -> None:
    asked(village.entrance, "感应灯不亮")
    old = asked(building, "垃圾没人收", "rubbish")
    Matter.objects.filter(pk=old.pk).update(state="closed")
    asked(village.mill, "别处的事")
    said = text_of(as_("grid_member").get(f"/pocket/p/{building.pk}/"))
    homes = sum(p.path.startswith(building.path) for p in village.doors)
    assert homes
    assert f"{homes} 户" in said
    assert "个单元" in said
    assert "感应灯不亮" in said
    assert "别处的事" not in said
    for name in ("吴桂芬", "钱大爷", "戎小海"):
        assert name in said
    assert "最近一次" in said


def test_a_volunteer_reads_neither_neighbours_matters_nor_names_without_consent(
    as_: Any, village: SimpleNamespace, building: Place
) -> None:
    """D4; the building around the own stairwell opens, another one does not."""
    asked(village.entrance, "感应灯不亮")
    client = as_("steward")
    home = client.get("/pocket/").content.decode()
    assert f'href="/pocket/p/{building.pk}/"' in home
    said = text_of(client.get(f"/pocket/p/{building.pk}/"))
    assert "感应灯不亮" not in said
    assert "这里没有在办的事" in said
    assert "钱大爷" not in said
    assert "吴阿姨" in said
    Consent.objects.all().delete()
    assert "吴阿姨" not in text_of(client.get(f"/pocket/p/{building.pk}/"))
    assert client.get(f"/pocket/p/{village.lake.pk}/").status_code == 404


def test_what_is_hidden_is_not_counted_either(
    as_: Any, village: SimpleNamespace, building: Place
) -> None:
    """D1, D5: byte for byte the page without it."""
    client = as_("grid_member")

    def plain() -> str:
        page = client.get(f"/pocket/p/{building.pk}/").content.decode()
        return re.sub(r'value="[\w]{64}"', "", page)

    before = plain()
    asked(building, "说的是网格员", hidden_below=5)
    assert plain() == before


def test_homes_and_places_elsewhere_have_no_page(
    as_: Any, village: SimpleNamespace, building: Place, client: Any
) -> None:
    member = as_("grid_member")
    assert member.get(f"/pocket/p/{village.doors[0].pk}/").status_code == 404
    assert member.get(f"/pocket/p/{village.gate.pk}/").status_code == 404
    assert member.get(f"/pocket/p/{village.lake.pk}/").status_code == 200
    assert client.get(f"/pocket/p/{building.pk}/").status_code == 302
    room = member.get("/pocket/search/?q=1-1-101").content.decode()
    assert f'href="/pocket/report/?place={village.doors[0].path}"' in room


def test_statements_are_the_same_at_any_number(
    as_: Any, village: SimpleNamespace, building: Place
) -> None:
    client, url = as_("grid_member"), f"/pocket/p/{building.pk}/"
    client.get(url)
    empty = statements(lambda: client.get(url))
    for n in range(70):
        asked(building, f"第{n}件", "rubbish")
    full = statements(lambda: client.get(url))
    assert len(full) == len(empty) <= 8, "\n".join(s[:120] for s in full)
    assert "60+" in text_of(client.get(url))
    steward = as_("steward")
    steward.get("/pocket/")
    assert len(statements(lambda: steward.get("/pocket/"))) <= 8


def test_a_volunteer_begins_where_the_patch_begins(
    as_: Any, village: SimpleNamespace, building: Place
) -> None:
    """The patch is drawn and named from 2栋 on: so begin the way to a building and the places."""
    second = Place.objects.get(path=village.doors[-1].path[:-4])
    patch = build.covering("patch", village.lake, "2栋1单元、1栋1单元", second, village.entrance)
    Office.objects.filter(covering=village.patch).update(covering=patch)
    client = as_("steward")
    home = text_of(client.get("/pocket/"))
    assert "看看2栋有什么" in home
    assert "看看1栋有什么" not in home
    form = client.get("/pocket/report/").content.decode()
    assert re.search(rf'value="{second.path}"[^>]* (checked|selected)', form)
    assert form.index(second.path) < form.index(village.entrance.path)
