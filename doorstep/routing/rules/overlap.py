"""What a rule covers, and what is wrong with a table of rules: one that another hides, two that
contradict each other, one that matches nothing or everything.

A rule covers cells (category leaf, kind of place, with or without a property company) in an area;
the kinds of a cell are bits of one number, so that the whole table is compared in a moment.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from doorstep.kit.path import within
from doorstep.routing.rules.owners import Ordered

SHADOWED, CONFLICT, NOTHING, EVERYTHING = "shadowed", "conflict", "nothing", "everything"
#: Leaf → what rules may call it: itself, its group, its class, most special first.
Tree = Mapping[str, Sequence[str]]
Cells = dict[tuple[str, bool], int]


@dataclass(frozen=True)
class Finding:
    """What is wrong with a rule, and by which others (their codes)."""

    what: str
    by: tuple[str, ...] = ()


def leaves_of(rule: Ordered, tree: Tree) -> dict[str, int]:
    """The leaves a rule speaks of, with how specially: 0 by their own name, 1 group, 2 class."""
    named, found = set(rule.categories), {}
    for leaf, names in tree.items():
        rank = next((at for at, name in enumerate(names) if name in named), None)
        if rank is not None:
            found[leaf] = rank
    return found


def bits_of(kinds: Iterable[str]) -> dict[str, int]:
    """One bit for each kind of place."""
    return {kind: 1 << at for at, kind in enumerate(dict.fromkeys(kinds))}


def cells_of(rule: Ordered, tree: Tree, bits: Mapping[str, int]) -> Cells:
    """All cells a rule covers."""
    kinds = sum(bits[k] for k in (set(rule.places) or bits) if k in bits)
    company = (True, False) if rule.has_company is None else (rule.has_company,)
    return {(leaf, has): kinds for leaf in leaves_of(rule, tree) for has in company if kinds}


def covers(wide: Cells, narrow: Cells) -> bool:
    """Whether every cell of one is a cell of the other."""
    return all(not kinds & ~wide.get(cell, 0) for cell, kinds in narrow.items())


def overlap(one: Cells, other: Cells) -> set[str]:
    """Leaves of which both cover a cell."""
    few, many = sorted((one, other), key=len)
    return {cell[0] for cell, kinds in few.items() if kinds & many.get(cell, 0)}


def matches_all(cells: Cells, tree: Tree, bits: Mapping[str, int]) -> bool:
    """Whether every category, at any kind of place, with a company or without, is covered."""
    return (
        bool(tree) and len(cells) == 2 * len(tree) and set(cells.values()) == {sum(bits.values())}
    )


def hidden_by(at: int, rules: Sequence[Ordered], cells: Sequence[Cells]) -> tuple[str, ...]:
    """Codes of the earlier rules that take all of the rule at that position, so that it can never
    decide; () if something is left to it. One that takes all alone is named alone."""
    left, takers = dict(cells[at]), []
    if not left:
        return ()
    for n in range(at):
        if not within(rules[at].at, rules[n].at):
            continue
        if covers(cells[n], cells[at]):
            return (rules[n].code,)
        if overlap(left, cells[n]):
            takers.append(rules[n].code)
            left = {c: rest for c, k in left.items() if (rest := k & ~cells[n].get(c, 0))}
    return () if left else tuple(takers)


def precision(rule: Ordered, rank: int) -> tuple[int, int, bool, bool]:
    """How special a rule is for a leaf: in area, category, kind of place and company."""
    return len(rule.at), rank, bool(rule.places), rule.has_company is not None


def contradict(one: Ordered, other: Ordered, both: Iterable[str], tree: Tree) -> bool:
    """Whether two rules that overlap in these leaves name different owners without one of them
    being the more special: then only the order of the list decides."""
    if one.owner == other.owner or not (within(one.at, other.at) or within(other.at, one.at)):
        return False
    mine, theirs = leaves_of(one, tree), leaves_of(other, tree)
    return any(
        one.order == other.order or precision(one, mine[leaf]) == precision(other, theirs[leaf])
        for leaf in both
    )


def findings(
    rules: Sequence[Ordered], tree: Tree, kinds: Iterable[str]
) -> dict[str, list[Finding]]:
    """What is wrong with each rule of a table, by its code; rules in the order they are asked."""
    bits = bits_of([*kinds, *(k for rule in rules for k in rule.places)])
    cells = [cells_of(rule, tree, bits) for rule in rules]
    found: dict[str, list[Finding]] = {}
    hidden = set()
    for at, rule in enumerate(rules):
        if not leaves_of(rule, tree):
            found.setdefault(rule.code, []).append(Finding(NOTHING))
        elif by := hidden_by(at, rules, cells):
            hidden.add(at)
            found.setdefault(rule.code, []).append(Finding(SHADOWED, by))
        if matches_all(cells[at], tree, bits):
            found.setdefault(rule.code, []).append(Finding(EVERYTHING))
    against: dict[str, list[str]] = {}
    for one, other in combinations(range(len(rules)), 2):
        if {one, other} & hidden or not (both := overlap(cells[one], cells[other])):
            continue
        if contradict(rules[one], rules[other], both, tree):
            against.setdefault(rules[one].code, []).append(rules[other].code)
            against.setdefault(rules[other].code, []).append(rules[one].code)
    for code, others in against.items():
        found.setdefault(code, []).append(Finding(CONFLICT, tuple(others)))
    return found
