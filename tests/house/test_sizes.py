"""No file over 300 lines; the engine stays small (design §1 and §2)."""

from __future__ import annotations

import tokenize
from pathlib import Path

import pytest

from tests.house.source import PACKAGE, apps, files, name

MOST_LINES = 300
#: Lines of code: blank lines, comments and docstrings do not count (docs/decisions/0008).
HALVES = {"frame": 3_000, "panes": 2_300}
CORE_LINES = 900
APP_LINES, APP_MODELS = 4_000, 20
CORE = ("record", "rights", "acts", "run", "outcomes", "writes", "trail", "follows")


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def code(path: Path) -> int:
    """Lines that hold code."""
    held: set[int] = set()
    fresh = True
    with path.open("rb") as source:
        for token in tokenize.tokenize(source.readline):
            if token.type in (tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT):
                fresh = True
            elif token.type in (
                tokenize.COMMENT,
                tokenize.NL,
                tokenize.ENCODING,
                tokenize.ENDMARKER,
            ):
                continue
            elif token.type == tokenize.STRING and fresh:
                fresh = False  # a docstring, or a string that stands alone
            else:
                fresh = False
                held.update(range(token.start[0], token.end[0] + 1))
    return len(held)


def test_docstrings_and_comments_are_no_code(tmp_path: Path) -> None:
    file = tmp_path / "one.py"
    file.write_text(
        '"""About."""\n\n# why\nx = 1\n\n\ndef f():\n    """Says.\n\n    More."""\n    return x\n'
    )
    assert code(file) == 3


def written(*patterns: str) -> list[Path]:
    """Files that people write and read: no migrations, nothing vendored."""
    return [f for f in files(*patterns) if not {"migrations", "vendor"} & set(f.parts)]


def test_no_file_is_over_300_lines() -> None:
    long = {
        name(f): lines(f)
        for f in written("doorstep/**/*.py", "tests/**/*.py", "bench/**/*.py", "contrib/**/*.py",
                         "doorstep/**/*.js", "doorstep/**/*.html")
        if lines(f) > MOST_LINES
    }  # fmt: skip
    assert not long


@pytest.mark.parametrize(("half", "most"), HALVES.items())
def test_the_engine_stays_small(half: str, most: int) -> None:
    assert sum(map(code, written(f"doorstep/{half}/**/*.py"))) <= most


def test_the_core_is_at_most_900_lines_of_code() -> None:
    core = [f for part in CORE for f in (PACKAGE / "frame" / f"{part}.py",) if f.exists()]
    sizes = {f.stem: code(f) for f in core}
    assert len(sizes) == len(CORE)
    assert sum(sizes.values()) <= CORE_LINES, sizes


@pytest.mark.parametrize("app", apps())
def test_an_app_is_at_most_4000_lines_and_20_models(app: str) -> None:
    from django.apps import apps as django_apps

    assert sum(map(lines, written(f"doorstep/{app}/**/*.py"))) <= APP_LINES
    if django_apps.is_installed(f"doorstep.{app}"):
        config = next(c for c in django_apps.get_app_configs() if c.name == f"doorstep.{app}")
        assert len(list(config.get_models())) <= APP_MODELS
