"""The tree keeps the house rules, and each rule tells a good line from a bad one."""

from __future__ import annotations

import pytest

from tests.house.rules import RULES, Rule
from tests.house.source import name

by_title = pytest.mark.parametrize("rule", RULES, ids=lambda r: r.title)


@by_title
def test_the_tree_keeps_the_rule(rule: Rule) -> None:
    found = [f"{name(f)}:{n}" for f in rule.files() for n in rule.hits(f.read_text("utf-8"))]
    assert not found, f"{rule.title}, for {rule.why}: {found}"


@by_title
def test_the_rule_knows_good_from_bad(rule: Rule) -> None:
    assert rule.good
    assert rule.bad
    assert [line for line in rule.good if rule.hits(line)] == []
    assert [line for line in rule.bad if not rule.hits(line)] == []
