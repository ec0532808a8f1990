"""The tables a city brings with it: categories and responsibility rules, from its profile."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from doorstep.clocks.acts import load_clocks
from doorstep.frame import Actor, do_batch
from doorstep.frame.catalogue_acts import load
from doorstep.routing.models import Rule
from doorstep.routing.queries import CATEGORIES, NUMBERS


def category_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Classes, groups and leaves of a `categories.toml` as catalogue rows."""
    found = tomllib.loads(path.read_text("utf-8"))
    order = 0
    for level, parent in (("class", ""), ("group", "class"), ("leaf", "group")):
        for line in found[level]:
            order += 1
            data = {k: v for k, v in line.items() if k not in ("code", "zh", "en")}
            yield {
                "code": line["code"], "zh": line["zh"], "en": line["en"], "order": order,
                "parent": line.get(parent, ""), "data": {**data, "level": level},
            }  # fmt: skip


def number_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Numbers to call first of a `categories.toml` as catalogue rows."""
    found = tomllib.loads(path.read_text("utf-8"))["numbers"]
    for order, (code, line) in enumerate(found.items(), start=1):
        data = {"number": line["number"], "invented": line["invented"]}
        yield {"code": code, "zh": line["zh"], "en": line["en"], "order": order, "data": data}


def load_tables(actor: Actor, folder: Path, since: date) -> int:
    """Enter categories, numbers to call, clocks and rules of a profile; may be repeated.

    :returns: how many rows were entered.
    """
    tree = folder / "categories.toml"
    entered = sum(1 for _outcome in load(actor, CATEGORIES, category_lines(tree), since))
    entered += sum(1 for _outcome in load(actor, NUMBERS, number_lines(tree), since))
    entered += load_clocks(actor, folder, since)
    rules = tomllib.loads((folder / "responsibility.toml").read_text("utf-8"))["rule"]
    there = set(Rule.objects.values_list("code", flat=True))
    lines = [
        {"order": 10 * n, **{k: v for k, v in rule.items() if k not in ("legal", "basis_state")}}
        for n, rule in enumerate(rules, start=1)
        if rule["code"] not in there
    ]
    return entered + sum(
        1 for _o in do_batch(actor, "routing.rule_add", [(None, line) for line in lines])
    )
