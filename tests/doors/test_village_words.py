"""In a village the words are those of a village: 村民 and 自然村, not 居民 and 小区."""

from __future__ import annotations

import re
import uuid
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from doorstep.doors.calls import elsewhere, in_village
from doorstep.frame import NOBODY, SYSTEM, catalogues, do, terms
from doorstep.frame.catalogues import CatalogueRow
from doorstep.panes.screens import SCREENS
from doorstep.people.models import Office
from doorstep.people.queries import actor_for
from tests.doors.test_pocket import text_of
from tests.people import town as build

URBAN = re.compile(r"居民|小区|社区")


@pytest.fixture
def secretary(village: SimpleNamespace) -> Any:
    """The secretary of a village with a natural village in it."""
    town = build.place(village.city, 7, "town", "烔炀镇")
    village.cai = build.place(town, 1, "village", "蔡塘村")
    build.place(village.cai, 1, "natural_village", "大蔡")
    build.body("village_committee", village.cai, "蔡塘村委会")
    who = build.person(village.cai, "蔡有田")
    who.account = build.account(who, "cai")
    build.office(who, "community_secretary", village.cai)
    village.people["village_secretary"] = who
    return who


def test_the_menu_speaks_of_villagers_and_natural_villages(as_: Any, secretary: Any) -> None:
    page = as_("village_secretary").get("/desk/").content.decode()
    menu = re.search(r'<nav class="rail".*?</nav>', page, re.S)[0]
    assert "村民" in menu
    assert 'href="/desk/hamlets/"' in menu
    assert "自然村" in menu
    assert 'href="/desk/compounds/"' not in menu
    assert not URBAN.findall(re.sub(r"<[^>]+>", " ", menu))


def test_lists_and_forms_do_too(as_: Any, secretary: Any) -> None:
    client = as_("village_secretary")
    people = client.get("/desk/persons/").content.decode()
    assert "<h1>村民</h1>" in people
    assert "登记村民" in people
    assert "登记居民" not in people
    assert "登记村民" in text_of(client.get("/desk/persons/do/register/"))
    hamlets = text_of(client.get("/desk/hamlets/"))
    assert "大蔡" in hamlets
    assert "湖畔枫景" not in hamlets


def test_in_a_community_they_stay(as_: Any, village: SimpleNamespace, secretary: Any) -> None:
    client = as_("community_secretary")
    menu = text_of(client.get("/desk/"))
    assert "居民" in menu
    assert "小区" in menu
    assert "自然村" not in menu
    assert "<h1>居民</h1>" in client.get("/desk/persons/").content.decode()


def test_who_serves_both_or_more_reads_both(
    as_: Any, village: SimpleNamespace, secretary: Any
) -> None:
    dispatcher = as_("street_dispatcher").get("/desk/").content.decode()
    for url in ("/desk/compounds/", "/desk/hamlets/"):
        assert f'href="{url}"' in dispatcher
    build.office(secretary, "grid_member", village.dong)
    actor = actor_for(secretary.account)
    assert not in_village(actor)
    assert not elsewhere(actor, SCREENS["compounds"])
    assert not elsewhere(actor, SCREENS["hamlets"])
    Office.objects.filter(person=secretary).delete()
    assert not in_village(actor_for(secretary.account))


def test_the_phone_does_too(as_: Any, village: SimpleNamespace, secretary: Any) -> None:
    """The title on top is the village's, and so are the three buttons."""
    CatalogueRow.objects.create(
        catalogue="people.titles", code="community_secretary", zh="社区书记", en="secretary",
        since=build.DAY, data={"rural_zh": "村书记"},
    )  # fmt: skip
    catalogues.forget()
    client = as_("village_secretary")
    for url in ("/pocket/", "/pocket/me/"):
        assert "村书记" in text_of(client.get(url)), url
    report = text_of(client.get("/pocket/report/"))
    for words in ("我办好了", "请村民组办", "报村里"):
        assert words in report
    helper = build.person(village.cai, "蔡大妈")
    helper.account = build.account(helper, "helper")
    group = build.Place.objects.get(place_kind="natural_village")
    build.office(helper, "steward", build.covering("patch", village.cai, "大蔡", group))
    village.people["helper"] = helper
    home = text_of(as_("helper").get("/pocket/"))
    for words in ("请村民组办", "交给村民组长", "报村里", "看看大蔡有什么"):
        assert words in home
    assert not URBAN.findall(home.replace("红色小管家", ""))
    assert "请小区办" in text_of(as_("steward").get("/pocket/"))


def test_a_badge_of_the_village_does_too(
    as_: Any, village: SimpleNamespace, secretary: Any
) -> None:
    """Whoever comes by the badge is nobody the session knows: the words follow the badge."""
    helper = build.person(village.cai, "蔡大妈")
    CatalogueRow.objects.create(
        catalogue="frontline.service_basis", code="volunteer", zh="志愿服务", en="volunteer",
        since=build.DAY,
    )  # fmt: skip
    catalogues.forget()
    do(SYSTEM, "frontline.enter_steward", None, {
        "person": helper, "place": village.cai, "basis": "volunteer", "since": build.DAY,
        "trained_on": build.DAY,
    })  # fmt: skip
    group = build.Place.objects.get(place_kind="natural_village")
    build.office(helper, "steward", build.covering("patch", village.cai, "大蔡", group))
    given = as_("village_secretary").post(
        "/pocket/keys/", {"person": helper.pk, "op_id": str(uuid.uuid4())}
    )
    url = re.search(r"(/k/[\w-]+/)", given.content.decode())[1]
    phone = Client()
    home = text_of(phone.post(url, {"op_id": str(uuid.uuid4())}, follow=True))
    report = text_of(phone.get(f"{url}report/"))
    for words in ("请村民组办", "报村里"):
        assert words in home
        assert words in report
    assert not URBAN.findall(home.replace("红色小管家", ""))
    assert "请小区办" in text_of(as_("steward").get("/pocket/"))


def test_filters_categories_tables_and_figures_do_too(as_: Any, secretary: Any) -> None:
    """In each place where a community reads 小区, 社区 or 居民, a village reads its own word."""
    both = {
        "/desk/matters/do/report/": (("小区乱停车", "村内乱停车"), ("小区保洁", "村内保洁")),
        "/pocket/report/": (("小区乱停车", "村内乱停车"),),
        "/desk/import/": (("居民名册", "村民名册"),),
        "/desk/figures/": (("联系服务居民数", "联系服务村民数"),),
    }
    town, rural = as_("community_secretary"), as_("village_secretary")
    for at, pairs in both.items():
        there, here = text_of(town.get(at)), text_of(rural.get(at))
        for urban, village_word in pairs:
            assert urban in there, at
            assert village_word not in there, at
            assert village_word in here, at
            assert urban not in here, at


def test_a_request_leaves_no_words_to_the_next(as_: Any, secretary: Any) -> None:
    as_("village_secretary").get("/desk/persons/")
    assert not terms.in_village.get()
    assert "小区乱停车" in text_of(as_("community_secretary").get("/pocket/report/"))


def options_of(page: str, name: str) -> list[str]:
    """The words of one filter, in the order in which they are offered."""
    found = re.findall(rf'<a[^>]* href="\?[^"]*\b{name}=[^"]*"[^>]*>(.*?)</a>', page, re.S)
    return [re.sub(r"<[^>]+>", "", words).strip() for words in found]


@pytest.mark.parametrize(
    ("at", "name", "urban", "rural"),
    [
        ("bodies", "kind_of_body", {"居民委员会", "物业服务企业", "街道（镇）"},
         {"村民委员会", "自然村（村民组）组织"}),
        ("offices", "role", {"居民", "楼栋长", "社区“两委”委员", "物业项目经理", "街道党工委书记"},
         {"村民", "村民组长", "村“两委”委员", "自然村（片区）党组织书记"}),
        ("divisions", "place_kind", {"街道", "社区"}, {"镇", "行政村"}),
        ("grids", "covering_kind", {"物业管理区域"}, set()),
        ("party-orgs", "tier", {"小区（片区）党组织", "楼栋党小组"},
         {"自然村（片区）党组织", "村民组党小组"}),
    ],
)  # fmt: skip
def test_filters_offer_what_there_is(
    as_: Any, secretary: Any, at: str, name: str, urban: set[str], rural: set[str]
) -> None:
    """A village's lists offer the kinds of a village by their names there."""
    for code, zh, more in (
        ("resident", "居民", "村民"), ("building_head", "楼栋长", "村民组长"),
        ("community_member", "社区“两委”委员", "村“两委”委员"),
    ):  # fmt: skip
        CatalogueRow.objects.create(catalogue="people.titles", code=code, zh=zh, en=code,
                                    since=build.DAY, data={"rural_zh": more})  # fmt: skip
    catalogues.forget()
    there = set(options_of(as_("community_secretary").get(f"/desk/{at}/").content.decode(), name))
    here = set(options_of(as_("village_secretary").get(f"/desk/{at}/").content.decode(), name))
    assert urban <= there
    assert here & urban == set()
    assert rural <= here
    assert here
    if at == "divisions":
        assert not {"小区", "楼栋", "单元", "住户"} & (there | here)


def test_figures_tables_and_the_window_do_too(as_: Any, secretary: Any) -> None:
    town, rural = as_("community_secretary"), as_("village_secretary")
    board = text_of(rural.get("/desk/figures/"))
    assert "自然村（片区）党组织数" in board
    assert "小区" not in board
    assert "住宅小区数" in text_of(town.get("/desk/figures/"))
    tables = text_of(rural.get("/desk/import/"))
    assert "小区" not in tables
    assert "楼栋" not in tables
    assert "楼栋" in text_of(town.get("/desk/import/"))
    window = rural.get("/desk/matters/do/report/").content.decode()
    assert "小区名" not in window
    assert "自然村、村民组、门牌号" in window
    assert "单元门窗" not in window
    assert "沟渠淤塞" in window
    assert "小区名" in town.get("/desk/matters/do/report/").content.decode()
    assert "楼道灯不亮" not in text_of(rural.get("/pocket/report/"))


def test_titles_that_are_stored_are_told_anew(as_: Any, secretary: Any) -> None:
    """A matter's title was made from its category; the sheet calls it as the village does."""
    cai = build.Place.objects.get(place_kind="natural_village")
    data = {"place": cai.path, "category": "property_clean", "text": "路边没人扫"}
    made = do(NOBODY, "matters.ask", None, data, channel="portal").record
    made.__class__.objects.filter(pk=made.pk).update(text="")
    assert made.title.startswith("小区保洁不到位")
    page = text_of(as_("village_secretary").get("/desk/lists/"))
    assert "村内保洁不到位" in page
    assert "小区保洁" not in page


def test_what_nobody_said_is_not_told_as_none(as_: Any, secretary: Any) -> None:
    """How many dwellings there should be is not known of a natural village."""
    group = build.Place.objects.get(place_kind="natural_village")
    client = as_("village_secretary")

    def cells() -> list[str]:
        page = client.get("/desk/hamlets/").content.decode()
        found = re.findall(r'<td[^>]*data-kind="num"[^>]*>(.*?)</td>', page, re.S)
        return [re.sub(r"<[^>]+>", "", c).strip() for c in found]

    assert cells() == [""]
    build.Place.objects.filter(pk=group.pk).update(dwellings_expected=41)
    assert cells() == ["41"]


def test_a_place_is_named_once_and_says_only_what_is_known(as_: Any, secretary: Any) -> None:
    group = build.Place.objects.get(place_kind="natural_village")
    page = as_("village_secretary").get(f"/desk/hamlets/{group.pk}/").content.decode()
    head = page[page.index('<header class="record-head') :].partition("</header>")[0]
    assert head.count("大蔡") == 1
    assert "小区类型" not in page
    assert "应建档户数" not in text_of_facts(page)


def text_of_facts(page: str) -> str:
    """What is known, first on the page of a record."""
    return page[page.index('<dl class="facts') :].partition("</dl>")[0]
