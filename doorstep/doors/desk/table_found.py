"""What is found of a table, as its page tells it: columns, first rows, good rows and bad ones.

The same for a table looked at by a request and for one looked at by the worker.
"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings

from doorstep.frame.imports import run_import
from doorstep.frame.rights import Actor
from doorstep.frame.tables import Import, ImportReport
from doorstep.frame.workbooks import find_header, letter, read
from doorstep.kit import clock

#: A file that lies aside longer is thrown away.
KEPT_NS = 24 * 60 * 60 * 1_000_000_000
#: Findings shown on the page; the table of bad rows holds all.
SHOWN = 200


def folder() -> Path:
    """Where files lie aside; old ones are thrown away on the way."""
    found = Path(settings.MEDIA_ROOT) / "aside"
    found.mkdir(parents=True, exist_ok=True, mode=0o700)
    for old in found.iterdir():
        if clock.machine_ns() - old.stat().st_mtime_ns > KEPT_NS:
            old.unlink(missing_ok=True)
    return found


def aside_of(key: str) -> Path:
    """The file of a key."""
    return folder() / f"{key}.table"


def bad_of(key: str) -> Path:
    """The bad rows of a table that the worker looked at."""
    return folder() / f"{key}.bad"


def looked(
    declared: Import, path: Path, actor: Actor, step: str, mapping: dict[str, str],
    defaults: dict[str, str], *, bad: Path | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Do a step (`try`, `take`; else only look at the columns) and say what was found.

    :param bad: where the bad rows are written as a table.
    :raises Flaw: when the file is no table.
    """
    found: dict[str, Any] = {"taken": step == "take", "report": None}
    if step in ("try", "take"):
        report = run_import(
            declared.name, path, actor, mapping=mapping, defaults=defaults,
            dry_run=step != "take", take_good=True,
        )  # fmt: skip
        found |= summed(report)
        if bad is not None:
            bad.unlink(missing_ok=True)
            if report.bad:
                report.to_xlsx(bad)
        if step == "take" and not report.bad:
            path.unlink(missing_ok=True)
    if path.is_file():
        found |= columns_of(declared, path, mapping, defaults)
    return found


def summed(report: ImportReport) -> dict[str, Any]:
    """A report in numbers and its first findings."""
    return {
        "report": {
            "done": report.done, "skipped": report.skipped, "unknown": report.unknown,
            "notes": report.notes,
        },
        "bad": [asdict(b) for b in report.bad[:SHOWN]],
        "marked": [asdict(m) for m in report.marked[:SHOWN]], "marks": len(report.marked),
        "bad_rows": len(report.kept), "good": report.rows - len(report.kept) - report.skipped,
    }  # fmt: skip


def columns_of(
    declared: Import, path: Path, mapping: dict[str, str], defaults: dict[str, str]
) -> dict[str, Any]:
    """Which column was found as which, and the first rows."""
    rows = read(path).rows
    top, at = find_header(rows, {c.name: c.headers for c in declared.columns}, mapping)
    head = [str(h).strip() for h in rows[top]] if rows else []
    return {
        "heads": [(letter(n), f"{letter(n)} {h}".strip()) for n, h in enumerate(head)],
        "columns": [
            {
                "name": c.name, "label": c.headers[0], "required": c.required,
                "at": letter(at[c.name]) if c.name in at else "", "set": defaults.get(c.name, ""),
            }
            for c in declared.columns
        ],
        "sample": [[str(cell)[:40] for cell in row] for row in rows[top + 1 : top + 4]],
        "head": head,
    }  # fmt: skip
