"""The same thing reported again goes on as one, and can be taken apart again (decision 0023).

Nothing moves: a matter that was joined keeps its reporter, number, link, date and people, and only
points at the one that goes on. So taking apart is to take the pointer away.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.frame import Actor, Ctx, Given, Refusal, Refused, Result, Stage, act
from doorstep.matters.acts.answers import still_together, take_up_again
from doorstep.matters.acts.dates import remind, wind
from doorstep.matters.acts.forms import WhyForm
from doorstep.matters.acts.handling import not_yours
from doorstep.matters.acts.posts import DISPATCHERS, HIDDEN
from doorstep.matters.models import Matter
from doorstep.matters.queries import last_of, line_of, titled
from doorstep.matters.rules.life import LIFE, OBJECTION_DAYS, SAYS_NOT
from doorstep.matters.rules.telling import phones_hidden
from doorstep.panes.forms import ActForm, RecordField
from doorstep.together.queries import alike, joined_to, people


class MergeForm(ActForm):
    """The matter that goes on: one of those that look alike, or any other by its number."""

    into = RecordField(
        "matters.matter", label=gettext_lazy("The matter that goes on"), required=False
    )
    number = RecordField(
        "matters.matter", label=gettext_lazy("Or its number"), required=False,
        widget=forms.TextInput(),
    )  # fmt: skip

    def prepare(self) -> None:
        """Offer what looks alike."""
        offered: Any = self.alike  # asked only when the form is shown
        self.fields["into"].widget = forms.Select(choices=offered)

    def alike(self) -> list[tuple[str, str]]:
        """Open matters nearby with like words, and why they are offered."""
        found = alike(self.record, self.actor) if self.record is not None else []
        rows = [
            (str(like.matter.pk),
             f"{titled(like.matter)[:60]} · {told(like.matter)} ({like.reasons})")
            for like in found
        ]  # fmt: skip
        return [("", str(_("(choose)") if rows else _("(nothing looks alike)"))), *rows]

    def clean(self) -> dict[str, Any]:
        """One of the two says which."""
        given = super().clean() or {}
        given["into"] = given.get("into") or given.get("number")
        if not given["into"] and not self.errors:
            self.add_error("into", _("Choose one, or write its number."))
        return given


def told(matter: Matter) -> str:
    """What tells it from others of its kind and place: what was said, as lists show it."""
    text = "" if matter.hidden_below else " ".join(phones_hidden(matter.text).split())
    return text[:30] or str(matter.number)


def whole(matter: Matter, actor: Actor) -> Any:
    """Why it is not joined to another: a part ends with its whole."""
    if matter.parent_id:
        cure = _("Settle this part, or join the whole.")
        return Refusal(_("It is a part of another matter."), cure=cure)
    return not_yours(matter, actor)


def unfit(matter: Matter, into: Matter) -> Refusal | None:
    """Why one cannot go on as the other."""
    another, clause = _("Choose another matter that is still going on."), ""
    if into.pk == matter.pk:
        words = _("That is this matter itself.")
    elif into.parent_id:
        words = _("That is a part of another matter.")
        another = _("Choose the whole instead.")
    elif into.state == "merged":
        last = last_of(into)
        words = _("That was joined to this one already.")
        if last.pk != matter.pk:
            words = _("That was itself joined to %(n)s.") % {"n": last.number}
            another = _("Choose %(n)s.") % {"n": last.number}
    elif into.state not in LIFE.open or into.withdrawn_at is not None:
        words = _("That has ended.")
    elif into.hidden_below < matter.hidden_below or matter.concerned_id not in (
        None,
        into.concerned_id,  # else it would tell those below that there is one
    ):
        words, clause = _("It must not go to those it is about or to a lower level."), "D5"
    else:
        return None
    return Refusal(words, field="into", clause=clause, cure=another)


def hold(ctx: Ctx, *matters: Matter) -> None:
    """Let one after the other join, part and be counted in a community: two that join each other
    at one moment would make a ring, two that tap at one moment one person."""
    for area in sorted({m.path[:12] for m in matters}):
        ctx.lock("matters.joined", area)


def counted(
    line: Iterable[Matter], *, gained: Iterable[UUID] = (), lost: Iterable[UUID] = (),
    more: Iterable[str] = (), less: Iterable[UUID] = (),
) -> None:  # fmt: skip
    """Count the people of matters anew. Not a claim: whoever has one open in a form is not
    refused because a neighbour tapped; what is counted stands in the trail of what was added."""
    for matter in line:
        there = {matter.pk, *(m.pk for m in joined_to(matter)), *gained} - set(lost)
        reach = max(1, people(there, more=more, less=less))
        Matter.objects.filter(pk=matter.pk).exclude(reach=reach).update(reach=reach)


@act("matters.merge", on=Matter, roles=DISPATCHERS, never=HIDDEN, form=MergeForm, asks=whole)
def merge(matter: Matter, given: Given, ctx: Ctx) -> Result:
    """The same thing reported again goes on as one; every reporter stays (peers 10)."""
    hold(ctx, matter, given.into)
    into = Matter.objects.get(pk=given.into.pk)  # as it is now that nobody else may move it
    refused = unfit(matter, into)
    if refused is not None:
        raise Refused([refused])
    matter.merged_into, matter.ended_at, matter.remind_at = into, ctx.now, None
    counted([into], gained=[matter.pk, *(m.pk for m in joined_to(matter))])
    ctx.note(into=into.number)
    words = _("It goes on as %(n)s. This can be undone on its page.") % {"n": into.number}
    return Result(matter, words=words)


def apart(matter: Matter, ctx: Ctx) -> None:
    """Take away the pointer: nothing else was moved, so nothing else moves back.

    :raises Refused: when the other has ended and its days for objections are over.
    """
    hold(ctx, *line_of(matter))
    line = line_of(Matter.objects.get(pk=matter.pk))[1:]  # as it is now that nobody may move it
    over = line[-1].ended_at or line[-1].withdrawn_at if line else None
    if over and ctx.now > over + timedelta(days=OBJECTION_DAYS):
        words = _("The one it was joined to ended more than fifteen days ago.")
        raise Refused([Refusal(words, cure=_("Report it again if it is still so."))])
    counted(line, lost=[matter.pk, *(m.pk for m in joined_to(matter))])
    ctx.note(was=line[0].number if line else "")
    matter.merged_into = matter.ended_at = None


@act("matters.unmerge", on=Matter, roles=DISPATCHERS, never=HIDDEN, asks=not_yours)
def unmerge(matter: Matter, given: Given, ctx: Ctx) -> Result:
    """It was not the same after all: it goes on by itself where it was, its date as ever."""
    apart(matter, ctx)
    was = Stage.objects.filter(record=matter.pk).exclude(state="merged").order_by("-until").first()
    if was is not None:  # else it came in joined already, from another system
        matter.owner_id, matter.level = was.owner, was.level
    wind(matter, ctx.now)  # its clock never stopped
    remind(matter, ctx.now, again=True)
    state = was.state if was is not None else "accepted"
    return Result(matter, to=state, words=_("It goes on by itself again."))


@act("matters.part", on=Matter, relations=("reporter",), form=WhyForm, asks=still_together,
     button="none")  # fmt: skip
def part(matter: Matter, given: Given, ctx: Ctx) -> Result:
    """Whose report was joined objects once the other has ended: theirs goes on by itself, nobody
    else's (B3); else joining would end a matter without its reporter's word (R14)."""
    apart(matter, ctx)
    take_up_again(matter)
    matter.verdict, matter.verdict_by = SAYS_NOT, "reporter"
    ctx.note(words=given.words)
    return Result(matter, words=_("It is taken up again."))
