"""Questions to the table of matters: what is alike, overdue, in already."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from copy import copy
from datetime import datetime, timedelta
from typing import Any, cast

from django.db import connection
from django.db.models import Q, QuerySet

from doorstep.frame import Seen, history, path_q
from doorstep.frame.prepared import statement
from doorstep.kit import clock
from doorstep.matters.models import Matter
from doorstep.matters.queries.joined import last_of
from doorstep.matters.rules.life import LIFE, LINK_DAYS, OBJECTION_DAYS, SETTLED, SOLVED
from doorstep.people.models import Body

#: States in which there is no result yet.
IN_WORK = tuple(state for state in LIFE.open if state != "resolved")


def in_already(source: str, outside_number: str) -> tuple[str, str] | None:
    """Number and text of the matter that another system calls so."""
    asked = statement(
        "matters.in_already", Q(source=source, outside_number=outside_number, withdrawn_at=None),
        # The index holds those that have one: SQLite takes it only where the question says so too.
        lambda q: Matter.objects.filter(q, ~Q(outside_number="")).values_list("number", "text")[:1],
    )  # fmt: skip
    if asked is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(*asked)
        return cast("tuple[str, str] | None", cursor.fetchone())


def open_children(matter: Matter) -> QuerySet[Matter]:
    """Children that still ask for work."""
    return Matter.objects.filter(parent=matter, withdrawn_at__isnull=True).exclude(
        state__in=LIFE.ended
    )


def tried_here(matter: Matter) -> bool:
    """Whether an attempt is written down at the level that has it: one statement at most."""
    return matter.attempts > 0 and matter.tries.filter(level=matter.level).exists()


def gave_back(matter: Matter, unit: Body | None) -> bool:
    """Whether a unit has given it back already: one statement at most."""
    return matter.returned > 0 and matter.returns.filter(unit=unit).exists()


def so_far(matter: Matter) -> str:
    """What the reporter was told last since it came to this level: one statement."""
    said = ""
    for entry in history(matter):
        if entry.act == "matters.escalate":
            said = ""
        elif entry.act == "matters.contact" and not entry.beside:
            said = entry.facts.get("words", "")
    return str(said)


def overdue(moment: datetime) -> Q:
    """The condition of being past the date and still worked on.

    What has a result waits for the reporter's word only: whoever settled it in time is not late.
    """
    return Q(due__lt=moment, state__in=IN_WORK, withdrawn_at=None)


def in_work(matter: Matter) -> bool:
    """Whether its date still counts: what is settled, ended or taken back is never overdue."""
    return matter.withdrawn_at is None and matter.state in IN_WORK


def by_token(token: str) -> Matter | None:
    """The matter a reporter's link opens; none once the reporter's time is over (decision 0011).

    A report that was joined to another is followed by its link until the other's time is over.
    """
    there = Matter.objects.filter(token=token).select_related("place", "owner")
    matter = there.first()
    return matter if matter is not None and link_lives(matter) else None


def link_lives(matter: Matter) -> bool:
    """Whether the reporter's link still opens: by what it goes on as, however often that was."""
    followed = last_of(matter)
    ended = followed.ended_at or followed.withdrawn_at
    return ended is None or clock.now() <= ended + timedelta(days=OBJECTION_DAYS + LINK_DAYS)


def as_told(matter: Matter, entries: Iterable[Seen]) -> Iterator[tuple[Seen, Matter]]:
    """Each entry with the matter as whoever had it then and its date stood: what was told once is
    not told otherwise later. One statement where it changed hands, else none."""
    kept = list(entries)
    had = {str(s.after["owner_id"]) for s in kept if s.after.get("owner_id")}
    names = {str(matter.owner_id): matter.owner}
    if had - set(names):
        names |= {str(body.pk): body for body in Body.objects.filter(pk__in=had)}
    then = copy(matter)
    for seen in kept:
        then = copy(then)
        if "owner_id" in seen.after:
            then.owner = names.get(str(seen.after["owner_id"]))
        if "due" in seen.after:
            due = seen.after["due"]
            then.due = datetime.fromisoformat(due) if due else None
        yield seen, then


#: The last settled matters that are looked at.
LAST = 20


def settled_here(matter: Matter) -> Counter[Any]:
    """Who had the last settled matters of its category in its community, by the body's id: one
    statement. Hidden ones count nothing here (decision 0009)."""
    like = Matter.objects.filter(
        path_q([matter.path[:12]]), category=matter.category, outcome__in=(SOLVED, SETTLED),
        resolved_at__isnull=False, withdrawn_at=None, hidden_below=0,
    ).exclude(pk=matter.pk)  # fmt: skip
    return Counter(like.order_by("-resolved_at").values_list("owner_id", flat=True)[:LAST])
