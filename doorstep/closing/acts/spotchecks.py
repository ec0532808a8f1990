"""Call-backs (随机回访): drawn by a printed seed, asked by somebody who has not handled it."""

from __future__ import annotations

import secrets
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from doorstep.closing.acts.fields import Words, said
from doorstep.closing.models import ASK, Draw, SpotCheck
from doorstep.closing.queries import drawing_places, drawn_already, pool, salt_of
from doorstep.closing.rules import (
    ANSWER_DAYS,
    ANSWERS,
    LEAST,
    MONTHS,
    MOST,
    MOST_POOL,
    MOST_TRIES,
    NOT,
    UNREACHED,
    drawn,
    first_of,
    seed_of,
)
from doorstep.frame import SYSTEM, Ctx, Given, Refusal, Refused, Result, act, do
from doorstep.kit import clock
from doorstep.panes.forms import ActForm
from doorstep.people.rules import CITY_CENTRE, STREET_DISPATCHER
from doorstep.places.models import Place

#: Who draws, the street for its street.
DRAW = (STREET_DISPATCHER, CITY_CENTRE)


class DrawForm(ActForm):
    """From where, of which month, how many."""

    place = forms.ChoiceField(label=lazy("Place"))
    month = forms.ChoiceField(
        label=lazy("Ended in"),
        help_text=lazy("Each place and month is drawn once; nobody can draw until it pleases."),
    )
    size = forms.IntegerField(label=lazy("How many"), min_value=LEAST, max_value=MOST, initial=20)

    def prepare(self) -> None:
        """One's own city or streets, and the months that have ended."""
        places: Any = self.fields["place"]
        places.choices = self.places
        months: Any = self.fields["month"]
        months.choices = self.months

    def places(self) -> list[tuple[str, str]]:
        """The city and its streets, as far as they are the actor's: one statement."""
        own = self.actor.paths(frozenset(DRAW))
        return [(place.path, place.label) for place in drawing_places(own)]

    def months(self) -> list[tuple[str, str]]:
        """The last months, the newest first."""
        found = [first_of(clock.today(), back) for back in range(1, MONTHS + 1)]
        return [(m.isoformat(), _("%(month)d/%(year)d") % {"month": m.month, "year": m.year})
                for m in found]  # fmt: skip

    def clean_month(self) -> date:
        """The first day of the month."""
        return date.fromisoformat(self.cleaned_data["month"])


@act("closing.draw", creates=Draw, roles=DRAW, form=DrawForm, at="place")
def draw(given: Given, ctx: Ctx) -> Result:
    """Draw whom to call back; anybody can work the sample out again from what is printed."""
    month: date = given.month
    place = Place.objects.get(path=given.place)
    ctx.lock("closing.draw", place.path, month)
    if drawn_already(place.path, month) is not None:
        cure = _("Choose another month; the list of draws has the earlier one.")
        raise Refused([Refusal(_("This month was drawn already."), field="month", cure=cure)])
    found = pool(place.path, month)
    numbers = found.numbers(MOST_POOL)
    if not numbers:
        words = _("Nothing with a phone to call ended as solved or settled there in that month.")
        raise Refused([Refusal(words, field="month", cure=_("Choose another month or place."))])
    if len(numbers) > MOST_POOL:
        words = _("More than %(most)d matters ended there.") % {"most": MOST_POOL}
        raise Refused([Refusal(words, field="place", cure=_("Draw street by street."))])
    root = salt_of(month)
    seed = seed_of(place.label, month, root.root if root else secrets.token_hex(16))
    chosen = drawn(seed, numbers, given.size)
    made = Draw(
        place=place, path=place.path, month=month, size=len(chosen), seed=seed, at=ctx.now,
        pool_size=len(numbers), without_phone=found.without_phone,
        root_day=root.day if root else None, pool="\n".join(sorted(numbers)),
    )  # fmt: skip
    matters = {m.number: m for m in found.matters.filter(number__in=chosen).select_related("owner")}
    for turn, number in enumerate(chosen, start=1):
        matter = matters[number]
        check = SpotCheck(draw=made, matter=matter, path=matter.path, level=matter.level,
                          state="waiting", unit=matter.owner, turn=turn)  # fmt: skip
        check.phone = matter.reporter_phone.open()
        ctx.do("closing.take_sample", None, {"check": check, "path": check.path}, to_all=True)
    ctx.note(size=len(chosen), pool=len(numbers))
    words = _("%(n)d of %(all)d drawn.") % {"n": len(chosen), "all": len(numbers)}
    return Result(made, words=words)


@act("closing.take_sample", creates=SpotCheck, at="path", grants="what a draw has drawn",
     button="none")  # fmt: skip
def take_sample(given: Given, ctx: Ctx) -> Result:
    """One of the drawn waits for a call."""
    return Result(given.check)


@act("closing.forget", on=SpotCheck, grants="what was said on the phone dies after ninety days",
     button="none")  # fmt: skip
def forget(check: SpotCheck, given: Given, ctx: Ctx) -> Result:
    """Which reporter said what is kept no longer; the draw keeps how many said so (D3)."""
    draw = check.draw
    ctx.change(draw, told={**draw.told, check.answer: draw.told.get(check.answer, 0) + 1})
    check.answer = check.words = ""
    return Result(check)


def forget_answers(limit: int = 1000) -> int:
    """Let answers die whose ninety days are over; how many. Run by the worker each day."""
    over = clock.now() - timedelta(days=ANSWER_DAYS)
    old = SpotCheck.objects.filter(state="answered", called_at__lte=over).exclude(answer="")
    for check in (found := list(old.order_by("called_at")[:limit])):
        do(SYSTEM, "closing.forget", check, {}, channel="system")
    return len(found)


class AnswerForm(ActForm):
    """What the reporter said."""

    answer = forms.ChoiceField(label=lazy("The reporter says"), widget=forms.RadioSelect,
                               choices=said(SpotCheck.kind, "answer", ANSWERS))  # fmt: skip
    words = Words(lazy("In their words"), required=False)


@act("closing.record", on=SpotCheck, roles=ASK, never=("handler", "below"), form=AnswerForm,
     button="primary")  # fmt: skip
def record(check: SpotCheck, given: Given, ctx: Ctx) -> Result:
    """What the reporter said when called; "not solved" takes the matter up again."""
    check.answer, check.words, check.called_at = given.answer, given.words or "", ctx.now
    check.tries += 1
    if given.answer == UNREACHED and check.tries < MOST_TRIES:
        left = MOST_TRIES - check.tries
        return Result(check, to="waiting", words=_("Noted; call again, %(n)d times at most.")
                      % {"n": left})  # fmt: skip
    check.phone = None  # it was for the call
    if given.answer == NOT and check.matter.state in ("closed", "rated"):
        ctx.do("matters.take_up", check.matter, {}, to_all=True)
        return Result(check, to="answered", words=_("It is taken up again."))
    return Result(check, to="answered", words=_("Noted."))
