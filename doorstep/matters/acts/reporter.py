"""What the reporter adds later: more words, and the phone at which to be told."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.frame import Ctx, Given, Refusal, Refused, Result, act
from doorstep.matters.acts.fields import Words
from doorstep.matters.models import Matter
from doorstep.matters.rules.life import LIFE
from doorstep.panes.forms import ActForm


class MoreForm(ActForm):
    """What is to be added."""

    words = Words(gettext_lazy("What do you want to add"))


@act(
    "matters.add_words",
    on=Matter,
    relations=("reporter",),
    states=(*LIFE.open, "merged"),
    form=MoreForm,
    button="none",
)
def add_words(matter: Matter, given: Given, ctx: Ctx) -> Result:
    """More from the reporter; it stands in the history, what was said first is never changed."""
    ctx.note(words=given.words)
    return Result(matter, words=_("Added; whoever handles it reads it."))


@act("matters.leave_phone", on=Matter, relations=("reporter",), button="none")
def leave_phone(matter: Matter, given: Given, ctx: Ctx) -> Result:
    """Having shown by a code that a phone is theirs, the reporter is told of every step (R13)."""
    phone = ctx.actor.marks.get("phone_clear")
    if not phone:
        raise Refused(
            [
                Refusal(
                    _("Your phone is not confirmed yet."),
                    field="phone",
                    cure=_("Ask for a code first."),
                )
            ]
        )
    if matter.reporter_phone:
        raise Refused(
            [
                Refusal(
                    _("There is a phone for this already."),
                    field="phone",
                    cure=_("If it is no longer yours, say so in your words."),
                )
            ]
        )
    matter.reporter_phone = phone
    return Result(matter, words=_("From now on you are told by message."))
