"""大化小、小化无: split into parts with owners, up one level after an attempt (domain B5)."""

from __future__ import annotations

import secrets
from typing import Any

from django.utils.translation import gettext as _

from doorstep.frame import Actor, Ctx, Given, Refusal, Refused, Result, act
from doorstep.matters.acts.forms import SplitForm, WhyForm
from doorstep.matters.acts.handling import hand_over, not_yours
from doorstep.matters.acts.intake import next_number
from doorstep.matters.acts.posts import DESK, DISPATCHERS, HIDDEN
from doorstep.matters.models import Matter
from doorstep.matters.queries import lowest_body, open_children
from doorstep.matters.rules.life import (
    CANNOT,
    L_CITY,
    MOST_CHILDREN,
    MOST_DEPTH,
    NOT_OURS,
    SAID,
    SETTLED,
    SOLVED,
)


@act("matters.split", on=Matter, roles=DISPATCHERS, relations=("owner_unit",), never=HIDDEN,
     form=SplitForm, asks=not_yours)  # fmt: skip
def split(matter: Matter, given: Given, ctx: Ctx) -> Result:
    """分解: each part gets its own number, owner and date; the whole waits for its parts."""
    if matter.depth >= MOST_DEPTH - 1 or len(given.parts) > MOST_CHILDREN:
        raise Refused(
            [
                Refusal(
                    _("It is already a part of a part."), cure=_("Settle or hand over this part.")
                )
            ]
        )
    for title in given.parts:
        part = Matter(
            number=next_number(ctx), intake=matter.intake, category=matter.category,
            category_class=matter.category_class, title=title[:120], text=title, place=matter.place,
            path=matter.path, where=matter.where, source=matter.source,
            token=secrets.token_urlsafe(18), hidden_below=matter.hidden_below,
            concerned=matter.concerned, concerned_level=matter.concerned_level,
            concerned_path=matter.concerned_path, emergency=matter.emergency, owner=matter.owner,
            level=matter.level, top_level=matter.level, parent=matter, depth=matter.depth + 1,
            begun_on=matter.begun_on, begun_at=matter.begun_at, due=matter.due,
            contact_due=matter.contact_due, due_why=matter.due_why, state="submitted",
            marks=[m for m in matter.marks if m.startswith(SAID)],
        )  # fmt: skip
        ctx.do("matters.take_part", None, {"matter": part, "place": part.path}, to_all=True)
    ctx.note(parts=given.parts)
    return Result(matter, words=_("Split into %(n)d parts.") % {"n": len(given.parts)})


@act("matters.take_part", creates=Matter, grants="the parts of a split matter", button="none")
def take_part(given: Given, ctx: Ctx) -> Result:
    """One part of a split matter begins its own life."""
    return Result(given.matter)


def tried(matter: Matter, actor: Actor) -> Any:
    """Why it cannot go up yet: the lowest level tries first, emergencies excepted."""
    if matter.attempts or matter.emergency:
        return not_yours(matter, actor)
    return Refusal(
        _("First write down what was tried here."),
        clause=_("the lowest level tries first"),
        cure=_("Use “Record an attempt”, then send it up."),
    )


@act("matters.escalate", on=Matter, roles=DESK, relations=("owner_unit", "bringer"), never=HIDDEN,
     form=WhyForm, asks=tried)  # fmt: skip
def escalate(matter: Matter, given: Given, ctx: Ctx) -> Result:
    """Up one level, with a reason and after a recorded attempt (never asked of emergencies)."""
    if matter.level >= L_CITY:
        raise Refused(
            [Refusal(_("There is no level above the city."), cure=_("Hand it to a department."))]
        )
    found = lowest_body(matter.level + 1, matter.path)
    if found is None:
        raise Refused([Refusal(_("No organisation is entered one level up."))])
    hand_over(matter, found[0], ctx)
    ctx.note(words=given.words, owner=found[0].name)
    return Result(matter, words=_("Sent up to %(name)s.") % {"name": found[0].name})


@act(
    "matters.gather",
    on=Matter,
    grants="ends a split matter when its last part ended",
    button="none",
)
def gather(matter: Matter, given: Given, ctx: Ctx) -> Result:
    """The whole ends when its parts have ended: solved only if no part stayed undone."""
    if open_children(matter).exists():
        raise Refused([Refusal(_("Parts of it are still open."))])
    there = matter.children.filter(withdrawn_at__isnull=True)
    parts = list(there.values_list("state", "outcome"))
    undone = [s for s, outcome in parts if s == "declined" or outcome in (NOT_OURS, CANNOT)]
    matter.outcome = SETTLED if undone or not parts else SOLVED
    matter.result = _("All %(n)d parts have ended.") % {"n": len(parts)}
    matter.resolved_at, matter.ended_level = ctx.now, matter.level
    return Result(matter, to="resolved")
