"""Commands that ask and take in: figures, figure, matrix, flow, import."""

from __future__ import annotations

import json

import pytest

from doorstep.doors.shell.main import main

pytestmark = pytest.mark.django_db
#: Every row of `figures --json` has exactly these (an interface).
KEYS = {
    "code", "article_no", "value", "unit", "numerator", "denominator", "dims", "at", "period_from",
    "period_to", "place", "records_url", "missing_url", "definition_version", "past_complete",
}  # fmt: skip


def test_figures_are_told_as_json(capsys) -> None:
    assert main(["figures", "--at", "2023-12-31", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert rows
    assert all(set(row) == KEYS and row["at"] == "2023-12-31" for row in rows)


def test_a_figure_opens_to_its_records(capsys) -> None:
    assert main(["figure", "lists_collect", "--records", "--json"]) == 0
    out = capsys.readouterr()
    assert json.loads(out.out) == []
    assert "0 records" in out.err


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (["figure", "no_such_figure"], "no figure"),
        (["figures", "--place", "999999999999"], "no such place"),
        (["import", "nothing.there", "a.xlsx"], "no import"),
        (["import", "people.register", "nowhere.xlsx"], "no "),
    ],
)
def test_wrong_use_is_told_with_status_2(wrong: list[str], words: str, capsys) -> None:
    assert main(wrong) == 2
    assert words in capsys.readouterr().err


def test_a_day_that_is_none_is_wrong_use(capsys) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["figures", "--at", "31.12.2023"])
    assert ended.value.code == 2
    assert "2023-12-31" in capsys.readouterr().err


def test_the_matrix_names_every_act(capsys) -> None:
    from doorstep.frame.acts import ACTS

    assert main(["matrix", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert {r["name"] for r in rows if r["what"] == "act"} == set(ACTS)
    assert all(
        r["by"] in ("role", "relation", "anyone", "system", "who sees the page") for r in rows
    )


def test_the_flow_map_names_acts_that_exist(capsys) -> None:
    from doorstep.frame.acts import ACTS

    assert main(["flow", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert {r["from"] for r in rows if r["how"] == "follow"} <= set(ACTS)
