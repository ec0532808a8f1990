"""What an act gives back, and giving it back again to the same call."""

from __future__ import annotations

import copy
import uuid
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from doorstep.frame.acts import Act
from doorstep.frame.errors import NotFound, OpReused, Refusal
from doorstep.frame.fields import stored_fields
from doorstep.frame.rights import Actor, may, offices_for
from doorstep.frame.trail import Entry, Seen


@dataclass(frozen=True)
class Outcome:
    """What the caller gets: the record's kind and id, words, and whether it was done before."""

    kind: str
    id: uuid.UUID
    entry: uuid.UUID
    record: Any = None
    words: Any = ""
    goto: str = ""
    replayed: bool = False


def replay(actor: Actor, act: Act, op_id: uuid.UUID, fingerprint: str) -> Outcome | None:
    """The stored outcome of an op_id, if it was done; rights are those of now.

    Only what the act itself moved does not count: who handed a record on may ask whether it went.
    """
    entry = Entry.objects.select_related("body").filter(op_id=op_id).first()
    if entry is None:
        return None
    if entry.op_hash != fingerprint:
        cure = _("Open the page again and enter it anew.")
        raise OpReused([Refusal(_("This entry was sent before with other content."), cure=cure)])
    record = act.record._base_manager.filter(pk=entry.subject_id).first()
    still = offices_for(actor, act, entry.path or None) or may(actor, act, before(record, entry))
    if entry.actor != actor.id or not still:
        raise NotFound
    return Outcome(entry.subject_kind, entry.subject_id, entry.id, record, replayed=True)


def before(record: Any, entry: Entry) -> Any:
    """The record as it is, but for what the act of the entry changed in it."""
    was, fields = copy.copy(record), {f.attname: f for f in stored_fields(record.__class__)}
    for name, value in Seen(entry, entry.body.payload).before.items():
        setattr(was, name, fields[name].to_python(value))
    return was
