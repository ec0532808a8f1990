"""Short codes of places for printed addresses: /c/2-1-3/ is the third compound of a community.

A code is the place's path without the city and without leading zeros. A path is never used again,
so a card on the wall never leads to another place; after a move or merge it leads on.
"""

from __future__ import annotations

import re

from doorstep.kit.path import WIDTH, PathError, check

_CODE = re.compile(r"[0-9a-z]{1,4}(-[0-9a-z]{1,4}){0,7}")
#: There is one city in a database; its path is the first child of nothing.
MOST = 60


def code_of(path: str, base: str = "") -> str:
    """The code of a path, or of its part below `base`: 0001000200010003 → 2-1-3."""
    rest = path[len(base) or WIDTH :]
    parts = (rest[at : at + WIDTH] for at in range(0, len(rest), WIDTH))
    return "-".join(part.lstrip("0") or "0" for part in parts)


def path_of(code: str, base: str) -> str | None:
    """The path that a code below `base` (the city, or a compound) means; None if it is none."""
    if len(code) > MOST or not _CODE.fullmatch(code):
        return None
    try:
        return base + check("".join(part.zfill(WIDTH) for part in code.split("-")))
    except PathError:
        return None
