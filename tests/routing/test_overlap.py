"""A rule that another hides, two that contradict each other: as if every case were tried."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from doorstep.routing.rules.order import free_near, placed
from doorstep.routing.rules.overlap import (
    CONFLICT,
    EVERYTHING,
    NOTHING,
    SHADOWED,
    findings,
    leaves_of,
    precision,
)
from doorstep.routing.rules.owners import first, fits

TREE = {
    "lamp": ["lamp", "group:light", "class:LIFE"],
    "lift": ["lift", "group:light", "class:LIFE"],
    "dog": ["dog", "group:home", "class:LIFE"],
    "noise": ["noise", "group:home", "class:ORDER"],
}
KINDS = ["compound", "alley", "road"]
AREAS = ["", "00010001", "00010002"]
NAMES = sorted({name for names in TREE.values() for name in names})


@dataclass
class Said:
    """A rule as the table sees it."""

    code: str
    order: int
    owner: str
    categories: list[str]
    places: list[str] = field(default_factory=list)
    has_company: bool | None = None
    at: str = ""


@st.composite
def tables(draw: st.DrawFn) -> list[Said]:
    """Up to seven rules in their order."""
    few = st.lists(st.sampled_from([*NAMES, "gone"]), min_size=1, max_size=3, unique=True)
    rules = draw(
        st.lists(
            st.builds(
                Said, st.just(""), st.integers(1, 6), st.sampled_from(["a", "b"]), few,
                st.lists(st.sampled_from(KINDS), max_size=3, unique=True),
                st.sampled_from([None, True, False]), st.sampled_from(AREAS),
            ),
            max_size=7,
        )
    )  # fmt: skip
    rules.sort(key=lambda rule: rule.order)
    for n, rule in enumerate(rules):
        rule.code = f"Q-{n}"
    return rules


#: Every case there is; a path in each street, and one in none that a rule names.
CASES = list(product(TREE, KINDS, (True, False), [*(f"{a}0001" for a in AREAS[1:]), "00010009"]))


def speaks(rule: Said, case: tuple[str, str, bool, str]) -> bool:
    leaf, kind, company, path = case
    return fits(rule, TREE[leaf], [kind], company, path)


def what(rules: list[Said], kind: str) -> dict[str, tuple[str, ...]]:
    found = findings(rules, TREE, KINDS)
    return {c: f.by for c, those in found.items() for f in those if f.what == kind}


@given(tables())
def test_hidden_is_what_never_decides(rules: list[Said]) -> None:
    """And only that; those named do decide something that it speaks of."""
    decide = {c: first(rules, TREE[c[0]], [c[1]], c[2], c[3]) for c in CASES}
    deciding = {rule.code for rule in decide.values() if rule is not None}
    found, empty = what(rules, SHADOWED), what(rules, NOTHING)
    assert set(found) == {r.code for r in rules} - deciding - set(empty)
    by_code = {r.code: r for r in rules}
    for code, by in found.items():
        mine = [c for c in CASES if speaks(by_code[code], c)]
        assert by
        assert all(any(speaks(by_code[b], c) for b in by) for c in mine)
        assert all(by_code[b].order <= by_code[code].order for b in by)


@given(tables())
def test_nothing_and_everything(rules: list[Said]) -> None:
    nothing, everything = what(rules, NOTHING), what(rules, EVERYTHING)
    for rule in rules:
        spoken = [c for c in CASES if speaks(rule, c)]
        assert (rule.code in nothing) == (not spoken)
        if not rule.at:
            assert (rule.code in everything) == (len(spoken) == len(CASES))


@given(tables())
def test_a_conflict_is_a_case_that_both_speak_of_alike(rules: list[Said]) -> None:
    hidden, found = what(rules, SHADOWED), what(rules, CONFLICT)
    for one, other in product(rules, rules):
        if one is other or {one.code, other.code} & set(hidden):
            continue
        alike = any(
            speaks(one, c) and speaks(other, c)
            and (one.order == other.order
                 or precision(one, leaves_of(one, TREE)[c[0]])
                 == precision(other, leaves_of(other, TREE)[c[0]]))
            for c in CASES
        )  # fmt: skip
        assert (other.code in found.get(one.code, ())) == (alike and one.owner != other.owner)


def test_one_that_hides_it_alone_is_named_alone() -> None:
    rules = [
        Said("A", 1, "a", ["lamp"], ["alley"]),
        Said("B", 2, "b", ["group:light"]),
        Said("C", 3, "c", ["lamp"]),
        Said("D", 4, "d", ["lamp", "dog"]),
    ]
    assert what(rules, SHADOWED) == {"C": ("B",)}
    rules = [
        Said("A", 1, "a", ["lamp"], [], True),
        Said("B", 2, "b", ["lamp"], [], False),
        rules[2],
    ]
    assert what(rules, SHADOWED) == {"C": ("A", "B")}


def test_a_street_is_hidden_by_the_city_and_not_the_other_way_round() -> None:
    city, street = Said("A", 1, "a", ["lamp"]), Said("B", 2, "b", ["lamp"], at=AREAS[1])
    assert what([city, street], SHADOWED) == {"B": ("A",)}
    assert what([street, city], SHADOWED) == {}


def test_two_hundred_rules_are_compared_in_a_moment() -> None:
    """A larger table than any city has, of a tree of two hundred leaves."""
    tree = {f"l{n}": [f"l{n}", f"group:{n % 20}", f"class:{n % 3}"] for n in range(200)}
    rules = [
        Said(f"Q-{n}", n, "ab"[n % 2], [f"group:{n % 20}", f"l{n}"], KINDS[: n % 3])
        for n in range(200)
    ]
    began = time.process_time()
    findings(rules, tree, KINDS)
    assert time.process_time() - began < 2


@st.composite
def orders(draw: st.DrawFn) -> tuple[dict[str, int], str, str]:
    """Numbers of rules in their order, one to move, and where to."""
    numbers = sorted(draw(st.lists(st.integers(0, 30), min_size=1, max_size=8)))
    there = {f"Q-{n}": number for n, number in enumerate(numbers)}
    code = draw(st.sampled_from([*there, "new"]))
    before = [c for c, n in there.items() if c != code and n]
    return there, code, draw(st.sampled_from(["", *before]))


@given(orders())
@settings(max_examples=300)
def test_put_before_another_nothing_else_changes_places(
    case: tuple[dict[str, int], str, str],
) -> None:
    there, code, before = case
    numbers = placed(code, before, there)
    after = {**there, **numbers}
    others = [c for c in there if c != code]
    at = others.index(before) if before else len(others)
    wanted = [*others[:at], code, *others[at:]]
    rank = {c: n for n, c in enumerate(wanted)}
    assert sorted(after, key=lambda c: (after[c], rank[c])) == wanted
    assert all(after[c] != after[code] for c in others)
    assert all(n > 0 for n in numbers.values())
    assert all(numbers[c] > there[c] for c in numbers if c != code)


def test_free_numbers_near_one_that_is_taken() -> None:
    assert free_near(10, [9, 10, 11]) == [7, 8, 12]
    assert free_near(1, [1, 2]) == [3, 4, 5]
