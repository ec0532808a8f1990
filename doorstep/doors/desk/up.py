"""Up one level on one screen: the sentence of what was tried is the attempt and the reason (B5).

The lowest level tries first, and the trail keeps both acts; nobody need write the same twice.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.doors.desk.acts import done
from doorstep.doors.look import op_of
from doorstep.doors.story import INSTEAD, act_label, why_not
from doorstep.frame import ActError, Actor, do, may
from doorstep.frame.acts import ACTS
from doorstep.frame.outcomes import Outcome
from doorstep.frame.trail import history
from doorstep.kit.ids import derived
from doorstep.matters.acts.fields import Words
from doorstep.matters.acts.posts import DESK
from doorstep.matters.models import Matter
from doorstep.matters.rules.life import L_CITY
from doorstep.panes.forms import ActForm
from doorstep.panes.pages import actor_of, no_entry, page
from doorstep.panes.saved import new_op
from doorstep.panes.screens import SCREENS, one

TRY, UP = "matters.attempt", "matters.escalate"
#: Acts whose words say how far it has come; the reporter has read them.
PROGRESS = (TRY, "matters.contact")


class UpForm(ActForm):
    """One sentence."""

    words = Words(
        gettext_lazy("What was tried, and what the next level is to do (the reporter reads this)")
    )


def goes_up(matter: Any, actor: Actor) -> bool:
    """Whether nothing is missing for the next level but a word on what was tried. No statement."""
    if matter.attempts or matter.emergency or matter.level >= L_CITY:
        return False
    allowed = all(may(actor, ACTS[name], matter) is not None for name in (TRY, UP))
    starts = ACTS[UP].starts() or ()
    return allowed and matter.state in starts and not why_not(ACTS[TRY], actor, matter)


def send_up(
    actor: Actor,
    matter: Matter,
    words: str,
    *,
    op_id: uuid.UUID | None = None,
    version: int | None = None,
    channel: str = "desk",
) -> Outcome:
    """Write down the attempt where there is none yet, then send it up; the sentence serves both.

    A second tap finds both done: each act has an operation id made of the form's.

    :raises ActError: as the two acts do; an attempt that was written down stays.
    """
    data = {"words": words}
    if goes_up(matter, actor):
        first = derived(op_id, TRY, 1) if op_id else None
        tried = do(actor, TRY, matter, data, op_id=first, version=version, channel=channel)
        matter, version = tried.record, tried.record.version
    return do(actor, UP, matter, data, op_id=op_id, version=version, channel=channel)


def so_far(matter: Matter) -> str:
    """What was said last of how it goes, since it came to this level: one statement."""
    said = ""
    for entry in history(matter):
        if entry.act == UP:
            said = ""
        elif entry.act in PROGRESS and not entry.beside:
            said = entry.facts.get("words", "")
    return str(said)


INSTEAD[UP] = lambda matter, actor: (
    f"{SCREENS['matters'].url(matter)}up/" if goes_up(matter, actor) else ""
)


@page("matters", tail="<uuid:ident>/up/", roles=DESK, relations=("owner_unit", "bringer"),
      budget=60)  # fmt: skip
def up(request: HttpRequest, ident: uuid.UUID) -> HttpResponse:
    """One sentence and one button."""
    screen, actor = SCREENS["matters"], actor_of(request)
    matter = one(actor, screen, ident)
    if matter is None or may(actor, ACTS[UP], matter) is None:
        return no_entry(request, actor)
    if request.method == "POST":
        return sent(request, screen, actor, matter)
    if not goes_up(matter, actor):
        raise Http404
    form = UpForm(actor=actor, record=matter, initial={"words": so_far(matter)})
    return asked(request, screen, matter, form, new_op())


def sent(request: HttpRequest, screen: Any, actor: Actor, matter: Matter) -> HttpResponse:
    """Do it, or say on the form why not."""
    seen, op_id = request.POST.get("version", ""), op_of(request)
    try:
        outcome = send_up(
            actor,
            matter,
            request.POST.get("words", ""),
            op_id=op_id,
            version=int(seen) if seen.isdecimal() else 0,
        )
    except ActError as error:
        form = UpForm(request.POST, actor=actor, record=matter)
        if form.is_valid():
            for refusal in error.refusals:
                form.add_error(None, " ".join(str(w) for w in (refusal.words, refusal.cure) if w))
        matter = one(actor, screen, matter.pk) or matter
        return asked(request, screen, matter, form, op_id or new_op(), error.status)
    return done(request, screen, ACTS[UP], actor, outcome)


def asked(
    request: HttpRequest, screen: Any, matter: Matter, form: UpForm, op_id: Any, status: int = 200
) -> HttpResponse:
    """The page, or the form alone for the sheet."""
    context = {
        "page_title": act_label(ACTS[UP]),
        "title": act_label(ACTS[UP]),
        "lead": screen.label_of(matter),
        "form": form,
        "hidden": [("op_id", op_id), ("version", matter.version)],
        "submit_label": _("Send up"),
        "cancel_url": screen.url(matter),
        "action_url": request.path,
    }
    part = bool(getattr(request, "htmx", False)) and status == 200
    template = "desk/form_part.html" if part else "desk/form.html"
    return render(request, template, context, status=status)
