"""``doorstep trail verify`` and ``export``: whether the trail was changed, cut or swapped."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from doorstep.doors.shell.command import GOOD, WRONG_FOUND, Command, UsageError, say


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    with file.open(encoding="utf-8") as stream:
        for number, line in enumerate(stream, 1):
            try:
                yield json.loads(line)
            except ValueError as error:
                raise UsageError(f"{file}, line {number}: not JSON: {error}") from error


def published(file: Path) -> dict[str, str]:
    """Roots kept outside: one "day root" a line, as `doorstep trail roots` prints them."""
    found: dict[str, str] = {}
    for line in file.read_text("utf-8").splitlines():
        day, _, root = line.strip().partition(" ")
        if day:
            found[day] = root.strip()
    return found


def _verify(given: Namespace) -> int:
    from doorstep.frame import seal
    from doorstep.frame.trail import Entry

    for file in (given.file, given.roots):
        if file and not file.is_file():
            raise UsageError(f"there is no file {file}")
    lines = _lines(given.file) if given.file else seal.export()
    wrong = seal.verify(lines, published(given.roots) if given.roots else None)
    for fault in wrong:
        print(fault)
    unsealed = 0 if given.file else Entry.objects.filter(link=None).count()
    say(f"{len(wrong)} faults" + (f", {unsealed} entries not sealed yet" if unsealed else ""))
    return WRONG_FOUND if wrong else GOOD


def _export(given: Namespace) -> int:
    from doorstep.frame import seal

    if given.file is None:
        sys.stdout.writelines(f"{line}\n" for line in seal.export_lines())
        return GOOD
    if given.file.exists():
        raise UsageError(f"{given.file} exists")
    with given.file.open("w", encoding="utf-8") as stream:
        stream.writelines(f"{line}\n" for line in seal.export_lines())
    return GOOD


def _roots(_given: Namespace) -> int:
    from doorstep.frame.seal import Root

    for day, root in Root.objects.order_by("day").values_list("day", "root"):
        print(day.isoformat(), root)
    return GOOD


def _trail(given: Namespace) -> int:
    what = {"verify": _verify, "export": _export, "roots": _roots}
    return what[given.what](given)


def _arguments(parser: ArgumentParser) -> None:
    parts = parser.add_subparsers(dest="what", required=True, metavar="verify|export|roots")
    verify = parts.add_parser("verify", help="look for what was changed, cut or swapped")
    verify.add_argument("file", type=Path, nargs="?", help="an export; without: the database")
    verify.add_argument("--roots", type=Path, help='published roots, one "day root" a line')
    export = parts.add_parser("export", help="write the sealed trail as lines of JSON")
    export.add_argument("file", type=Path, nargs="?", help="a new file; without: standard output")
    parts.add_parser("roots", help="print the published roots, to keep outside the system")


COMMANDS = (Command("trail", "verify or export the trail", _trail, _arguments),)
