"""Server and worker with one protection taken away; the twins of the fault tests run these.

`gunicorn tests.faults.off:application` writes follows after the commit instead of within it;
`python -m tests.faults.off` is a worker that strikes a follow off before it has done it.
"""

from __future__ import annotations

import sys
import time
from typing import Any

#: Seconds in which a kill between the two halves finds something.
GAP = 0.05


def follows_after_commit() -> None:
    """The act commits first; what follows is written down when that is over."""
    from django.db import transaction

    from doorstep.frame import writes
    from doorstep.frame.follows import FollowRow, rows_for

    def later(entry: Any, quiet: bool) -> list[Any]:
        def write() -> None:
            time.sleep(GAP)
            FollowRow.objects.bulk_create(rows_for(entry, quiet))

        transaction.on_commit(write)
        return []

    writes.rows_for = later


def struck_off_first() -> None:
    """A worker that takes the row away before its work is done."""
    from doorstep.frame import follows
    from doorstep.frame.run import as_system
    from doorstep.frame.trail import Seen

    def run_row(row: Any) -> bool:
        follows.FollowRow.objects.filter(pk=row.pk).delete()
        time.sleep(GAP)
        seen = Seen(row.entry, row.entry.body.payload)
        as_system(row.follow, row.entry, lambda ctx: follows.FOLLOWS[row.follow].run(seen, ctx))
        return True

    follows.run_row = run_row


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "doorstep.settings")
    import django

    django.setup()
    struck_off_first()
    from doorstep.doors.shell.main import main

    sys.exit(main(["worker"]))
else:
    from doorstep.wsgi import application

    __all__ = ["application"]
    follows_after_commit()
