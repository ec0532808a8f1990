"""Cards to print: a compound's or a stairwell's code on A5, or all stairwells on sheets."""

from __future__ import annotations

from typing import Any

import segno
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from doorstep.doors.look import show
from doorstep.doors.portal import reading
from doorstep.doors.portal.report import OPEN, spot_or_404
from doorstep.kit import clock
from doorstep.panes.pages import page
from doorstep.places.models import Place
from doorstep.places.rules import BUILDING, ENTRANCE

MOST_CARDS = 60


def code(url: str, caption: str = "") -> dict[str, Any]:
    """What parts/qr.html draws: the code as an inline picture, with the address in words."""
    svg = segno.make(url, error="m").svg_inline(omitsize=True, border=2)
    return {"svg": mark_safe(svg), "url": url.split("//", 1)[-1], "caption": caption}  # noqa: S308 - segno's own


@page("c", door="portal", tail="<slug:code>/qr/", anyone=OPEN, budget=7)
def cards(request: HttpRequest, code: str) -> HttpResponse:
    """The card of a place; `?all=1`: one card for each stairwell."""
    spot = spot_or_404(request, code)
    made = _stairs(request, spot) if request.GET.get("all") == "1" else [_card(request, spot)]
    return show(
        request,
        "portal/qr.html",
        {
            "page_title": _("Card for the wall"),
            "place": spot.place.name,
            "place_above": spot.above,
            "spot": spot,
            "cards": made,
            "paper": "a5" if len(made) == 1 else "a4",
            "back_url": spot.url,
            "printed": reading.day_words(clock.today()),
        },
    )


def _card(request: HttpRequest, spot: reading.Spot) -> dict[str, Any]:
    where = spot.place.name or spot.place.label
    if spot.entrance:
        where = spot.entrance.label.removeprefix(spot.place.label).strip() or spot.entrance.part
    return {
        "where": where,
        "place": spot.place.name,
        "above": spot.above,
        "qr": code(request.build_absolute_uri(spot.url)),
    }


def _stairs(request: HttpRequest, spot: reading.Spot) -> list[dict[str, Any]]:
    """A card for each stairwell, or building where there are none: one statement."""
    from doorstep.frame import path_q

    rows = Place.objects.at(clock.today()).filter(path_q([spot.place.path]), withdrawn_at=None)
    there = list(
        rows.filter(place_kind__in=(BUILDING, ENTRANCE)).order_by("path")[: MOST_CARDS * 4]
    )
    entered = {p.path[:-4] for p in there if p.place_kind == ENTRANCE}
    wanted = [p for p in there if p.place_kind == ENTRANCE or p.path not in entered]
    return [_card(request, reading.Spot(spot.place, spot.line, p)) for p in wanted[:MOST_CARDS]]
