"""What happens after something was done to a matter: parts gather, people hear."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from doorstep.frame import Asked, Ctx, Refusal, Seen, follow, guard, history
from doorstep.matters.models import Matter
from doorstep.matters.queries import (
    as_told,
    keeps_reporter,
    link_lives,
    open_children,
    told_category,
)
from doorstep.matters.rules.life import L_CITY, L_STREET, LIFE
from doorstep.matters.rules.telling import (
    linked,
    owner_words,
    reporter_words,
    returned_words,
)
from doorstep.notices.acts import send
from doorstep.notices.rules import EMERGENCY, NORMAL
from doorstep.people.models import Account, Body
from doorstep.routing.queries import body_at

ENDS = (
    "matters.settle", "matters.resolve", "matters.verify", "matters.check", "matters.lapse",
    "matters.answer", "matters.note_down", "matters.decline", "matters.merge", "matters.drop",
    "matters.gather", "matters.matter.withdraw",
)  # fmt: skip
#: Acts after which the reporter hears something (R13: never silent).
HEARD = (
    "matters.report", "matters.ask", "matters.receive", "matters.accept", "matters.dispatch",
    "matters.escalate", "matters.give_back", "matters.rule", "matters.take_down", "matters.drop",
    "matters.split", "matters.settle", "matters.resolve", "matters.gather", "matters.contact",
    "matters.answer", "matters.note_down", "matters.decline", "matters.merge", "matters.lapse",
    "matters.reopen", "matters.take_up", "matters.change_kind", "matters.start", "matters.check",
    "matters.unmerge", "matters.part", "matters.question", "matters.give_time", "matters.resume",
    "matters.stage_done", "matters.redate",
    "matters.matter.withdraw", "matters.recategorise", "matters.relocate", "matters.hear",
    "matters.rehear", "matters.release", "matters.matter.correct",
)  # fmt: skip
HANDED = (
    "matters.unmerge", "matters.part", "matters.report", "matters.ask", "matters.receive",
    "matters.dispatch", "matters.escalate", "matters.give_back", "matters.rule",
    "matters.recategorise", "matters.hear", "matters.rehear", "matters.release", "matters.verify",
    "matters.check", "matters.take_up", "matters.reopen", "matters.take_part",
    "matters.decline_down",
)  # fmt: skip
#: Done by the system alone.
BY_ITSELF = ("matters.gather", "matters.lapse")
#: These may leave it with whoever has it.
QUIET_IF_THEIRS = ("matters.recategorise", "matters.hear", "matters.rehear")


@follow(on=ENDS, quiet=True)
def parts_gather(seen: Seen, ctx: Ctx) -> None:
    """When the last part of a split matter has ended, the whole is resolved."""
    matter = (
        Matter.objects.filter(pk=seen.subject, parent__isnull=False)
        .select_related("parent")
        .first()
    )
    if matter is None or matter.parent is None:
        return
    if matter.state not in LIFE.ended and matter.withdrawn_at is None:
        return
    if matter.parent.state == "split" and not open_children(matter.parent).exists():
        ctx.do("matters.gather", matter.parent, {})


@guard(act="matters.matter.withdraw")
def only_an_entry(asked: Asked) -> list[Refusal]:
    """Taking back is for a slip of the pen: what others have worked on or answered stays, and
    ends by an act that its reporter may object to (R13)."""
    if asked.actor.is_system:
        return []
    if asked.record.state == "split" and open_children(asked.record).exists():
        return [
            Refusal(_("Parts of it are still open."), cure=_("Finish or drop the parts first."))
        ]
    if Matter.objects.filter(merged_into=asked.record.pk, state="merged").exists():
        cure = _("Take apart first what was joined to it.")
        return [Refusal(_("Another was joined to it; its reporter waits."), cure=cure)]
    later = history(asked.record, beside=False)[1:]
    if all(s.act in BY_ITSELF or (s.actor and s.actor == asked.actor.id) for s in later):
        return []
    cure = _("End it as it is: settle it, decline it with a reason, or join it to another.")
    return [Refusal(_("Somebody else has done something with it since."), cure=cure)]


@guard(act="matters.matter.correct")
def reporter_is_kept(asked: Asked) -> list[Refusal]:
    """Whoever may not read who reported it corrects nothing of it, nor tries out names."""
    if asked.given.reporter_name is None or not keeps_reporter(asked.actor, asked.record):
        return []
    cure = _("The duty post of the street puts it right.")
    return [Refusal(_("The reporter is kept confidential."), field="reporter_name", cure=cure)]


@follow(on=HEARD)
def reporter_hears(seen: Seen, ctx: Ctx) -> None:
    """Every change reaches the reporter in plain words (R13)."""
    matter = found(seen)
    if matter is None or matter.parent_id is not None:
        return
    _seen, then = next(as_told(matter, [seen]))  # it may have gone on before this is said
    category = told_category(matter, seen.facts.get("now", ""))
    if not reporter_words(then, seen, category):
        return
    to: Account | str | None = matter.reporter_phone.open() if matter.reporter_phone else None
    if to is None and matter.reporter_account:
        to = Account.objects.filter(pk=matter.reporter_account).first()
    if isinstance(to, Account) and seen.actor == to.pk:
        return  # the one who did it need not be told
    link = to if isinstance(to, str) and link_lives(matter) else ""
    send(ctx, to=to, topic=seen.act, about=matter,
         text=lambda: linked(reporter_words(then, seen, category), bool(link)),
         secret=f"{settings.DOORSTEP_URL}/m/{matter.token}/" if link else "",
         urgency=EMERGENCY if matter.emergency else NORMAL)  # fmt: skip


@follow(on=HANDED)
def owner_hears(seen: Seen, ctx: Ctx) -> None:
    """Who has to act finds it in the bell; emergencies ring at the duty posts at once."""
    matter = found(seen)
    if matter is None or matter.owner is None or matter.state not in LIFE.open:
        return
    if seen.act in QUIET_IF_THEIRS and not {"emergency", "owner_id"} & set(seen.after):
        return  # it rings when it has become an emergency, or somebody else's
    to: list[Body] = [matter.owner]
    rings = matter.emergency and not seen.facts.get("unrung")
    if rings:
        to += [b for b in (body_at(L_STREET, matter.path), body_at(L_CITY, matter.path)) if b]
        to = [b for b in to if b.pk != matter.concerned_id]  # D5, whatever the hurry
    words = returned_words if seen.act == "matters.give_back" else owner_words
    send(ctx, to=to, topic="matters.yours", text=lambda: words(matter), about=matter,
         urgency=EMERGENCY if rings else NORMAL)  # fmt: skip


@follow(on=("matters.offer_down", "matters.take_part"))
def offered_hears(seen: Seen, ctx: Ctx) -> None:
    """Those below who are asked to take it on find it in the bell."""
    matter = found(seen)
    if matter is not None and matter.offered_to is not None and matter.state in LIFE.open:
        send(ctx, to=matter.offered_to, topic="matters.offered", about=matter,
             text=lambda: owner_words(matter), urgency=NORMAL)  # fmt: skip


def found(seen: Seen) -> Matter | None:
    """The matter an entry is about."""
    return Matter.objects.filter(pk=seen.subject).select_related("place", "owner").first()
