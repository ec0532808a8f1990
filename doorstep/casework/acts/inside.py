"""Inside the house: notes on a matter, and what another unit is asked about it.

Neither is told to the reporter; neither moves owner or clock.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from doorstep.casework.models import Consultation, Note
from doorstep.casework.rules import ANSWER_DAYS, MOST_ASKED, MOST_NOTES
from doorstep.clocks.queries import city_calendar
from doorstep.frame import Actor, Ctx, Given, Refusal, Refused, Result, act
from doorstep.kit import clock
from doorstep.kit.path import within
from doorstep.matters.acts.fields import Words, likely_owners
from doorstep.matters.acts.handling import not_yours
from doorstep.matters.acts.posts import DESK, HIDDEN
from doorstep.matters.models import Matter
from doorstep.matters.queries import IN_WORK
from doorstep.panes import files
from doorstep.panes.forms import ActForm, ManyFiles
from doorstep.people.acts.fields import BodyField
from doorstep.people.models import Body
from doorstep.routing.queries import lowest_body

MOST_FILES = 6


class PapersField(forms.FileField):
    """Photos and documents; each is judged by its bytes when it is kept."""

    def __init__(self, **kwargs: Any) -> None:
        accept = {"accept": ".pdf,.docx,.xlsx,.pptx,image/*"}
        super().__init__(label=lazy("Photos or files"), required=False,
                         widget=ManyFiles(attrs=accept), **kwargs)  # fmt: skip

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The list of uploads."""
        uploads = data if isinstance(data, (list, tuple)) else [data] if data else []
        if len(uploads) > MOST_FILES:
            raise forms.ValidationError(_("At most %(n)d files at once.") % {"n": MOST_FILES})
        return [super(PapersField, self).clean(each, initial) for each in uploads]


def kept(record: Any, uploads: Any, ctx: Ctx) -> int:
    """Keep what was attached; how many files."""
    found = [files.accept(u, (files.IMAGE, files.DOCUMENT), record) for u in uploads or ()]
    ctx.add(*found)
    return len(found)


class NoteForm(ActForm):
    """A note for those who handle it."""

    words = Words(lazy("Note (seen by those who handle it, never by the reporter)"), 2000)
    papers = PapersField()


def unit_of(actor: Actor, matter: Matter, ctx: Ctx) -> Body | None:
    """In whose name somebody writes: the body of the post, else the one that governs its place."""
    office = ctx.warrant.office
    if office is not None and office.body is not None:
        return Body.objects.filter(pk=office.body).first()
    if matter.owner_id in actor.bodies:
        return matter.owner
    path = max((p for p in office.paths if within(matter.path, p)), default="") if office else ""
    found = lowest_body(1, path) if path else None
    return found[0] if found else None


@act("matters.note", on=Matter, roles=DESK, relations=("owner_unit",), never=(*HIDDEN, "reporter"),
     form=NoteForm)  # fmt: skip
def note(matter: Matter, given: Given, ctx: Ctx) -> Result:
    """Write something down for those who handle it; the words are in the note, not in the trail."""
    if matter.remarked >= MOST_NOTES:
        cure = _("Put the rest into one note, or attach a file.")
        raise Refused([Refusal(_("There are %(n)d notes already.") % {"n": MOST_NOTES}, cure=cure)])
    made = Note(matter=matter, unit=unit_of(ctx.actor, matter, ctx), words=given.words, at=ctx.now)
    made.files = kept(made, given.papers, ctx)
    ctx.add(made)
    matter.remarked += 1
    return Result(matter, words=_("Noted; the reporter does not see it."))


def not_to_be_discussed(matter: Matter, actor: Actor) -> Any:
    """Why no other unit may be asked: what is hidden goes no further (D5)."""
    if matter.hidden_below or matter.concerned_id:
        cure = _("Ask the level above to decide.")
        return Refusal(_("What is confidential is asked of nobody else."), clause="D5", cure=cure)
    return not_yours(matter, actor)


class ConsultForm(ActForm):
    """Whom, what, until when."""

    unit = BodyField(label=lazy("Which unit"))
    question = Words(
        lazy("Your question"), 500,
        help_text=lazy("They read the kind of matter, the compound or community and your question."
                       " Write no names and no door numbers."),
    )  # fmt: skip
    until = forms.DateField(
        label=lazy("Answer until"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text=lazy("Left empty: three work days. Owner and date of the matter stay."),
    )  # fmt: skip

    def prepare(self) -> None:
        """Units of its place and the city's."""
        offered: Any = self.units
        self.fields["unit"].widget = forms.Select(choices=offered)

    def units(self) -> list[tuple[str, Any]]:
        """What the select offers."""
        return [("", str(_("(choose)"))), *likely_owners(self.record, self.actor)]

    def clean_until(self) -> date | None:
        """Not in the past."""
        day: date | None = self.cleaned_data["until"]
        if day is not None and day < clock.today():
            raise forms.ValidationError(_("This day is over."))
        return day


@act("matters.consult", on=Matter, roles=DESK, relations=("owner_unit",),
     never=(*HIDDEN, "reporter"), states=IN_WORK, form=ConsultForm,
     asks=not_to_be_discussed)  # fmt: skip
def consult(matter: Matter, given: Given, ctx: Ctx) -> Result:
    """Ask another unit (征求意见): it answers, nothing changes hands and no clock stands."""
    unit: Body = given.unit
    if unit.pk == matter.owner_id:
        raise Refused([Refusal(_("They have it already."), field="unit")])
    if matter.consulting >= MOST_ASKED:
        words = _("%(n)d questions wait already.") % {"n": MOST_ASKED}
        raise Refused([Refusal(words, cure=_("Wait for an answer, or take one back."))])
    if Consultation.objects.filter(matter=matter, unit=unit, state="asked").exists():
        cure = _("Wait for the answer, or take the question back.")
        raise Refused([Refusal(_("They are asked already."), field="unit", cure=cure)])
    day = given.until or city_calendar().add_workdays(ctx.today, ANSWER_DAYS)
    ctx.add(Consultation(
        matter=matter, unit=unit, by=unit_of(ctx.actor, matter, ctx) or matter.owner,
        question=given.question, asked_at=ctx.now, due_at=clock.end_of(day), state="asked",
        level=unit.level, owner=unit.pk,
    ))  # fmt: skip
    matter.remarked += 1
    matter.consulting += 1
    ctx.note(unit=unit.name)
    return Result(matter, words=_("%(name)s is asked; the matter stays where it is.")
                  % {"name": unit.name})  # fmt: skip


class AnswerForm(ActForm):
    """The unit's answer."""

    answer = Words(lazy("What your unit says"), 1000)
    papers = PapersField()

    def prepare(self) -> None:
        """The question above the box."""
        if self.record is not None:
            self.fields["answer"].help_text = self.record.question


@act("casework.give_answer", on=Consultation, relations=("asked_unit",), form=AnswerForm,
     button="primary")  # fmt: skip
def give_answer(asked: Consultation, given: Given, ctx: Ctx) -> Result:
    """The unit says what it thinks; who asked is told."""
    asked.answer, asked.answered_at = given.answer, ctx.now
    asked.files = kept(asked, given.papers, ctx)
    _no_longer(asked, ctx)
    return Result(asked, words=_("Answered; they are told."))


@act("casework.drop_question", on=Consultation, relations=("handling",))
def drop_question(asked: Consultation, given: Given, ctx: Ctx) -> Result:
    """The question is not needed any more."""
    _no_longer(asked, ctx)
    return Result(asked)


def _no_longer(asked: Consultation, ctx: Ctx) -> None:
    matter = asked.matter
    ctx.change(matter, consulting=max(matter.consulting - 1, 0))
