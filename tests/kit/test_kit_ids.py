"""Ids: ordered in time, derived the same, numbers that people can read out."""

import threading
import time
import uuid
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doorstep.kit import clock, ids


def test_uuid7_rises_strictly_and_is_version_7() -> None:
    made = [ids.uuid7() for _ in range(20_000)]
    assert made == sorted(made)
    assert len(set(made)) == len(made)
    assert all(one.version == 7 and one.variant == uuid.RFC_4122 for one in made)


def test_uuid7_tells_the_time() -> None:
    milliseconds = ids.uuid7().int >> 80
    assert abs(milliseconds - time.time() * 1000) < 5000


def test_uuid7_rises_when_the_machine_steps_back(monkeypatch: pytest.MonkeyPatch) -> None:
    before = ids.uuid7()
    monkeypatch.setattr(clock, "machine_ns", lambda: 1_000_000_000)
    assert ids.uuid7() > before


def test_uuid7_of_many_threads_are_apart() -> None:
    made: list[uuid.UUID] = []
    threads = [
        threading.Thread(target=lambda: made.extend(ids.uuid7() for _ in range(2000)))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({one.int >> 64 for one in made}) == 8000


@given(st.lists(st.text(max_size=5)), st.lists(st.text(max_size=5)))
def test_derived_ids_are_equal_for_equal_parts_only(one: list[str], other: list[str]) -> None:
    assert (ids.derived(*one) == ids.derived(*other)) == (one == other)


def test_derived_never_changes() -> None:
    known = ids.derived("matters.count", uuid.UUID(int=7), "key")
    assert known == ids.derived("matters.count", str(uuid.UUID(int=7)), "key")
    assert str(known) == "c34c3cfb-e65b-5342-b336-2ee506d8e633"


def test_matter_number() -> None:
    day = date(2026, 4, 15)
    assert ids.matter_number("340181", day, 3) == "340181-20260415-0003"
    assert ids.matter_number("340181", day, 12345) == "340181-20260415-12345"


@pytest.mark.parametrize(("division", "sequence"), [("34018", 1), ("34018a", 1), ("340181", 0)])
def test_no_matter_number(division: str, sequence: int) -> None:
    with pytest.raises(ValueError, match="no matter number"):
        ids.matter_number(division, date(2026, 4, 15), sequence)
