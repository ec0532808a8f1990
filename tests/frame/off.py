"""Protections that the twins of `tests.frame.outside` switch off, each in a process of its own."""

from __future__ import annotations

from typing import Any


def unordered() -> None:
    """Switch the order of claims off: they are written as the act made them."""
    from doorstep.frame import writes

    writes.in_order = lambda _claim: ("", 0)


def neither() -> None:
    """Switch the order off, and that a deadlock is tried once more."""
    from doorstep.frame import run

    unordered()
    run.crossed = lambda _error: False


def lockless() -> None:
    """Switch the named locks off."""
    from doorstep.frame import acts

    acts.lock = lambda *_key: None


def insecure() -> None:
    """Let SQLite leave deleted content where it was."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete=OFF")


def claimless() -> None:
    """Switch the claim off: the last one to save wins."""
    from doorstep.frame import writes

    def write(record: Any, after: dict[str, Any], states: Any) -> None:
        type(record)._base_manager.filter(pk=record.pk).update(version=record.version + 1, **after)

    writes.write_claim = write


def acknowledge_first() -> None:
    """Switch the protection off: the row is gone before its work is done."""
    from doorstep.frame import follows

    def run_row(row: Any) -> bool:
        from doorstep.frame.run import as_system
        from doorstep.frame.trail import Seen

        follows.FollowRow.objects.filter(pk=row.pk).delete()
        seen = Seen(row.entry, row.entry.body.payload)
        as_system(row.follow, row.entry, lambda ctx: follows.FOLLOWS[row.follow].run(seen, ctx))
        return True

    follows.run_row = run_row


#: Work → what is off in its twin.
OFF = {"finish": claimless, "work": acknowledge_first, "crosswise": neither, "once": lockless,
       "erased": insecure}  # fmt: skip
