"""The clocks of a matter on its page: every date with its reason, and who is reminded next."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from doorstep.casework.acts.time import asked_for, request_words
from doorstep.clocks.queries import step_words
from doorstep.clocks.rules import FIRST_CONTACT
from doorstep.frame import Actor
from doorstep.frame.terms import label
from doorstep.kit import clock
from doorstep.kit.deadline import Due
from doorstep.matters.acts.dates import clocks_of, next_step, stands
from doorstep.matters.models import Matter
from doorstep.matters.queries import in_work
from doorstep.matters.rules.life import REQUEST
from doorstep.panes import panel
from doorstep.panes.columns import due as due_cell
from doorstep.panes.columns import when
from doorstep.people.rules import VOLUNTEERS


@panel(on="matters.matter", title="matters.clocks")
def clocks(matter: Matter, actor: Actor) -> SafeString | tuple[()]:
    """Its clocks while they run: what the head of the page does not say already.

    Nothing for a matter that has ended, and for volunteers, whom no date presses (R18).
    """
    office_only = actor.offices and not actor.roles - set(VOLUNTEERS)
    if matter.intake != REQUEST or not in_work(matter) or office_only or not actor.offices:
        return ()
    dues = clocks_of(matter).clocks
    shown = [_line(due) for due in dues if due.ended is None or due.stage.code != FIRST_CONTACT]
    asked = asked_for(matter) if matter.time_asked else None
    context = {
        "clocks": shown,
        "standing": _standing(matter),
        "asked": request_words(matter, asked) if asked else "",
        "next": _next(matter, dues),
    }
    return SafeString(render_to_string("casework/clocks.html", context))


def _line(due: Due) -> dict[str, Any]:
    tongue = "en" if (get_language() or "").startswith("en") else "zh"
    cell = due_cell(due.at, ended=due.ended is not None)
    if due.ended is not None:
        cell["value"] = _("done: %(when)s") % {"when": when(due.ended)["value"]}
    return {
        "title": label(Matter.kind, f"stage.{due.stage.code}"),
        "due": {
            "words": cell["value"], "tone": cell["tone"], "iso": cell["iso"],
            "exact": cell["exact"], "why": due.why_text(tongue),
        },
    }  # fmt: skip


def _standing(matter: Matter) -> str:
    if not stands(matter) or matter.paused_until is None:
        return ""
    return _("It stands; it goes on %(when)s at the latest.") % {
        "when": when(matter.paused_until)["value"]
    }


def _next(matter: Matter, dues: tuple[Due, ...]) -> dict[str, str] | None:
    """The next reminder before it is sent: nobody is surprised by one."""
    if matter.remind_at is None:
        return None
    now = clock.now()
    step = next_step(matter, max(now, matter.reminded_at or now), dues)
    return {"when": when(step.at)["value"], "words": step_words(step.code)} if step else None
