"""大化小: a matter is divided into parts, and ends when all of them are settled or dropped (B5)."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from doorstep.frame import Actor, Ctx, Given, Refusal, Refused, Result, act
from doorstep.matters.acts.fields import Words, likely_owners
from doorstep.matters.acts.forms import WhyForm
from doorstep.matters.acts.handling import after_work, ended, not_yours
from doorstep.matters.acts.intake import next_number
from doorstep.matters.acts.posts import DISPATCHERS, HIDDEN, returns_only
from doorstep.matters.models import Matter
from doorstep.matters.queries import open_children, reach
from doorstep.matters.queries.ladder import pushed_down
from doorstep.matters.rules.ladder import Part, read_part
from doorstep.matters.rules.life import (
    CANNOT,
    L_COMPOUND,
    L_STREET,
    MOST_CHILDREN,
    MOST_DEPTH,
    NOT_OURS,
    SAID,
    SETTLED,
    SOLVED,
)
from doorstep.panes.forms import ActForm
from doorstep.people.models import Body
from doorstep.routing.queries import category

LONGEST_TITLE, LONGEST_CONDITION = 100, 200


class SplitForm(ActForm):
    """One line a part: what, who does it, when it counts as done (B5)."""

    parts = Words(
        lazy("The parts, one per line"), 3000, rows=6,
        help_text=lazy(
            "Each line: what; who does it; when it counts as done. “;” stands between. Left out, it"
            " stays with whom it is and is done as its category says. The date is the whole's."
        ),
    )  # fmt: skip

    def clean_parts(self) -> list[tuple[Part, Body | None]]:
        """Between two and ten parts, none empty, none twice, each with an owner there is."""
        lines = [line.strip() for line in self.cleaned_data["parts"].splitlines() if line.strip()]
        if not 2 <= len(lines) <= MOST_CHILDREN:
            raise forms.ValidationError(
                _("Two to ten parts, one per line; you have %d.") % len(lines)
            )
        found = [(self.part(n, line), n) for n, line in enumerate(lines, 1)]
        if len({part.what for part, _n in found}) < len(found):
            raise forms.ValidationError(_("Two parts say the same; leave one out."))
        named = self.bodies() if any(part.owner for part, _n in found) else []
        return [(part, self.owner_of(part, n, named)) for part, n in found]

    def part(self, number: int, line: str) -> Part:
        """One line, or what is wrong with it."""
        part, told = read_part(line), {"n": number}
        if part is None:
            raise forms.ValidationError(
                _("Line %(n)d: what; who; when it is done: two “;” at most, and what comes first.")
                % told
            )
        for text, most in ((part.what, LONGEST_TITLE), (part.done_when, LONGEST_CONDITION)):
            if len(text) > most:
                words = _("Line %(n)d: “%(text)s…” is too long; at most %(most)d characters.")
                raise forms.ValidationError(words % {**told, "text": text[:12], "most": most})
        return part

    def bodies(self) -> list[Body]:
        """Whom a part may go to."""
        offered = likely_owners(self.record, self.actor)
        keys = [key for _name, rows in offered for key, _label in rows]
        return list(Body.objects.filter(pk__in=keys))

    def owner_of(self, part: Part, number: int, named: list[Body]) -> Body | None:
        """The body a line names: by its name, or a piece of it that fits one only."""
        if not part.owner or self.record is None:
            return None
        own = self.record.owner
        there = [*named, own] if own is not None else named
        exact = [b for b in there if part.owner in (b.name, b.short)]
        hits = exact or [b for b in there if part.owner in b.name]
        if len(hits) == 1:
            return hits[0]
        told = {"n": number, "who": part.owner}
        if hits:
            told["names"] = _(", ").join(b.name for b in hits[:4])
            raise forms.ValidationError(
                _("Line %(n)d: “%(who)s” fits several: %(names)s. Write a little more.") % told
            )
        raise forms.ValidationError(
            _("Line %(n)d: “%(who)s” handles nothing here. Write its name as the list of handing"
              " over shows it, or leave it out; a “;” inside the words has to be a comma.") % told
        )  # fmt: skip


def as_part(given: Any) -> tuple[Part, Body | None]:
    """A part as the form gives it, or the bare words of a caller that knows no form."""
    return (Part(given), None) if isinstance(given, str) else given


@act("matters.split", on=Matter, roles=DISPATCHERS, relations=("owner_unit",), never=HIDDEN,
     form=SplitForm, asks=not_yours)  # fmt: skip
def split(matter: Matter, given: Given, ctx: Ctx) -> Result:
    """分解: each part gets its own number, owner, date and closing condition; the whole waits."""
    if matter.depth >= MOST_DEPTH - 1 or len(given.parts) > MOST_CHILDREN:
        raise Refused(
            [
                Refusal(
                    _("It is already a part of a part."), cure=_("Settle or hand over this part.")
                )
            ]
        )
    matter.offered_to = None  # whoever was asked for the whole is not asked for its parts
    made = [as_part(each) for each in given.parts]
    for part, owner in made:
        child = part_of(matter, part, owner, ctx)
        ctx.do("matters.take_part", None, {"matter": child, "place": child.path}, to_all=True)
    ctx.note(parts=[part.what for part, _owner in made])
    return Result(matter, words=_("Split into %(n)d parts.") % {"n": len(made)})


def part_of(matter: Matter, part: Part, owner: Body | None, ctx: Ctx) -> Matter:
    """A part with what it has from the whole: place, dates, who may see it."""
    leaf = category(matter.category)
    condition = str(leaf.data.get("closing_condition", "")) if leaf else ""
    child = Matter(
        number=next_number(ctx), intake=matter.intake, category=matter.category,
        category_class=matter.category_class, title=part.what[:120], text=part.what,
        place=matter.place, path=matter.path, where=matter.where, source=matter.source,
        token=secrets.token_urlsafe(18), hidden_below=matter.hidden_below,
        concerned=matter.concerned, concerned_level=matter.concerned_level,
        concerned_path=matter.concerned_path, emergency=matter.emergency, owner=matter.owner,
        level=matter.level, top_level=matter.level, parent=matter, depth=matter.depth + 1,
        begun_on=matter.begun_on, begun_at=matter.begun_at, due=matter.due,
        contact_due=matter.contact_due, due_why=matter.due_why, outside_due=matter.outside_due,
        first_level=matter.first_level, remind_at=matter.remind_at, sent_up=matter.sent_up,
        state="submitted", marks=[m for m in matter.marks if m.startswith(SAID)],
        done_when=part.done_when or condition[:LONGEST_CONDITION],
    )  # fmt: skip
    if owner is None or owner.pk == matter.owner_id:
        return child
    if owner.pk == matter.concerned_id or owner.level < matter.hidden_below:
        words = _("It must not go to those it is about or to a lower level.")
        cure = _("Choose a body of a higher level.")
        raise Refused([Refusal(words, field="parts", clause="D5", cure=cure)])
    if pushed_down(matter, owner):
        child.offered_to = owner  # it stays here until they accept it
    else:
        child.owner, child.level, child.state = owner, max(owner.level, L_COMPOUND), "assigned"
        child.top_level = child.level
    return child


@act("matters.take_part", creates=Matter, grants="the parts of a split matter", button="none")
def take_part(given: Given, ctx: Ctx) -> Result:
    """One part of a split matter begins its own life."""
    return Result(given.matter)


def not_a_part(matter: Matter, actor: Actor) -> Any:
    """Why it cannot be dropped: it is no part, or somebody else has the whole."""
    whole = matter.parent
    if whole is None:
        cure = _("End it as it is: settle it, decline it with a reason, or join it to another.")
        return Refusal(_("It is not a part of another."), cure=cure)
    if reach(actor, matter.path) >= min(whole.level, L_STREET) and not returns_only(matter, actor):
        return None
    return Refusal(_("Who has the whole decides on its parts."), cure=_("Say so under progress."))


@act("matters.drop", on=Matter, roles=DISPATCHERS, never=HIDDEN, form=WhyForm, asks=not_a_part)
def drop(matter: Matter, given: Given, ctx: Ctx) -> Result:
    """A part is not needed any more; the reporter of the whole reads why at its end (B5)."""
    matter.result = given.words
    ended(matter, ctx)
    ctx.note(words=given.words)
    return Result(matter, words=_("Dropped; the reason stands in the result of the whole."))


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
    parts = list(matter.children.order_by("number"))
    undone = [p for p in parts if not_done(p)]
    matter.outcome = SOLVED if parts and not undone else SETTLED
    if len(undone) == len(parts):
        matter.outcome = CANNOT  # nothing of it was done: it must not count as settled
    matter.result = "\n".join(told(parts, undone))
    matter.resolved_at, matter.ended_level = ctx.now, matter.level
    ctx.note(words=matter.result.replace("\n", " "))
    # a part of a part ends at once: the reporter is asked about the whole only
    state = "resolved"
    if matter.parent_id is not None:
        state = after_work(matter, ctx)
    return Result(matter, to=state)


def not_done(part: Matter) -> bool:
    """Whether a part was dropped, taken back or could not be done."""
    dropped = part.withdrawn_at is not None or part.state == "declined"
    return dropped or part.outcome in (NOT_OURS, CANNOT)


def told(parts: list[Matter], undone: list[Matter]) -> Iterable[str]:
    """How the parts ended, as the reporter reads it: each that was not done with its reason."""
    if len(parts) > len(undone):
        yield _("%(n)d of %(all)d parts are done.") % {
            "n": len(parts) - len(undone), "all": len(parts),
        }  # fmt: skip
    for part in undone:
        why = " ".join(part.result.split()) or _("taken back")
        yield _("Not done: %(what)s. Why: %(why)s") % {"what": part.title, "why": why}
