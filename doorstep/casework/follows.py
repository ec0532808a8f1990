"""Who hears of dates, of requests for more time, and of the reporter's answers."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import gettext as _

from doorstep.casework.acts.reminding import told_by
from doorstep.casework.models import Consultation
from doorstep.clocks.rules import ABOVE
from doorstep.frame import Ctx, Seen, follow
from doorstep.frame.follows import FOLLOWS, FollowRow
from doorstep.frame.trail import Entry
from doorstep.kit.ids import derived
from doorstep.matters.follows import found
from doorstep.matters.models import Matter
from doorstep.matters.queries import IN_WORK, last_of
from doorstep.matters.rules.life import LIFE
from doorstep.matters.rules.telling import (
    answered_words,
    linked,
    reminder_words,
    reporter_words,
    time_words,
)
from doorstep.notices.acts import send
from doorstep.notices.models import Notice
from doorstep.notices.rules import NORMAL, URGENT
from doorstep.people.models import Body

#: More messages than any follow sends about one step.
MOST = 60


@follow(on="matters.remind")
def reminder_told(seen: Seen, ctx: Ctx) -> None:
    """Whoever a step of the matrix names finds it in the bell; deputies by their post."""
    matter = found(seen)
    body = Body.objects.filter(pk=seen.facts["body"]).first() if seen.facts.get("body") else None
    if matter is None or body is None or matter.state not in IN_WORK:
        return
    stage, theirs = seen.facts.get("stage", ""), body.pk == matter.owner_id
    send(ctx, to=body, topic="matters.date", about=matter,
         text=lambda: reminder_words(matter, stage, theirs),
         urgency=URGENT if seen.facts.get("pressing") else NORMAL)  # fmt: skip


@follow(on="matters.ask_time")
def time_is_asked(seen: Seen, ctx: Ctx) -> None:
    """Who decides on more time finds it in the bell: the level above who asks."""
    matter = found(seen)
    if matter is None or not matter.time_asked:
        return
    body = told_by(matter, ABOVE)
    if body is not None:
        send(ctx, to=body, topic="matters.time_asked", about=matter,
             text=lambda: time_words(matter), urgency=NORMAL)  # fmt: skip


@follow(on=("matters.reply", "matters.add_words"))
def answer_is_told(seen: Seen, ctx: Ctx) -> None:
    """Who asked hears that the reporter has answered."""
    matter = found(seen)
    if matter is not None:
        matter = last_of(matter)  # whoever has the one that it was joined to reads it
    if matter is not None and matter.owner is not None and matter.state in LIFE.open:
        send(ctx, to=matter.owner, topic="matters.answered", about=matter,
             text=lambda: answered_words(matter), urgency=NORMAL)  # fmt: skip


@follow(on="matters.consult")
def unit_is_asked(seen: Seen, ctx: Ctx) -> None:
    """The unit that is asked finds it in the bell."""
    asked = Consultation.objects.filter(matter=seen.subject, asked_at=seen.at).first()
    if asked is not None and asked.state == "asked":
        send(ctx, to=asked.unit, topic="casework.asked", about=asked, urgency=NORMAL,
             text=lambda: _("%(who)s asks you: %(what)s") % {
                 "who": asked.by.name if asked.by else "", "what": asked.question},
             path=asked.unit.path)  # fmt: skip


@follow(on="casework.give_answer")
def answer_is_there(seen: Seen, ctx: Ctx) -> None:
    """Who asked, and who has the matter now, hear that the unit has answered."""
    asked = Consultation.objects.filter(pk=seen.subject).select_related("matter__owner").first()
    if asked is None:
        return
    to = [body for body in dict.fromkeys((asked.by, asked.matter.owner)) if body is not None]
    send(ctx, to=to, topic="casework.answered", about=asked.matter, urgency=NORMAL,
         text=lambda: _("%(number)s: %(unit)s has answered your question.") % {
             "number": asked.matter.number, "unit": asked.unit.name})  # fmt: skip


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
