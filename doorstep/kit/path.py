"""The place path: a fixed-width materialised path of four-character base-36 segments.

``0001`` is a root, ``0001000a`` its tenth child. Every segment has the same width, so the text
order is the tree's order and a scope is the range ``path >= p AND path < upper(p)``.
"""

from collections.abc import Iterable

WIDTH = 4
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
#: Children a place can have: numbers 0 … LIMIT - 1.
LIMIT = len(DIGITS) ** WIDTH
_KNOWN = frozenset(DIGITS)


class PathError(ValueError):
    """A text that is no place path, or a child number out of range."""


def child(parent: str, number: int) -> str:
    """Path of the child with that number (0 ≤ number < LIMIT) below parent ("" for a root)."""
    check(parent)
    if not 0 <= number < LIMIT:
        raise PathError(f"child number out of range: {number}")
    digits = ""
    for _ in range(WIDTH):
        number, rest = divmod(number, len(DIGITS))
        digits = DIGITS[rest] + digits
    return parent + digits


def number(path: str) -> int:
    """Number of a place among its parent's children (the inverse of :func:`child`)."""
    if not check(path):
        raise PathError("the empty path has no number")
    return int(path[-WIDTH:], 36)


def parent(path: str) -> str:
    """Path of the parent; "" above a root."""
    return path[:-WIDTH]


def depth(path: str) -> int:
    """Number of segments: 1 for a root, 0 for ""."""
    return len(path) // WIDTH


def ancestors(path: str) -> tuple[str, ...]:
    """Paths from the root down to the place itself."""
    return tuple(path[:end] for end in range(WIDTH, len(path) + 1, WIDTH))


def level_prefixes(path: str, levels: int = 4) -> tuple[str, ...]:
    """Prefixes at depth 1 … levels, "" where the path is shorter (the level columns)."""
    return tuple(
        path[: level * WIDTH] if len(path) >= level * WIDTH else ""
        for level in range(1, levels + 1)
    )


def upper(path: str) -> str:
    """Exclusive upper bound of everything at or below a path."""
    return path + "\x7f"


def within(path: str, scope: str) -> bool:
    """Whether the path is the scope or lies below it; "" contains everything."""
    return path.startswith(scope)


def covers_any(scopes: Iterable[str], path: str) -> bool:
    """Whether one of the scopes contains the path."""
    return any(path.startswith(scope) for scope in scopes)


def minimise(paths: Iterable[str]) -> list[str]:
    """The same scope with fewest paths: sorted, without those that lie inside others."""
    kept: list[str] = []
    for path in sorted(set(paths)):
        if not kept or not path.startswith(kept[-1]):
            kept.append(path)
    return kept


def check(path: str) -> str:
    """The path itself if it is well formed, else PathError."""
    if len(path) % WIDTH or not _KNOWN.issuperset(path):
        raise PathError(f"not a place path: {path!r}")
    return path
