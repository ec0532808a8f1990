"""What happens next (follows) and what must hold (guards): two of the four ways up.

Follows are rows in the act's own transaction, leased by workers, at least once, in order per
subject; a worker that dies loses nothing because its lease runs out (design §3).
"""

from __future__ import annotations

import logging
import traceback
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q

from doorstep.frame.errors import Refusal
from doorstep.frame.makers import Quick
from doorstep.frame.trail import Entry, Seen
from doorstep.kit import clock

if TYPE_CHECKING:
    from doorstep.frame.acts import Act, Ctx, Given
    from doorstep.frame.rights import Actor

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
#: After this many failures a row is dead: it stays, visible, until a person tries again
#: (`doorstep follows --again`). The waits double from two seconds to six hours: fifteen hours in
#: all, so that a night without gateway or database loses nothing.
MOST_TRIES, LONGEST_WAIT = 16, timedelta(hours=6)


@dataclass(frozen=True)
class Follow:
    """One declared follow."""

    name: str
    run: Callable[[Seen, Ctx], None]
    on: tuple[str, ...]
    quiet: bool
    after: timedelta


@dataclass(frozen=True)
class Asked:
    """What a guard is asked: the act, who, on what, with which entries, in which circumstances."""

    act: Act
    actor: Actor
    record: Any
    given: Given
    ctx: Ctx


@dataclass(frozen=True)
class Guard:
    """One declared guard."""

    name: str
    act: str
    trait: str
    ask: Callable[[Asked], list[Refusal]]


FOLLOWS: dict[str, Follow] = {}
GUARDS: dict[str, Guard] = {}


def follow(
    *, on: Iterable[str] | str, quiet: bool = False, after: timedelta = timedelta(0)
) -> Callable[[Callable[[Seen, Ctx], None]], Callable[[Seen, Ctx], None]]:
    """Declare what happens after acts named in `on`.

    :param quiet: runs in quiet mode too (projections do, notices do not).
    :param after: wait this long before the first try.
    """

    def declare(run: Callable[[Seen, Ctx], None]) -> Callable[[Seen, Ctx], None]:
        app = run.__module__.split(".")[1]
        name = f"{app}.{run.__name__}"
        FOLLOWS[name] = Follow(name, run, (on,) if isinstance(on, str) else tuple(on), quiet, after)
        return run

    return declare


def guard(
    *, act: str = "", trait: str = ""
) -> Callable[[Callable[[Asked], list[Refusal]]], Callable[[Asked], list[Refusal]]]:
    """Declare a pure question asked before an act by name, or before every act with a trait."""

    def declare(ask: Callable[[Asked], list[Refusal]]) -> Callable[[Asked], list[Refusal]]:
        app = ask.__module__.split(".")[1]
        GUARDS[f"{app}.{ask.__name__}"] = Guard(f"{app}.{ask.__name__}", act, trait, ask)
        return ask

    return declare


def objections(asked: Asked) -> list[Refusal]:
    """All refusals of all guards that concern the act."""
    act, all_of = asked.act, GUARDS.values()
    concerned = [g for g in all_of if g.act == act.name or getattr(act, g.trait or "-", False)]
    return [refusal for g in concerned for refusal in g.ask(asked)]


class FollowRow(Quick):
    """One follow waiting for one entry; deleted in the transaction that does its work."""

    follow = models.CharField(max_length=64)
    entry = models.ForeignKey(Entry, models.DO_NOTHING)
    subject = models.UUIDField()
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    lease = models.UUIDField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    dead = models.BooleanField(default=False)
    #: Founding and imports: what this row does tells nobody either.
    quiet = models.BooleanField(default=False)
    error = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["dead", "due_at"], name="follow_due"),
            models.Index(fields=["subject", "id"], name="follow_subject"),
        ]


def rows_for(entry: Entry, quiet: bool) -> list[FollowRow]:
    """The follow rows an entry asks for."""
    return [
        FollowRow(follow=f.name, entry=entry, subject=entry.subject_id, due_at=entry.at + f.after,
                  quiet=quiet)
        for f in FOLLOWS.values() if entry.act in f.on and (f.quiet or not quiet)
    ]  # fmt: skip


def lease(limit: int) -> list[FollowRow]:
    """Take up to `limit` rows that are due and first in line for their subject."""
    now, token = clock.now(), uuid.uuid4()
    free = Q(leased_until__isnull=True) | Q(leased_until__lt=now)
    earlier = FollowRow.objects.filter(
        subject=OuterRef("subject"), follow=OuterRef("follow"), id__lt=OuterRef("id"), dead=False
    )
    ids = list(
        FollowRow.objects.filter(free, ~Exists(earlier), dead=False, due_at__lte=now)
        .order_by("due_at", "id")
        .values_list("id", flat=True)[:limit]
    )
    if not ids:
        return []
    FollowRow.objects.filter(free, id__in=ids).update(lease=token, leased_until=now + LEASE)
    return list(FollowRow.objects.filter(lease=token).select_related("entry__body").order_by("id"))


def run_row(row: FollowRow) -> bool:
    """Do one leased row; False if it failed and waits for another try (or is dead)."""
    from doorstep.frame.run import as_system

    try:
        found = FOLLOWS[row.follow]  # one that no app declares any more fails like any other
        with transaction.atomic():
            if not FollowRow.objects.filter(id=row.id, lease=row.lease).delete()[0]:
                return True  # the lease ran out and another worker has it
            seen = Seen(row.entry, row.entry.body.payload)
            as_system(found.name, row.entry, lambda ctx: found.run(seen, ctx), row.quiet)
    except Exception:
        log.exception("the follow %s failed", row.follow)
        tries = row.tries + 1
        FollowRow.objects.filter(id=row.id, lease=row.lease).update(
            tries=tries, dead=tries >= MOST_TRIES, error=traceback.format_exc()[-2000:],
            leased_until=None, lease=None,
            due_at=clock.now() + min(timedelta(seconds=2**tries), LONGEST_WAIT),
        )  # fmt: skip
        return False
    return True


def work_once(limit: int = 50) -> int:
    """Lease and run up to `limit` rows; how many were taken."""
    rows = lease(limit)
    for row in rows:
        run_row(row)
    return len(rows)


def again(rows: models.QuerySet[FollowRow]) -> int:
    """Let dead rows live again, due now, with all their tries; how many."""
    return rows.filter(dead=True).update(dead=False, tries=0, due_at=clock.now())


def drain(most: int = 100_000) -> int:
    """Run follows until none is due (tests, founding, imports)."""
    done = 0
    while done < most and (taken := work_once(200)):
        done += taken
    return done
