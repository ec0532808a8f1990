"""Eight writers lose nothing and show no lock error; of eight who finish the same, one does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.frame.outside import scratch

WRITERS = 8
ROOT = Path(__file__).parents[2]


class Outside:
    """Starts processes on a scratch database."""

    def __init__(self, url: str) -> None:
        self.env = {**os.environ, "DATABASE_URL": url, "PYTHONPATH": str(ROOT)}

    def start(self, *words: str) -> subprocess.Popen[str]:
        """Start one and go on."""
        command = [sys.executable, "-m", "tests.frame.outside", *words]
        pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
        return subprocess.Popen(command, env=self.env, cwd=ROOT, text=True, **pipes)

    def run(self, *words: str) -> str:
        """Run one to its end; its output."""
        return self.ended(self.start(*words))

    @staticmethod
    def ended(process: subprocess.Popen[str]) -> str:
        """Wait for the end, which must be a good one."""
        out, err = process.communicate("go\n", timeout=300)
        assert process.returncode == 0, err[-3000:]
        assert "locked" not in err
        return out.removeprefix("ready\n")

    def count(self) -> dict[str, int]:
        """What is in the database."""
        found: dict[str, int] = json.loads(self.run("count"))
        return found


@pytest.fixture
def outside(tmp_path: Path, db: None) -> Iterator[Outside]:
    with scratch(tmp_path) as url:
        found = Outside(url)
        found.run("setup")
        yield found


def together(outside: Outside, *words: str) -> list[str]:
    """The same work in eight processes that begin at one moment; their lines."""
    processes = [outside.start(*words) for _ in range(WRITERS)]
    for process in processes:
        assert process.stdout is not None
        assert process.stdin is not None
        assert process.stdout.readline() == "ready\n", process.communicate()[1][-3000:]
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    return [line for p in processes for line in outside.ended(p).splitlines()]


def test_eight_writers_lose_nothing(outside: Outside) -> None:
    acknowledged = together(outside, "pack", "15")
    found = outside.count()
    assert len(set(acknowledged)) == found["parcels"] == WRITERS * 15
    assert found["entries"] == WRITERS * 30
    assert found["open_stages"] == WRITERS * 15
    assert found["stages"] == WRITERS * 30


def test_the_same_op_sent_eight_times_at_once_is_done_once(outside: Outside) -> None:
    told = Counter(together(outside, "same", "20"))
    found = outside.count()
    assert found["parcels"] == found["entries"] == len(told) == 20
    assert set(told.values()) == {WRITERS}


def test_several_sealers_beside_a_writer_make_one_true_chain(outside: Outside) -> None:
    outside.run("pack", "60")
    writer = outside.start("pack", "60")
    sealed = sum(map(int, together(outside, "seal")))
    outside.ended(writer)
    faults, links = json.loads(outside.run("check"))
    assert faults == []
    assert links == outside.count()["entries"] == 240
    assert 120 <= sealed <= 240


def race(outside: Outside, *off: str) -> Counter[str]:
    """How often each parcel was won."""
    outside.run("pack", "12")
    lines = [line.split() for line in together(outside, "finish", *off)]
    assert len(lines) == WRITERS * 12
    return Counter(ident for word, ident in lines if word == "won")


def test_of_eight_who_finish_the_same_one_wins(outside: Outside) -> None:
    won = race(outside)
    assert set(won.values()) == {1}
    found = outside.count()
    assert found["finishes"] == found["done"] == len(won) == 12


def test_twin_without_the_claim_several_win(outside: Outside) -> None:
    won = race(outside, "--off")
    assert max(won.values()) > 1


def killed_inside(outside: Outside, *off: str) -> dict[str, int]:
    """Finish 30 parcels, kill the worker twice while it is inside a follow, then let one end."""
    outside.run("pack", "30")
    outside.run("finish")
    for _ in range(2):
        worker: Any = outside.start("work", "60", *off)
        for _line in range(4):
            assert worker.stdout.readline().startswith("inside")
        worker.kill()
        worker.wait()
    outside.run("work", "6", *off)
    return outside.count()


def test_a_follow_is_done_exactly_once_though_workers_are_killed(outside: Outside) -> None:
    found = killed_inside(outside)
    assert (found["notes"], found["noted"], found["waiting"]) == (30, 30, 0)


def test_twin_that_acknowledges_first_loses_what_the_killed_worker_had(outside: Outside) -> None:
    found = killed_inside(outside, "--off")
    assert found["noted"] < 30
