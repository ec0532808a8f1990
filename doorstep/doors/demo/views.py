"""/demo/: today, twelve people to be, a walk of five minutes (the inbox is in notices)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from doorstep.board.queries import progress
from doorstep.doors.demo.cast import accounts, cards, cast, home_of
from doorstep.doors.demo.season import season
from doorstep.doors.look import show
from doorstep.doors.portal import reading
from doorstep.doors.portal.qr import code
from doorstep.kit import clock
from doorstep.matters.models import Matter
from doorstep.panes.pages import page
from doorstep.people.acts import enter
from doorstep.places.models import Place
from doorstep.places.rules import COMPOUND, ENTRANCE

WHY = "The demo only: an invented city, known passwords, no real person (settings.DEMO)."
#: Backend that logs the twelve in without a password; the demo profile alone mounts this.
BACKEND = "django.contrib.auth.backends.ModelBackend"
BOARD_DAY = "2023-12-31"


@page("", door="demo", anyone=WHY, budget=80)
@never_cache
def first(request: HttpRequest) -> HttpResponse:
    """The first page."""
    today = clock.today()
    return show(
        request,
        "demo/first.html",
        {
            "page_title": "",
            "today": _("%(month)d/%(day)d") % {"month": today.month, "day": today.day},
            "weekday": weekdays()[today.weekday()],
            "year": today.year,
            "season": season(today),
            "cards": cards(get_language() or "zh"),
            "progress": progress(),
            "walk": walk(request),
            "board_day": BOARD_DAY,
            "board_url": f"/desk/figures/?at={BOARD_DAY}",
        },
    )


def weekdays() -> list[str]:
    """Names of the days, Monday first."""
    return [
        _("Monday"),
        _("Tuesday"),
        _("Wednesday"),
        _("Thursday"),
        _("Friday"),
        _("Saturday"),
        _("Sunday"),
    ]


def walk_place() -> reading.Spot | None:
    """The stairwell of the walk: in the compound of the resident of the cast."""
    resident = next((f for f in cast() if f.role == "resident"), None)
    rows = Place.objects.filter(place_kind=COMPOUND, until=None, withdrawn_at=None)
    named = rows.filter(name=resident.place["name"]).first() if resident else None
    compound = named or rows.order_by("path").first()
    if compound is None:
        return None
    stair = (
        Place.objects.filter(place_kind=ENTRANCE, at4=compound.path, until=None)
        .order_by("path")
        .first()
    )
    return reading.Spot(compound, (), stair)


def walk(request: HttpRequest) -> dict[str, Any] | None:
    """Five steps; once something was reported in that stairwell they lead to that very matter."""
    spot = walk_place()
    if spot is None:
        return None
    mine = (  # of that stairwell only: the founded past has neighbours who reported this morning
        Matter.objects.filter(
            at4=spot.place.path,
            path=spot.where.path,
            source="portal",
            begun_on=clock.today(),
            withdrawn_at=None,
        )
        .order_by("-begun_at")
        .first()
    )
    url = f"/c/{spot.code}/report/{spot.tail}"
    number, state = (mine.number, mine.state) if mine else ("", "")
    done = {
        "submitted": 1,
        "accepted": 2,
        "assigned": 2,
        "handling": 2,
        "resolved": 3,
        "reopened": 5,
    }.get(state, 5 if mine else 0)
    at = f"{mine.pk}/" if mine else ""
    steps: list[dict[str, Any]] = [
        {
            "words": _("Report as a resident"),
            "look": _("Scan it with your phone, or open it here. One sentence is enough."),
            "url": url,
        },
        {
            "words": _("It appears at the dispatcher"),
            "look": _("Read who gets it and until when, then take it on."),
            "who": "street_dispatcher",
            "next": f"/desk/matters/{at}",
        },
        {
            "words": _("It is settled"),
            "look": _("One sentence about what was done; the resident reads exactly that."),
            "who": "compound_secretary",
            "next": f"/desk/matters/{at}{'do/settle/' if at else ''}",
        },
        {
            "words": _("The resident says: not solved"),
            "look": _("The last word is the resident's; tap the third button."),
            "url": f"/m/{mine.token}/" if mine else "",
        },
        {
            "words": _("It is taken up again, and a figure moves"),
            "look": _("The same number, counted as taken up again, and shown at the city."),
            "who": "city_od",
            "next": "/desk/figures/taken_up_again/",
        },
    ]
    for n, step in enumerate(steps):
        step |= {"done": n < done, "now": n == done}
    today = Matter.objects.filter(at4=spot.place.path, begun_on=clock.today(), withdrawn_at=None)
    return {
        "steps": steps,
        "number": number,
        "qr": code(request.build_absolute_uri(url), _("Report from this stairwell")),
        "place": (spot.entrance or spot.place).label,
        "asked": today.count(),
        "again": today.filter(reopened__gt=0).count(),
    }


@page("as", door="demo", tail="<slug:key>/", anyone=WHY, budget=10)
@require_POST
def become(request: HttpRequest, key: str) -> HttpResponse:
    """Log in as one of the twelve."""
    figure = next((f for f in cast() if f.key == key), None)
    account = accounts().get(key)
    if not settings.DEMO or figure is None or account is None:
        raise Http404
    enter(request, account, backend=BACKEND)
    wanted = request.POST.get("next", "")
    if wanted and url_has_allowed_host_and_scheme(wanted, {request.get_host()}):
        return HttpResponseRedirect(wanted)
    if figure.role == "resident" and (spot := walk_place()):
        return HttpResponseRedirect(spot.url)
    return HttpResponseRedirect(home_of(figure))
