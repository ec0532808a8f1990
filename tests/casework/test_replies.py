"""Standard replies: by step, topic and state; gaps filled; a person edits; kept by the city."""

from __future__ import annotations

from typing import Any

import pytest

from doorstep.casework.catalogues import REPLIES
from doorstep.casework.queries import filled, replies_for
from doorstep.frame import Invalid, NotFound, do
from doorstep.frame.catalogues import CatalogueRow, rows
from doorstep.matters.models import Matter
from doorstep.people import rules as roles

pytestmark = pytest.mark.django_db


def codes(word: str, matter: Matter | None) -> list[str]:
    return [r.code for r in replies_for(word, matter)]


def test_the_closest_come_first(secretary: Any, reported: Any, replies: None) -> None:
    light = reported(secretary)
    assert codes("resolve", light)[0] == "light_fixed"
    assert "drain_cleared" not in codes("resolve", light)
    assert "fixed_today" in codes("resolve", light)  # its group
    assert "cannot_now" in codes("resolve", light)  # for all
    assert codes("decline", light) == ["other_way", "in_court", "outside_city"]
    assert codes("contact", None) == ["took_on", "going_to_look", "tried_no_one"]
    assert codes("start", light) == []


def test_only_in_the_states_that_are_named(secretary: Any, reported: Any, replies: None) -> None:
    row = CatalogueRow.objects.get(catalogue=REPLIES, code="took_on")
    row.data = {**row.data, "states": ["handling"]}
    row.save()
    from doorstep.frame import catalogues

    catalogues.forget()
    assert "took_on" not in codes("contact", reported(secretary))


def test_gaps_are_filled_without_the_door(secretary: Any, reported: Any, town: Any) -> None:
    matter = reported(secretary, place=town.doors[0].path)
    text = filled("{编号}在{地点}由{单位}{期限}办，{日期}", matter)
    assert matter.number in text
    assert matter.owner.name in text
    assert "6月3日" in text
    assert "101" not in text.replace(matter.number, "")
    assert "{" not in text


def test_a_chip_fills_the_words_without_scripts_too(
    secretary: Any, reported: Any, replies: None, as_: Any
) -> None:
    matter = reported(secretary)
    at = f"/desk/matters/{matter.pk}/do/contact/"
    text = as_(secretary).get(at).content.decode()
    assert f"{at}?reply=took_on" in text
    chosen = as_(secretary).get(f"{at}?reply=took_on").content.decode()
    box = chosen.split("<textarea")[1].split("</textarea>")[0]
    assert "现在由东塘社区在办" in box
    assert as_(secretary).get(f"{at}?reply=nonsense").status_code == 200
    start = as_(secretary).get(f"/desk/matters/{matter.pk}/do/attempt/").content.decode()
    assert "常用答复" not in start


def test_the_city_centre_keeps_them(
    holder: Any, town: Any, secretary: Any, replies: None, as_: Any
) -> None:
    centre = holder(roles.CITY_CENTRE, town.city)
    data = {"zh": "换锁", "words": "{地点}的锁换好了", "acts": ["resolve"],
            "categories": ["property"]}  # fmt: skip
    with pytest.raises(NotFound):
        do(secretary, "casework.reply_add", None, data)
    made = do(centre, "casework.reply_add", None, data).record
    assert made.code in {r.code for r in rows(REPLIES)}
    with pytest.raises(Invalid) as refused:
        do(centre, "casework.reply_change", made, {**data, "words": "{姓名}您好"})
    assert refused.value.refusals[0].field == "words"
    do(centre, "casework.reply_change", made, {**data, "words": "锁换好了"})
    text = as_(centre).get("/desk/replies/").content.decode()
    assert "换锁" in text
    assert "新增常用答复" in text
    page = as_(centre).get(f"/desk/replies/{made.pk}/").content.decode()
    assert "锁换好了" in page
    form = as_(centre).get(f"/desk/replies/{made.pk}/do/reply_change/").content.decode()
    assert "锁换好了" in form
    do(centre, "casework.reply_end", CatalogueRow.objects.get(pk=made.pk), {})
    assert "换锁" not in as_(centre).get("/desk/replies/").content.decode()
    assert as_(secretary).get("/desk/replies/").status_code == 404
