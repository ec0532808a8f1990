"""One matter for a unit without account, by its link: take it on, ask, give back once, finish."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from doorstep.doors.desk.acts import form_of, named
from doorstep.doors.look import new_op, op_of, show, stays
from doorstep.doors.portal.follow import due_of, state_of
from doorstep.doors.story import act_label, why_not, with_cure
from doorstep.exchange.models import UnitLink
from doorstep.exchange.queries import dead, link_of, unit_actor
from doorstep.frame import ActError, do, may
from doorstep.frame.acts import ACTS
from doorstep.frame.errors import Invalid
from doorstep.matters.models import Matter
from doorstep.matters.queries import told_category
from doorstep.matters.rules.telling import phones_hidden
from doorstep.panes.files import beforehand
from doorstep.panes.pages import page

BY_LINK = "A unit without account works on the one matter its link names; the link is signed."
#: What a unit does, in the order of the work.
WORDS = ("accept", "start", "contact", "question", "resolve", "give_back")


def link_or_404(token: str) -> UnitLink:
    """The link of an address."""
    link = link_of(token)
    if link is None:
        raise Http404
    return link


def gone(request: HttpRequest, link: UnitLink, why: str) -> HttpResponse:
    """What a link says that opens nothing any more: why, and nothing of the matter."""
    context = {"page_title": _("This link is closed"), "place": link.unit.name, "why": why}
    return show(request, "portal/unit_gone.html", context, status=410)


@page("u", door="portal", tail="<str:token>/", anyone=BY_LINK, budget=10)
@never_cache
def unit(request: HttpRequest, token: str) -> HttpResponse:
    """The matter as the unit needs it: what, where, until when; nobody's name or phone."""
    link = link_or_404(token)
    if why := dead(link):
        return gone(request, link, why)
    matter, actor = link.matter, unit_actor(link)
    offered = []
    for word in WORDS:
        act = ACTS[f"matters.{word}"]
        starts = act.starts()
        if may(actor, act, matter) is None or (starts and matter.state not in starts):
            continue
        if not why_not(act, actor, matter):
            offered.append({"word": word, "label": act_label(act), "asks": act.form is not None})
    return show(request, "portal/unit.html", {
        "page_title": told_category(matter, matter.category) or _("A matter"),
        "place": link.unit.name, "matter": matter, "token": token,
        "words": phones_hidden(matter.text), "state": state_of(matter), "due": due_of(matter),
        "offered": offered, "op_id": new_op(), "where": phones_hidden(matter.where),
    })  # fmt: skip


@page("u", door="portal", tail="<str:token>/<slug:word>/", anyone=BY_LINK, budget=40)
@never_cache
def unit_does(request: HttpRequest, token: str, word: str) -> HttpResponse:
    """The form of one act, shown or done; a repeated POST changes nothing."""
    link = link_or_404(token)
    if why := dead(link):
        return gone(request, link, why)
    if word not in WORDS:
        raise Http404
    act, matter, actor = ACTS[f"matters.{word}"], link.matter, unit_actor(link)
    if request.method != "POST":
        return asked(request, link, token, word, form_of(act, actor, matter))
    try:
        done = do(actor, act.name, matter, request.POST, op_id=op_of(request), channel="link",
                  version=_version(request), files=beforehand(request.FILES))  # fmt: skip
    except ActError as error:
        return stays(asked(request, link, token, word, _again(request, error, word, matter, actor),
                           error.status), error)  # fmt: skip
    if done.words:
        messages.success(request, str(done.words))
    return HttpResponseRedirect(f"/u/{token}/")


def _version(request: HttpRequest) -> int:
    given = request.POST.get("version", "")
    return int(given) if given.isdecimal() else 0


def _again(
    request: HttpRequest, error: ActError, word: str, matter: Matter, actor: Any
) -> forms.Form:
    """The form as it was filled in, with what is wrong."""
    act = ACTS[f"matters.{word}"]
    if isinstance(error, Invalid) and error.form is not None:
        return named(error.form, act)
    form = form_of(act, actor, matter, request.POST, request.FILES)
    form.is_valid()
    for refusal in error.refusals:
        said = with_cure(refusal)
        form.add_error(refusal.field if refusal.field in form.fields else None, said)
    return form


def asked(
    request: HttpRequest, link: UnitLink, token: str, word: str, form: forms.Form, status: int = 200
) -> HttpResponse:
    """The page of a form."""
    act = ACTS[f"matters.{word}"]
    return show(request, "portal/unit_form.html", {
        "page_title": act_label(act), "place": link.unit.name, "form": form,
        "lead": link.matter.number, "submit_label": act_label(act),
        "hidden": [("op_id", op_of(request) if request.method == "POST" else new_op()),
                   ("version", link.matter.version)],
        "cancel_url": f"/u/{token}/", "action_url": request.path,
    }, status=status)  # fmt: skip
