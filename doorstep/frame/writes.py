"""Writing what acts collected: claims, inserts, stages, entries, follows (docs/engine.md §3)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models

from doorstep.frame.fields import stored_fields
from doorstep.frame.follows import FollowRow, rows_for
from doorstep.frame.inserts import FEW, insert, together
from doorstep.frame.locks import faster
from doorstep.frame.trail import Entry, EntryBody, Stage, Touched

if TYPE_CHECKING:
    from doorstep.frame.run import Work


def flush(works: list[Work], quiet: bool) -> None:
    """Write everything: claims, inserts, stages, entries, follow rows; few statements for many."""
    inserts: dict[type[models.Model], list[models.Model]] = {}
    for record, after, states in sorted((c for w in works for c in w.claims), key=in_order):
        write_claim(record, after, states)
    for item in (item for work in works for item in work.inserts):
        inserts.setdefault(type(item), []).append(item)
    done = [entered for work in works for entered in work.entries]
    with together(max([len(done), *map(len, inserts.values())]) > FEW):
        for model, items in inserts.items():
            insert(model, items)
        write_stages(works)
        insert(Entry, [entry for entry, _body, _touched in done])
        insert(EntryBody, [body for _entry, body, _touched in done])
        insert(Touched, [row for _entry, _body, touched in done for row in touched])
        insert(FollowRow, [row for entry, _b, _t in done for row in rows_for(entry, quiet)])


def in_order(claim: tuple[Any, ...]) -> tuple[str, Any]:
    """One order for all, so that two who change the same two records never wait for each other."""
    return claim[0]._meta.db_table, claim[0].pk


def write_claim(record: Any, after: dict[str, Any], states: tuple[str, ...] | None) -> None:
    """One UPDATE that succeeds only if nobody was faster."""
    rows = type(record)._base_manager.filter(pk=record.pk, version=record.version)
    if states is not None and "state" in after:
        rows = rows.filter(state__in=states)
    names = {f.attname: f.name for f in stored_fields(record.__class__)}
    if not rows.update(version=record.version + 1, **{names[n]: v for n, v in after.items()}):
        raise faster()
    record.version += 1


def write_stages(works: list[Work]) -> None:
    """Close the open stage of changed records, open the next of all."""
    due = [(work.ctx.now, record, new) for work in works for record, new in work.stages]
    moved = [record.pk for _now, record, new in due if not new]
    if moved:
        Stage.objects.filter(record__in=moved, until__isnull=True).update(until=due[0][0])
    last = {record.pk: (now, record) for now, record, _new in due}
    insert(Stage, [_stage(record, now) for now, record in last.values()])


def _stage(record: Any, now: datetime) -> Stage:
    """The stage a record is in from now on; its owner may be kept as an id or as a foreign key."""
    owner = getattr(record, "owner_id", None) or record.__dict__.get("owner")
    return Stage(
        record=record.pk, kind=record.kind, state=record.state, level=record.level, owner=owner,
        path=getattr(record, "path", ""), since=now,
    )  # fmt: skip
