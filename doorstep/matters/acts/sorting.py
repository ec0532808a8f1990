"""Putting a matter right: its kind, its category, its place, the words of its voice note."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from doorstep.frame import Actor, Ctx, Given, Refusal, Refused, Result, act, history
from doorstep.kit import clock
from doorstep.matters.acts.complaints import (
    about_somebody,
    answered,
    held,
    hidden_from,
    hold,
    judge,
    set_subject,
    subject,
)
from doorstep.matters.acts.dates import wind
from doorstep.matters.acts.forms import CategoryForm, HeardForm, KindForm, RelocateForm
from doorstep.matters.acts.handling import elsewhere, hand_over, not_yours, only
from doorstep.matters.acts.posts import DESK, DISPATCHERS, HIDDEN, returns_only
from doorstep.matters.models import Matter
from doorstep.matters.rules.life import L_COMPOUND, LOOK, REQUEST
from doorstep.matters.rules.telling import made_title
from doorstep.routing.queries import category, lowest_body

#: So long whoever typed a voice note may put the line right.
REHEAR = timedelta(hours=24)


@act(
    "matters.change_kind",
    on=Matter,
    roles=DESK,
    relations=("owner_unit",),
    never=HIDDEN,
    form=KindForm,
    states=("submitted", "accepted", "assigned", "handling", "reopened"),
    asks=not_yours,
)
def change_kind(matter: Matter, given: Given, ctx: Ctx) -> Result:
    """Another kind, with a reason that the reporter sees; the clock still starts at submission."""
    if matter.emergency and given.intake != REQUEST:
        cure = _("Put it into another category first, if it is none.")
        raise Refused([Refusal(_("An emergency stays a request."), field="intake", cure=cure)])
    ctx.note(words=given.words, was=matter.intake, now=given.intake)
    matter.intake = given.intake
    wind_anew(matter, ctx, returns_only(matter, ctx.actor), "intake")
    return Result(matter)


def wind_anew(matter: Matter, ctx: Ctx, unit: bool, field: str) -> None:
    """Its dates after it was sorted anew. A unit that works on it gets no later date by that, nor
    none: more time is asked for, and somebody else decides (R12).

    :param unit: whether who sorts it is such a unit.
    :raises Refused: when a unit would gain time.
    """
    before = matter.due
    wind(matter, ctx.now)
    if unit and before is not None and (matter.due is None or matter.due > before):
        cure = _("Ask for more time, or give it back.")
        words = _("With that it would be due later.")
        raise Refused([Refusal(words, field=field, clause="R12", cure=cure)])


@act("matters.recategorise", on=Matter, roles=DESK, relations=("owner_unit",), never=HIDDEN,
     states=("submitted", "accepted", "assigned", "handling", "reopened"), form=CategoryForm,
     asks=elsewhere)  # fmt: skip
def recategorise(matter: Matter, given: Given, ctx: Ctx) -> Result:
    """Put it into the right category, and say of a complaint whom it is about.

    What hid it without a person's word, a proposal or not knowing whom it is about, is decided
    anew; what the reporter said stays hidden.
    """
    leaf, unit = category(given.category), returns_only(matter, ctx.actor)
    ctx.note(words=given.words or "", was=matter.category, now=given.category)
    undecided = {LOOK, "category", "urgent"} & set(matter.marks)
    said = answered(matter)
    if matter.concerned is None and (told_whom := subject(given, matter.path)) is not None:
        set_subject(matter, told_whom)
        undecided.add("about")
        said = 0
    elif matter.concerned is None and given.about and not said:
        set_subject(matter, None, given.about)
    was, up = matter.hidden_below, held(matter)
    matter.marks = [m for m in matter.marks if m not in (LOOK, "category", "urgent")]
    matter.title = retitled(matter, leaf.zh, matter.place.label)
    matter.category, matter.category_class = leaf.code, leaf.data["class"]
    matter.emergency = bool(leaf.data.get("emergency"))
    matter.sealed = matter.sealed or bool(leaf.data.get("confidential"))
    if matter.emergency:
        matter.intake = REQUEST
    hidden = max(said, hidden_from(leaf.data, matter.concerned, given.about or ""))
    matter.hidden_below = hidden if undecided else max(was, hidden)
    complaint = about_somebody(matter, leaf.data) or bool(given.about)
    if complaint and (matter.level < matter.hidden_below or matter.owner_id == matter.concerned_id):
        hand_over(matter, judge(matter.hidden_below, matter.path, matter.concerned), ctx)
    elif up and not matter.hidden_below:
        to_the_place(matter, ctx)
    wind_anew(matter, ctx, unit, "category")
    return Result(matter)


def looked_at(matter: Matter, actor: Actor) -> Any:
    """Why there is nothing to look at first."""
    if held(matter):
        return elsewhere(matter, actor)
    return Refusal(_("It is not held: its words sound like no complaint."),
                   cure=_("Put it into its category, or hand it over."))  # fmt: skip


@act("matters.release", on=Matter, roles=DISPATCHERS, relations=("owner_unit",), never=HIDDEN,
     states=("submitted", "accepted", "assigned", "handling", "reopened"),
     asks=looked_at)  # fmt: skip
def release(matter: Matter, given: Given, ctx: Ctx) -> Result:
    """Looked at: no complaint, nothing confidential; it goes the way of the others (R27).

    What the reporter said of whom it is about stays hidden (decision 0010).
    """
    hidden = hidden_from(category(matter.category).data, matter.concerned)
    matter.hidden_below = max(answered(matter), hidden)
    matter.marks = [m for m in matter.marks if m != LOOK]
    to_the_place(matter, ctx)
    name = matter.owner.name if matter.owner is not None else ""
    return Result(matter, words=_("It goes to %(name)s.") % {"name": name})


def to_the_place(matter: Matter, ctx: Ctx) -> None:
    """Down to who looks after the place, where it would have gone at once."""
    found = lowest_body(max(L_COMPOUND, matter.hidden_below), matter.path)
    if found is not None and found[0].pk != matter.owner_id:
        hand_over(matter, found[0], ctx, found[1])


@act("matters.relocate", on=Matter, roles=DISPATCHERS, relations=("owner_unit",), never=HIDDEN,
     states=("submitted", "accepted", "assigned", "handling", "reopened"), form=RelocateForm,
     asks=not_yours)  # fmt: skip
def relocate(matter: Matter, given: Given, ctx: Ctx) -> Result:
    """Put it to the place where it belongs, inside what is one's own; who has it stays."""
    ctx.note(was=matter.place.label, now=given.place.label)
    if not matter.where:
        matter.where = given.where or ""
    leaf = category(matter.category)
    matter.title = retitled(matter, leaf.zh if leaf else "", given.place.label)
    matter.place, matter.path = given.place, given.place.path
    matter.offered_to = None  # who was asked may govern nothing there
    matter.marks = [m for m in matter.marks if m != "place"]
    return Result(matter, words=_("Put to %(place)s.") % {"place": given.place.label})


@act("matters.hear", on=Matter, roles=DESK, relations=("owner_unit",), never=HIDDEN, form=HeardForm,
     states=("submitted", "accepted", "assigned", "handling", "reopened"),
     asks=only(lambda m: m.voice is not None and not m.heard,
               lazy("There is no voice note that waits to be written down."),
               lazy("Add what you know as an attempt.")))  # fmt: skip
def hear(matter: Matter, given: Given, ctx: Ctx) -> Result:
    """Type the one line that says what the voice note says; what was written stands.

    It is looked through like any text: what sounds like a complaint is held (decision 0010).
    """
    matter.text, matter.heard = given.words, True
    return written(matter, "")


def typed_by(matter: Matter, actor: Actor) -> Any:
    """Why somebody may not put the typed line right: only who typed it may, for a day."""
    if matter.voice is None or not matter.heard:
        return Refusal(_("No voice note was written down here."))
    day_ago = clock.now() - REHEAR
    heard = [s for s in history(matter) if s.act == "matters.hear" and s.at > day_ago]
    if actor.id is not None and any(seen.actor == actor.id for seen in heard):
        return not_yours(matter, actor)
    return Refusal(_("Only who typed it may put it right, within 24 hours."),
                   cure=_("Add what you know as an attempt."))  # fmt: skip


@act("matters.rehear", on=Matter, roles=DESK, relations=("owner_unit",), never=HIDDEN,
     form=HeardForm, asks=typed_by,
     states=("submitted", "accepted", "assigned", "handling", "reopened"))  # fmt: skip
def rehear(matter: Matter, given: Given, ctx: Ctx) -> Result:
    """A slip of the pen in the typed line; both versions stand in the trail."""
    was, matter.text = matter.text, given.words
    return written(matter, was)


def written(matter: Matter, was: str) -> Result:
    """After the typing: whoever may not see it any more goes on with the list."""
    hold(matter, was)
    if not held(matter):
        return Result(matter)
    return Result(matter, words=_("Written down; somebody further up looks at it first."),
                  goto="/desk/matters/")  # fmt: skip


def retitled(matter: Matter, leaf: str, place: str) -> str:
    """The title after the change: one that was made follows category and place, others stay."""
    was = category(matter.category)
    made = made_title(was.zh, matter.place.label) if was else ""
    return made_title(leaf, place) if leaf and matter.title == made else matter.title
