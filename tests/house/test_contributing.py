"""The walk-through of CONTRIBUTING.md is code that parses and imports what exists."""

from __future__ import annotations

import ast
import importlib
import re

import pytest

from tests.house.source import ROOT

BLOCKS = re.findall(
    r"```python\n(.*?)```", (ROOT / "CONTRIBUTING.md").read_text("utf-8"), re.DOTALL
)


def test_there_is_an_example_of_each() -> None:
    words = "\n".join(BLOCKS)
    assert all(w in words for w in ("Lifecycle(", "Record)", "@act(", "(Screen)", "@figure("))


@pytest.mark.parametrize("block", BLOCKS, ids=lambda b: b.split("\n")[0])
def test_what_is_imported_exists(block: str) -> None:
    for node in ast.walk(ast.parse(block)):
        if isinstance(node, ast.ImportFrom) and node.module:
            module = importlib.import_module(node.module)
            assert [a.name for a in node.names if not hasattr(module, a.name)] == []


@pytest.mark.parametrize("file", ["README.md", "README.zh-CN.md", "CONTRIBUTING.md"])
def test_links_lead_somewhere(file: str) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", (ROOT / file).read_text("utf-8"))
    assert [x for x in links if not x.startswith("http") and not (ROOT / x).exists()] == []
