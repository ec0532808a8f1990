"""What there is in a building: open matters, doors, who looks after it, what happened last."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.db.models import Count, F
from django.db.models.functions import Coalesce, Greatest
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import ngettext

from doorstep.doors.pocket.base import ROLES, Hand, draw, hand_of
from doorstep.doors.pocket.rows import MOST, line, room_of
from doorstep.doors.portal.carers import carers
from doorstep.doors.portal.reading import Spot
from doorstep.frame import path_q
from doorstep.kit import clock
from doorstep.kit.path import within
from doorstep.matters.rules.life import LIFE
from doorstep.panes.columns import when
from doorstep.panes.pages import page
from doorstep.panes.screens import SCREENS, visible
from doorstep.places import rules as kinds
from doorstep.places.models import Place


def url_of(hand: Hand, place: Place) -> str:
    """Where a place found leads: a home to the report about it, all else to its page."""
    if place.place_kind in kinds.HOMES:
        return f"{hand.base}report/?place={place.path}"
    return f"{hand.base}p/{place.pk}/"


def open_to(hand: Hand, place: Place) -> bool:
    """Whether it lies where the person serves, or is the building around their stairwell."""
    return any(
        within(place.path, path)
        or (place.place_kind == kinds.BUILDING and within(path, place.path))
        for path in hand.paths
    )


@page("p", door="pocket", tail="<uuid:ident>/", roles=ROLES, budget=8)
def spot(request: HttpRequest, ident: uuid.UUID) -> HttpResponse:
    """A building, a stairwell, a compound: a home has no such page, it is somebody's own."""
    hand, today = hand_of(request), clock.today()
    place = Place.objects.at(today).filter(pk=ident, withdrawn_at=None).first()
    if place is None or place.place_kind in kinds.HOMES or not open_to(hand, place):
        raise Http404
    matters = visible(hand.actor, SCREENS["matters"]).filter(
        path_q([place.path]), withdrawn_at=None
    )
    matters = matters.select_related("place", "owner")
    found = list(matters.filter(state__in=LIFE.open).order_by("due", "id")[: MOST + 1])
    return draw(
        request,
        hand,
        "pocket/spot.html",
        "today",
        {
            "page_title": room_of(place),
            "page_lead": place.label,
            "counts": counts(place, today),
            "open": f"{MOST}+" if len(found) > MOST else len(found),
            "rows": [line(hand, m) for m in found[:MOST]],
            "last": last_of(hand, matters),
            "carers": carers(Spot(place, ()), today, named=not hand.volunteer),
            "report_url": f"{hand.base}report/?place={place.path}",
            "back_url": hand.base,
        },
    )


def counts(place: Place, today: date) -> str:
    """Stairwells and doors: one statement."""
    inside = Place.objects.at(today).filter(
        path_q([place.path]), withdrawn_at=None, place_kind__in=(kinds.ENTRANCE, *kinds.HOMES)
    )
    found = dict(inside.order_by().values_list("place_kind").annotate(n=Count("pk")))
    ways = found.get(kinds.ENTRANCE, 0) if place.place_kind != kinds.ENTRANCE else 0
    homes = sum(found.get(kind, 0) for kind in kinds.HOMES)
    told = []
    if ways:
        told.append(ngettext("%(n)d stairwell", "%(n)d stairwells", ways) % {"n": ways})
    if homes:
        told.append(ngettext("%(n)d home", "%(n)d homes", homes) % {"n": homes})
    return " · ".join(told)


def last_of(hand: Hand, matters: Any) -> dict[str, Any] | None:
    """The matter in which something happened last, going on or ended: one statement."""
    begun = F("begun_at")
    moments = [Coalesce(name, begun) for name in ("contacted_at", "resolved_at", "ended_at")]
    latest = matters.annotate(last=Greatest(begun, *moments)).order_by("-last", "-id").first()
    return line(hand, latest) | {"note": when(latest.last)["value"]} if latest else None
