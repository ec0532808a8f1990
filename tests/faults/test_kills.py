"""kill -9 of server and worker during a stream of reports: what was acknowledged is there once.

Each protection has a twin that runs without it and must lose or double something; a suite whose
twins pass would prove nothing. Runs on the engine of the suite (SQLite, or PostgreSQL by
DATABASE_URL).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.faults.machine import Clients, Machine, wait
from tests.frame.outside import scratch

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
CLIENTS, KILLS = 6, 5
#: Reports acknowledged between one kill and the next.
BETWEEN = 30
#: What follows a report: its owner's bell, the reporter's message.
FOLLOWS = {"matters.yours": 1, "matters.report": 1}


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Callable[..., Machine]]:
    """`machine(off="server")`: a founded scratch database with a server that answers."""
    made: list[Machine] = []
    with scratch(tmp_path) as url:

        def start(off: str = "") -> Machine:
            found = Machine(url, tmp_path / "log", off)
            made.append(found)
            return found

        yield start
        for one in made:
            one.end()


def stream(machine: Machine, killed: tuple[str, ...], **how: Any) -> Clients:
    """Reports by several clients while those in `killed` die in the middle of their work."""
    place = machine.ask("found")["place"]
    machine.start("server")
    machine.start("worker")
    clients = Clients(machine, place, **how)
    threads = clients.run(CLIENTS)
    for n in range(KILLS):
        goal = len(clients.told) + BETWEEN
        wait(lambda goal=goal: len(clients.told) >= goal or clients.failures, "reports go on")
        name = killed[n % len(killed)]
        if name == "worker":
            done = notices(machine)
            wait(lambda done=done: notices(machine) > done, "the worker is at work")
        machine.kill(name)
        machine.start(name)
    clients.stop.set()
    for thread in threads:
        thread.join()
    assert clients.failures == []
    return clients


def notices(machine: Machine) -> int:
    """How many messages the worker has made so far."""
    return sum(sum(topics.values()) for topics in machine.ask("count")["told"].values())


def finished(machine: Machine) -> dict[str, Any]:
    """What is there once the worker has nothing left to do (dead workers' leases run out)."""
    found: dict[str, Any] = {}

    def idle() -> bool:
        found.update(machine.ask("count"))
        return bool(found["waiting"] == 0)

    wait(idle, "all follows are done")
    return found


def unfollowed(found: dict[str, Any]) -> list[str]:
    """Matters whose follows were not done exactly once."""
    told = found["told"]
    return [pk for pk, _text in found["matters"] if told.get(pk, {}) != FOLLOWS]


def test_server_and_worker_are_killed_and_nothing_is_lost_or_doubled(
    machine: Callable[..., Machine],
) -> None:
    whole = machine()
    clients = stream(whole, ("server", "worker"), deaf=0.1)
    found = finished(whole)
    assert clients.repeats > 0, "no call was ever cut off"
    assert {text: pk for pk, text in found["matters"]} == clients.told
    assert len(found["matters"]) == found["reports"] == len(clients.told) >= KILLS * BETWEEN
    assert unfollowed(found) == []
    assert found["dead"] == 0


def test_twin_a_call_repeated_without_its_number_is_there_twice(
    machine: Callable[..., Machine],
) -> None:
    whole = machine()
    clients = stream(whole, ("server",), same_op=False, deaf=0.1)
    found = whole.ask("count")
    times = Counter(text for _pk, text in found["matters"])
    assert set(times) == set(clients.told)
    assert max(times.values()) > 1


def test_twin_follows_written_after_the_commit_are_lost(machine: Callable[..., Machine]) -> None:
    broken = machine(off="server")
    clients = stream(broken, ("server",))
    found = finished(broken)
    assert {text for _pk, text in found["matters"]} == set(clients.told)
    assert unfollowed(found)


def test_twin_follows_struck_off_before_they_are_done_are_lost(
    machine: Callable[..., Machine],
) -> None:
    broken = machine(off="worker")
    clients = stream(broken, ("worker",))
    broken.kill("worker")
    broken.off = ""  # a sound worker does what still waits; what was struck off stays undone
    broken.start("worker")
    found = finished(broken)
    assert {text for _pk, text in found["matters"]} == set(clients.told)
    assert unfollowed(found)
