"""More time, fairly: asked for with a reason, given by somebody else, told to the reporter (B3).

An extension is at most once the original limit; a pause ends by itself on a day that is set when it
begins. Both stand from the moment they were asked for, so that a slow decision costs nobody time;
neither is given for an emergency, and nothing is given once the date has passed.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from doorstep.clocks.catalogues import REASONS
from doorstep.clocks.models import ClockEvent
from doorstep.clocks.queries import city_calendar, events, longest
from doorstep.clocks.queries import said as reason_words
from doorstep.clocks.rules import ASKED, EXTENSION, NOT_GIVEN, PAUSE, RESOLVE
from doorstep.frame import Actor, Ctx, Given, Refusal, Refused, Result, act
from doorstep.frame import history as trail
from doorstep.frame.catalogues import choices
from doorstep.kit import clock
from doorstep.kit.deadline import EXTENDED, PAUSED, extension_left
from doorstep.matters.acts.dates import entries_there, stages_of, stands, wind
from doorstep.matters.acts.fields import Words, said
from doorstep.matters.acts.handling import not_yours
from doorstep.matters.acts.posts import DESK, HIDDEN
from doorstep.matters.models import Matter
from doorstep.matters.queries import reach
from doorstep.matters.rules.dates import history
from doorstep.matters.rules.life import L_CITY, REQUEST
from doorstep.matters.rules.telling import ended
from doorstep.panes.forms import ActForm
from doorstep.people.models import Body
from doorstep.people.rules import CITY_CENTRE, COMMUNITY_SECRETARY, STREET_DISPATCHER
from doorstep.routing.queries import GOVERNING, lowest_body

#: Who decides on more time: above those who asked, never their own.
DECIDERS = (COMMUNITY_SECRETARY, STREET_DISPATCHER, CITY_CENTRE)
WORKING = ("accepted", "assigned", "handling", "reopened")


def no_more_time(matter: Matter, actor: Actor) -> Any:
    """Why nobody may ask for more time now."""
    if matter.intake != REQUEST or matter.due is None:
        return Refusal(_("It has no date."), cure=_("Only requests have one."))
    if matter.emergency:
        return Refusal(_("An emergency gets no more time."), cure=_("Call the duty post."))
    if matter.time_asked:
        return Refusal(_("More time has been asked for."), cure=_("Wait for the decision."))
    if clock.now() > matter.due:
        cure = _("Finish it and say why it took longer.")
        return Refusal(_("The date has passed: nothing extends it now."), clause="R12", cure=cure)
    return not_yours(matter, actor)


class MoreTimeForm(ActForm):
    """A longer limit or a stop of the clock, and why; the reporter reads the reason."""

    what = forms.ChoiceField(label=lazy("What you ask for"), widget=forms.RadioSelect,
                             choices=said("time", (EXTENSION, PAUSE)))  # fmt: skip
    value = forms.IntegerField(label=lazy("By how much"), min_value=1, required=False)
    reason = forms.ChoiceField(
        label=lazy("What the clock waits for"), required=False,
        help_text=lazy("For a stop of the clock."),
        choices=lambda: [("", str(_("(choose)"))), *choices(REASONS)],
    )  # fmt: skip
    until = forms.DateField(label=lazy("Until when"), required=False,
                            help_text=lazy("For a stop of the clock; it goes on by itself then."),
                            widget=forms.DateInput(attrs={"type": "date"}))  # fmt: skip
    words = Words(lazy("Why (the reporter reads this)"))

    def prepare(self) -> None:
        """How much is left, when the form is shown for one matter."""
        if self.is_bound or self.record is None:
            return
        stage = stages_of(self.record)[1]
        left = _left(self.record)
        words = _("For a longer limit: at most %(n)d %(unit)s more, twice the limit in all.")
        unit = dict(_units())[stage.unit]
        self.fields["value"].help_text = words % {"n": left, "unit": unit}

    def clean(self) -> dict[str, Any]:
        """Each of the two says how much."""
        given = super().clean() or {}
        if given.get("what") == EXTENSION and not given.get("value"):
            self.add_error("value", _("Say by how much."))
        if given.get("what") == PAUSE:
            self._pause(given)
        return given

    def _pause(self, given: dict[str, Any]) -> None:
        if not given.get("reason"):
            self.add_error("reason", _("Say what it waits for."))
        until, today = given.get("until"), clock.today()
        most = longest(given.get("reason") or "")
        if until is None:
            self.add_error("until", _("Say until which day; it goes on by itself then."))
        elif until <= today:
            self.add_error("until", _("Choose a day to come."))
        elif most and (until - today).days > most:
            words = _("For this reason the clock stands at most %(n)d days.")
            self.add_error("until", words % {"n": most})


def _units() -> list[tuple[str, str]]:
    return [("work_hour", _("working hours")), ("work_day", _("working days")),
            ("hour", _("hours")), ("day", _("days"))]  # fmt: skip


def _left(matter: Matter) -> int:
    """How much the limit may still grow, in its unit."""
    there = history(matter.begun_at, matter.contacted_at, None, events(entries_there(matter)))
    return extension_left(there, stages_of(matter)[1], city_calendar())


def note_entry(matter: Matter, ctx: Ctx, entry: str, **more: Any) -> ClockEvent:
    """Queue one entry of its clocks."""
    event = ClockEvent(of_kind=Matter.kind, of=matter.pk, entry=entry,
                       **{"at": ctx.now, "stage": RESOLVE, **more})  # fmt: skip
    ctx.add(event)
    matter.clock_entries += 1
    return event


@act("matters.ask_time", on=Matter, roles=DESK, relations=("owner_unit",), never=HIDDEN,
     states=WORKING, form=MoreTimeForm, asks=no_more_time)  # fmt: skip
def ask_time(matter: Matter, given: Given, ctx: Ctx) -> Result:
    """Ask for a longer limit or a stop of the clock; somebody above decides."""
    if refused := no_more_time(matter, ctx.actor):
        raise Refused([refused])
    if given.what == EXTENSION and given.value > (left := _left(matter)):
        words = _("Only %(n)d are left: the whole may be twice the limit.") % {"n": left}
        cure = _("Ask for less, or ask for a stop of the clock.")
        raise Refused([Refusal(words, field="value", clause="R12", cure=cure)])
    if given.what == PAUSE and stands(matter):
        raise Refused([Refusal(_("The clock stands already."), field="what")])
    note_entry(
        matter, ctx, ASKED, value=given.value or 0 if given.what == EXTENSION else 0,
        reason=given.reason or "" if given.what == PAUSE else "", words=given.words,
        until=clock.end_of(given.until) if given.what == PAUSE else None,
    )  # fmt: skip
    matter.time_asked = True
    ctx.note(words=given.words, what=given.what)
    return Result(matter, words=_("Asked; the date stands until it is decided."))


class GiveTimeForm(ActForm):
    """Yes or no, with words that the reporter reads."""

    give = forms.TypedChoiceField(
        label=lazy("Decision"), widget=forms.RadioSelect, coerce=lambda said: said == "yes",
        choices=said("given", ("yes", "no")),
    )  # fmt: skip
    words = Words(lazy("Why"), required=False, rows=2)

    def prepare(self) -> None:
        """What is asked for, in words, when the form is shown."""
        if not self.is_bound and self.record is not None and (found := asked_for(self.record)):
            self.fields["give"].help_text = request_words(self.record, found)

    def clean(self) -> dict[str, Any]:
        """A no says why."""
        given = super().clean() or {}
        if given.get("give") is False and not given.get("words") and not self.errors:
            self.add_error("words", _("Say why not."))
        return given


def asked_for(matter: Matter) -> ClockEvent | None:
    """The request for more time that waits for a decision."""
    if not matter.time_asked:  # a question may have stopped the clock since: it decides nothing
        return None
    return next((e for e in reversed(entries_there(matter)) if e.entry == ASKED), None)


def request_words(matter: Matter, asked: ClockEvent) -> str:
    """What is asked for, in words."""
    if asked.until is not None:
        told = _("The clock is to stand until %(d)s: %(r)s. %(w)s")
        day = clock.local(asked.until - timedelta(seconds=1))
        why = reason_words(asked.reason, get_language() or "zh")
        return told % {"d": f"{day:%Y-%m-%d}", "r": why, "w": asked.words}
    unit = dict(_units())[stages_of(matter)[1].unit]
    told = _("%(n)d %(unit)s more: %(w)s")
    return told % {"n": asked.value, "unit": unit, "w": asked.words}


def not_decided_by(matter: Matter, actor: Actor) -> Any:
    """Why somebody does not decide on more time: nobody asked, or it is their own."""
    if not matter.time_asked:
        return Refusal(_("Nobody asked for more time."))
    above = reach(actor, matter.path)
    if matter.owner_id in actor.bodies or above < matter.level or _is_own(matter, above):
        return _asked_themselves()
    return None


def _is_own(matter: Matter, level: int) -> bool:
    """Whether a post of that level decides for itself: who governs the place has it there. The
    city has nobody above; there somebody else than who asked decides."""
    owner = matter.owner
    governs = owner is not None and owner.kind_of_body in GOVERNING
    return governs and level <= matter.level < L_CITY


def _asked_themselves() -> Refusal:
    cure = _("The level above decides.")
    return Refusal(_("Who asked does not decide."), clause="R12", cure=cure)


def _decides(matter: Matter, actor: Actor) -> Body | None:
    """In whose name: the body that governs the place at the level of the one who decides."""
    found = lowest_body(max(reach(actor, matter.path), 1), matter.path)
    return found[0] if found else None


@act("matters.give_time", on=Matter, roles=DECIDERS, never=(*HIDDEN, "owner_unit"), states=WORKING,
     form=GiveTimeForm, asks=not_decided_by, button="primary")  # fmt: skip
def give_time(matter: Matter, given: Given, ctx: Ctx) -> Result:
    """Decide on more time; it counts from when it was asked for, and the reporter is told."""
    asked = asked_for(matter)
    if asked is None or (refused := not_decided_by(matter, ctx.actor)):
        raise Refused([refused if asked else Refusal(_("Nobody asked for more time."))])
    by_whom = [seen.actor for seen in trail(matter) if seen.act == "matters.ask_time"]
    if ctx.actor.id in by_whom[-1:]:
        raise Refused([_asked_themselves()])
    by = _decides(matter, ctx.actor)
    there, matter.time_asked = entries_there(matter), False
    if not given.give:
        note_entry(matter, ctx, NOT_GIVEN, words=given.words or "", approved_by=by)
        ctx.note(words=given.words or "", given=False)
        return Result(matter, words=_("Not given; the date stands."))
    why = f"{ended(asked.words)}{given.words}" if given.words else asked.words  # both are read
    if asked.until is not None:
        there.append(pause(matter, ctx, asked.reason, asked.until, why, by, asked.at))
    else:
        there.append(note_entry(matter, ctx, EXTENDED, at=asked.at, value=asked.value,
                                words=why[:500], approved_by=by))  # fmt: skip
    wind(matter, ctx.now, there)
    ctx.note(words=why, given=True)
    return Result(matter, words=_("Given; the reporter is told the new date."))


def pause(
    matter: Matter, ctx: Ctx, reason: str, ends: datetime, words: str, by: Body | None,
    begins: datetime | None = None,
) -> ClockEvent:  # fmt: skip
    """A stop of the clock with the day on which it goes on by itself."""
    matter.paused_until = max(ends, matter.paused_until or ends)  # of two the longer
    return note_entry(matter, ctx, PAUSED, at=begins or ctx.now, reason=reason, words=words,
                      until=ends, approved_by=by)  # fmt: skip
