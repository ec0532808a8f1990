"""The village in a scratch database, founded and counted by processes of their own.

`python -m tests.faults.town found|count` with DATABASE_URL set; each prints one JSON document.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

#: The bearer token of the grid member who reports.
SECRET = "f" * 40
CATEGORY = "stair_light"


def found() -> dict[str, Any]:
    """Make the tables and the village; where to report."""
    from django.core.management import call_command

    from doorstep.people.models import Token
    from doorstep.people.queries.actors import digest_of
    from tests.doors.village import village
    from tests.people.town import DAY

    call_command("migrate", verbosity=0)
    town = village()
    account = town.people["grid_member"].account
    Token(account=account, digest=digest_of(SECRET), label="faults", since=DAY,
          path=account.path).save()  # fmt: skip
    return {"place": town.doors[0].path}


def count() -> dict[str, Any]:
    """What is there: matters by their text, what each was followed by, what still waits."""
    from collections import Counter

    from doorstep.frame.follows import FollowRow
    from doorstep.frame.trail import Entry
    from doorstep.kit import clock
    from doorstep.matters.models import Matter
    from doorstep.notices.models import Notice

    due = FollowRow.objects.filter(due_at__lte=clock.now())
    told: dict[str, Counter[str]] = {}
    for about, topic in Notice.objects.values_list("about", "topic"):
        told.setdefault(about.rpartition(":")[2], Counter())[topic] += 1
    return {
        "matters": [[str(pk), text] for pk, text in Matter.objects.values_list("pk", "text")],
        "reports": Entry.objects.filter(act="matters.report").count(),
        "told": told,
        "waiting": due.filter(dead=False).count(),
        "dead": due.filter(dead=True).count(),
    }


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "doorstep.settings")
    import django

    django.setup()
    sys.stdout.write(json.dumps({"found": found, "count": count}[sys.argv[1]]()) + "\n")
