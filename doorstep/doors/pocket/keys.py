"""Elders' keys: a badge opens the volunteer's page on one phone, for 180 days, and nothing private.

The grid member gives it standing beside; the phone that opens the badge first within half an hour
is the one it belongs to. Its secret lies in a cookie of this path only (frontline.acts.keys).
"""

from __future__ import annotations

import functools
import secrets
import uuid
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from doorstep.doors.calls import in_village
from doorstep.doors.look import new_op, op_of, show
from doorstep.doors.pocket import homes, matters, report, same
from doorstep.doors.pocket.base import Hand, draw, hand_of
from doorstep.doors.portal.qr import code
from doorstep.doors.portal.reading import Open
from doorstep.frame import NOBODY, ActError, do, terms
from doorstep.frame.rights import visible_q
from doorstep.frontline.models import Steward, StewardKey
from doorstep.frontline.queries import actor_for_key, key_of
from doorstep.frontline.rules import ACTIVE, KEY_GIVERS
from doorstep.kit import clock
from doorstep.panes.pages import page
from doorstep.people.models import Person

COOKIE = "doorstep_key"
AGE = 180 * 24 * 60 * 60
BY_BADGE = (
    "A badge and the phone it was bound to, together; either alone opens nothing (frontline keys)."
)


def hand(request: HttpRequest, token: str) -> Hand | None:
    """The volunteer whose badge and phone these are."""
    device = request.COOKIES.get(COOKIE, "")
    actor = actor_for_key(token, device) if device else None
    if actor is None:
        return None
    terms.in_village.set(in_village(actor))  # for this request: web.Doorstep takes it back
    return Hand(actor, f"/k/{token}/", by_key=True)


def by_key(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page for a badge on its phone; on another phone the page that says so."""

    @functools.wraps(view)
    def checked(request: HttpRequest, token: str, **rest: Any) -> HttpResponse:
        held = hand(request, token)
        if held is None:
            return HttpResponseRedirect(f"/k/{token}/")
        response = view(request, held, **rest)
        response["Referrer-Policy"] = "same-origin"
        return response

    return checked


@page("k", door="portal", tail="<str:token>/", anyone=BY_BADGE, budget=40)
def home(request: HttpRequest, token: str) -> HttpResponse:
    """The volunteer's page; on the first phone a button binds it."""
    held = hand(request, token)
    if held is not None:
        return homes.volunteer_home(request, held)
    key = key_of(token)
    waits = key is not None and not key.device and clock.now() <= key.bind_by
    told: list[Any] = []
    if request.method == "POST" and key is not None:
        device = secrets.token_urlsafe(32)
        try:
            do(
                NOBODY,
                "frontline.key_bind",
                key,
                {"token": token, "device": device},
                op_id=op_of(request),
                channel="key",
            )
        except ActError as error:
            told = list(error.refusals)
        else:
            response = HttpResponseRedirect(f"/k/{token}/")
            response.set_cookie(
                COOKIE,
                device,
                max_age=AGE,
                path=f"/k/{token}/",
                httponly=True,
                samesite="Lax",
                secure=request.is_secure(),
            )
            return response
    return show(
        request,
        "pocket/bind.html",
        {
            "place": _("Doorstep"),
            "page_title": _("The badge of a volunteer"),
            "waits": waits,
            "refusals": told,
            "op_id": new_op(),
        },
        status=200 if waits else 404,
    )


@page("k", door="portal", tail="<str:token>/report/", anyone=BY_BADGE, budget=60)
@by_key
def key_report(request: HttpRequest, held: Hand) -> HttpResponse:
    """Passing something on."""
    return report.report_page(request, held)


@page("k", door="portal", tail="<str:token>/topics/", anyone=BY_BADGE, budget=14)
@require_POST
@by_key
def key_topics(request: HttpRequest, held: Hand) -> HttpResponse:
    """Proposed topics."""
    return report.topics_part(request, held)


@page("k", door="portal", tail="<str:token>/same/<uuid:ident>/", anyone=BY_BADGE, budget=60)
@require_POST
@by_key
def key_same(request: HttpRequest, held: Hand, ident: uuid.UUID) -> HttpResponse:
    """A neighbour met the same."""
    return same.same_part(request, held, ident)


@page("k", door="portal", tail="<str:token>/mine/", anyone=BY_BADGE, budget=10)
@by_key
def key_mine(request: HttpRequest, held: Hand) -> HttpResponse:
    """What became of mine."""
    return matters.mine_page(request, held)


@page("k", door="portal", tail="<str:token>/m/<uuid:ident>/", anyone=BY_BADGE, budget=14)
@by_key
def key_matter(request: HttpRequest, held: Hand, ident: uuid.UUID) -> HttpResponse:
    """One of mine."""
    return matters.matter_page(request, held, ident)


@page(
    "k",
    door="portal",
    tail="<str:token>/m/<uuid:ident>/do/<slug:word>/",
    anyone=BY_BADGE,
    budget=60,
)
@require_POST
@by_key
def key_act(request: HttpRequest, held: Hand, ident: uuid.UUID, word: str) -> HttpResponse:
    """The word on the result of one of mine."""
    return matters.do_act(request, held, ident, word)


# -- the grid member's side ------------------------------------------------------------------------
#: Who gives keys reads which are out.
GIVERS = Open(roles=frozenset(KEY_GIVERS))


@page("keys", door="pocket", roles=KEY_GIVERS, budget=60)
def keys(request: HttpRequest) -> HttpResponse:
    """Give a badge to a steward of one's own place, see which are out, revoke one."""
    held = hand_of(request)
    told: list[Any] = []
    badge = None
    if request.method == "POST":
        name = "frontline.key_revoke" if "key" in request.POST else "frontline.key_give"
        target = request.POST.get("key") or None
        try:
            done = do(
                held.actor,
                name,
                target,
                {"person": request.POST.get("person", "")} if target is None else {},
                op_id=op_of(request),
                channel="pocket",
            )
        except ActError as error:
            told = list(error.refusals)
        else:
            if target:
                return HttpResponseRedirect("/pocket/keys/")
            address = request.build_absolute_uri(f"{done.goto.rstrip('/')}/") if done.goto else ""
            badge = {"qr": code(address), "words": done.words, "url": address} if address else None
    out = StewardKey.objects.at(clock.today()).filter(
        visible_q(held.actor, GIVERS, StewardKey.kind), withdrawn_at=None
    )
    out_by = {k.person_id: k for k in out}
    stewards = Steward.objects.filter(
        visible_q(held.actor, GIVERS, Steward.kind), state=ACTIVE, withdrawn_at=None
    )
    people = Person.objects.filter(
        pk__in=[*stewards.values_list("person", flat=True)[:200]]
    ).order_by("name")
    return draw(
        request,
        held,
        "pocket/keys.html",
        "me",
        {
            "page_title": _("Badges of volunteers"),
            "badge": badge,
            "refusals": told,
            "back_url": "/pocket/me/",
            "rows": [{"person": p, "key": out_by.get(p.pk), "op_id": new_op()} for p in people],
        },
    )
