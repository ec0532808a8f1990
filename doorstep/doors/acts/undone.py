"""What was told of a step that was taken back (decision 0025): messages go no further, or are put
right. Here, because it asks the engine which messages were that step's.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import gettext as _

from doorstep.frame.acts import Ctx
from doorstep.frame.errors import Refusal
from doorstep.frame.follows import FOLLOWS, Asked, FollowRow, follow, guard
from doorstep.frame.trail import Entry, Seen, Touched
from doorstep.kit.ids import derived
from doorstep.matters.follows import found
from doorstep.matters.models import Matter
from doorstep.matters.rules.telling import linked, reporter_words
from doorstep.notices.acts import send
from doorstep.notices.models import Notice

#: More messages than any follow sends about one step.
MOST = 60


@guard(act="matters.undo")
def wrote_no_more(asked: Asked) -> list[Refusal]:
    """A step that wrote more than its record (a photo, an attempt) stays."""
    if not Touched.objects.filter(entry=asked.given.entry).exists():
        return []
    return [Refusal(_("It wrote more than this."), cure=_("Look at it by itself."))]


class NotYetToldError(RuntimeError):
    """The messages about the step that was taken back are still on their way: tried again soon."""


@follow(on="matters.undo")
def undone(seen: Seen, ctx: Ctx) -> None:
    """Messages about the step go no further; whoever has read or got one hears that it does not
    hold any more.

    :raises NotYetToldError: while what follows the step has not been done.
    """
    matter = found(seen)
    entry = seen.facts.get("entry")
    if matter is None or not entry:
        return
    if FollowRow.objects.filter(entry=entry, dead=False).exists():
        raise NotYetToldError(entry)
    for notice in said_of(uuid.UUID(entry)):
        if notice.seen_at is None and (notice.channel == "app" or notice.sending == "waiting"):
            ctx.do("notices.recall", notice, {}, to_all=True)
            continue
        number = notice.phone.open() if notice.phone else ""
        _corrected(matter, seen, notice, number, ctx)


def _corrected(matter: Matter, seen: Seen, notice: Notice, number: str, ctx: Ctx) -> None:
    link = f"{settings.DOORSTEP_URL}/m/{matter.token}/" if number else ""
    send(ctx, to=number or notice.account or notice.body, topic="matters.undo", about=matter,
         text=lambda: linked(reporter_words(matter, seen), bool(link)), secret=link,
         urgency=notice.urgency)  # fmt: skip


def said_of(entry: uuid.UUID) -> Iterable[Notice]:
    """The messages that follows of an entry have sent, by the ids that follows give their acts."""
    step = Entry.objects.filter(pk=entry).first()
    on = [f.name for f in FOLLOWS.values() if step is not None and step.act in f.on]
    ids = [derived(derived(entry, name), "notices.send", n) for name in on for n in range(1, MOST)]
    sent = Entry.objects.filter(op_id__in=ids).values("subject_id")
    return Notice.objects.filter(pk__in=sent).exclude(sending="dropped").order_by("id")
