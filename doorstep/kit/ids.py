"""Identifiers: time-ordered UUIDs, derived operation ids and the numbers that people see."""

import json
import os
import re
import threading
import uuid
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from doorstep.kit import clock

#: Root of every derived id; changing it would make follows run a second time.
NAMESPACE = uuid.UUID("6f0d6a1e-3c0b-5b7e-9d52-0d00a57e9000")


class _Last:
    """The last time stamp given in this process (60 bits)."""

    lock = threading.Lock()
    stamp = 0


def uuid7() -> uuid.UUID:
    """A new UUIDv7: milliseconds of the machine's clock, then a count, then 62 random bits.

    Strictly increasing within the process, also when the machine's clock steps back; the 62
    random bits keep processes (also forked ones) apart.
    """
    nanoseconds = clock.machine_ns()
    milliseconds, rest = divmod(nanoseconds, 1_000_000)
    # 60 bits of time: 48 of milliseconds and 12 of the fraction of one (RFC 9562, method 3).
    stamp = milliseconds << 12 | (rest << 12) // 1_000_000
    with _Last.lock:
        _Last.stamp = stamp = max(stamp, _Last.stamp + 1)
    tail = int.from_bytes(os.urandom(8)) & (1 << 62) - 1
    value = (stamp >> 12) << 80 | 0x7 << 76 | (stamp & 0xFFF) << 64 | 0b10 << 62 | tail
    return uuid.UUID(int=value)


def read_ids(rows: Iterable[Sequence[Any]], places: Collection[int]) -> Iterator[Sequence[Any]]:
    """Rows of a database that keeps ids as text, with ids at these places: each is made once, for
    those of a list's places and bodies come again and again."""
    known: dict[str | None, uuid.UUID | None] = {None: None}
    for row in map(list, rows):
        for at in places:
            if (text := row[at]) not in known:
                known[text] = uuid.UUID(text)
            row[at] = known[text]
        yield row


def derived(*parts: object) -> uuid.UUID:
    """The same id for the same parts, for example ``derived(follow, entry_id, key)``.

    Parts are told apart by position and by their text; use strings, numbers and UUIDs.
    """
    return uuid.uuid5(NAMESPACE, json.dumps([str(part) for part in parts], ensure_ascii=False))


def matter_number(division6: str, day: date, sequence: int) -> str:
    """Number that people see: ``340181-20260415-0003``.

    division6 is the six-digit division code, sequence counts from 1 within division and day; a
    sequence over 9999 simply takes more digits. Raises ValueError for anything else.
    """
    if not re.fullmatch(r"[0-9]{6}", division6) or sequence < 1:
        raise ValueError(f"no matter number from {division6!r} and {sequence}")
    return f"{division6}-{day:%Y%m%d}-{sequence:04d}"
