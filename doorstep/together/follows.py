"""Who else hears how a matter goes on: whose report was joined to it, and who met the same."""

from __future__ import annotations

from copy import copy

from django.utils.translation import gettext as _

from doorstep.frame import Ctx, Seen, follow
from doorstep.matters.follows import found
from doorstep.matters.models import Matter
from doorstep.matters.rules.telling import copyable
from doorstep.notices.acts import send
from doorstep.people.models import Account
from doorstep.together.queries import joined_to, phones_of

#: What changes for everybody who met it; the rest is between the reporter and who handles it.
FOR_ALL = (
    "matters.accept", "matters.start", "matters.settle", "matters.resolve", "matters.gather",
    "matters.answer", "matters.decline", "matters.reopen", "matters.verify", "matters.check",
)  # fmt: skip


@follow(on=FOR_ALL)
def others_hear(seen: Seen, ctx: Ctx) -> None:
    """Whose matter goes on as this one, and who met the same and left a phone, hears it too."""
    matter = found(seen)
    if matter is None or matter.parent_id is not None or matter.reach < 2:
        return
    if seen.act in ("matters.verify", "matters.check") and seen.after.get("state") != "reopened":
        return
    told = {matter.reporter_phone.open()} if matter.reporter_phone else set()
    for joined in joined_to(matter):
        to: Account | str | None = joined.reporter_phone.open() if joined.reporter_phone else None
        if to is None and joined.reporter_account:
            to = Account.objects.filter(pk=joined.reporter_account).first()
        if to is not None and to not in told and seen.actor != getattr(to, "pk", ""):
            send(ctx, to=to, topic=seen.act, about=joined, text=joined_words(joined, matter))
        told |= {to} if isinstance(to, str) else set()
    words = copyable(matter)
    for number in sorted(phones_of(matter) - told) if words else ():
        send(ctx, to=number, topic=seen.act, about=matter, text=words)


def joined_words(joined: Matter, matter: Matter) -> str:
    """What the reporter of a matter hears when the one that it goes on as goes on; its words stand
    for both, of what is hidden none does."""
    then = copy(matter)
    then.number, then.title = joined.number, joined.title
    said = "" if joined.hidden_below else copyable(then)
    return said or _("%(n)s: there is news. Please open your link.") % {"n": joined.number}
