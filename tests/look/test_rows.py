"""Rows are drawn in Python, so escaping is ours to prove."""

from __future__ import annotations

from typing import Any

import pytest
from django.template import Context
from django.utils.safestring import mark_safe

from doorstep.panes.templatetags.look import PARTS, draw, draw_rows

EVIL = "<script>\"'&"


def drawn(*cells: dict[str, Any], bulk: bool = False, **row: Any) -> str:
    given = {"url": "/m/1/", "id": "1", "cells": [{"value": "灯不亮"}, *cells], **row}
    return draw_rows({"sprite": "/i.svg"}, [given], bulk)


def test_first_cell_is_the_link() -> None:
    assert '<a class="row-link" href="/m/1/">灯不亮</a>' in drawn()


def test_without_a_page_there_is_no_link() -> None:
    assert "<a" not in drawn(url="")


def test_a_record_without_words_can_still_be_opened() -> None:
    given = {"url": "/m/1/", "id": "1", "cells": [{"value": ""}]}
    assert ">—</a>" in draw_rows({}, [given])


def test_everything_is_escaped() -> None:
    kinds = ("text", "state", "due", "date", "share", "link", "phone", "num")
    keys = ("value", "tone", "iso", "exact", "why", "part", "whole", "url", "note", "label")
    cells = [{"kind": kind, **dict.fromkeys(keys, EVIL)} for kind in kinds]
    html = drawn(*cells, {"kind": EVIL, "value": EVIL}, url=EVIL, id=EVIL, bulk=True,
                 state={"word": EVIL, "tone": EVIL})  # fmt: skip
    assert "<script" not in html
    assert EVIL not in html


def test_safe_text_stays() -> None:
    assert "<mark>灯</mark>" in drawn({"value": mark_safe("<mark>灯</mark>")})


def test_zero_is_shown_and_nothing_is_not() -> None:
    html = drawn({"kind": "num", "value": 0}, {"kind": "num", "value": None})
    assert ">0</td>" in html
    assert "None" not in html


def test_a_mask_is_not_a_number_to_call() -> None:
    assert "tel:" not in drawn({"kind": "phone", "value": "138****0417"})
    assert 'href="tel:19900000417"' in drawn({"kind": "phone", "value": "19900000417"})


def test_overdue_and_withdrawn_are_marked() -> None:
    html = drawn(overdue=True, struck=True)
    assert " data-over" in html
    assert " data-struck" in html


def test_a_tick_box_says_what_it_ticks() -> None:
    html = drawn(bulk=True)
    assert 'name="ids"' in html
    assert "灯不亮</span></label>" in html


@pytest.mark.parametrize("part", PARTS)
def test_every_part_is_escaped(part: str) -> None:
    keys = ("label", "url", "place", "value", "count", "reason", "clause", "note", "reveal_url",
            "sentence", "tone", "late", "words", "iso", "exact", "when")  # fmt: skip
    evil = dict.fromkeys(keys, EVIL) | {"fields": [(EVIL, EVIL)]}
    for more in ({}, {"post": True}, {"url": ""}, {"sheet": True}):
        html = draw(Context({"sprite": EVIL, "csrf_token": EVIL}), part, [evil | more])
        assert "<script" not in html
        assert EVIL not in html


def test_a_button_that_posts_brings_its_fields_and_the_token() -> None:
    act = {
        "label": "受理",
        "url": "/do/",
        "post": True,
        "primary": True,
        "fields": [("version", 3)],
    }
    html = draw(Context({"csrf_token": "abc"}), "act", [act])
    assert 'name="csrfmiddlewaretoken" value="abc"' in html
    assert 'name="version" value="3"' in html
    assert "btn wide primary" in html


def test_a_fact_without_value_says_so_and_a_private_one_can_be_asked_for() -> None:
    facts = [
        {"label": "备注", "value": ""},
        {"label": "手机", "value": "138*", "reveal_url": "/r/"},
    ]
    html = draw(Context({"sprite": "/i.svg"}), "fact", facts)
    assert "<dd>—</dd>" in html
    assert 'hx-get="/r/"' in html
    assert "/i.svg#lock" in html


def test_what_was_withdrawn_stays_struck_through() -> None:
    html = draw(Context(), "event", [{"sentence": "误交", "when": "昨天", "struck": True}])
    assert "<del>误交</del>" in html
    assert " data-struck" in html
