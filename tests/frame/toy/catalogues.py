"""A list that the toy city edits."""

from __future__ import annotations

from doorstep.frame import catalogue
from tests.frame.toy.rules import CHIEF, CLERK

SIZES = catalogue(
    "toy.sizes",
    roles=[CHIEF],
    expected=3,
    required_codes=("small", "large"),
    schema={"litres": int, "foldable": bool},
)
COLOURS = catalogue("toy.colours", roles=[CLERK])
