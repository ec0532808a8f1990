"""D21: what rests on law prints 依据待核 until the city has confirmed the clause."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from doorstep.frame.catalogues import UNCONFIRMED, CatalogueRow
from doorstep.kit import clock
from doorstep.routing.models import Rule
from tests.every.world import World
from tests.routing.deciding import decided


@pytest.fixture
def rule(town: World) -> Rule:
    """A rule entered by the city."""
    done = decided(
        town.actor("city_od"),
        "rule_add",
        None,
        {
            "code": "R1",
            "order": "1",
            "categories": ["stair_light"],
            "owner_level": "compound",
            "owner": "property",
            "clause": "公共照明由物业维护",
            "basis": "安徽省物业管理条例 第70条",
        },
    )
    return Rule.objects.get(pk=done.id)


def test_a_new_rule_is_unconfirmed_and_says_so(rule: Rule, as_: Callable[..., Client]) -> None:
    """On the list, on its page, over the API and in the table that leaves."""
    assert not rule.confirmed
    client = as_("street_dispatcher")
    for url in ("/desk/rules/", f"/desk/rules/{rule.pk}/"):
        text = client.get(url).content.decode()
        assert f"第70条（{UNCONFIRMED}）" in text, url
    for url in ("/api/v1/rules/", f"/api/v1/rules/{rule.pk}/"):
        assert f"第70条（{UNCONFIRMED}）" in str(client.get(url).json()), url
    sent = client.post("/desk/rules/export/", {"reason": "核对权责", "format": "csv"})
    assert UNCONFIRMED in sent.getvalue().decode()


def test_a_confirmed_one_does_not(rule: Rule, as_: Callable[..., Client]) -> None:
    """The city reads the law and says where and when; then the mark goes, on every page."""
    url = f"/desk/rules/{rule.pk}/do/rule_confirm/"
    read = {"basis": "安徽省物业管理条例 第71条", "confirmed_source": "省人大网站公布的文本",
            "confirmed_on": clock.today().isoformat(), "version": rule.version}  # fmt: skip
    late = read | {"confirmed_on": (clock.today() + timedelta(days=1)).isoformat()}
    assert as_("street_dispatcher").post(url, read).status_code == 404
    assert as_("city_od").post(url, late).status_code == 422
    assert as_("city_od").post(url, read).status_code == 302
    for page in ("/desk/rules/", f"/desk/rules/{rule.pk}/"):
        text = as_("street_dispatcher").get(page).content.decode()
        assert "第71条" in text
        assert f"第71条（{UNCONFIRMED}）" not in text
    assert "省人大网站公布的文本" in text


def test_no_confirmed_basis_changes_behind_the_mark(rule: Rule, town: World) -> None:
    """Another text is confirmed anew, with its source."""
    assert "basis" not in Rule.correctable
    assert "confirmed" not in Rule.correctable


def test_a_catalogue_row_prints_it() -> None:
    """Every list that a city edits."""
    row = CatalogueRow(code="x", basis="某条例 第3条", confirmed=False)
    assert UNCONFIRMED in row.basis_text
    row.confirmed = True
    assert UNCONFIRMED not in row.basis_text


def test_a_personal_field_names_its_basis() -> None:
    """Laws behind personal fields are marked as well, until confirmed."""
    from doorstep.doors.shell.declared import personal

    for line in personal():
        assert line["basis"], line
        if "条例" in line["basis"] or "法" in line["basis"]:
            assert UNCONFIRMED in line["basis"], line
