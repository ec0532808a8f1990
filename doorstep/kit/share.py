"""Shares with their denominators (R16), ranges, means, medians and growth.

Values are fractions (0.87, not 87) and exact; None says that there is nothing to divide by.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

#: Below this whole a percentage would mislead: R16 prints n/N.
SMALL = 10

Number = int | float | Decimal | Fraction


@dataclass(frozen=True, slots=True)
class Share:
    """part of whole, both counts, 0 ≤ part ≤ whole (else ValueError)."""

    part: int
    whole: int

    def __post_init__(self) -> None:
        if not 0 <= self.part <= self.whole:
            raise ValueError(f"no share: {self.part} of {self.whole}")

    @property
    def value(self) -> Fraction | None:
        """The fraction, None of an empty whole."""
        return Fraction(self.part, self.whole) if self.whole else None

    @property
    def label(self) -> str:
        """``7/9`` under ten records, else ``87%(116/133)`` (R16)."""
        if self.whole < SMALL:
            return f"{self.part}/{self.whole}"
        return f"{self._percent()}%({self.part}/{self.whole})"

    def __add__(self, other: "Share") -> "Share":
        """Both together: parts and wholes added, never the rates."""
        return Share(self.part + other.part, self.whole + other.whole)

    def __str__(self) -> str:
        return self.label

    def _percent(self) -> str:
        # 132 of 133 must not read 100 %, nor 1 of 400 read 0 %: such shares get a decimal.
        exact = Decimal(self.part) * 100 / self.whole
        whole = exact.quantize(Decimal(1), ROUND_HALF_UP)
        if whole not in (0, 100) or whole == exact:
            return str(whole)
        tenth = exact.quantize(Decimal("0.1"), ROUND_HALF_UP)
        return str(min(max(tenth, Decimal("0.1")), Decimal("99.9")))


@dataclass(frozen=True, slots=True)
class Range:
    """Smallest and largest of some values."""

    low: Number
    high: Number

    @classmethod
    def of(cls, values: Iterable[Number]) -> "Range | None":
        """Range of the values, None of no value."""
        kept = list(values)
        return cls(min(kept), max(kept)) if kept else None

    @property
    def label(self) -> str:
        """``3–5``, or ``3`` where both ends are equal."""
        return str(self.low) if self.low == self.high else f"{self.low}–{self.high}"

    def __str__(self) -> str:
        return self.label


def mean(values: Iterable[Number]) -> Fraction | None:
    """Arithmetic mean, None of no value."""
    kept = [Fraction(value) for value in values]
    return sum(kept, Fraction()) / len(kept) if kept else None


def median(values: Iterable[Number]) -> Fraction | None:
    """Middle value, of an even number the mean of the middle two; None of no value."""
    kept = sorted(Fraction(value) for value in values)
    middle = len(kept) // 2
    if not kept:
        return None
    return kept[middle] if len(kept) % 2 else (kept[middle - 1] + kept[middle]) / 2


def growth(before: Number, after: Number) -> Fraction | None:
    """(after - before) / before, None where before is nothing."""
    return (Fraction(after) - Fraction(before)) / Fraction(before) if before else None
