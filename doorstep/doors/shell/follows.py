"""``doorstep follows``: how far the worker is behind, and what was given up."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import Any

from doorstep.doors.shell.command import GOOD, WRONG_FOUND, Command, UsageError, say, tell


def _rows(given: Namespace) -> Any:
    """The dead rows that are meant, oldest first."""
    from doorstep.frame.follows import FOLLOWS, FollowRow

    rows = FollowRow.objects.filter(dead=True)
    if given.name:
        if given.name not in FOLLOWS:
            raise UsageError(f"there is no follow {given.name}")
        rows = rows.filter(follow=given.name)
    return rows


def _told(row: Any) -> dict[str, Any]:
    """A dead row without what it was about: the kind of error, never its words (they may quote)."""
    error = row.error.strip().rsplit("\n", 1)[-1].partition(":")[0]
    return {"id": row.pk, "follow": row.follow, "act": row.entry.act, "at": row.entry.at,
            "subject": row.subject, "tries": row.tries, "error": error}  # fmt: skip


def _follows(given: Namespace) -> int:
    from doorstep.doors.health import lag
    from doorstep.frame.follows import again

    rows = _rows(given)
    if given.again:
        say(f"{again(rows)} follows live again")
        return GOOD
    if given.dead:
        told = [_told(row) for row in rows.select_related("entry").order_by("id")]
        line = "{id} {follow} after {act} of {at:%Y-%m-%d %H:%M}, {tries} tries: {error}"
        tell(told, given.json, lambda row: line.format(**row))
        return WRONG_FOUND if told else GOOD
    behind = lag()
    say(f"{behind.waiting} due, {behind.dead} dead, the oldest due for {behind.seconds:.0f} s")
    return WRONG_FOUND if behind.dead else GOOD


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", help="only this follow, such as matters.reporter_hears")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--dead", action="store_true", help="list what was given up")
    what.add_argument("--again", action="store_true", help="let it be tried again, from the start")
    parser.add_argument("--json", action="store_true", help="as JSON")


COMMANDS = (
    Command("follows", "what waits, what was given up; try it again", _follows, _arguments),
)
