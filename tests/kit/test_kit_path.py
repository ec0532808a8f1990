"""The place path: the tree's order is the text's order, a scope is a range."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doorstep.kit import path as p

numbers = st.integers(0, 40) | st.integers(0, p.LIMIT - 1) | st.integers(p.LIMIT - 40, p.LIMIT - 1)


@st.composite
def paths(draw: st.DrawFn) -> str:
    made = ""
    for number in draw(st.lists(numbers, max_size=7)):
        made = p.child(made, number)
    return made


@given(paths(), numbers)
def test_child_parent_number_depth(path: str, number: int) -> None:
    child = p.child(path, number)
    assert p.parent(child) == path
    assert p.number(child) == number
    assert p.depth(child) == p.depth(path) + 1
    assert p.ancestors(child) == (*p.ancestors(path), child)


@given(paths(), numbers, numbers)
def test_text_order_is_number_order(path: str, one: int, other: int) -> None:
    assert (p.child(path, one) < p.child(path, other)) == (one < other)


@given(paths(), paths(), st.integers(0, 7))
def test_within_is_the_range(path: str, other: str, shared: int) -> None:
    scope = path[: shared * p.WIDTH] or other
    assert p.within(path, scope) == (scope <= path < p.upper(scope))
    assert p.within(path, scope) == (scope == "" or scope in p.ancestors(path))


@given(paths(), st.integers(1, 8))
def test_level_prefixes(path: str, levels: int) -> None:
    found = p.level_prefixes(path, levels)
    assert len(found) == levels
    assert [prefix for prefix in found if prefix] == list(p.ancestors(path))[:levels]
    assert all(p.depth(prefix) in (0, i) for i, prefix in enumerate(found, 1))


@given(st.lists(paths(), max_size=12), paths())
def test_minimise_keeps_the_scope_with_fewest_paths(scopes: list[str], path: str) -> None:
    kept = p.minimise(scopes)
    assert p.covers_any(kept, path) == p.covers_any(scopes, path)
    assert set(kept) <= set(scopes)
    assert not any(a != b and p.within(a, b) for a in kept for b in kept)


@pytest.mark.parametrize("number", [-1, p.LIMIT])
def test_a_number_out_of_range_is_refused(number: int) -> None:
    with pytest.raises(p.PathError):
        p.child("", number)


@pytest.mark.parametrize("text", ["1", "000A", "00 0", "0001x", "000é"])
def test_what_is_no_path_is_refused(text: str) -> None:
    with pytest.raises(p.PathError):
        p.check(text)
