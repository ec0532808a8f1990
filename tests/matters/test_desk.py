"""At the desk: a matter on somebody's behalf, a text from a chat, tables, many rows at once."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook, load_workbook

from doorstep.frame import Actor
from doorstep.matters.models import Matter
from doorstep.people import rules as roles
from doorstep.people.models import Account
from tests.matters.test_imports import HEAD, LAMP, row

pytestmark = pytest.mark.django_db
URL = "/desk/matters/do/report/"


def browser(actor: Actor, language: str = "zh-hans") -> Client:
    """A browser in which the actor has logged in."""
    made = Client(headers={"accept-language": language})
    made.force_login(Account.objects.get(pk=actor.id))
    return made


@pytest.fixture
def clerk(desks: Any, holder: Any, town: Any, settings: Any, tmp_path: Any) -> Client:
    """The window of 东塘社区."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return browser(holder(roles.WINDOW_CLERK, town.dong))


@pytest.fixture
def dispatcher(desks: Any, holder: Any, town: Any, settings: Any, tmp_path: Any) -> Client:
    """The dispatcher of 东街街道."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return browser(holder(roles.STREET_DISPATCHER, town.east))


def test_the_form_opens_with_own_places_and_one_source_ticked(clerk: Client) -> None:
    page = clerk.get(URL).content.decode()
    assert "湖畔枫景" in page
    assert 'value="window" checked' in page


@pytest.mark.parametrize(
    ("way", "level", "state"), [("", 2, "submitted"), ("compound", 1, "assigned")]
)
def test_the_clerk_keeps_it_or_sends_it_to_the_compound(
    clerk: Client, desks: Any, way: str, level: int, state: str
) -> None:
    """派到小区: the counter is the community's, the work may be the compound's at once."""
    page = clerk.get(URL).content.decode()
    assert "派到小区" in page
    for source in ("window", "phone"):
        said = {"text": "2单元感应灯不亮", "place_words": "湖畔枫景1-1-101", "source": source}
        assert clerk.post(URL, {**said, "way": way}).status_code == 302
        matter = Matter.objects.order_by("-id").first()
        assert matter is not None
        assert matter.owner == {1: desks.lake, 2: desks.dong}[level]
        assert (matter.level, matter.state) == (level, state)


def test_sent_to_the_compound_a_complaint_about_it_goes_up_all_the_same(
    clerk: Client, desks: Any
) -> None:
    """Whatever the clerk ticks (D5)."""
    data = {"text": "书记说话难听", "place_words": "湖畔枫景", "source": "window",
            "other": "worker_conduct", "about": "compound", "way": "compound"}  # fmt: skip
    assert clerk.post(URL, data).status_code == 302
    matter = Matter.objects.get()
    assert matter.owner == desks.east
    assert matter.hidden_below >= 2


def test_on_behalf_with_name_and_phone(clerk: Client, town: Any) -> None:
    answer = clerk.post(URL, {
        "text": "2单元感应灯不亮", "place_words": "湖畔枫景1-1-101", "source": "phone",
        "reporter_name": "王五", "reporter_phone": "138 0000 0000",
    })  # fmt: skip
    matter = Matter.objects.get()
    assert answer.status_code == 302
    assert (matter.place, matter.category, matter.source) == (town.doors[0], "stair_light", "phone")
    assert (matter.reporter_name, str(matter.reporter_phone)) == ("王五", "138****0000")
    page = clerk.get(answer.url).content.decode()
    assert "13800000000" not in page
    assert "2单元感应灯不亮" in page


def test_typing_proposes_topics_places_and_phone(clerk: Client) -> None:
    said = {"text": "湖畔枫景1栋1单元101楼道灯不亮 13800000000"}
    part = clerk.post(f"{URL}read/", said).content.decode()
    assert 'value="stair_light"' in part
    assert "1栋1单元101" in part
    assert 'value="13800000000"' in part
    again = clerk.post(f"{URL}read/", said | {"reporter_phone": "1", "place_words": "x"})
    assert "13800000000" not in again.content.decode()
    assert 'id="places"' not in again.content.decode()


def test_without_scripts_the_button_reads(clerk: Client) -> None:
    said = {"text": "老棉纺厂宿舍楼道灯不亮 13800000000", "read": "1"}
    page = clerk.post(URL, said).content.decode()
    assert 'value="stair_light"' in page
    assert "老棉纺厂宿舍" in page
    assert 'value="13800000000"' in page
    assert Matter.objects.count() == 0


def test_an_emergency_shows_the_number_first(clerk: Client) -> None:
    part = clerk.post(f"{URL}read/", {"text": "家里闻到煤气味"}).content.decode()
    assert part.index("tel:119") < part.index('name="category"')
    answer = clerk.post(URL, {"text": "家里闻到煤气味", "place_words": "湖畔枫景"})
    assert "tel:119" in clerk.get(answer.url).content.decode()


def test_several_places_are_offered_again_with_everything_kept(clerk: Client) -> None:
    answer = clerk.post(URL, {"text": "灯不亮", "place_words": "1栋", "reporter_name": "王五"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="王五"' in page
    assert 'name="place"' in page
    assert Matter.objects.count() == 0


def test_a_wrong_phone_and_a_long_text_are_told(clerk: Client) -> None:
    answer = clerk.post(
        URL, {"text": "灯" * 2001, "place_words": "湖畔枫景", "reporter_phone": "138"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "2001" in page
    assert "灯" * 2001 in page


def test_the_same_post_twice_is_one_matter(clerk: Client) -> None:
    said = {
        "text": "灯不亮",
        "place_words": "湖畔枫景",
        "op_id": "018f0000-0000-7000-8000-000000000001",
    }
    assert clerk.post(URL, said).url == clerk.post(URL, said).url
    assert Matter.objects.count() == 1


def sheet(*rows: tuple[Any, ...]) -> SimpleUploadedFile:
    """An upload of some rows."""
    book = Workbook()
    for line in (HEAD, *rows):
        book.active.append(line)
    made = io.BytesIO()
    book.save(made)
    return SimpleUploadedFile("台账.xlsx", made.getvalue())


def test_a_table_is_looked_at_mended_and_taken(dispatcher: Client) -> None:
    there = dispatcher.post(
        "/desk/import/",
        {"import": "matters", "file": sheet(LAMP, row(工单编号="A2", 来电时间="昨天"))},
    )
    assert there.status_code == 302
    url, _, key = there.url.partition("?key=")
    page = dispatcher.get(there.url).content.decode()
    assert "台账.xlsx" in page
    looked = dispatcher.post(url, {"key": key, "step": "try"}).content.decode()
    assert "B 时间" in looked
    assert Matter.objects.count() == 0
    bad = dispatcher.post(url, {"key": key, "step": "bad"})
    rows = list(load_workbook(io.BytesIO(b"".join(bad))).active.iter_rows(values_only=True))
    assert (rows[1][0], rows[1][9]) == ("A2", 3)
    dispatcher.post(url, {"key": key, "step": "take"})
    assert Matter.objects.get().outside_number == "A1"


def test_a_column_may_be_said_or_left_out(dispatcher: Client, town: Any) -> None:
    there = dispatcher.post("/desk/import/", {"import": "matters", "file": sheet(LAMP)})
    url, _, key = there.url.partition("?key=")
    said = {"key": key, "step": "take", "col_place": "", "set_default_place": "东塘社区"}
    dispatcher.post(url, said)
    assert Matter.objects.get().place == town.dong


def test_a_file_is_its_owners_and_no_table_is_told(
    dispatcher: Client, clerk: Client, holder: Any, town: Any
) -> None:
    there = dispatcher.post("/desk/import/", {"import": "matters", "file": sheet(LAMP)})
    other = browser(holder(roles.STREET_DISPATCHER, town.west))
    assert other.get(there.url).status_code == 302
    assert clerk.get("/desk/import/").status_code in (200, 404)
    assert clerk.post("/desk/import/matters/", {"key": "x"}).status_code == 404
    bad = SimpleUploadedFile("x.xlsx", b"PK\x03\x04 no table")
    assert dispatcher.post("/desk/import/", {"import": "matters", "file": bad}).status_code == 422


def test_many_are_accepted_and_handed_over_by_rule(dispatcher: Client, desks: Any) -> None:
    for where in ("湖畔枫景", "老棉纺厂宿舍"):
        dispatcher.post(URL, {"text": "楼道灯不亮", "place_words": where})
    ids = [str(m.pk) for m in Matter.objects.all()]
    page = dispatcher.post("/desk/matters/bulk/", {"act": "matters.accept", "ids": ids})
    assert page.status_code == 200
    said = {"ids": ids, "go": "1", "op_id": "018f0000-0000-7000-8000-000000000002"}
    dispatcher.post("/desk/matters/bulk/", said | {"act": "matters.accept"})
    assert set(Matter.objects.values_list("state", flat=True)) == {"accepted"}
    said["op_id"] = "018f0000-0000-7000-8000-000000000003"
    page = dispatcher.post("/desk/matters/bulk/", said | {"act": "matters.dispatch"})
    assert page.status_code == 302, page.content.decode()
    assert "assigned" in set(Matter.objects.values_list("state", flat=True))


def test_the_list_filters_by_group_and_kind(dispatcher: Client) -> None:
    dispatcher.post(URL, {"text": "楼道灯不亮", "place_words": "湖畔枫景"})
    dispatcher.post(URL, {"text": "能装个灯吗", "place_words": "湖畔枫景", "intake": "suggestion",
                          "category": "stair_light"})  # fmt: skip
    for query, rows in (
        ("category=lift_light", 2),
        ("category=stair_light", 2),
        ("category=parking", 0),
        ("intake=suggestion", 1),
        ("intake=request", 1),
        ("emergency=1", 0),
    ):
        found = dispatcher.get(f"/desk/matters/?{query}&format=json").json()
        assert len(found["items"]) == rows, query
