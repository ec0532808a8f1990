"""Looking for words in everything that is kept: all rows of all tables, and the files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection


def shapes(word: str) -> set[bytes]:
    """How a word may stand there: plain, or as JSON escapes it."""
    return {word.encode(), json.dumps(word)[1:-1].encode()}


def _bytes(value: Any) -> bytes:
    if isinstance(value, memoryview):
        return bytes(value)
    return value if isinstance(value, bytes) else str(value).encode()


def where(*words: str) -> set[str]:
    """Names of the tables (the shadow tables of the search index too) and files that hold one."""
    wanted = {shape for word in words for shape in shapes(word)}
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            if any(w in _bytes(v) for row in cursor.fetchall() for v in row for w in wanted):
                found.add(table)
    return found | {f"file {len(f.read_bytes())}" for f in files() if _holds(f, wanted)}


def files() -> list[Path]:
    """Everything below MEDIA_ROOT."""
    return [f for f in Path(settings.MEDIA_ROOT).rglob("*") if f.is_file()]


def _holds(file: Path, wanted: set[bytes]) -> bool:
    raw = file.read_bytes()
    return any(w in raw for w in wanted)
