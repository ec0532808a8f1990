"""The command line: exit status, help, backup and restore."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from doorstep.doors.shell.main import COMMANDS, main, parser
from tests.house.source import ROOT

DOORSTEP = Path(sys.executable).with_name("doorstep")


def doorstep(*words: str, database: str = "") -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own, on a database of its own."""
    clean = {
        k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")
    }
    if database:
        clean["DATABASE_URL"] = database
    return subprocess.run(
        [DOORSTEP, *words], cwd=ROOT, capture_output=True, text=True, check=False, env=clean
    )


def test_command_names_are_given_once_and_explained() -> None:
    names = [c.name for c in COMMANDS]
    assert len(names) == len(set(names))
    assert all(c.help and c.help[-1] != "." for c in COMMANDS)
    assert all(c.name in parser().format_help() for c in COMMANDS)


@pytest.mark.parametrize("wrong", [[], ["nonsense"], ["restore"], ["serve", "--port", "x"]])
def test_wrong_use_is_status_2(wrong: list[str], capsys) -> None:
    with pytest.raises(SystemExit) as ended:
        main(wrong)
    assert ended.value.code == 2
    assert "usage: doorstep" in capsys.readouterr().err


def test_whoever_reads_may_stop(tmp_path: Path) -> None:
    """`doorstep matrix | head -1` ends quietly and well."""
    words = f"set -o pipefail; {DOORSTEP} matrix | head -1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", words], cwd=ROOT, capture_output=True, text=True, check=False,
        env={**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path}/x.db",
             "DJANGO_SETTINGS_MODULE": "doorstep.settings"},
    )  # fmt: skip
    assert (done.returncode, done.stderr, done.stdout.count("\n")) == (0, "", 1)


@pytest.fixture
def two(tmp_path) -> Iterator[list[str]]:
    """URLs of two empty databases of the engine under test."""
    url = os.environ.get("DATABASE_URL", "")
    names = [f"doorstep_{word}_{os.getpid()}" for word in ("old", "new")]
    if not url.startswith("postgres"):
        yield [f"sqlite:///{tmp_path}/{name}.db" for name in names]
        return

    def say(words: str) -> None:
        subprocess.run(["psql", url, "-qc", words], check=True)

    for name in names:
        say(f"create database {name}")
    yield [urlsplit(url)._replace(path=f"/{name}").geturl() for name in names]
    for name in names:
        say(f"drop database {name}")


def test_a_backup_comes_back_and_a_damaged_one_is_refused(tmp_path, two) -> None:
    (old, new), file = two, tmp_path / "city.tar"
    assert doorstep("django", "migrate", "-v0", database=old).returncode == 0
    assert doorstep("backup", str(file), database=old).returncode == 0
    again = doorstep("backup", str(file), database=old)
    assert (again.returncode, "never overwritten" in again.stderr) == (2, True)

    assert doorstep("restore", str(file), database=new).returncode == 0
    assert doorstep("django", "migrate", "--check", database=new).returncode == 0
    assert doorstep("restore", str(file), database=new).returncode == 2, "it is not empty"
    assert doorstep("restore", "--replace", str(file), database=new).returncode == 0

    with tarfile.open(file) as tar:
        tar.extractall(tmp_path / "open", filter="data")
    with (tmp_path / "open/database").open("r+b") as database:
        database.seek(5000)
        database.write(b"changed")
    with tarfile.open(tmp_path / "bad.tar", "w") as tar:
        tar.add(tmp_path / "open", "")
    bad = doorstep("restore", "--replace", str(tmp_path / "bad.tar"), database=new)
    assert (bad.returncode, "was changed" in bad.stderr) == (2, True)
