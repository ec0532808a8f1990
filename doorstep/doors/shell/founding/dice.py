"""Chance that falls alike on every run: each use has its own seeded stream."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from typing import Generic, TypeVar

T = TypeVar("T")


def dice(*parts: object) -> random.Random:
    """A stream of its own for the parts named; nothing else disturbs it."""
    return random.Random("|".join(map(str, parts)))  # noqa: S311  (an invented city, no secret)


class Bag(Generic[T]):
    """Things with weights, drawn in one step."""

    def __init__(self, pairs: Mapping[T, float] | Iterable[tuple[T, float]]) -> None:
        found: list[tuple[T, float]] = list(pairs.items() if isinstance(pairs, Mapping) else pairs)
        self.things = [thing for thing, _weight in found]
        self.sums = list(accumulate(weight for _thing, weight in found))

    def draw(self, rng: random.Random) -> T:
        """One thing."""
        return rng.choices(self.things, cum_weights=self.sums)[0]


class Deck(Generic[T]):
    """Things dealt like cards: each as often as it is counted, then shuffled anew."""

    def __init__(self, name: str, counts: Mapping[T, int]) -> None:
        self._rng, self._counts = dice("deck", name), counts
        self._left: list[T] = []

    def deal(self) -> T:
        """The next one."""
        self._left = self._left or drawn(self._rng, self._counts)
        return self._left.pop()


class Pace:
    """Keeps a share of all that pass by, taking it from those it can be taken from."""

    def __init__(self, share: float) -> None:
        self.share, self.passed, self.taken = share, 0, 0

    def takes(self) -> bool:
        """Whether this one is to be taken, being one that can."""
        behind = self.taken < self.share * self.passed
        self.taken += behind
        return behind


def shares(total: int, weights: Sequence[float]) -> list[int]:
    """Whole numbers in proportion to the weights that sum to `total` (largest remainders)."""
    whole = sum(weights)
    exact = [total * w / whole for w in weights]
    found = [int(e) for e in exact]
    late = sorted(range(len(exact)), key=lambda n: (found[n] - exact[n], n))
    for n in late[: total - sum(found)]:
        found[n] += 1
    return found


def drawn(rng: random.Random, counts: Mapping[T, int]) -> list[T]:
    """Every thing as often as it is counted, shuffled."""
    found = [thing for thing, count in counts.items() for _n in range(count)]
    rng.shuffle(found)
    return found
