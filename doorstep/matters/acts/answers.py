"""The reporter's word: verify, object, rate; and what happens when nobody answers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from doorstep.frame import SYSTEM, Actor, Conflict, Ctx, Given, Refusal, Refused, Result, act, do
from doorstep.kit import clock
from doorstep.matters.acts.dates import remind
from doorstep.matters.acts.forms import RateForm, VerdictForm, WhyForm
from doorstep.matters.acts.posts import HIDDEN
from doorstep.matters.models import Matter, Rating
from doorstep.matters.queries import last_of
from doorstep.matters.rules.life import (
    ANSWER_DAYS,
    LIFE,
    OBJECTION_DAYS,
    PORTAL,
    SAYS_NOT,
    UNANSWERED,
)
from doorstep.people.rules import GRID_HEAD, GRID_MEMBER


@act(
    "matters.verify",
    on=Matter,
    relations=("reporter",),
    never=("settler",),
    form=VerdictForm,
    button="primary",
)
def verify(matter: Matter, given: Given, ctx: Ctx) -> Result:
    """The reporter says whether it is solved; that word decides (R14)."""
    return verdict(matter, given, ctx, "staff" if passed_on(matter, ctx.actor) else "reporter")


def passed_on(matter: Matter, actor: Actor) -> bool:
    """Whether this is not the reporter but somebody in office who brought it for somebody else.

    What they want themselves they report at the portal like everybody.
    """
    own = bool(actor.marks.get("phone") or actor.marks.get("link"))
    return bool(actor.offices) and matter.source != PORTAL and not own


def not_the_reporters(matter: Matter, actor: Actor) -> Any:
    """Why somebody may not grade: the grade is the reporter's (R14)."""
    if not passed_on(matter, actor):
        return None
    return Refusal(_("You passed it on; the grade is the reporter's."))


class CheckForm(VerdictForm):
    """What whoever looked found; a "not solved" says what is wrong, for others go on with it."""

    def clean(self) -> dict[str, Any]:
        """Words with a "not solved"."""
        given = super().clean() or {}
        if given.get("verdict") == SAYS_NOT and not given.get("words") and not self.errors:
            self.add_error("words", _("Say what is still wrong: whoever goes on needs it."))
        return given


@act("matters.check", on=Matter, roles=(GRID_MEMBER, GRID_HEAD), never=(*HIDDEN, "owner_unit"),
     form=CheckForm)  # fmt: skip
def check(matter: Matter, given: Given, ctx: Ctx) -> Result:
    """Where the reporter cannot be asked, the grid member looks; shown as looked at only."""
    return verdict(matter, given, ctx, "staff")


def verdict(matter: Matter, given: Given, ctx: Ctx, by: str) -> Result:
    """Write the verdict: not solved takes it up again."""
    matter.verdict, matter.verdict_by = given.verdict, by
    ctx.note(verdict=given.verdict, words=given.words or "")
    if given.verdict == SAYS_NOT:
        take_up_again(matter)
        return Result(matter, to="reopened", words=_("It is taken up again."))
    matter.ended_at = ctx.now
    asked = _("Thank you. You may say how it was handled.")  # who reported grades, nobody else
    return Result(matter, to="closed", words=asked if by == "reporter" else _("Thank you."))


def take_up_again(matter: Matter) -> None:
    """What it was said to have ended with is said no longer; the trail keeps it."""
    matter.reopened += 1
    matter.ended_at = matter.resolved_at = None
    matter.outcome = matter.result = ""
    remind(matter, clock.now(), again=True)


@act(
    "matters.lapse",
    on=Matter,
    grants="ends a result nobody answered, shown as unanswered",
    button="none",
)
def lapse(matter: Matter, given: Given, ctx: Ctx) -> Result:
    """No answer in time: it ends as unanswered, which is never counted as solved (R14)."""
    matter.verdict, matter.verdict_by, matter.ended_at = UNANSWERED, "", ctx.now
    return Result(matter)


def lapse_due(limit: int = 200) -> int:
    """End results that nobody answered, whatever act brought them; how many. Run by the worker."""
    long_ago = clock.now() - timedelta(days=ANSWER_DAYS)
    silent = Matter.objects.filter(state="resolved", resolved_at__lte=long_ago, withdrawn_at=None)
    ended = 0
    for matter in silent.order_by("resolved_at")[:limit]:
        try:
            do(SYSTEM, "matters.lapse", matter, {}, channel="system")
        except (Conflict, Refused):
            continue  # answered meanwhile
        ended += 1
    return ended


def still_together(matter: Matter, actor: Actor) -> Any:
    """Of what was joined to another: why the last word waits; the other goes on yet."""
    last = last_of(matter)
    if matter.state != "merged" or last.state in LIFE.ended or last.withdrawn_at is not None:
        return None
    words = _("It still goes on as %(n)s.") % {"n": last.number}
    return Refusal(words, cure=_("Add what you want to say; it is read by whoever handles both."))


def not_to_be_graded(matter: Matter, actor: Actor) -> Any:
    """Why somebody may not grade: the grade is another's, or it is not over."""
    return not_the_reporters(matter, actor) or still_together(matter, actor)


@act("matters.reopen", on=Matter, relations=("reporter",), form=WhyForm)
def reopen(matter: Matter, given: Given, ctx: Ctx) -> Result:
    """The reporter objects within fifteen days of the end (B3)."""
    if matter.ended_at and ctx.now > matter.ended_at + timedelta(days=OBJECTION_DAYS):
        words = _("Fifteen days have passed since it ended.")
        raise Refused([Refusal(words, cure=_("Report it again; it will be linked to this one."))])
    take_up_again(matter)
    matter.verdict, matter.verdict_by = SAYS_NOT, "reporter"
    ctx.note(words=given.words)
    return Result(matter, words=_("It is taken up again."))


@act("matters.rate", on=Matter, relations=("reporter",), form=RateForm, asks=not_to_be_graded)
def rate(matter: Matter, given: Given, ctx: Ctx) -> Result:
    """A grade that goes to the system; the handler never sees a single one (R14)."""
    earlier = Rating.objects.filter(matter=matter).first()
    if earlier is None:
        ctx.add(Rating(matter=matter, grade=given.grade, words=given.words or "", at=ctx.now))
    else:  # it was taken up again after the first grade: the last one stands
        ctx.change(earlier, grade=given.grade, words=given.words or "", at=ctx.now)
    to = "merged" if matter.state == "merged" else "rated"
    return Result(matter, to=to, words=_("Thank you."))
