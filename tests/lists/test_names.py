"""What the figures of the lists are called on the board, in both languages."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.translation import override

from doorstep.board.screens.figures import shown
from doorstep.frame.terms import label
from doorstep.kit import clock
from doorstep.matters.rules.life import CLASSES
from doorstep.panes.figures import FIGURES, Scope, ask


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_classes_of_a_breakdown_are_called_as_in_the_tree(town: Any, language: str) -> None:
    with override(language):
        names = {
            row["dims"]["by"]: shown(row)["label"]
            for row in ask("opinions_by_class", Scope((town.dong.path,)), clock.today())
        }
        assert set(names) == set(CLASSES)
        for code, name in names.items():
            assert name.endswith(f" · {label('routing', f'class.{code}')}")


def test_every_figure_of_the_lists_is_there() -> None:
    there = {code: f.article for code, f in FIGURES.items() if f.app == "lists"}
    assert set(there.values()) == {"F31", "F32", "F33", ""}
    assert {c for c, article in there.items() if article == "F31"} == {
        f"lists_{part}" for part in ("collect", "resolve", "report", "open", "merged", "struck")
    }
