"""`make bench`: founding-size measurements on SQLite and, where one answers, on PostgreSQL.

Each engine runs in a process of its own against scratch databases that are thrown away.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.scale import SCALES, VARIABLE

POSTGRES = os.environ.get("BENCH_POSTGRES", "postgresql:///doorstep_bench")


#: The city is founded by the command as a user would call it.
DEMO = {"DJANGO_SETTINGS_MODULE": "doorstep.settings"}


def scratch(url: str) -> bool:
    """Make an empty database there; False where no server answers or lets us."""
    server, _, name = url.rpartition("/")
    for statement in (f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name}"):
        try:
            done = subprocess.run(
                ["psql", "-qd", f"{server}/postgres", "-c", statement],
                capture_output=True,
                check=False,
            )
        except FileNotFoundError:
            return False
        if done.returncode:
            return False
    return True


def run(url: str, *command: str, **more: str) -> int:
    """A process of ours against a database; its exit status."""
    sys.stdout.flush()
    return subprocess.run(
        command, env=os.environ | {"DATABASE_URL": url} | more, check=False
    ).returncode


def main() -> int:
    """Run every part on every engine; the exit status is that of the worst."""
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("--large", action="store_true", help="lists at a million matters too")
    parser.add_argument("--small", action="store_true", help="a moment of each: does it run?")
    parser.add_argument("--engine", choices=["sqlite", "postgres"])
    given = parser.parse_args()
    scale = "large" if given.large else "small" if given.small else "usual"
    settings = {VARIABLE: scale, "DJANGO_SETTINGS_MODULE": "bench.settings"}
    found = ("found-city", "chaohu", *SCALES[scale].founding)
    worst, doorstep = 0, str(Path(sys.executable).parent / "doorstep")
    with tempfile.TemporaryDirectory() as folder:
        urls = {"sqlite": f"sqlite:///{Path(folder) / 'bench'}", "postgres": POSTGRES}
        for name, url in urls.items():
            if given.engine not in (None, name):
                continue
            if name == "postgres" and not (scratch(url) and scratch(f"{url}_city")):
                print(f"LEFT OUT: PostgreSQL, for none answers at {url}")
                continue
            worst = max(worst, run(url, sys.executable, "-m", "bench.measure", **settings))
            print("founding the invented city, its past and its work of today:")
            worst = max(worst, run(f"{url}_city", doorstep, *found, **DEMO))
    return worst


if __name__ == "__main__":
    sys.exit(main())
