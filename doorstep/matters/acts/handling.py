"""What is done with a matter at the desk: take, hand over, try, settle, answer, decline."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from doorstep.frame import Actor, Ctx, Given, Refusal, Refused, Result, act
from doorstep.matters.acts.complaints import held
from doorstep.matters.acts.dates import remind
from doorstep.matters.acts.forms import (
    DeclineForm,
    DoneForm,
    OwnerForm,
    ResolveForm,
    TriedForm,
)
from doorstep.matters.acts.intake import attach
from doorstep.matters.acts.posts import DESK, DISPATCHERS, HIDDEN, returns_only
from doorstep.matters.models import Attempt, Matter
from doorstep.matters.queries import gave_back, open_children, reach
from doorstep.matters.queries.ladder import pushed_down
from doorstep.matters.rules.life import (
    CANNOT,
    L_CITY,
    L_COMPOUND,
    MOST_RETURNS,
    NOT_OURS,
    QUESTION,
    REPORT,
    SUGGESTION,
)
from doorstep.panes import files
from doorstep.routing.queries import GOVERNING, propose

RULE_IT = lazy("Rule on it in writing, or keep it and settle it.")


def not_yours(matter: Matter, actor: Actor) -> Any:
    """Why a matter waits: for a look at its words, or for somebody else who has it."""
    if held(matter):
        cure = _("Look at it first: say that it is no complaint, or what it is about.")
        return Refusal(_("Its words sound like a complaint."), clause="D5", cure=cure)
    return elsewhere(matter, actor)


def elsewhere(matter: Matter, actor: Actor) -> Any:
    """Why a matter waits for somebody else: a higher level or another unit has it."""
    if matter.owner_id in actor.bodies or reach(actor, matter.path) >= matter.level:
        return None
    return Refusal(_("It is with a higher level now."), cure=_("You may add a note or ask them."))


def only(fits: Callable[[Matter], bool], words: Any, cure: Any) -> Callable[[Matter, Actor], Any]:
    """`asks` of an act that fits some matters only: said on the page instead of refusing later."""

    def asks(matter: Matter, actor: Actor) -> Any:
        return not_yours(matter, actor) if fits(matter) else Refusal(words, cure=cure)

    return asks


def unheard(matter: Matter, actor: Actor) -> Any:
    """A voice note is a whole report; whoever takes it on types the line that says what it says."""
    if matter.voice is None or matter.heard or matter.emergency:
        return not_yours(matter, actor)
    words, cure = _("Nobody has written down the voice note yet."), _("Listen, and type one line.")
    return Refusal(words, cure=cure)


@act("matters.accept", on=Matter, roles=DESK, relations=("owner_unit",), never=HIDDEN, asks=unheard)
def accept(matter: Matter, given: Given, ctx: Ctx) -> Result:
    """Take it on; the reporter hears that somebody has it."""
    seen_to(matter)
    told(matter, ctx)
    return Result(matter, words=_("Taken on."))


def not_theirs(matter: Matter, actor: Actor) -> Any:
    """Why it is not handed on: a unit that has it gives it back, or somebody else has it."""
    if returns_only(matter, actor):
        words, cure = _("A unit gives it back; it does not hand it on."), _("Give it back.")
        return Refusal(words, clause="B3", cure=cure)
    return not_yours(matter, actor)


@act("matters.dispatch", on=Matter, roles=DISPATCHERS, never=HIDDEN,
     form=OwnerForm, asks=not_theirs, button="primary", asks_base=True)  # fmt: skip
def dispatch(matter: Matter, given: Given, ctx: Ctx) -> Result:
    """Hand it to its owner (分流); the clock goes on, it never restarts (R12)."""
    body, clause = given.owner, ""
    if body is None:
        found = propose(matter.category, matter.path, [matter.place.place_kind])
        if found is None or found.body.pk == matter.owner_id:
            words, cure = _("The rules name nobody else for this."), _("Say who handles it.")
            raise Refused([Refusal(words, field="owner", cure=cure)])
        body, clause = found.body, found.clause
    if pushed_down(matter, body):
        cure = _("Ask them to take it on (offer it to a lower level), or settle it here.")
        words = _("They sent it up, or work has begun on it here: it goes down if they accept it.")
        raise Refused([Refusal(words, field="owner", clause="B5", cure=cure)])
    if matter.returned and matter.ruled_at is None and body.kind_of_body not in GOVERNING:
        if gave_back(matter, body):
            words = _("%(name)s has given it back.") % {"name": body.name}
            raise Refused([Refusal(words, field="owner", clause="R12", cure=RULE_IT)])
        if matter.returned >= MOST_RETURNS:
            words = _("It was given back twice: whose it is has to be ruled.")
            raise Refused([Refusal(words, field="owner", clause="R12", cure=RULE_IT)])
    seen_to(matter)
    hand_over(matter, body, ctx)
    ctx.note(owner=body.name, words=given.words or "", clause=clause)
    return Result(matter, words=_("Handed to %(name)s.") % {"name": body.name})


@act(
    "matters.start",
    on=Matter,
    roles=DESK,
    relations=("owner_unit",),
    never=HIDDEN,
    asks=not_yours,
    button="primary",
)
def start(matter: Matter, given: Given, ctx: Ctx) -> Result:
    """Begin to work on it."""
    told(matter, ctx)
    return Result(matter)


@act("matters.attempt", on=Matter, roles=DESK, relations=("owner_unit", "bringer"), never=HIDDEN,
     states=("submitted", "accepted", "assigned", "handling", "reopened"), form=TriedForm,
     asks=not_yours)  # fmt: skip
def attempt(matter: Matter, given: Given, ctx: Ctx) -> Result:
    """Record what was tried; going up a level needs it (B5)."""
    matter.attempts += 1
    ctx.add(Attempt(matter=matter, level=matter.level, words=given.words, at=ctx.now))
    ctx.note(words=given.words)
    return Result(matter)


@act("matters.settle", on=Matter, roles=DESK, relations=("bringer",), never=HIDDEN,
     form=DoneForm, asks=not_yours, offline=True)  # fmt: skip
def settle(matter: Matter, given: Given, ctx: Ctx) -> Result:
    """Settled on the spot (就地化解): by who is at the place; a unit that has it finishes it."""
    end_work(matter, "solved", given.words, ctx)
    ctx.note(words=given.words)
    return Result(
        matter, to=after_work(matter, ctx), words=_("Noted as settled; the reporter is asked.")
    )


@act("matters.resolve", on=Matter, roles=DESK, relations=("owner_unit",), never=HIDDEN,
     form=ResolveForm, asks=not_yours, button="primary")  # fmt: skip
def resolve(matter: Matter, given: Given, ctx: Ctx) -> Result:
    """Finish it; the reporter's word decides whether it is solved (R14)."""
    if open_children(matter).exists():
        raise Refused(
            [Refusal(_("Parts of it are still open."), cure=_("Finish or drop the parts first."))]
        )
    end_work(matter, given.outcome, given.words, ctx)
    ctx.note(outcome=given.outcome, words=given.words, where_to=given.where_to or "")
    attach(matter, given.photos or [], ctx, files.IMAGE)
    return Result(matter, to=after_work(matter, ctx))


@act("matters.contact", on=Matter, roles=DESK, relations=("owner_unit",), never=HIDDEN,
     states=("submitted", "accepted", "assigned", "handling", "reopened", "split"), form=DoneForm,
     asks=not_yours)  # fmt: skip
def contact(matter: Matter, given: Given, ctx: Ctx) -> Result:
    """Tell the reporter how it stands, in plain words."""
    told(matter, ctx)
    ctx.note(words=given.words)
    return Result(matter, words=_("The reporter is told."))


@act(
    "matters.answer",
    on=Matter,
    roles=DESK,
    relations=("owner_unit",),
    never=HIDDEN,
    form=DoneForm,
    asks=only(
        lambda m: m.intake in (QUESTION, SUGGESTION),
        lazy("Only questions and suggestions are answered."),
        lazy("A request is settled or handed over."),
    ),
)
def answer(matter: Matter, given: Given, ctx: Ctx) -> Result:
    """Answer a question or reply to a suggestion; that ends it."""
    matter.result = given.words
    ended(matter, ctx)
    ctx.note(words=given.words)
    return Result(matter)


@act(
    "matters.note_down",
    on=Matter,
    roles=DESK,
    relations=("owner_unit",),
    never=HIDDEN,
    asks=only(
        lambda m: m.intake == REPORT,
        lazy("Only reports of a situation are just noted."),
        lazy("Change the kind first, with a reason."),
    ),
)
def note_down(matter: Matter, given: Given, ctx: Ctx) -> Result:
    """Take note of a report of a situation (情况反映)."""
    ended(matter, ctx)
    return Result(matter)


@act(
    "matters.decline",
    on=Matter,
    roles=DESK,
    relations=("owner_unit",),
    never=HIDDEN,
    form=DeclineForm,
    asks=not_yours,
)
def decline(matter: Matter, given: Given, ctx: Ctx) -> Result:
    """Not taken on; never silently: why, and where to go instead (B3, R13)."""
    matter.result = f"{given.words}\n{given.where_to}"
    ended(matter, ctx)
    ctx.note(words=given.words, where_to=given.where_to)
    return Result(matter)


def seen_to(matter: Matter) -> None:
    """Somebody has looked at it: what the system proposed stands, or was put right.

    Of a voice note that nobody has written down yet, nobody knows what it is about.
    """
    if matter.heard or matter.emergency:
        matter.marks = [m for m in matter.marks if m not in ("category", "urgent")]


def told(matter: Matter, ctx: Ctx) -> None:
    """The reporter has heard from us: the first time counts (response rate, B6)."""
    if matter.contacted_at is None:
        matter.contacted_at = ctx.now
        remind(matter, ctx.now)


def hand_over(matter: Matter, body: Any, ctx: Ctx, level: int | None = None) -> None:
    """Give it to a body; its level is the body's, or the grid's where there is no compound.

    Confidential matters and complaints stay at the level that may see them (dignity D5).
    """
    if body.pk == matter.concerned_id or (body.level < matter.hidden_below <= L_CITY):
        words = _("It must not go to those it is about or to a lower level.")
        cure = _("Choose a body of a higher level.")
        raise Refused([Refusal(words, field="owner", clause="D5", cure=cure)])
    matter.owner = body
    matter.owner_person = matter.offered_to = None
    matter.level = max(body.level if level is None else level, L_COMPOUND)
    matter.top_level = max(matter.top_level, matter.level)
    told(matter, ctx)
    remind(matter, ctx.now)  # other steps speak of another level


def end_work(matter: Matter, outcome: str, words: str, ctx: Ctx) -> None:
    """The work is done; whether it is solved is for the reporter to say."""
    matter.outcome, matter.result, matter.offered_to = outcome, words, None
    matter.resolved_at, matter.ended_level = ctx.now, matter.level
    told(matter, ctx)
    matter.remind_at = None


def after_work(matter: Matter, ctx: Ctx) -> str:
    """The state after the work: the reporter is asked, but not about parts (the whole is asked of)
    and about what could not be done (they are told why and where to go)."""
    if matter.parent_id or matter.outcome in (NOT_OURS, CANNOT):
        matter.ended_at = ctx.now
        return "closed"
    return "resolved"


def ended(matter: Matter, ctx: Ctx) -> None:
    """It asks for no more work."""
    matter.offered_to = None
    matter.ended_at, matter.ended_level = ctx.now, matter.level
    told(matter, ctx)
    matter.remind_at = None
