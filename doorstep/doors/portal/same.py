"""The page of what is open at a place, to say of each: I met it too; and taking that back."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from doorstep.doors.look import show
from doorstep.doors.portal import phone, rate
from doorstep.doors.portal.met import joined, line, mine_of, passer
from doorstep.doors.portal.report import frame, spot_or_404
from doorstep.doors.portal.views import next_of
from doorstep.doors.story import with_cure
from doorstep.frame import NOBODY, ActError, do
from doorstep.matters.models import Matter
from doorstep.panes.pages import page
from doorstep.together.queries import going_on, open_to

ANYONE = "Residents say without an account that they met the same (R19); limited by phone and rate."
#: Lines on the page of a place.
MOST = 30


@page("c", door="portal", tail="<slug:code>/same/", anyone=ANYONE, budget=10)
@never_cache
def same(request: HttpRequest, code: str) -> HttpResponse:
    """What is open here and anybody may read, each with the button to say: I met it too."""
    spot, actor = spot_or_404(request, code), passer(request)
    path = spot.place.path
    there = Matter.objects.filter(going_on(path), open_to(NOBODY))
    found = list(there.order_by("-begun_on", "-id")[:MOST])
    supports = mine_of(actor, found)
    return show(
        request,
        "portal/same.html",
        {
            **frame(spot),
            "page_title": _("I met it too"),
            "page_lead": _("One tap, no second report. Only how many met it is shown, never who."),
            "lines": [line(m, f"/c/{code}/", supports) for m in found],
            "phone": phone.shown(request),
            "here": request.get_full_path(),
        },
    )


@page("c", door="portal", tail="<slug:code>/same/<uuid:ident>/", anyone=ANYONE, budget=40)
@never_cache
def join(request: HttpRequest, code: str, ident: uuid.UUID) -> HttpResponse:
    """One tap: I met it too."""
    spot = spot_or_404(request, code)
    back = f"/c/{spot.code}/same/{spot.tail}"
    if request.method != "POST":
        return HttpResponseRedirect(back)
    actor = passer(request, begin=True)
    known = "phone" in actor.marks
    if not known and rate.too_many(request, "met"):
        messages.error(
            request, _("Many taps came from this connection. Please confirm your phone first.")
        )
        return HttpResponseRedirect(f"/phone/?next={back}")
    if joined(request, actor, ident, "portal") and not known:
        rate.count(request, "met")
    return HttpResponseRedirect(back)


#: What may be done with one's own tap.
OWN = {"back": "matters.unsupport", "tell": "matters.tell_me"}


@page("mine", door="portal", tail="met/<uuid:ident>/<slug:word>/", anyone=ANYONE, budget=40)
@never_cache
@require_POST
def own(request: HttpRequest, ident: uuid.UUID, word: str) -> HttpResponse:
    """Take one's tap back, or be told by message how it goes on."""
    actor, name = passer(request), OWN.get(word)
    if word == "tell" and "phone" not in actor.marks:
        return HttpResponseRedirect(f"/phone/?next={next_of(request)}")
    try:
        if name is not None:
            messages.success(request, do(actor, name, ident, {}, channel="portal").words)
    except ActError as error:
        for refusal in error.refusals:
            messages.error(request, with_cure(refusal))
    return HttpResponseRedirect(next_of(request))
