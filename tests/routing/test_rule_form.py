"""A responsibility rule is chosen from lists in words; nobody types a code or JSON."""

from __future__ import annotations

import re
from typing import Any

import pytest

from doorstep.frame import Invalid, catalogues, do, history
from doorstep.people import rules as roles
from doorstep.people.models import Body
from doorstep.places.models import Place
from doorstep.routing.models import Rule
from doorstep.routing.queries import propose
from tests.matters.test_desk import browser
from tests.people.town import place
from tests.routing.deciding import decided, posted

pytestmark = pytest.mark.django_db
NEW = "/desk/rules/do/rule_add/"
RULE = {
    "code": "T-1", "order": "1", "categories": ["stair_light", "group:neighbours"],
    "places": ["compound"], "has_company": "True", "owner": "urban_management",
    "owner_level": "city", "assist": ["property", "police"], "clause": "公共照明先报城管",
}  # fmt: skip


@pytest.fixture
def city(desks: Any, holder: Any, town: Any) -> Any:
    Body.objects.filter(code="urban_management").update(name="市城管局")
    return holder(roles.CITY_OD, town.city)


def test_the_form_offers_everything_in_words(city: Any) -> None:
    """Categories below their groups, kinds of place, levels and departments."""
    page = browser(city).get(NEW).content.decode()
    said = re.sub(r"\s+", " ", page)
    for words in ("楼道灯不亮", "整个大类", "市城管局", "上一级", "楼栋", "不限", "市级"):
        assert words in said, words
    assert 'name="categories" value="stair_light"' in said
    assert not re.search(r"<textarea[^>]*name=.(categories|places|assist)", said)
    assert not re.search(r">\s*\[\]\s*<", said)


def test_what_is_ticked_is_kept_and_routes(city: Any, desks: Any, town: Any) -> None:
    assert posted(browser(city), NEW, RULE).status_code == 302
    rule = Rule.objects.get(code="T-1")
    assert rule.categories == ["stair_light", "group:neighbours"]
    assert (rule.places, rule.assist) == (["compound"], ["property", "police"])
    assert (rule.has_company, rule.owner, rule.owner_level) == (True, "urban_management", 4)
    found = propose("stair_light", town.lake.path, ["compound"])
    assert found is not None
    assert (found.body, found.rule) == (desks.urban, "T-1")


@pytest.mark.parametrize(
    ("field", "value"),
    [("categories", ["no_such"]), ("categories", ["group:stair_light"]), ("categories", []),
     ("places", ["Nowhere!"]), ("owner", ""), ("owner", "市城管局"), ("has_company", "perhaps")],
)  # fmt: skip
def test_what_is_not_in_the_lists_is_refused(city: Any, field: str, value: Any) -> None:
    """By the API too, with the field's name."""
    with pytest.raises(Invalid) as error:
        do(city, "routing.rule_add", None, {**RULE, field: value})
    assert {r.field for r in error.value.refusals} == {field}


def test_a_rule_that_is_there_opens_with_its_ticks_and_changes(city: Any) -> None:
    """What it names of another city's places stays; its basis is left alone."""
    rule = decided(city, "rule_add", None, {**RULE, "places": ["compound", "road"]}).record
    client, url = browser(city), f"/desk/rules/{rule.pk}/do/rule_change/"
    page = client.get(url).content.decode()
    for name in ("stair_light", "group:neighbours", "road", "property"):
        assert re.search(rf'value="{name}"[^>]* checked', page), name
    assert "道路" in page
    assert re.search(r'value="True"[^>]* selected', page)
    assert re.search(r'value="urban_management"[^>]* selected', page)
    sent = {**RULE, "categories": ["group:neighbours"], "has_company": "", "places": ["road"]}
    assert posted(client, url, {**sent, "version": rule.version}).status_code == 302
    rule.refresh_from_db()
    assert (rule.categories, rule.places, rule.has_company) == (
        ["group:neighbours"], ["road"], None,
    )  # fmt: skip
    assert rule.owner == "urban_management"
    assert [e.act for e in history(rule)] == ["routing.rule_add", "routing.rule_change"]


def test_a_ruled_rule_is_changed_and_stays_before_all_others(city: Any) -> None:
    rule = decided(city, "rule_add", None, RULE).record
    Rule.objects.filter(pk=rule.pk).update(order=0)  # as `routing.rule_ruled` makes it
    rule.refresh_from_db()
    catalogues.forget()
    sent = RULE | {"order": "0", "clause": "改过的条款"}
    decided(city, "rule_change", rule, sent)
    rule.refresh_from_db()
    assert (rule.order, rule.clause) == (0, "改过的条款")
    with pytest.raises(Invalid):
        do(city, "routing.rule_add", None, RULE | {"order": "0", "code": "T-2"})


def test_kinds_of_which_there_is_no_place_are_not_offered(city: Any, town: Any) -> None:
    """A rule for them would hold nowhere; a rule that names one already says so and keeps it."""

    def offered(url: str) -> dict[str, str]:
        page = browser(city).get(url).content.decode()
        boxes = re.findall(r'name="places" value="(\w+)".*?<span>(.*?)</span>', page, re.S)
        return dict(boxes)

    there = set(Place.objects.values_list("place_kind", flat=True))
    assert set(offered(NEW)) == there
    assert {"shop", "natural_village", "road"}.isdisjoint(there)
    place(town.dong, 90, "alley", "酱园巷")
    catalogues.forget()
    assert offered(NEW)["alley"] == "街巷"
    rule = decided(city, "rule_add", None, {**RULE, "places": ["alley", "road"]}).record
    change = offered(f"/desk/rules/{rule.pk}/do/rule_change/")
    assert change == offered(NEW) | {"road": "道路（没有这类地点）"}


def test_a_street_reads_rules_and_changes_none(city: Any, holder: Any, town: Any) -> None:
    rule = decided(city, "rule_add", None, RULE).record
    street = browser(holder(roles.STREET_DISPATCHER, town.east))
    assert street.get(f"/desk/rules/{rule.pk}/").status_code == 200
    assert street.get(f"/desk/rules/{rule.pk}/do/rule_change/").status_code == 404


def test_the_citys_own_table_reads_in_words(city: Any) -> None:
    """Every place and category of the profile's rules has its words."""
    from doorstep.routing.queries import place_words, topic_words

    for rule in Rule.objects.all():
        for words in (*map(place_words, rule.places), *map(topic_words, rule.categories)):
            assert not re.fullmatch(r"[a-z_:]+", words), (rule.code, words)
