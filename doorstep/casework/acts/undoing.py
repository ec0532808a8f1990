"""One's own last step is taken back within ten minutes, where nothing followed (decision 0025)."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from doorstep.frame import Actor, Ctx, Given, Refusal, Refused, Result, Seen, act, history
from doorstep.frame.terms import label
from doorstep.kit import clock
from doorstep.matters.acts.posts import DESK, HIDDEN
from doorstep.matters.models import Matter
from doorstep.panes.forms import ActForm

#: Steps that can be taken back: all that they wrote stands in their own entry.
UNDOES = frozenset({
    "matters.accept", "matters.dispatch", "matters.start", "matters.contact", "matters.resolve",
    "matters.settle", "matters.answer", "matters.note_down", "matters.decline", "matters.release",
})  # fmt: skip
WITHIN = timedelta(minutes=10)


class UndoForm(ActForm):
    """Which step."""

    entry = forms.UUIDField(widget=forms.HiddenInput)


def what_followed(seen: list[Seen]) -> str:
    """Verbs of the steps that came after, as the timeline calls them."""
    words = [label(str(s.act).split(".", 1)[0], str(s.act).rsplit(".", 1)[-1]) for s in seen]
    return _(", ").join(dict.fromkeys(words))


@act("matters.undo", on=Matter, roles=DESK, relations=("owner_unit",), never=HIDDEN,
     form=UndoForm, button="none")  # fmt: skip
def undo(matter: Matter, given: Given, ctx: Ctx) -> Result:
    """Put back what one's own last step changed; who was told of it is told that it does not hold.

    What is not the last step any more stays, and what followed is named.
    """
    seen = step(matter, given.entry, ctx.actor)
    fields = {f.attname: f for f in Matter._meta.concrete_fields}
    for name, value in seen.before.items():
        setattr(matter, name, None if value is None else fields[name].to_python(value))
    ctx.note(entry=str(seen.entry.id), step=label("matters", str(seen.act).rsplit(".", 1)[-1]))
    return Result(matter, to=matter.state, words=_("Taken back; it stands as before."))


def step(matter: Matter, ident: uuid.UUID, actor: Actor) -> Seen:
    """The step that may be taken back now.

    :raises Refused: another's, too long ago, not of a kind that can be, or something followed.
    """
    entries = history(matter)
    at = next((n for n, s in enumerate(entries) if s.entry.id == ident), None)
    seen = entries[at] if at is not None else None
    if seen is None or seen.beside or seen.act not in UNDOES or seen.erased:
        raise _no(_("This step cannot be taken back."), _("Do the opposite step instead."))
    if seen.actor is None or seen.actor != actor.id:
        raise _no(_("Somebody else did it."), _("Ask them to take it back."))
    if clock.now() > seen.at + WITHIN:
        raise _no(_("It is more than ten minutes ago."), _("Do the opposite step instead."))
    later = entries[(at or 0) + 1 :]
    if later:
        words = _("Since then: %(what)s.") % {"what": what_followed(later)}
        raise _no(words, _("Look at it by itself."))
    return seen


def _no(words: str, cure: Any) -> Refused:
    return Refused([Refusal(words, cure=cure)])


undo.undoes = UNDOES  # type: ignore[attr-defined]  # what the list of a bulk act asks
