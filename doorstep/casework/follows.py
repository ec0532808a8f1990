"""Who hears of dates, of requests for more time, and of the reporter's answers."""

from __future__ import annotations

from django.utils.translation import gettext as _

from doorstep.casework.acts.reminding import told_by
from doorstep.casework.models import Consultation
from doorstep.clocks.rules import ABOVE
from doorstep.frame import Ctx, Seen, follow
from doorstep.matters.follows import found
from doorstep.matters.queries import IN_WORK, last_of
from doorstep.matters.rules.life import LIFE
from doorstep.matters.rules.telling import (
    answered_words,
    reminder_words,
    time_words,
)
from doorstep.notices.acts import send
from doorstep.notices.rules import NORMAL, URGENT
from doorstep.people.models import Body


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
