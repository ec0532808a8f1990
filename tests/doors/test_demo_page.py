"""The first page of the demo: the twelve, the walk, the season."""

from __future__ import annotations

import json
import re
import uuid
from dataclasses import replace
from datetime import date

import pytest

from doorstep.board.queries import FOUNDING, founding_folder
from doorstep.doors.demo import cast
from doorstep.doors.demo.season import season
from doorstep.matters.models import Matter
from doorstep.people.queries import actor_for
from tests.doors.test_portal import text_of

pytestmark = pytest.mark.django_db


def test_the_page_shows_twelve_people_in_their_own_words(client, village):
    page = text_of(client.get("/demo/"))
    assert len(cast.cast()) == 12
    for figure in cast.cast():
        assert figure.name in page
    assert "示例数据" in page
    assert "6月3日 星期一" in page


def test_numbers_on_a_card_come_from_records(client, village):
    client.post(
        "/c/1-1-1/report/",
        {"text": "灯不亮", "category": "stair_light", "op_id": str(uuid.uuid4())},
    )
    figure = next(f for f in cast.cast() if f.key == "community_secretary")
    said = cast.sentence(figure, actor_for(village.people["community_secretary"].account))
    assert "在办1件，超期0件" in said


def test_a_card_without_its_numbers_says_its_plain_sentence(village):
    figure = next(f for f in cast.cast() if f.key == "grid_member")
    figure = replace(figure, sentence="今天开了{no_such_number}个会。")
    assert cast.sentence(figure, actor_for(village.people["grid_member"].account)) == figure.plain


def test_the_cards_promise_only_what_there_is(village):
    """Each number of a sentence is counted, and nothing is praised that this version lacks."""
    lacking = re.compile(
        "离线|没信号|纪要|三方议事|四十六|账目|A3|窗帘|走访|证明|说明|预填|先填好|offline|visit|certificate"
        "|meeting|46|prefill|publish"
    )
    for figure in cast.cast():
        for text in (figure.sentence, figure.sentence_en):
            assert set(re.findall(r"{(\w+)}", text)) <= set(cast.SLOTS), figure.key
        told = " ".join(
            figure.told(name, tongue)
            for name in ("sentence", "plain", "why") for tongue in ("zh", "en")
        )  # fmt: skip
        assert not lacking.search(told), (figure.key, lacking.findall(told))


def test_in_english_the_cards_are_english(client, village):
    cards = cast.cards("en")
    assert len(cards) == 12
    for card in cards:
        text = card["said"] + card["title"] + card["why"]
        assert not re.search("[一-鿿]", text.replace("东塘", "")), card["key"]
    assert "我" in cast.cards("zh")[0]["said"]


def test_one_click_is_somebody(client, village):
    answer = client.post("/demo/as/grid_member/")
    assert answer["Location"] == "/pocket/"
    assert (
        "第一网格" in text_of(client.get("/pocket/me/"))
        or client.get("/pocket/me/").status_code == 200
    )
    assert client.get("/demo/as/grid_member/").status_code == 405
    assert client.post("/demo/as/nobody/").status_code == 404
    assert client.post("/demo/as/steward/", {"next": "//evil.example/"})["Location"] == "/pocket/"


def test_outside_the_demo_nobody_becomes_anybody(client, village, settings):
    settings.DEMO = False
    assert client.post("/demo/as/grid_member/").status_code == 404


def test_the_walk_follows_the_matter_to_the_end(client, village):
    def now() -> str:
        page = client.get("/demo/").content.decode()
        return re.search(r'aria-current="step">.*?<b>(.*?)</b>', page, re.DOTALL)[1]

    assert now() == "以居民的身份报一件事"
    link = client.post(
        "/c/1-1-1/report/?e=1-1",
        {
            "text": "感应灯不亮",
            "category": "stair_light",
            "op_id": str(uuid.uuid4()),
        },
    )["Location"].split("?")[0]
    matter = Matter.objects.get()
    assert now() == "到了调度岗"
    client.post("/demo/as/compound_secretary/")
    page = client.get(f"/desk/matters/{matter.pk}/do/settle/").content.decode()
    hidden = dict(re.findall(r'name="(op_id|version)" value="([^"]+)"', page))
    assert (
        client.post(
            f"/desk/matters/{matter.pk}/do/settle/", {**hidden, "words": "换好了"}
        ).status_code
        == 302
    )
    assert now() == "居民说：没解决"
    client.post(f"{link}do/verify/", {"verdict": "not", "op_id": str(uuid.uuid4())})
    shown = text_of(client.get("/demo/"))
    assert re.search(r"报了\s*1\s*件，重新办理\s*1\s*件", shown)


def test_a_neighbours_report_is_no_step_of_the_walk(client, village):
    """The founded morning has reports of the same compound; nobody made them on this page."""

    def now() -> str:
        page = client.get("/demo/").content.decode()
        return re.search(r'aria-current="step">.*?<b>(.*?)</b>', page, re.DOTALL)[1]

    report = {"text": "感应灯不亮", "category": "stair_light"}
    for tail in ("?e=2-1", ""):
        client.post(f"/c/1-1-1/report/{tail}", report | {"op_id": str(uuid.uuid4())})
        assert now() == "以居民的身份报一件事"
    assert Matter.objects.count() == 2
    client.post("/c/1-1-1/report/?e=1-1", report | {"op_id": str(uuid.uuid4())})
    assert now() == "到了调度岗"


def test_every_month_has_its_line():
    assert len({season(date(2024, month, 1)) for month in range(1, 13)}) == 12


def test_the_founding_shows_how_far_it_is(client, village, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    assert "还在写" not in text_of(client.get("/demo/"))
    founding_folder().mkdir(parents=True)
    told = {"words": "2023-05", "done": 5, "of": 20, "finished": False}
    (founding_folder() / FOUNDING).write_text(json.dumps(told))
    assert "25%（2023-05）" in text_of(client.get("/demo/"))
    (founding_folder() / FOUNDING).write_text("{")
    assert client.get("/demo/").status_code == 200


def test_before_anything_is_founded_the_pages_open(client, db):
    from tests.doors.conftest import forget

    forget()
    page = text_of(client.get("/demo/"))
    assert "还没到岗" in page
    assert client.get("/").status_code == 200
    assert client.get("/", {"q": "枫景"}).status_code == 200
    assert client.get("/c/1-1-1/").status_code == 404


def test_the_pages_are_complete_in_english(client, village):
    client.cookies["django_language"] = "en"
    for url in ("/", "/phone/", "/mine/", "/about/"):
        page = client.get(url).content.decode()
        words = re.sub(r"<[^>]+>", " ", page)
        assert not re.findall(r"[\u4e00-\u9fff]+", words.replace("简体中文", "")), url
