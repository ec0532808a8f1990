"""The smallest WSGI application, for a server whose log is looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any


def application(_environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """Says hello to every address."""
    start("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "5")])
    return [b"hello"]
