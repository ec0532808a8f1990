"""Every label that a screen or form prints is a term of some words.toml."""

from __future__ import annotations

from django.utils import translation

from doorstep.frame.terms import label, sentence
from doorstep.panes.screen_checks import missing_words, screens_fit


def test_no_label_is_missing() -> None:
    assert missing_words() == []


def test_screens_fit_their_tables() -> None:
    assert [m for m in screens_fit() if m.id != "doorstep.W021"] == []


def test_labels_follow_the_language() -> None:
    assert label("toy.parcel", "state.sent") == "在途"
    with translation.override("en"):
        assert label("toy.parcel", "state.sent") == "On its way"
    assert label("toy.parcel", "yes") == "是"  # the engine's own word


def test_sentences_leave_out_what_is_not_known() -> None:
    assert sentence("toy.act.return", {"reason": "太重"}) == "送回：太重"
    assert sentence("toy.act.nothing", {}) is None
