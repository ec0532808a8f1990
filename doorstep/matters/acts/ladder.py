"""大化小、小化无: split into parts with owners, up one level after an attempt (domain B5)."""

from __future__ import annotations

import secrets
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from doorstep.frame import Actor, Ctx, Given, Refusal, Refused, Result, act
from doorstep.matters.acts.fields import Words
from doorstep.matters.acts.forms import SplitForm
from doorstep.matters.acts.handling import hand_over, not_yours
from doorstep.matters.acts.intake import next_number
from doorstep.matters.acts.posts import DESK, DISPATCHERS, HIDDEN
from doorstep.matters.models import Matter
from doorstep.matters.queries import open_children, so_far, tried_here
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
from doorstep.panes.forms import ActForm
from doorstep.routing.queries import lowest_body


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


def not_higher(matter: Matter, actor: Actor) -> Any:
    """Why it cannot go up: the city has it, or somebody else."""
    if matter.level >= L_CITY:
        cure = _("Hand it to a department.")
        return Refusal(_("There is no level above the city."), cure=cure)
    return not_yours(matter, actor)


class UpForm(ActForm):
    """One sentence: what was tried and what is asked; the reason alone where a try is written."""

    words = Words(
        lazy("What was tried, and what the next level is to do (the reporter reads this)")
    )

    def prepare(self) -> None:
        """Begin with what was said last; asked only when the form is shown for one matter."""
        if self.is_bound or self.record is None:
            return
        if self.record.emergency or tried_here(self.record):
            self.fields["words"].label = _("Why")
        elif said := so_far(self.record):
            self.initial.setdefault("words", said)


@act("matters.escalate", on=Matter, roles=DESK, relations=("owner_unit", "bringer"), never=HIDDEN,
     form=UpForm, asks=not_higher)  # fmt: skip
def escalate(matter: Matter, given: Given, ctx: Ctx) -> Result:
    """Up one level, with a reason and after a recorded attempt (never asked of emergencies).

    The lowest level tries first (B5): where nothing is written of a try at this level, the sentence
    is the attempt as well as the reason, and the trail keeps both acts or neither.
    """
    found = lowest_body(matter.level + 1, matter.path)
    if found is None:
        raise Refused([Refusal(_("No organisation is entered one level up."))])
    if not matter.emergency and not tried_here(matter):
        ctx.do("matters.attempt", matter, given)
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
