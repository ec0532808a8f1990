"""R15, R16: every number opens its records; every percentage prints its denominator."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from doorstep.kit import clock
from doorstep.kit.share import Share
from doorstep.panes.figures import FIGURES, Scope, ask, working
from tests.dignity.declared import figures, sources
from tests.every.world import World


@pytest.mark.parametrize(
    ("part", "whole", "label"),
    [(7, 9, "7/9"), (0, 0, "0/0"), (116, 133, "87%(116/133)"), (9, 10, "90%(9/10)"),
     (399, 400, "99.8%(399/400)")],
)  # fmt: skip
def test_under_ten_n_of_n_else_percent_with_both(part: int, whole: int, label: str) -> None:
    """One way to write a share, everywhere."""
    assert Share(part, whole).label == label


def test_every_share_tells_its_denominator_and_opens(town: World) -> None:
    """Over the interface and in the working."""
    scope = Scope((town.places["city"].path,))
    for figure in figures():
        for row in ask(figure.code, scope, clock.today()):
            assert row["records_url"] or figure.kind == "value", figure.code
            if figure.kind in ("share", "ratio"):
                assert row["denominator"] is not None, figure.code
                assert str(row["denominator"]) in working(row), figure.code
            if figure.kind == "share":
                assert row["missing_url"], figure.code
    assert FIGURES


def test_the_board_prints_no_bare_percentage(town: World, as_: Callable[..., Client]) -> None:
    """Each % on the page is followed by (n/N)."""
    page = as_("city_od").get("/desk/figures/").content.decode()
    body = re.sub(r"<style.*?</style>|<script.*?</script>|style=\"[^\"]*\"", "", page, flags=re.S)
    told = " ".join(re.sub(r"<[^>]+>", " ", body).split())
    assert re.search(r"[0-9]% ?\([0-9]+/[0-9]+\)", told)
    for found in re.finditer(r"[0-9]%(?! ?\([0-9]+/[0-9]+\))", told):
        raise AssertionError(told[max(0, found.start() - 60) : found.end() + 40])


def test_templates_make_no_percentages_of_their_own() -> None:
    """Only `Share.label` writes one."""
    for path, text in sources(".html"):
        assert "floatformat" not in text, path
        bare = re.sub(r"<style.*?</style>|style=\"[^\"]*\"", "", text, flags=re.S)
        if path.name == "share.html":
            assert "share.part }}/{{ share.whole" in text
        elif "demo" not in path.parts:  # its progress bar counts days, not people
            assert not re.search(r"\}\}\s*%", bare), path
