"""The start page of the city, the page of a place, the phone, and what stands behind it all."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from doorstep.doors.look import new_op, show
from doorstep.doors.parameters import FILING, OPERATOR, PHONE
from doorstep.doors.portal import phone, reading
from doorstep.doors.portal.carers import carers
from doorstep.doors.portal.met import met_rows, passer
from doorstep.doors.portal.report import OPEN, frame, spot_or_404
from doorstep.frame.rights import visible_q
from doorstep.kit import clock
from doorstep.matters.models import Matter
from doorstep.matters.queries import link_lives, titled
from doorstep.panes.figures import Scope, ask
from doorstep.panes.pages import page
from doorstep.places.queries import parameters


@page("", door="portal", anyone="The start page leads to the page of one's own place.", budget=8)
def start(request: HttpRequest) -> HttpResponse:
    """Find the own compound, alley or village by name."""
    words = request.GET.get("q", "").strip()
    found = reading.found_places(words) if words else []
    if len(found) == 1 and request.GET.get("go") == "1":
        return HttpResponseRedirect(found[0].url)
    return show(
        request,
        "portal/start.html",
        {
            "place": _("Doorstep"),
            "emergency_order": reading.orders(reading.root(), clock.today(), below=True),
            "q": words,
            "found": found,
            "asked": bool(words),
            "phone": phone.shown(request),
        },
    )


@page("c", door="portal", tail="<slug:code>/", anyone=OPEN, budget=8)
def place(request: HttpRequest, code: str) -> HttpResponse:
    """The page of a place: who looks after it, report, what was reported and became of it."""
    spot = spot_or_404(request, code)
    today = clock.today()
    return show(
        request,
        "portal/place.html",
        {
            **frame(spot),
            "page_title": "",
            "carers": carers(spot, today),
            "past": reading.past(spot.place.path, today),
            "back": reading.BACK,
            "today": reading.day_words(today),
            "emergency_order": reading.orders(spot.place.path, today),
        },
    )


def next_of(request: HttpRequest) -> str:
    """Where to go afterwards: a page of ours only."""
    wanted = request.POST.get("next") or request.GET.get("next") or "/"
    return wanted if url_has_allowed_host_and_scheme(wanted, {request.get_host()}) else "/"


@page("phone", door="portal", anyone="Residents confirm their own phone once.", budget=40)
@never_cache
def phone_page(request: HttpRequest) -> HttpResponse:
    """Ask for the number, send a code, check it; then the session knows the phone."""
    told: list[Any] = []
    status = 200
    if request.method == "POST":
        told, status = phone.step(request)
        if not told and phone.confirmed(request) and "code" in request.POST:
            return HttpResponseRedirect(next_of(request))
        if not told and "forget" in request.POST:
            return HttpResponseRedirect(next_of(request))
    again = "again" in request.GET
    return show(
        request,
        "portal/phone.html",
        {
            "place": _("Doorstep"),
            "place_url": "/",
            "page_title": _("Your phone"),
            "refusals": told,
            "page_lead": _(
                "Only to tell you how your matter goes on. Nobody else reads it on a page."
            ),
            "pending": "" if again else phone.pending(request),
            "phone": phone.shown(request),
            "next": next_of(request),
            "entered": request.POST.get("phone", ""),
        },
        status=status,
    )


#: A resident's own list: what was reported with the phone of this session.
MINE = reading.Open(relations=("reporter",))


@page(
    "mine",
    door="portal",
    anyone="One's own matters; the list is empty without a confirmed phone.",
    budget=6,
)
@never_cache
def mine(request: HttpRequest) -> HttpResponse:
    """What was reported with this phone (or account), newest first."""
    actor = phone.reporter(request)
    found = Matter.objects.filter(
        visible_q(actor, MINE, Matter.kind), withdrawn_at=None, parent=None
    ).select_related("place", "merged_into")
    from doorstep.doors.portal.follow import state_of

    rows = [
        {
            "url": f"/m/{m.token}/" if link_lives(m) else "",  # decision 0011: no link that is dead
            "title": titled(m),
            "words": m.text[:60],
            "note": m.number,
            "state": state_of(m),
        }
        for m in found.order_by("-begun_at")[:50]
    ]
    alive = [row for row in rows if row["url"]]
    return show(
        request,
        "portal/mine.html",
        {
            "place": _("Doorstep"),
            "place_url": "/",
            "page_title": _("What I reported"),
            "groups": [{"title": phone.shown(request) or _("With this account"), "rows": alive}]
            if alive
            else [],
            "ended": [row for row in rows if not row["url"]],
            "met": met_rows(passer(request)),
            "phone": phone.shown(request),
        },
    )


def left_out(today: date) -> dict[str, Any]:
    """How many matters of this year are left out of the statistics, by clause (B6: published)."""
    told = ask("excluded_by_clause", Scope(()), today)
    clauses = [(row["dims"]["words"], row["value"]) for row in told if row["value"]]
    return {"n": sum(n for _w, n in clauses), "clauses": clauses, "year": today.year}


@page(
    "about",
    door="portal",
    anyone="What this is, who runs it, and where to complain about it (R22).",
    budget=6,
)
def about(request: HttpRequest) -> HttpResponse:
    """Who runs this, its filing number, and how to complain about the app itself."""
    known = parameters([FILING, OPERATOR, PHONE], clock.today())
    return show(
        request,
        "portal/about.html",
        {
            "place": _("Doorstep"),
            "place_url": "/",
            "page_title": _("About"),
            "filing": known[FILING],
            "operator": known[OPERATOR],
            "left_out": left_out(clock.today()),
            "contact": {"label": _("Office in charge"), "number": known[PHONE]}
            if known[PHONE]
            else None,
            "op_id": new_op(),
        },
    )
