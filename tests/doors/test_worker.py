"""The worker of the command line: it seals, publishes, and survives a failing database."""

from __future__ import annotations

import os
import threading
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError

from doorstep.doors.shell import worker as module
from doorstep.doors.shell.main import main
from doorstep.frame.seal import Link, Root, export, verify
from doorstep.frame.trail import Entry, EntryBody
from doorstep.kit import clock
from tests.doors.test_health import a_follow_due

pytestmark = pytest.mark.django_db


def test_it_seals_and_publishes_yesterdays_root() -> None:
    with clock.at(datetime(2024, 3, 1, 1, 0, tzinfo=UTC)):
        a_follow_due(0)
        module.Worker(threading.Event()).seal()
        assert Link.objects.count() == 1
        assert [r.day.isoformat() for r in Root.objects.all()] == ["2024-02-29"]


def test_days_without_a_worker_get_their_roots() -> None:
    with clock.at(datetime(2024, 3, 1, 1, 0, tzinfo=UTC)):
        module.Worker(threading.Event()).seal()
    with clock.at(datetime(2024, 3, 4, 1, 0, tzinfo=UTC)):
        a_follow_due(0)
        EntryBody.objects.create(entry=Entry.objects.get())
        module.Worker(threading.Event()).seal()
        module.Worker(threading.Event()).seal()  # another worker, the same day: nothing more
        days = Root.objects.order_by("day")
        assert [r.day.isoformat() for r in days] == [f"2024-0{d}" for d in
                                                     ("2-29", "3-01", "3-02", "3-03")]  # fmt: skip
        assert {r.heads for r in days[1:]} == {1}  # those of the day it was published
        assert days[1].at == clock.now()
        roots = [line for line in export() if "root" in line]
        assert roots[1]["at"] == clock.now().isoformat()
        assert verify(export(), {r.day.isoformat(): r.root for r in days}) == []


def test_once_a_day_it_sweeps(settings, tmp_path, monkeypatch) -> None:
    settings.MEDIA_ROOT = tmp_path
    orphan = tmp_path / "ab" / "tmpleft"
    orphan.parent.mkdir()
    orphan.write_bytes(b"half")
    os.utime(orphan, (0, 0))
    module.Worker(threading.Event()).seal()
    assert not orphan.exists()


def test_it_goes_on_after_the_database_failed(monkeypatch) -> None:
    stop, calls = threading.Event(), []

    def once(_self: module.Worker) -> int:
        calls.append(1)
        if len(calls) == 1:
            raise DatabaseError("gone for a moment")
        stop.set()
        return 0

    monkeypatch.setattr(module, "AFTER_FAILURE", 0)
    monkeypatch.setattr(module.Worker, "once", once)
    module.Worker(stop).run()
    assert len(calls) == 2


def test_verify_says_2_for_a_file_that_is_not_there(capsys, monkeypatch) -> None:
    assert main(["trail", "verify", "nowhere.jsonl"]) == 2
    assert "no file" in capsys.readouterr().err


def test_verify_finds_a_changed_line(tmp_path, capsys) -> None:
    from doorstep.frame.seal import export_lines

    with clock.at(datetime(2024, 3, 1, 1, 0, tzinfo=UTC)):
        module.Worker(threading.Event()).seal()
    file = tmp_path / "trail.jsonl"
    file.write_text("".join(f"{line}\n" for line in export_lines()))
    assert main(["trail", "verify", str(file)]) == 0
    file.write_text(file.read_text().replace('"root":"e3', '"root":"f3'))
    assert main(["trail", "verify", str(file)]) == 1
    assert "2024-02-29" in capsys.readouterr().out
