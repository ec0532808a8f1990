"""``doorstep redate``: dates of open matters anew, after the calendar of a year came out."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from doorstep.doors.shell.command import GOOD, Command, say


def _redate(given: Namespace) -> int:
    from doorstep.casework.acts.redating import redate_all

    moved = redate_all(dry_run=given.dry_run)
    say(f"{moved} dates {'would move' if given.dry_run else 'moved'}")
    return GOOD


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--dry-run", action="store_true", help="only count what would move")


COMMANDS = (
    Command("redate", "work out the dates of open matters anew, by the calendar as known now",
            _redate, _arguments),
)  # fmt: skip
