"""The append-only trail: history, audit, outbox and offline log in one (design §3).

It is asked by subject, never by person: `history` is the only reader that apps get (dignity D2).
"""

from __future__ import annotations

import functools
import json
import secrets
import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import models

from doorstep.frame.fields import PathField, blind_indexes, stored_fields
from doorstep.frame.makers import Quick
from doorstep.frame.prepared import records
from doorstep.frame.record import kind_of
from doorstep.kit.ids import uuid7
from doorstep.kit.merkle import payload_hash

if TYPE_CHECKING:
    from doorstep.frame.acts import Act, Ctx


#: Columns of an entry that its payload binds, with `at`.
HEAD = ("id", "act", "actor", "office", "relation", "subject_kind", "subject_id", "path",
        "occurred_on", "channel")  # fmt: skip


class Entry(Quick):
    """One act that was done. Append-only by trigger; `digest` binds its body."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    act = models.CharField(max_length=64)
    actor = models.UUIDField(null=True)
    office = models.UUIDField(null=True)
    relation = models.CharField(max_length=24, blank=True)
    subject_kind = models.CharField(max_length=48)
    subject_id = models.UUIDField()
    path = PathField(blank=True)
    at = models.DateTimeField()
    occurred_on = models.DateField(null=True)
    channel = models.CharField(max_length=16)
    #: Made by the client; unique, so that a repeated call finds the stored outcome.
    op_id = models.UUIDField(null=True, unique=True)
    op_hash = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        indexes = [
            models.Index(fields=["subject_id", "at"], name="entry_subject"),
            models.Index(fields=["at"], name="entry_at"),
        ]


class EntryBody(Quick):
    """What the entry said. Lawful deletion may null payload and salt; the chain still verifies."""

    entry = models.OneToOneField(Entry, models.DO_NOTHING, primary_key=True, related_name="body")
    payload = models.TextField(null=True)
    salt = models.BinaryField(null=True)
    #: The phone's clock; outside the payload, dropped after 30 days (dignity D2).
    device_at = models.DateTimeField(null=True)


class Touched(Quick):
    """A record that an act changed or added beside its subject, so that `history` finds it there.

    Append-only. Which fields stands in the payload (`also`), which binds these rows too.
    """

    pk = models.CompositePrimaryKey("entry_id", "record")
    entry = models.ForeignKey(Entry, models.DO_NOTHING, related_name="touched", db_index=False)
    record = models.UUIDField(db_index=True)


class Stage(Quick):
    """State, level and owner of a record from–to: what lets any past day be asked."""

    record = models.UUIDField()
    kind = models.CharField(max_length=48)
    state = models.CharField(max_length=24)
    level = models.PositiveSmallIntegerField()
    owner = models.UUIDField(null=True)
    path = PathField(blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["record", "until"], name="stage_record"),
            models.Index(fields=["kind", "state", "since"], name="stage_state"),
        ]


def plain(value: Any) -> Any:
    """A value as JSON knows it; encrypted values become a dot, never text."""
    if isinstance(value, (uuid.UUID, Decimal)):  # most are ids
        return str(value)
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(v) for v in value]
    if isinstance(value, models.Model):
        return str(value.pk)
    return "•"


_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def canonical(payload: dict[str, Any]) -> bytes:
    """One text for one content: sorted keys, no spaces, UTF-8."""
    return _CANONICAL.encode(payload).encode()


def untold(record: Any) -> frozenset[str]:
    """Fields that never enter a payload: those the record names, and blind indexes (they link)."""
    return _untold(record.__class__, getattr(record, "untold", ()))


@functools.cache
def _untold(model: Any, named: tuple[str, ...]) -> frozenset[str]:
    return blind_indexes(model) | {"version", *named}


def told(record: models.Model) -> dict[str, Any]:
    """A new record's values for the payload (empty ones left out)."""
    skip, values = untold(record), record.__dict__
    there = [
        (n, values.get(n)) for f in stored_fields(type(record)) if (n := f.attname) not in skip
    ]
    return {n: plain(v) for n, v in there if v or (v is not None and v not in ("", {}, []))}


def entry_of(
    act: Act, ctx: Ctx, record: Any, before: dict[str, Any], after: dict[str, Any], op_hash: str
) -> tuple[Entry, EntryBody, list[Touched]]:
    """The entry and its body for an act that was just done, and what it touched beside."""
    entry = Entry(
        act=act.name, actor=ctx.actor.id, office=ctx.warrant.office_id,
        relation=ctx.warrant.relation, subject_kind=kind_of(record), subject_id=record.pk,
        path=getattr(record, "path", "") or "", at=ctx.now, occurred_on=ctx.occurred_on,
        channel=ctx.channel, op_id=ctx.op_id, op_hash=op_hash,
    )  # fmt: skip
    head = {n: plain(entry.__dict__[n]) for n in HEAD}
    head["at"] = ctx.now.isoformat()
    body = {"head": head, "before": before, "after": after, "facts": plain(ctx.facts)}
    also = [(kind, ident, names) for kind, ident, names in ctx.also if ident != record.pk]
    if also:
        body["also"] = [[kind, str(ident), names] for kind, ident, names in also]
    payload, salt = canonical(body), secrets.token_bytes(16)
    entry.digest = payload_hash(payload, salt).hex()
    row = EntryBody(entry_id=entry.id, payload=payload.decode(), salt=salt, device_at=ctx.device_at)
    return entry, row, [Touched(entry_id=entry.id, record=i) for i in {a[1] for a in also}]


class Seen:
    """An entry as follows and timelines read it: header and parsed body.

    Of an act done to another record, only the names of the fields it changed here are told: what
    it says of that record is for those who may see it.
    """

    def __init__(self, entry: Entry, payload: str | None, about: uuid.UUID | None = None) -> None:
        self.entry = entry
        body = json.loads(payload) if payload else {}
        #: Whether the act was done to another record and changed (or added) this one beside it.
        self.beside = about is not None and about != entry.subject_id
        also = [names for _kind, ident, names in body.get("also", ()) if ident == str(about)]
        #: Fields changed beside the subject; none for a record that was added.
        self.fields: list[str] = sorted({name for names in also for name in names})
        body = {} if self.beside else body
        self.before: dict[str, Any] = body.get("before", {})
        self.after: dict[str, Any] = body.get("after", {})
        self.facts: dict[str, Any] = body.get("facts", {})
        #: Whether the body was lawfully deleted.
        self.erased = payload is None

    def __getattr__(self, name: str) -> Any:
        return getattr(self.entry, name)

    @property
    def subject(self) -> uuid.UUID:
        """Id of the record the act was done to."""
        return self.entry.subject_id


def history(record: Any, *, limit: int = 200, beside: bool = True) -> list[Seen]:
    """What happened to one record, oldest first, the last `limit` entries: one statement.

    :param beside: with what acts on other records did to this one.
    """

    def build(own: models.Q) -> models.QuerySet[Entry]:
        found = Entry.objects.filter(own)
        if beside:  # a union, because OR would read the whole trail on PostgreSQL
            ident = own.children[0][1]  # type: ignore[index]  # the one condition below
            touched = Touched.objects.filter(record=ident).values("entry_id")
            found = Entry.objects.filter(pk__in=found.values("pk").union(touched, all=True))
        return found.select_related("body").order_by("-at", "-id")[:limit]

    entries = records(("frame.history", beside, limit), models.Q(subject_id=record.pk), build)
    bodies = ((e, getattr(e, "body", None)) for e in reversed(entries))
    return [Seen(e, body and body.payload, record.pk) for e, body in bodies]


def stages_at(kind: str, end_of_day: datetime) -> models.QuerySet[Stage]:
    """Stage rows valid at the end of a day (exclusive instant)."""
    open_then = models.Q(until__isnull=True) | models.Q(until__gte=end_of_day)
    return Stage.objects.filter(open_then, kind=kind, since__lt=end_of_day)
