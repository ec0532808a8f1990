"""Pages of figures: what they say of days, of records not for the reader, of an unfinished past."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from typing import Any

import pytest

from doorstep.board.queries import FOUNDING, founding_folder
from doorstep.board.screens.figures import shown
from doorstep.doors.shell.main import main
from doorstep.panes.figures import FIGURES, Scope, ask
from doorstep.panes.measures import Of
from doorstep.people.models import Account, Household, Stay
from tests.people.town import DAY, person

F29 = "stewarded_residents"


@pytest.fixture
def od(client, town, holder):
    """The city's organisation department, logged in."""
    actor = holder("city_od", town.city)
    client.force_login(Account.objects.get(pk=actor.id))
    return actor


def text(client: Any, url: str) -> str:
    """A page without its tags."""
    answer = client.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    body = answer.content.decode()
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", body[body.find("<body") :])).split())


@pytest.fixture
def counted(town, monkeypatch):
    """Four residents of 东塘 and one of 西门 are counted by F29."""
    for n, door in enumerate((*town.doors[:4], town.gate_doors[0])):
        who = person(door, f"住户{n}")
        home = Household.objects.create(dwelling=door, path=door.path)
        Stay.objects.create(person=who, household=home, path=door.path, since=DAY,
                            stay_kind="resident", relation="head")  # fmt: skip
    run = lambda scope, at: Of(Stay.objects.filter(scope.q()), "person")  # noqa: ARG005,E731
    monkeypatch.setitem(FIGURES, F29, replace(FIGURES[F29], run=run))


def test_records_that_a_post_may_not_read_are_not_no_records(client, od, counted):
    page = text(client, f"/desk/figures/{F29}/records/")
    assert "没有记录" not in page
    assert "计入的记录中有 5 条，您的岗位不能查看。" in page
    assert "东街街道 4" in page
    assert "西街街道 1" in page
    assert "住户" not in page


def test_what_a_post_may_open_is_offered_in_their_place(client, od, counted, town):
    body = client.get(f"/desk/figures/{F29}/records/").content.decode()
    assert 'href="/desk/stewards/?state=active"' in body
    below = f"/desk/figures/{F29}/records/?place={town.east.path}"
    assert "东塘社区 4" in text(client, below)
    # never below communities (D12)
    lowest = text(client, f"/desk/figures/{F29}/records/?place={town.dong.path}")
    assert "4 条，您的岗位不能查看" in lowest
    assert "湖畔枫景" not in lowest


def test_a_date_that_is_none_is_said_and_not_swallowed(client, od):
    page = text(client, "/desk/figures/?at=2023-13-45")
    assert "“2023-13-45”不是日期" in page
    assert "不是日期" in text(client, f"/desk/figures/{F29}/?at=x")
    assert "不是日期" not in text(client, "/desk/figures/?at=2023-12-31")


def test_a_day_to_come_has_no_figures(client, od):
    answer = client.get("/desk/figures/?at=2031-01-01")
    assert "2031-01-01还没有到" in answer.content.decode()
    assert {tile["as_of"] for tile in answer.context_data["tiles"]} == {"截至2024-06-03"}


def test_while_the_past_is_written_the_figures_say_so(client, od, settings, tmp_path, capsys):
    settings.MEDIA_ROOT = tmp_path / "media"
    assert "往事还在写入" not in text(client, "/desk/figures/")
    assert main(["figures", "--json"]) == 0
    out = capsys.readouterr()
    assert {row["past_complete"] for row in json.loads(out.out)} == {True}
    assert "not complete" not in out.err
    file = founding_folder() / FOUNDING
    file.parent.mkdir(parents=True)
    file.write_text(json.dumps({"words": "2023-05", "done": 5, "of": 40, "finished": False}))
    assert "往事还在写入：12%（2023-05）" in text(client, "/desk/figures/")
    assert "往事还在写入" in text(client, f"/desk/figures/{F29}/")
    assert main(["figures", "--json"]) == 0
    out = capsys.readouterr()
    assert {row["past_complete"] for row in json.loads(out.out)} == {False}
    assert "not complete yet: 12% (2023-05)" in out.err
    file.write_text(json.dumps({"words": "", "done": 40, "of": 40, "finished": True}))
    assert "往事还在写入" not in text(client, "/desk/figures/")


def test_who_was_not_taken_up_again_is_not_missing(client, od):
    page = client.get("/desk/figures/taken_up_again/").content.decode()
    assert "/taken_up_again/missing/" not in page
    assert client.get("/desk/figures/taken_up_again/missing/").status_code == 404
    assert client.get("/desk/figures/compound_org_coverage/missing/").status_code == 200


def test_dwellings_are_told_as_a_share_with_its_whole(client, od, town):
    row = ask("dwellings_registered", Scope(), DAY)[0]
    assert row["value"] == 1
    assert (row["numerator"], row["denominator"]) == (10, 10)
    assert "100% (10/10)" in text(client, "/desk/figures/dwellings_registered/")
    assert client.get("/desk/figures/dwellings_registered/missing/").status_code == 200
    city = shown(
        row | {"numerator": 107_999, "denominator": 108_000}
    )  # small, or it leaves its tile
    assert (city["value"], city["unit"]) == ("99.9%", "(107,999/108,000)")
