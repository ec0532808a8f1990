"""Shares print their denominators (R16); nothing divides by nothing."""

import statistics
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doorstep.kit.share import Range, Share, growth, mean, median

shares = st.integers(0, 5000).flatmap(
    lambda whole: st.builds(Share, st.integers(0, whole), st.just(whole))
)


@pytest.mark.parametrize(
    ("part", "whole", "label"),
    [
        (116, 133, "87%(116/133)"),
        (7, 9, "7/9"),
        (0, 0, "0/0"),
        (10, 10, "100%(10/10)"),
        (0, 400, "0%(0/400)"),
        (1, 400, "0.3%(1/400)"),
        (399, 400, "99.8%(399/400)"),
        (9999, 10000, "99.9%(9999/10000)"),
        (1, 10000, "0.1%(1/10000)"),
        (1, 8, "1/8"),
        (25, 200, "13%(25/200)"),
    ],
)
def test_label(part: int, whole: int, label: str) -> None:
    assert str(Share(part, whole)) == label


@given(shares)
def test_r16_every_label_holds_its_denominator(share: Share) -> None:
    assert f"{share.part}/{share.whole}" in share.label
    assert ("%" in share.label) == (share.whole >= 10)
    if share.whole and 0 < share.part < share.whole:
        assert not share.label.startswith(("100%", "0%"))


@given(shares, shares)
def test_shares_add_their_parts(one: Share, other: Share) -> None:
    assert (one + other) == Share(one.part + other.part, one.whole + other.whole)


def test_value() -> None:
    assert Share(116, 133).value == Fraction(116, 133)
    assert Share(0, 0).value is None


@pytest.mark.parametrize(("part", "whole"), [(2, 1), (-1, 3), (0, -1)])
def test_no_share(part: int, whole: int) -> None:
    with pytest.raises(ValueError, match="no share"):
        Share(part, whole)


@given(st.lists(st.integers(-1000, 1000), min_size=1))
def test_mean_and_median_agree_with_the_library(values: list[int]) -> None:
    assert mean(values) == statistics.mean(map(Fraction, values))
    assert median(values) == statistics.median(map(Fraction, values))


def test_of_nothing_is_nothing() -> None:
    assert mean([]) is None
    assert median([]) is None
    assert Range.of([]) is None
    assert growth(0, 5) is None


def test_range_and_growth() -> None:
    assert str(Range.of([5, 3, 4])) == "3–5"
    assert str(Range.of([3])) == "3"
    assert growth(200, 250) == Fraction(1, 4)
    assert growth(200, 100) == Fraction(-1, 2)
