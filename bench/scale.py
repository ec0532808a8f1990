"""How much is measured: the usual size, a million matters, or just enough to know that it runs."""

from __future__ import annotations

import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    """Sizes of one run.

    :param lists: numbers of matters at which the list is drawn.
    :param seconds: of one thing in one round.
    :param homes: dwellings, residents and matters: rows of the three tables taken in.
    :param moulds: matters from which the lists' are cast.
    :param founding: what of the invented city is founded (options of `doorstep found-city`).
    """

    lists: tuple[int, ...]
    seconds: float = 1.5
    homes: int = 40_000
    residents: int = 100_000
    matters: int = 10_000
    moulds: int = 2_000
    founding: tuple[str, ...] = ()


SCALES = {
    "small": Scale((400, 800), 0.02, 80, 60, 20, 200, ("--only", "340181001", "--present")),
    "usual": Scale((20_000, 100_000)),
    "large": Scale((100_000, 1_000_000)),
}
#: Each engine runs in a process of its own, which is told so.
VARIABLE = "BENCH_SCALE"
NOW = SCALES[os.environ.get(VARIABLE, "usual")]
