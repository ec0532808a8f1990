"""An import that is killed goes on where it stopped: no row twice, none missing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.frame.test_imports import HEADER, good, table  # noqa: F401  (a fixture)
from tests.frame.test_run_races import Outside, outside  # noqa: F401  (a fixture)


def test_killed_in_the_middle_and_run_again(outside: Outside, table: Any) -> None:  # noqa: F811
    path: Path = table([HEADER, *(good(n) for n in range(400))])
    process: Any = outside.start("take_in", str(path))
    for _ in range(3):
        assert process.stdout.readline() == "chunk\n"
    process.kill()
    process.wait()
    before = outside.count()["parcels"]
    assert 150 <= before < 400
    last = outside.run("take_in", str(path)).splitlines()[-1]
    assert last == f"done {400 - before} {before}"
    found = outside.count()
    assert found["parcels"] == found["entries"] == 400
