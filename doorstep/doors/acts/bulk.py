"""One act on many rows: fixed when it is shown, done by the request where they are few and by the
worker where they are many, taken back within ten minutes where nothing followed (decision 0025).

Each row is an act of its own with an id derived from the job's: a killed worker goes on, and what
was done is not done again.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from doorstep.casework.queries.replies import filled
from doorstep.doors.acts.leases import LEASE, MOST_TRIES, leased, renewed
from doorstep.doors.models import BulkJob, BulkRow
from doorstep.doors.story import why_not
from doorstep.frame.acts import ACTS, Act
from doorstep.frame.errors import ActError, Refusal
from doorstep.frame.rights import Actor, may
from doorstep.frame.run import do
from doorstep.kit import clock
from doorstep.kit.ids import derived
from doorstep.panes.screens import SCREENS, Screen, visible
from doorstep.people.models import Account
from doorstep.people.queries import actor_for

__all__ = ["LEASE", "ask", "prepared", "undo_act", "undo_until", "work", "work_bulk"]
log = structlog.get_logger("doorstep.bulk")
#: So many rows are done by the request itself.
INLINE = 50
#: How long it may be taken back, and how long the list of what became of it is kept.
UNDO, KEPT = timedelta(minutes=10), timedelta(days=7)
#: Rows fetched together.
CHUNK = 500


def words_of(refusals: Iterable[Refusal]) -> str:
    """Refusals as one line."""
    return " ".join(str(w) for r in refusals for w in (r.words, r.cure) if w)[:300]


def reason_of(act: Act, actor: Actor, record: Any) -> str:
    """Why a row is left out, in words; "" where the act is possible on it."""
    if may(actor, act, record) is None:
        return _("Your post does not allow it here.")
    reason = why_not(act, actor, record)
    return words_of([reason]) if isinstance(reason, Refusal) else str(reason or "")[:300]


def prepared(
    ident: uuid.UUID, screen: Screen, act: Act, actor: Actor, records: Iterable[Any],
    office: uuid.UUID | None,
) -> BulkJob:  # fmt: skip
    """Fix the rows that are shown, with why some are left out. Old lists go on the way."""
    now = clock.now()
    assert actor.id is not None  # noqa: S101  (lists with a bulk bar are for accounts)
    job = BulkJob(
        id=ident, account=actor.id, screen=screen.slug, act=act.name, office=office, asked_at=now,
        language=translation.get_language() or "zh-hans",
    )  # fmt: skip
    rows = []
    for record in records:
        words = reason_of(act, actor, record)
        rows.append(BulkRow(job=job, record=record.pk, version=record.version, words=words,
                            state="unfit" if words else "waits"))  # fmt: skip
    with transaction.atomic():
        BulkJob.objects.filter(asked_at__lt=now - KEPT).delete()
        job.save(force_insert=True)
        BulkRow.objects.bulk_create(rows, batch_size=1000)
    return job


def ask(job: BulkJob, state: str, actor: Actor, given: dict[str, Any] | None = None) -> bool:
    """Leave it to the worker, or do it at once where it is small; False where it is asked twice."""
    before = {"waiting": "shown", "unwaiting": "done"}[state]
    values: dict[str, Any] = {"state": state, "tries": 0, "lease": None, "leased_until": None}
    if given is not None:
        values["given"] = given
    if not BulkJob.objects.filter(pk=job.pk, state=before).update(**values):
        return False
    wanted = "waits" if state == "waiting" else "done"
    if job.rows.filter(state=wanted).count() <= INLINE:
        taken = leased(BulkJob, Q(pk=job.pk, state=state), RUNS[state])
        if taken is not None:
            work(taken, actor)
    return True


#: What a waiting job becomes while it is worked on, and then.
RUNS = {"waiting": "running", "unwaiting": "unrunning"}
ENDS = {"running": "done", "unrunning": "undone"}


def undo_act(job: BulkJob) -> Act | None:
    """The act that takes back what was done to one row, if its kind has one for this act."""
    act = ACTS[job.act]
    found = ACTS.get(f"{act.app}.undo")
    if found is None or found.kind != act.kind:
        return None
    undone: frozenset[str] = getattr(found.run, "undoes", frozenset())
    return found if act.name in undone else None


def undo_until(job: BulkJob) -> Any:
    """Until when it may be taken back, or None."""
    if job.state != "done" or job.ended_at is None or undo_act(job) is None:
        return None
    ends = job.ended_at + UNDO
    return ends if clock.now() < ends else None


def work_bulk() -> bool:
    """Do one job that waits, or whose worker has died; whether there was one. By the worker."""
    for waiting, running in RUNS.items():
        job = leased(BulkJob, Q(state=waiting), running) or leased(
            BulkJob, Q(state=running, leased_until__lt=clock.now()), running
        )
        if job is not None:
            with renewed(BulkJob, job.pk, job.lease):
                work(job, holder_of(job))
            return True
    return False


def holder_of(job: BulkJob) -> Actor | None:
    """Whoever asked for it, with the rights of now."""
    account = Account.objects.filter(pk=job.account).first()
    return actor_for(account) if account is not None and account.is_active else None


def work(job: BulkJob, actor: Actor | None) -> None:
    """Do every row that still waits, one transaction each; then say that it is over."""
    with translation.override(job.language):
        undoing = job.state == "unrunning"
        rows = job.rows.filter(state="done" if undoing else "waits")
        if actor is None or job.tries > MOST_TRIES:
            words = _("It was broken off. What is done stays done; do the rest anew.")
            rows.update(state="kept" if undoing else "refused", words=words)
        else:
            _worked(job, rows, actor, _undone if undoing else _done)
    BulkJob.objects.filter(pk=job.pk, lease=job.lease).update(
        state=ENDS[job.state], leased_until=None, ended_at=clock.now(), given={}
    )


def _worked(job: BulkJob, rows: Any, actor: Actor, each: Any) -> None:
    screen = SCREENS[job.screen]
    left = list(rows.order_by("pk"))
    for at in range(0, len(left), CHUNK):
        part = left[at : at + CHUNK]
        found = visible(actor, screen).filter(pk__in=[row.record for row in part])
        there = {r.pk: r for r in found.select_related(*screen.joins)}
        for row in part:
            record = there.get(row.record)
            if record is None:
                gone = _("It is out of your sight by now.")
                row.state, row.words = "kept" if row.state == "done" else "refused", gone
            else:
                each(job, row, record, actor)
            row.save(update_fields=["state", "words", "entry"])


def _done(job: BulkJob, row: BulkRow, record: Any, actor: Actor) -> None:
    given = {n: filled(v, record) if n == "words" else v for n, v in job.given.items()}
    try:
        outcome = do(
            actor, job.act, record, given, op_id=derived(job.pk, record.pk), version=row.version,
            channel="desk", office=job.office,
        )  # fmt: skip
    except ActError as error:
        row.state, row.words = "refused", words_of(error.refusals) or str(error.title)
    else:
        row.state, row.entry, row.words = "done", outcome.entry, ""


def _undone(job: BulkJob, row: BulkRow, record: Any, actor: Actor) -> None:
    act = undo_act(job)
    assert act is not None  # noqa: S101  (asked before)
    try:
        do(actor, act.name, record, {"entry": str(row.entry)},
           op_id=derived(job.pk, "undo", record.pk), version=record.version, channel="desk",
           office=job.office)  # fmt: skip
    except ActError as error:
        row.state, row.words = "kept", words_of(error.refusals) or str(error.title)
    else:
        row.state = "undone"
