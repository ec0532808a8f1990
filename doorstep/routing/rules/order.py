"""Where a rule stands among the others: the first that fits decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

#: Between two rules of a table that is brought in; room for what comes between them.
STEP = 10


def last(orders: Sequence[int]) -> int:
    """A number behind all others."""
    return max(orders, default=0) + STEP


def free_near(wanted: int, taken: Sequence[int], most: int = 3) -> list[int]:
    """Free numbers nearest to one that is taken."""
    there, off = set(taken), 1
    found: list[int] = []
    while len(found) < most:
        found += [n for n in (wanted - off, wanted + off) if n > 0 and n not in there]
        off += 1
    return sorted(found[:most])


def placed(code: str, before: str, orders: Mapping[str, int]) -> dict[str, int]:
    """The numbers that put a rule before another one, or behind all ("").

    Where no number is free between its new neighbours, those behind are pushed on by as little as
    will do; no two others change their order.

    :param orders: of the other rules, by code, in their order; a ruling's is 0.
    :returns: the new numbers, the rule's own among them.
    """
    others = [(c, n) for c, n in orders.items() if c != code]
    at = next((i for i, (c, _n) in enumerate(others) if c == before), len(others))
    ahead = max((n for _c, n in others[:at]), default=0)
    if at == len(others):
        return {code: ahead + STEP}
    gap = others[at][1] - ahead
    found = {code: ahead + max(gap // 2, 1)}
    number = found[code]
    for other, stands in others[at:]:
        if stands > number:
            break
        number += 1
        found[other] = number
    return found
