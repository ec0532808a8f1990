"""What the clock waits for: an answer of the reporter, the steps of a category; and it goes on."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from doorstep.casework.acts.time import WORKING, note_entry, pause
from doorstep.clocks.queries import city_calendar
from doorstep.clocks.rules import DONE
from doorstep.frame import Actor, Ctx, Given, Refusal, Refused, Result, act
from doorstep.kit import clock
from doorstep.kit.deadline import PAUSED, RESUMED
from doorstep.matters.acts.dates import clocks_of, entries_there, stages_of, stands, wind
from doorstep.matters.acts.fields import Words, said
from doorstep.matters.acts.handling import not_yours, told
from doorstep.matters.acts.posts import DESK, HIDDEN
from doorstep.matters.models import Matter
from doorstep.matters.queries import own
from doorstep.panes.forms import ActForm

#: A question stops the clock at most so often and so long (working days): it ends with the answer.
MOST_QUESTIONS, QUESTION_DAYS = 2, 5


def go_on(matter: Matter, ctx: Ctx) -> None:
    """The clock goes on now, before the day that was set."""
    matter.paused_until = None
    wind(matter, ctx.now, [*entries_there(matter), note_entry(matter, ctx, RESUMED)])


def not_standing(matter: Matter, actor: Actor) -> Any:
    """Why there is nothing to let go on."""
    if not stands(matter):
        return Refusal(_("The clock is running."))
    return not_yours(matter, actor)


@act("matters.resume", on=Matter, roles=DESK, relations=("owner_unit",), never=HIDDEN,
     states=WORKING, asks=not_standing)  # fmt: skip
def resume(matter: Matter, given: Given, ctx: Ctx) -> Result:
    """What it waited for is there: the clock goes on before the day that was set."""
    if not stands(matter):
        raise Refused([Refusal(_("The clock is running."))])
    go_on(matter, ctx)
    return Result(matter)


def not_to_be_asked(matter: Matter, actor: Actor) -> Any:
    """Why the reporter cannot be asked so that the clock stands."""
    if matter.emergency:
        return Refusal(_("An emergency does not wait for an answer."), cure=_("Call them."))
    if matter.parent_id or not (matter.reporter_phone or matter.reporter_account):
        cure = _("Go and see, or ask who brought it.")
        return Refusal(_("There is no way to reach who reported it."), cure=cure)
    if own(actor, matter):  # else a clock stood at one's own wish
        return Refusal(_("You reported it yourself."), cure=_("Go on with what you know."))
    if stands(matter):
        return Refusal(_("The clock stands already."), cure=_("Wait until it goes on."))
    return not_yours(matter, actor)


class QuestionForm(ActForm):
    """What the reporter is to tell us."""

    words = Words(lazy("Your question (it goes to the reporter at once)"), 200)


@act("matters.question", on=Matter, roles=DESK, relations=("owner_unit",), never=HIDDEN,
     states=WORKING, form=QuestionForm, asks=not_to_be_asked)  # fmt: skip
def question(matter: Matter, given: Given, ctx: Ctx) -> Result:
    """Ask the reporter; the clock stands until the answer, some days at most, twice in all.

    A third question may be asked, but the clock goes on meanwhile: nobody can make it wait.
    """
    there = entries_there(matter)
    before = sum(1 for e in there if e.entry == PAUSED and e.reason == "reporter")
    told(matter, ctx)
    ctx.note(words=given.words)
    if before >= MOST_QUESTIONS or matter.due is None or ctx.now > matter.due:
        return Result(matter, words=_("Asked; the clock goes on."))
    day = city_calendar().add_workdays(clock.local(ctx.now).date(), QUESTION_DAYS)
    until = clock.end_of(day)
    there.append(pause(matter, ctx, "reporter", until, given.words, matter.owner))
    wind(matter, ctx.now, there)
    return Result(matter, words=_("Asked; the clock stands until the answer, at most %(n)d"
                                  " working days.") % {"n": QUESTION_DAYS})  # fmt: skip


class ReplyForm(ActForm):
    """The reporter's answer."""

    words = Words(lazy("Your answer"))


@act("matters.reply", on=Matter, relations=("reporter",), states=WORKING, form=ReplyForm,
     button="none")  # fmt: skip
def reply(matter: Matter, given: Given, ctx: Ctx) -> Result:
    """The reporter answers a question; the clock goes on at once."""
    waits = [e for e in entries_there(matter) if e.entry == PAUSED]
    if stands(matter) and waits and waits[-1].reason == "reporter":
        go_on(matter, ctx)
    ctx.note(words=given.words)
    return Result(matter, words=_("Thank you; whoever handles it reads it."))


def open_stages(matter: Matter) -> list[str]:
    """Stages of its own that are not done yet, such as stop, penalty, demolition."""
    found = clocks_of(matter).clocks[2:]
    return [due.stage.code for due in found if due.ended is None]


class StageForm(ActForm):
    """Which step is done."""

    stage = forms.ChoiceField(label=lazy("Step that is done"), widget=forms.RadioSelect)
    words = Words(lazy("What was done"), required=False, rows=2)

    def prepare(self) -> None:
        """Those that are not done yet."""
        field: Any = self.fields["stage"]
        field.choices = self.offered

    def offered(self) -> list[tuple[str, str]]:
        """Its own steps in words."""
        return list(said("stage", tuple(open_stages(self.record)) if self.record else ())())


def no_stages(matter: Matter, actor: Actor) -> Any:
    """Why no step can be marked: its category has none of its own, or all are done."""
    if len(stages_of(matter)) <= 2 or not open_stages(matter):
        return Refusal(_("Its category has no steps of its own that are open."))
    return not_yours(matter, actor)


@act("matters.stage_done", on=Matter, roles=DESK, relations=("owner_unit",), never=HIDDEN,
     states=WORKING, form=StageForm, asks=no_stages)  # fmt: skip
def stage_done(matter: Matter, given: Given, ctx: Ctx) -> Result:
    """A step of the category's own is done, such as the stop of works; each has its date (B2)."""
    if refused := no_stages(matter, ctx.actor):
        raise Refused([refused])
    there = entries_there(matter)
    there.append(note_entry(matter, ctx, DONE, stage=given.stage, words=given.words or ""))
    told(matter, ctx)
    wind(matter, ctx.now, there)
    ctx.note(stage=given.stage, words=given.words or "")
    return Result(matter)
