"""Large tables are looked at and taken in by the worker, not by a request: asked for, leased, told.

A job is leased like a follow and its lease renewed while it runs; the rows' own operation ids make
that taking it in twice is once. What was found is written beside the file that lies aside.
"""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import structlog
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from doorstep.doors.acts.leases import LEASE, MOST_TRIES, leased, renewed
from doorstep.doors.desk.table_found import aside_of, bad_of, looked
from doorstep.doors.models import TableJob
from doorstep.doors.tables import refuse_large
from doorstep.frame.imports import IMPORTS, Flaw, ImportRun
from doorstep.frame.rights import Actor
from doorstep.kit import clock
from doorstep.people.models import Account
from doorstep.people.queries import actor_for

__all__ = ["LEASE", "ask", "found_of", "lease", "progress", "told", "work_tables"]
log = structlog.get_logger("doorstep.tables")
KEPT = timedelta(days=1)


def ask(
    key: str, name: str, actor: Actor, step: str, mapping: dict[str, str], defaults: dict[str, str]
) -> None:
    """Leave a step of a table to the worker; jobs of yesterday go."""
    now = clock.now()
    assert actor.id is not None  # noqa: S101  (the page is for accounts)
    TableJob.objects.filter(asked_at__lt=now - KEPT).delete()
    found_of(key).unlink(missing_ok=True)
    TableJob.objects.update_or_create(
        key=key,
        defaults={
            "account": actor.id, "name": name, "step": step, "mapping": mapping,
            "defaults": defaults, "state": "waiting", "lease": None, "leased_until": None,
            "tries": 0, "asked_at": now, "language": translation.get_language() or "zh-hans",
            "sha256": hashlib.sha256(aside_of(key).read_bytes()).hexdigest(),
        },
    )  # fmt: skip


def found_of(key: str) -> Path:
    """Where what was found of a table is written."""
    return aside_of(key).with_suffix(".json")


def told(job: TableJob) -> dict[str, Any]:
    """What was found, once the job is done."""
    try:
        found: dict[str, Any] = json.loads(found_of(job.key).read_text("utf-8"))
    except (OSError, ValueError):
        return {"error": _("The file is not here any more. Please choose it again.")}
    return found


def progress(job: TableJob) -> dict[str, int] | None:
    """How many rows are in, while a table is taken."""
    run = ImportRun.objects.filter(name=job.name, sha256=job.sha256).first()
    if job.step != "take" or run is None or not run.rows:
        return None
    return {"done": run.done, "of": run.rows, "percent": min(100, run.done * 100 // run.rows)}


def lease() -> TableJob | None:
    """The oldest table that waits, or whose worker has died."""
    free = Q(state="waiting") | Q(state="running", leased_until__lt=clock.now())
    found: TableJob | None = leased(TableJob, free, "running")
    return found


def work_tables() -> bool:
    """Do one table, if one waits."""
    job = lease()
    if job is None:
        return False
    with renewed(TableJob, job.key, job.lease), translation.override(job.language):
        found = _done(job)
        found_of(job.key).write_text(json.dumps(found, ensure_ascii=False, default=str), "utf-8")
    TableJob.objects.filter(key=job.key, lease=job.lease).update(state="done", leased_until=None)
    return True


def failed() -> dict[str, Any]:
    """What the page says of a fault that is ours."""
    return {"error": _("This table could not be taken in. Nothing is lost; please ask for help.")}


def _done(job: TableJob) -> dict[str, Any]:
    path, declared = aside_of(job.key), IMPORTS.get(job.name)
    account = Account.objects.filter(pk=job.account).first()
    if job.tries > MOST_TRIES or declared is None or account is None or not account.is_active:
        return {
            "error": _("This table could not be taken in. Nothing is lost; please ask for help.")
        }
    if not path.is_file():
        return {"error": _("The file is not here any more. Please choose it again.")}
    try:
        if job.step == "look":
            refuse_large(path)
        return looked(declared, path, actor_for(account), job.step, job.mapping, job.defaults,
                      bad=bad_of(job.key))  # fmt: skip
    except Flaw as flaw:
        return {"error": f"{flaw.words} {flaw.cure}"}
    except Exception:
        log.exception("a table failed", name=job.name, step=job.step)
        return {
            "error": _("This table could not be taken in. Nothing is lost; please ask for help.")
        }
