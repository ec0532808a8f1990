"""Rows are drawn in Python, so escaping is ours to prove."""

from __future__ import annotations

from typing import Any

from django.utils.safestring import mark_safe

from doorstep.panes.templatetags.look import draw_rows

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
