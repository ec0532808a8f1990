"""When a matter of another system has a result, its reply is made."""

from __future__ import annotations

from doorstep.exchange.models import OutsideReply
from doorstep.exchange.queries import system_of
from doorstep.frame import Ctx, Seen, follow
from doorstep.matters.follows import found

#: Acts after which a matter has a result that its system is told.
RESULTS = (
    "matters.settle", "matters.resolve", "matters.gather", "matters.answer", "matters.decline",
    "matters.note_down",
)  # fmt: skip


@follow(on=RESULTS, quiet=True)
def reply_is_made(seen: Seen, ctx: Ctx) -> None:
    """Once for each end: taken up again and ended again, it is told again."""
    matter = found(seen)
    if matter is None or matter.parent_id is not None or system_of(matter) is None:
        return
    ended = matter.resolved_at or matter.ended_at
    if ended is None or OutsideReply.objects.filter(matter=matter, at__gte=ended).exists():
        return
    ctx.do("exchange.reply", None, {"matter": matter, "path": matter.path}, to_all=True)
