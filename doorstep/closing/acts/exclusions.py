"""Leaving a matter out of rates: proposed, decided by a second person, objected to, reviewed by a
third (B6). It marks the matter once, never the person (D6), and ends nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from doorstep.closing.acts.fields import MatterField, Words, said, who
from doorstep.closing.catalogues import CLAUSES
from doorstep.closing.models import Exclusion
from doorstep.closing.rules import DECISIONS, EXCLUDED, MARK, OBJECT_DAYS, REVIEWS, VOIDED
from doorstep.frame import Actor, Ctx, Given, Ref, Refusal, Refused, Result, act
from doorstep.frame.catalogues import row
from doorstep.kit import clock
from doorstep.matters.models import Matter
from doorstep.matters.queries import titled
from doorstep.panes.forms import ActForm, ChoiceFromCatalogue
from doorstep.people.rules import CITY_CENTRE, CITY_OD, STREET_DISPATCHER

#: Who proposes; and who decides and reviews, of whom nobody may have handled it.
PROPOSE, DECIDE = (STREET_DISPATCHER, CITY_CENTRE), (CITY_CENTRE, CITY_OD)


class ProposeForm(ActForm):
    """Which matter, by which clause of the closed list, and why."""

    about = MatterField(label=lazy("The matter"), help_text=lazy("Its number."))
    clause = ChoiceFromCatalogue(CLAUSES, label=lazy("By which clause"))
    words = Words(lazy("Why this clause fits (the reporter may read it)"))

    def prepare(self) -> None:
        """Who comes from the page of a matter need not say which: it is named."""
        asked = str(self.initial.get("about") or self.data.get("about") or "")
        if not asked.startswith(f"{Matter.kind}:"):
            return
        field: Any = self.fields["about"]
        field.widget = forms.HiddenInput()
        try:
            found = field.rows().filter(pk=Ref.parse(asked).id).first()
        except ValueError:
            return  # `clean` says that there is no such matter
        if found is not None:
            words = _("About %(number)s, %(title)s") % {
                "number": found.number, "title": titled(found),
            }  # fmt: skip
            self.fields["clause"].help_text = words


class DecideForm(ActForm):
    """Whether it is left out."""

    decision = forms.ChoiceField(label=lazy("Your decision"), widget=forms.RadioSelect,
                                 choices=said(Exclusion.kind, "decision", DECISIONS))  # fmt: skip
    words = Words(lazy("Why"))


class ObjectForm(ActForm):
    """What the reporter says against it."""

    words = Words(lazy("Why you do not agree"))


class ReviewForm(ActForm):
    """What becomes of the objection."""

    decision = forms.ChoiceField(label=lazy("Your decision"), widget=forms.RadioSelect,
                                 choices=said(Exclusion.kind, "review", REVIEWS))  # fmt: skip
    words = Words(lazy("Why (the reporter reads this)"))


def refuse_matter(matter: Matter) -> None:
    """Stop what is never left out: complaints, the confidential, emergencies, parts.

    :raises Refused: with what to do instead.
    """
    words, clause, cure = "", "", ""
    if matter.hidden_below or matter.concerned_id:
        words, clause = _("A complaint or a confidential matter is never left out."), "D5"
    elif matter.emergency:
        words, clause = _("An emergency is never left out."), "B6"
    elif matter.parent_id:
        words = _("This is a part of a matter; rates count the whole.")
        cure = _("Name the whole matter.")
    elif matter.state == "merged":
        words, cure = _("It was joined to another matter."), _("Name the matter that goes on.")
    elif Exclusion.objects.filter(matter=matter).exists():
        words, clause = _("It was proposed before."), "D6"
        cure = _("It is asked once for each matter; look at its page.")
    if words:
        raise Refused([Refusal(words, clause=clause, field="about", cure=cure)])


@act("closing.propose", creates=Exclusion, roles=PROPOSE, form=ProposeForm, at="about")
def propose(given: Given, ctx: Ctx) -> Result:
    """Propose to leave a matter out of rates, by a clause of the closed list, in writing."""
    matter: Matter = given.about
    ctx.lock("closing.exclusion", str(matter.pk))
    refuse_matter(matter)
    ctx.do("matters.mark", matter, {"mark": MARK}, to_all=True)
    made = Exclusion(
        matter=matter, path=matter.path, level=matter.level, state="proposed", clause=given.clause,
        reason=given.words, proposed_by=who(ctx.actor), proposed_at=ctx.now,
    )  # fmt: skip
    ctx.note(words=given.words)
    return Result(made, words=_("Proposed; somebody else decides."))


def second_person(exclusion: Exclusion, actor: Actor) -> Any:
    """Why the actor may not decide: they proposed it, or the clause is not confirmed."""
    if exclusion.proposed_by == who(actor):
        return Refusal(_("You proposed it; a second person decides."), clause="B6")
    return None


@act("closing.decide", on=Exclusion, roles=DECIDE, never=("handler", "below"), form=DecideForm,
     asks=second_person, button="primary")  # fmt: skip
def decide(exclusion: Exclusion, given: Given, ctx: Ctx) -> Result:
    """A second person decides, who has not handled it; the reporter is told the clause."""
    clause = row(CLAUSES, exclusion.clause)
    if given.decision == EXCLUDED and (clause is None or not clause.confirmed):
        words = _("The city has not confirmed this clause yet (basis to be confirmed).")
        cure = _("Let the clause be confirmed first, or do not leave the matter out.")
        raise Refused([Refusal(words, clause="D21", field="decision", cure=cure)])
    exclusion.decided_by, exclusion.decided_at = who(ctx.actor), ctx.now
    exclusion.decided_words = given.words
    ctx.note(words=given.words)
    return Result(exclusion, to=given.decision)


def objects_until(exclusion: Exclusion) -> Any:
    """The last day on which the reporter may object."""
    if exclusion.decided_at is None:
        return None
    return clock.local(exclusion.decided_at).date() + timedelta(days=OBJECT_DAYS)


def too_late(exclusion: Exclusion, actor: Actor) -> Any:
    """Why the reporter may not object any more."""
    until = objects_until(exclusion)
    if until is None or clock.today() <= until:
        return None
    cure = _("If there is something new, report it; that counts anew.")
    return Refusal(_("Fifteen days have passed since it was decided."), cure=cure)


@act("closing.object", on=Exclusion, relations=("reporter",), form=ObjectForm, asks=too_late,
     button="primary")  # fmt: skip
def object_to(exclusion: Exclusion, given: Given, ctx: Ctx) -> Result:
    """The reporter objects within fifteen days; a third person looks at it."""
    exclusion.objection, exclusion.objected_at = given.words, ctx.now
    ctx.note(words=given.words)
    return Result(exclusion, words=_("Received; somebody who has not decided it looks at it."))


def third_person(exclusion: Exclusion, actor: Actor) -> Any:
    """Why the actor may not review: they proposed or decided it."""
    if who(actor) in (exclusion.proposed_by, exclusion.decided_by):
        words = _("You proposed or decided it; a third person looks at the objection.")
        return Refusal(words, clause="D6")
    return None


@act("closing.review", on=Exclusion, roles=DECIDE, never=("handler", "below"), form=ReviewForm,
     asks=third_person, button="primary")  # fmt: skip
def review(exclusion: Exclusion, given: Given, ctx: Ctx) -> Result:
    """A third person decides about the objection; an upheld one voids the exclusion."""
    exclusion.reviewed_by, exclusion.reviewed_at = who(ctx.actor), ctx.now
    exclusion.review_words = given.words
    ctx.note(words=given.words)
    said = _("It counts again.") if given.decision == VOIDED else _("It stays left out.")
    return Result(exclusion, to=given.decision, words=said)
