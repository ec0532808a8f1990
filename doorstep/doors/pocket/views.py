"""Search, the page about me, and what makes the pocket installable."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.translation import gettext as _

from doorstep.doors.look import show
from doorstep.doors.pocket.base import ROLES, draw, hand_of
from doorstep.doors.pocket.rows import room_of
from doorstep.doors.pocket.spots import url_of
from doorstep.doors.web import office_words
from doorstep.panes.pages import page
from doorstep.panes.screens import find_all
from doorstep.places.queries import find_rooms

#: Part of every address that the service worker may keep.
SHELL = (
    "panes/doorstep.css",
    "panes/icons.svg",
    "panes/mark.svg",
    "panes/js/doorstep.js",
    "panes/js/bell.js",
    "portal/report.js",
    "pocket/pocket.js",
    "panes/vendor/htmx-2.0.11.min.js",
)


@page("search", door="pocket", roles=ROLES, budget=40)
def search(request: HttpRequest) -> HttpResponse:
    """Rooms, persons, matters, organisations: one box, inside the own scope only (D4)."""
    hand = hand_of(request)
    q = request.GET.get("q", "").strip()[:40]
    groups = []
    if q:
        rooms = find_rooms(hand.paths, q, limit=6) if hand.paths else []
        if rooms:
            groups.append(
                {
                    "title": _("Places"),
                    "rows": [
                        {
                            "url": url_of(hand, p),
                            "title": room_of(p),
                            "note": p.label,
                        }
                        for p in rooms
                    ],
                }
            )
        for hit in find_all(hand.actor, q):
            if hit.screen.slug == "places" and rooms:
                continue
            groups.append(
                {
                    "title": str(hit.screen.title),
                    "rows": [
                        {
                            "url": f"{hand.base}m/{r.pk}/"
                            if hit.screen.slug == "matters"
                            else hit.screen.url(r),
                            "title": hit.screen.label_of(r),
                            "note": r.place.label if hit.screen.slug == "persons" else "",
                        }
                        for r in hit.records
                    ],
                }
            )
    return draw(
        request,
        hand,
        "pocket/search.html",
        "today",
        {
            "page_title": _("Search"),
            "q": q,
            "groups": groups,
            "back_url": hand.base,
        },
    )


@page("me", door="pocket", roles=ROLES, budget=4)
def me(request: HttpRequest) -> HttpResponse:
    """Who I am here, settings, badges, the way out."""
    hand = hand_of(request)
    offices = [
        {"label": office_words(o, active=True)["label"], "value": o.place}
        for o in hand.actor.offices
    ]
    return draw(
        request, hand, "pocket/me.html", "me", {"page_title": hand.actor.name, "facts": offices}
    )


# -- installing: nothing private in any of it ------------------------------------------------------
ANY = "What a phone needs to install the pocket; the same for everybody."


@page("manifest.webmanifest", door="pocket", anyone=ANY, budget=3)
def manifest(_request: HttpRequest) -> HttpResponse:
    """The web app manifest, with the share target for texts, pictures and voice."""
    name = _("Doorstep")
    return JsonResponse(
        {
            "name": name,
            "short_name": name,
            "lang": "zh-Hans",
            "id": "/pocket/",
            "start_url": "/pocket/",
            "scope": "/pocket/",
            "display": "standalone",
            "background_color": "#F7F5F2",
            "theme_color": "#B3261E",
            "icons": [
                {
                    "src": static(f"pocket/icon-{size}.png"),
                    "sizes": f"{size}x{size}",
                    "type": "image/png",
                    "purpose": purpose,
                }
                for size in (192, 512)
                for purpose in ("any", "maskable")
            ],
            "shortcuts": [
                {"name": _("Report something"), "url": "/pocket/report/"},
                {"name": _("To verify"), "url": "/pocket/verify/"},
            ],
            "share_target": {
                "action": "/pocket/share/",
                "method": "POST",
                "enctype": "multipart/form-data",
                "params": {
                    "title": "title",
                    "text": "text",
                    "url": "url",
                    "files": [
                        {"name": "photos", "accept": ["image/*"]},
                        {"name": "voice", "accept": ["audio/*"]},
                    ],
                },
            },
        },
        content_type="application/manifest+json",
    )


@page("offline", door="pocket", anyone=ANY, budget=3)
def offline(request: HttpRequest) -> HttpResponse:
    """What is shown without a line; kept by the phone, so it says nothing about anybody."""
    response = show(request, "pocket/offline.html", {"page_title": _("No connection")})
    # fetched by the worker beside the first pages: a cookie of its own would spoil their forms
    request.META.pop("CSRF_COOKIE_NEEDS_UPDATE", None)
    return response


@page("sw.js", door="pocket", anyone=ANY, budget=3)
def service_worker(_request: HttpRequest) -> HttpResponse:
    """The worker's code with the list of what it may keep: style, scripts, icons; never a page."""
    files = [static(name) for name in SHELL]
    code = render_to_string("pocket/sw.js", {"files": files, "offline": "/pocket/offline/"})
    response = HttpResponse(code, content_type="text/javascript; charset=utf-8")
    response["Service-Worker-Allowed"] = "/pocket/"
    response["Cache-Control"] = "no-cache"
    return response
