"""The portal over HTTP: no log-in, no scripts."""

from __future__ import annotations

import re
import uuid

import pytest
from django.test import Client

from doorstep.doors.codes import code_of, path_of
from doorstep.doors.portal.reading import past
from doorstep.kit import clock
from doorstep.matters.models import Matter

pytestmark = pytest.mark.django_db


def text_of(response) -> str:
    return re.sub(r"<[^>]+>", " ", response.content.decode())


def ask(client, town, words="楼道灯不亮", **more):
    url = f"/c/{code_of(town.lake.path)}/report/"
    data = {"text": words, "category": "stair_light", "op_id": str(uuid.uuid4()), **more}
    return client.post(url, data)


def test_codes_are_short_and_read_back():
    assert code_of("0001000200010003") == "2-1-3"
    assert path_of("2-1-3", "0001") == "0001000200010003"
    assert path_of("4-2", "0001000200010003") == "000100020001000300040002"
    assert path_of("2--3", "0001") is None
    assert path_of("../etc", "0001") is None


def test_the_start_page_finds_a_compound_by_some_characters(client, village):
    found = client.get("/", {"q": "枫景"})
    assert f'href="/c/{code_of(village.lake.path)}/"' in found.content.decode()
    assert "城门新居" not in text_of(found)


def test_an_unknown_place_is_not_found(client, village):
    assert client.get("/c/9-9-9/").status_code == 404
    assert client.get("/c/%2e%2e/").status_code == 404


def test_the_page_of_a_stairwell_names_its_steward_with_consent(client, village):
    page = client.get(f"/c/{code_of(village.lake.path)}/?e=1-1")
    assert "吴阿姨" in text_of(page)
    assert "tel:19900000417" in page.content.decode()
    assert "钱大爷" not in text_of(page)


def test_a_report_is_one_form_and_gives_a_link(client, village):
    answer = ask(client, village)
    assert answer.status_code == 302
    matter = Matter.objects.get()
    assert answer["Location"].startswith(f"/m/{matter.token}/")
    assert (matter.source, matter.category, matter.intake) == ("portal", "stair_light", "request")
    page = client.get(answer["Location"])
    assert matter.number in text_of(page)


def test_a_report_sent_twice_is_one(client, village):
    op = str(uuid.uuid4())
    first, second = ask(client, village, op_id=op), ask(client, village, op_id=op)
    assert first["Location"] == second["Location"]
    assert Matter.objects.count() == 1


def test_without_scripts_topics_are_proposed_after_sending(client, village):
    page = ask(client, village, "七栋楼道灯不亮，黑的", category="")
    assert page.status_code == 200
    assert 'value="stair_light"' in page.content.decode()
    assert 'value="unsorted"' in page.content.decode()
    assert not Matter.objects.exists()


def test_an_emergency_shows_the_number_first_and_is_sent_all_the_same(client, village):
    page = ask(client, village, "楼道里一股煤气味", category="")
    assert re.search(r'<section class="emergency.*?href="tel:119"', page.content.decode())
    answer = ask(client, village, "楼道里一股煤气味", category="gas_leak")
    matter = Matter.objects.get()
    assert matter.emergency
    assert 'href="tel:119"' in client.get(answer["Location"]).content.decode()


def test_the_page_of_a_place_shows_no_name_door_or_hidden_category(client, village):
    ask(client, village, "3栋2单元501 王秀英家灯不亮")
    ask(client, village, "楼上打孩子", category="child_harm")
    page = text_of(client.get(f"/c/{code_of(village.lake.path)}/"))
    assert "楼道灯不亮" in page
    for never in ("王秀英", "501", "未成年人", "child"):
        assert never not in page


def test_the_page_of_a_place_shows_what_is_under_way_and_what_was_answered(client, village):
    """Seven newer ones that are open leave room for what was answered before them."""
    ask(client, village, "下水道堵了", category="drain_blocked")
    Matter.objects.update(state="closed", ended_at=clock.now(), resolved_at=clock.now())
    for n in range(7):
        ask(client, village, f"第{n}盏灯不亮")
    told = past(village.lake.path, clock.today())
    assert [len(part["lines"]) for part in told.parts] == [5, 1]
    page = text_of(client.get(f"/c/{code_of(village.lake.path)}/"))
    going, answered = page.index("正在办"), page.index("已有结果")
    assert going < page.index("楼道灯不亮") < answered < page.index("下水道堵塞")
    Matter.objects.exclude(category="drain_blocked").delete()
    assert "正在办" not in text_of(client.get(f"/c/{code_of(village.lake.path)}/"))


def test_the_link_of_another_opens_nothing(client, village):
    ask(client, village)
    assert client.get("/m/nothing-like-it/").status_code == 404
    assert Client().get(f"/m/{Matter.objects.get().token}/").status_code == 200


def test_an_old_card_leads_to_where_the_place_is_now(client, village):
    from datetime import date

    from doorstep.places.models import Place, PlaceParent

    old, new = village.lake.path, village.nan.path + "0009"
    for place in Place.objects.filter(path__gte=old, path__lt=old + "\x7f"):
        Place.objects.filter(pk=place.pk).update(path=new + place.path[len(old) :])
    PlaceParent(
        place=village.lake, path=old, became=new, since=date(2024, 1, 1), until=date(2024, 5, 1)
    ).save()
    assert "湖畔枫景" in text_of(client.get(f"/c/{code_of(old)}/"))
    Place.objects.filter(path=village.mill.path).update(
        successor=village.lake, until=date(2024, 5, 1)
    )
    assert "湖畔枫景" in text_of(client.get(f"/c/{code_of(village.mill.path)}/"))


def test_a_declared_emergency_stands_on_the_front_pages(client, village):
    from datetime import date

    from doorstep.places.models import Emergency

    Emergency(
        name="防汛应急响应",
        order="巢防指〔2024〕3号",
        declared_by="防汛指挥部",
        place=village.dong,
        path=village.dong.path,
        since=date(2024, 6, 1),
        until=date(2024, 6, 10),
    ).save()
    for url in ("/", f"/c/{code_of(village.lake.path)}/"):
        page = text_of(client.get(url))
        assert "防汛应急响应" in page
        assert "6月10日" in page
    assert "防汛应急响应" not in text_of(client.get(f"/c/{code_of(village.gate.path)}/"))
