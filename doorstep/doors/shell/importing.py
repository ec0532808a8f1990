"""``doorstep import KIND FILE``: a table becomes entries, or every bad row is told."""

from __future__ import annotations

import json
import sys
import tomllib
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from doorstep.doors.shell.command import GOOD, WRONG_FOUND, Command, UsageError, say

if TYPE_CHECKING:
    from doorstep.frame.rights import Actor
    from doorstep.frame.tables import ImportReport


def mapping(file: Path | None) -> dict[str, str]:
    """Column name → header or column letter, from a JSON or TOML file."""
    if file is None:
        return {}
    try:
        read = tomllib.loads if file.suffix == ".toml" else json.loads
        found: Any = read(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"{file}: {error}") from error
    if not isinstance(found, dict) or not all(isinstance(v, str) for v in found.values()):
        raise UsageError(f'{file}: wanted {{"column": "header or letter"}}')
    return found


def defaults(pairs: list[str]) -> dict[str, str]:
    """Column name → what stands in for its empty cells, from ``column=words``."""
    found = dict(pair.partition("=")[::2] for pair in pairs)
    if "" in found or not all(found.values()):
        raise UsageError("wanted --set column=words")
    return found


def actor(username: str | None) -> Actor:
    """The account in whose name rows are written; the system itself without one."""
    from doorstep.frame.rights import SYSTEM
    from doorstep.people.models import Account
    from doorstep.people.queries import actor_for

    if username is None:
        return SYSTEM
    account = Account.objects.filter(username=username).first()
    if account is None or not account.is_active:
        raise UsageError(f"no active account is called {username}")
    return actor_for(account)


def _told(report: ImportReport) -> dict[str, Any]:
    findings = [
        {"row": b.row, "column": b.letter, "header": b.header, "words": b.words, "cure": b.cure}
        for b in report.bad
    ]
    return {
        "name": report.name, "rows": report.rows, "done": report.done, "skipped": report.skipped,
        "columns": report.columns, "unknown": report.unknown, "notes": report.notes,
        "bad": findings,
    }  # fmt: skip


def _import(given: Namespace) -> int:
    from doorstep.doors.tables import refuse_large
    from doorstep.frame.imports import IMPORTS, Flaw, run_import

    if given.kind not in IMPORTS:
        raise UsageError(f"no import {given.kind}; there are {', '.join(sorted(IMPORTS))}")
    if not given.file.is_file():
        raise UsageError(f"there is no file {given.file}")
    if given.bad and given.bad.exists():
        raise UsageError(f"{given.bad} exists")
    try:
        if not given.large:
            refuse_large(given.file)
        report = run_import(
            given.kind, given.file, actor(given.account), mapping=mapping(given.map),
            dry_run=given.dry_run, take_good=given.take_good, defaults=defaults(given.set),
        )  # fmt: skip
    except Flaw as flaw:
        raise UsageError(f"{given.file}: {flaw}") from flaw
    if given.json:
        json.dump(_told(report), sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
    else:
        for bad in report.bad:
            print(f"{bad.letter}{bad.row} {bad.header}: {bad.words} {bad.cure}".rstrip())
        for mark in report.marked:
            print(f"{mark.letter}{mark.row} {mark.header}: {mark.words} {mark.cure}".rstrip())
        for note in report.notes:
            say(note)
    if given.bad and report.bad:
        report.to_xlsx(given.bad)
        say(f"bad rows with their reasons: {given.bad}")
    unwritten = "" if report.done or report.skipped else ", nothing written"
    say(f"{report.rows} rows: {report.done} done, {report.skipped} done before, "
        f"{len({b.row for b in report.bad})} bad{unwritten}")  # fmt: skip
    return GOOD if report.ok else WRONG_FOUND


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("kind", help="what the rows are")
    parser.add_argument("file", type=Path, help="XLSX, XLS, ODS or CSV")
    parser.add_argument("--map", type=Path, help="JSON or TOML: column → header or letter")
    parser.add_argument("--set", action="append", default=[], metavar="COLUMN=WORDS",
                        help="what stands in for empty cells of a column")  # fmt: skip
    parser.add_argument("--dry-run", action="store_true", help="say what is wrong, write nothing")
    parser.add_argument("--take-good", action="store_true", help="write good rows beside bad ones")
    parser.add_argument("--large", action="store_true",
                        help="read it although it is over 20 MB or a million cells")  # fmt: skip
    parser.add_argument("--bad", type=Path, metavar="XLSX", help="write the bad rows there")
    parser.add_argument("--as", dest="account", metavar="ACCOUNT", help="in whose name")
    parser.add_argument("--json", action="store_true", help="the report as one JSON document")


COMMANDS = (Command("import", "take in a table, or list what is wrong", _import, _arguments),)
