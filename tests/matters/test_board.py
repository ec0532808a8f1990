"""Every figure shows its definition in both languages, its date and its working (R15, R16, R26)."""

from __future__ import annotations

from doorstep.frame.terms import words
from doorstep.panes.figures import FIGURES


def test_every_figure_is_defined_in_both_languages() -> None:
    lacking = [
        code
        for code, f in FIGURES.items()
        if f.run.__module__.startswith("doorstep.") and not words().get(code).meaning_zh
    ]
    assert not lacking
