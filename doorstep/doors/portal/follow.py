"""Following a matter by its link: how it stands, why that date, what happened, the last word."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from doorstep.casework.acts.time import WORKING
from doorstep.closing.acts.exclusions import objects_until
from doorstep.closing.follows import clause_words
from doorstep.closing.queries import exclusion_of
from doorstep.closing.rules import EXCLUDED, REFUSED
from doorstep.doors.look import new_op, op_of, show
from doorstep.doors.portal import phone, reading
from doorstep.doors.story import with_cure
from doorstep.frame import ActError, do, history, may
from doorstep.frame.terms import label
from doorstep.kit import clock
from doorstep.kit.deadline import PAUSED
from doorstep.matters.acts.dates import entries_there, stands
from doorstep.matters.models import Matter, Rating
from doorstep.matters.queries import as_told, by_token, in_work, last_of, told_category
from doorstep.matters.rules.life import GRADES, LIFE, OBJECTION_DAYS
from doorstep.matters.rules.telling import reporter_words, without_names
from doorstep.panes.columns import due as due_cell
from doorstep.panes.columns import when
from doorstep.panes.pages import page
from doorstep.routing.queries import call_first

#: The page is for whoever holds the link: the reporter.
REPORTER = reading.Open(relations=("reporter",))
BY_LINK = "Whoever holds the link of a matter is its reporter; the token is 144 random bits."
#: What may be posted here, and the act it is.
ACTS = {
    "verify": "matters.verify",
    "rate": "matters.rate",
    "reopen": "matters.reopen",
    "part": "matters.part",
    "add": "matters.add_words",
    "phone": "matters.leave_phone",
    "reply": "matters.reply",
    "object": "closing.object",
}


def matter_or_404(request: HttpRequest, token: str) -> tuple[Matter, Any]:
    """The matter of a link, and its reporter."""
    actor = phone.reporter(request, token)
    matter = by_token(token)
    if matter is None or may(actor, REPORTER, matter) is None:
        raise Http404
    return matter, actor


@page("m", door="portal", tail="<str:token>/", anyone=BY_LINK, budget=8)
@never_cache
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """The page of one matter for its reporter."""
    matter, _actor = matter_or_404(request, token)
    goes_on, gone = last_of(matter), matter.withdrawn_at is not None
    open_yet = goes_on.state in LIFE.open and not gone
    return show(
        request,
        "portal/follow.html",
        {
            "place": matter.place.label,
            "page_title": _("What you reported"),
            "matter": matter,
            "words": matter.text or (_("A voice note") if matter.voice else _("A photo")),
            "state": state_of(matter),
            "due": None if gone else due_of(goes_on),
            "steps": steps(matter),
            "goes_on": together(matter, goes_on),
            "emergency": call_first([matter.category])
            if matter.emergency and not matter.ended_at and not gone
            else None,
            "question": question_of(matter),
            "left_out": None if gone else left_out(matter),
            "new": request.GET.get("new") == "1",
            "link": request.build_absolute_uri(f"/m/{token}/"),
            "asks": matter.state == "resolved" and not gone,
            "verdicts": VERDICTS,
            "op_id": new_op(),
            "may_rate": not gone and (matter.state == "closed" or may_rate_joined(matter, goes_on)),
            "grades": [(g, label(Matter.kind, f"grade.{g}")) for g in GRADES],
            "may_object": may_object(matter, goes_on) and not gone,
            "may_add": open_yet,
            "more": "add" if open_yet else "part" if matter.state == "merged" else "reopen",
            "phone": phone.shown(request),
            "has_phone": bool(matter.reporter_phone) or gone,
            "result": matter.result if matter.resolved_at or matter.ended_at else "",
        },
    )


def left_out(matter: Matter) -> dict[str, Any] | None:
    """By which clause it is left out of the statistics, and until when one may object."""
    found = exclusion_of(matter)
    if found is None or found.decided_at is None or found.state == REFUSED:
        return None
    until = objects_until(found)
    return {
        "clause": clause_words(found),
        "state": label(found.kind, f"state.{found.state}"),
        "said": found.objection,
        "answer": found.review_words,
        "open": found.state == EXCLUDED and clock.today() <= until,
        "until": _("%(month)d/%(day)d") % {"month": until.month, "day": until.day},
    }


def question_of(matter: Matter) -> str:
    """What we wait to hear from the reporter, while the clock stands for it; else ""."""
    if matter.withdrawn_at is not None or not stands(matter) or matter.state not in WORKING:
        return ""
    waits = [e for e in entries_there(matter) if e.entry == PAUSED]
    return waits[-1].words if waits and waits[-1].reason == "reporter" else ""


#: verdict, icon, whether it stands first.
VERDICTS = (("solved", "check", True), ("settled", "hand", False), ("not", "undo", False))


def may_object(matter: Matter, goes_on: Matter) -> bool:
    """Within fifteen days of the end (B3); of what was joined to another of the other's end."""
    if matter.state not in ("closed", "rated", "merged"):
        return False
    over = goes_on.ended_at or goes_on.withdrawn_at
    return over is not None and clock.now() <= over + timedelta(days=OBJECTION_DAYS)


def may_rate_joined(matter: Matter, goes_on: Matter) -> bool:
    """Whether what was joined to another has ended with it and was not rated yet."""
    if matter.state != "merged" or goes_on.state not in ("closed", "rated"):
        return False
    return not Rating.objects.filter(matter=matter).exists()


def together(matter: Matter, goes_on: Matter) -> dict[str, Any] | None:
    """How that stands with which it goes on: the state, and of what is not hidden what was done,
    without persons and doors; never what the other's reporter said."""
    if matter.state != "merged":
        return None
    over = goes_on.state == "resolved" or goes_on.state in LIFE.ended
    shown = over and goes_on.hidden_below <= matter.hidden_below
    return {"state": state_of(goes_on), "result": without_names(goes_on.result) if shown else ""}


def state_of(matter: Matter) -> dict[str, str]:
    """The state in words and tone."""
    if matter.withdrawn_at is not None:
        return {"word": label(Matter.kind, "state.withdrawn"), "tone": "stop"}
    ended = matter.state in LIFE.ended
    tone = {"resolved": "soon", "reopened": "soon", "declined": "stop", "merged": "plain"}.get(
        matter.state, "done" if ended else "info"
    )
    return {"word": label(Matter.kind, f"state.{matter.state}"), "tone": tone}


def due_of(matter: Matter) -> dict[str, Any] | None:
    """The date with its reasons, while there is one."""
    if matter.due is None or not in_work(matter):
        return None
    cell = due_cell(matter.due)
    tongue = "en" if (get_language() or "").startswith("en") else "zh"
    return {
        "words": cell["value"],
        "tone": cell["tone"],
        "iso": cell["iso"],
        "exact": cell["exact"],
        "why": matter.due_why.get(tongue, ""),
    }


def steps(matter: Matter) -> list[dict[str, Any]]:
    """What happened, as the reporter was told it, oldest first: one statement."""
    told, entries = [], history(matter, beside=False)
    undone = {s.facts.get("entry") for s in entries if s.act == "matters.undo"}
    for seen, then in as_told(matter, [s for s in entries if str(s.entry.id) not in undone]):
        sorted_as = told_category(matter, seen.facts.get("now", ""))
        words = own_words(seen) or reporter_words(then, seen, sorted_as)
        if words:
            moment = when(seen.at)
            told.append(
                {
                    "words": here(matter, words),
                    "when": moment["value"],
                    "done": True,
                }
            )
    if told and matter.state not in LIFE.ended:
        told[-1] |= {"done": False, "now": True}
    return told


def here(matter: Matter, words: str) -> str:
    """A message as it reads on the page of the link: without number, without calling one there."""
    for head in (f"{matter.number}: ", f"{matter.number}："):
        words = words.removeprefix(head)
    for call in (
        _("Is it solved? Please tell us by the link."),
        _("If that is not right, tell us by the link."),
        _("Please answer by the link."),
    ):
        words = words.replace(call, "")
    return words.strip()


def own_words(seen: Any) -> str:
    """What the reporter did themselves."""
    word, said = seen.act.rsplit(".", 1)[-1], seen.facts.get("words", "")
    if word == "verify":
        verdict = label(Matter.kind, f"verdict.{seen.facts.get('verdict', '')}")
        return _("You said: %(verdict)s") % {"verdict": f"{verdict} {said}".strip()}
    if word == "check":
        return _("The grid member went to look at it.")
    if word == "reply":
        return _("You answered: %(words)s") % {"words": said}
    if word == "add_words":
        return _("You added: %(words)s") % {"words": said}
    return ""


@page("m", door="portal", tail="<str:token>/do/<slug:word>/", anyone=BY_LINK, budget=40)
@never_cache
def answer(request: HttpRequest, token: str, word: str) -> HttpResponse:
    """One tap: the reporter's word, a grade, more words, an objection."""
    matter, actor = matter_or_404(request, token)
    name = ACTS.get(word)
    if request.method != "POST" or name is None:
        return HttpResponseRedirect(f"/m/{token}/")
    data = {k: request.POST.get(k, "") for k in ("verdict", "grade", "words") if k in request.POST}
    about = exclusion_of(matter) if word == "object" else matter
    if about is None:
        raise Http404
    try:
        done = do(actor, name, about, data, op_id=op_of(request), channel="portal")
        if done.words:
            messages.success(request, done.words)
    except ActError as error:
        for refusal in error.refusals:
            messages.error(request, with_cure(refusal))
    return HttpResponseRedirect(f"/m/{token}/")
