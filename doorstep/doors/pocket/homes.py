"""Where a day begins: a worker's open matters, or a volunteer's three big buttons."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from doorstep.doors.pocket.base import ROLES, Hand, draw, hand_of, place_words
from doorstep.doors.pocket.report import way_words
from doorstep.doors.pocket.rows import MOST, groups, line, mine_of, room_of
from doorstep.doors.pocket.spots import open_to
from doorstep.doors.pocket.where import drawn
from doorstep.frame import path_q
from doorstep.frontline.queries import patches_of
from doorstep.kit import clock
from doorstep.kit.path import ancestors
from doorstep.matters.rules.life import LIFE
from doorstep.panes.pages import page
from doorstep.panes.screens import SCREENS, visible
from doorstep.people.models import Person
from doorstep.places.models import Covering, Place
from doorstep.places.rules import (
    ALLEY,
    BUILDING,
    COMPOUND,
    ENTRANCE,
    GROUP,
    HOMES,
    NATURAL_VILLAGE,
)


@page("", door="pocket", roles=ROLES, budget=8)
def today(request: HttpRequest) -> HttpResponse:
    """Volunteers: three big buttons. Workers: emergencies, what is to be verified, what is open."""
    hand = hand_of(request)
    return volunteer_home(request, hand) if hand.volunteer else worker_home(request, hand)


def worker_home(request: HttpRequest, hand: Hand) -> HttpResponse:
    """The open matters of the own grid or desk, most pressing first: two statements."""
    rows = visible(hand.actor, SCREENS["matters"]).filter(state__in=LIFE.open, withdrawn_at=None)
    found = list(rows.select_related("place", "owner").order_by("due", "id")[: MOST * 2])
    urgent = [m for m in found if m.emergency and m.state != "resolved"]
    waiting = [m for m in found if m.state == "resolved" and hand.may("matters.check", m)]
    rest = [m for m in found if m not in urgent and m not in waiting]
    urgent_groups, now = groups(hand, urgent), clock.now()
    over = sum(1 for m in rest if m.due and m.due < now and m.state != "resolved")
    for shown in (r for g in urgent_groups for r in g["rows"]):
        shown["state"] = {"word": _("Emergency"), "tone": "over"}
    return draw(
        request,
        hand,
        "pocket/today.html",
        "today",
        {
            "page_title": _("%(n)d open today") % {"n": len(rest) + len(urgent)},
            "page_lead": _("%(n)d overdue") % {"n": over} if over else "",
            "urgent": urgent_groups,
            "waiting": len(waiting),
            "groups": groups(hand, rest[:MOST]),
            "more": len(found) >= MOST * 2,
        },
    )


def volunteer_home(request: HttpRequest, hand: Hand) -> HttpResponse:
    """In big type: what I look after, three buttons, and what became of the last ones."""
    own, patches = mine_of(hand)[:3], patches_of(hand.actor.person, clock.today())
    return draw(
        request,
        hand,
        "pocket/volunteer.html",
        "today",
        {
            "page_title": _("Good day, %(name)s") % {"name": called(hand)},
            "page_lead": looks_after(hand, patches),
            "around": around(hand, patches),
            "buttons": [
                {
                    "label": way_words(way, hand.village),
                    "hint": hint,
                    "icon": icon,
                    "url": f"{hand.base}report/?way={way}",
                    "primary": way == "settled",
                }
                for way, icon, hint in ways(hand.village)
            ],
            "rows": [line(hand, m) for m in own],
        },
    )


def ways(village: bool) -> tuple[tuple[str, str, str], ...]:
    """The three buttons: way, icon, what it means."""
    if village:
        to, beyond = _("the group's head"), _("if it is beyond the group")
    else:
        to = _("the compound's organisation and the property firm")
        beyond = _("if it is beyond the compound")
    settled = _("say what it was, it is written down")
    return ("settled", "check", settled), ("compound", "people", to), ("community", "up", beyond)


def looks_after(hand: Hand, patches: list[Covering]) -> str:
    """The patch in words with its doors: one statement."""
    named = _(", ").join(p.name for p in patches)
    doors = (
        Place.objects.at(clock.today())
        .filter(path_q(hand.paths), place_kind__in=HOMES, withdrawn_at=None)
        .count()
    )
    if not doors:
        return ""
    return ngettext(
        "You look after %(what)s, %(n)d door.", "You look after %(what)s, %(n)d doors.", doors
    ) % {"what": named or place_words(hand.actor).split(" ")[0], "n": doors}


def around(hand: Hand, patches: list[Covering]) -> dict[str, str] | None:
    """The building around the patch, the one it begins with, with its page; not by key.

    Two statements.
    """
    if hand.by_key or not hand.paths:
        return None
    start = (*drawn(patches), hand.paths[0])[0]
    kinds = (BUILDING, ENTRANCE, COMPOUND, ALLEY, NATURAL_VILLAGE, GROUP)
    found = Place.objects.at(clock.today()).filter(
        path__in=ancestors(start), place_kind__in=kinds, withdrawn_at=None
    )
    place = min(found, key=lambda p: (p.place_kind != BUILDING, -p.depth), default=None)
    if place is None or not open_to(hand, place):
        return None
    return {"label": _("What there is in %(place)s") % {"place": room_of(place)},
            "url": f"{hand.base}p/{place.pk}/"}  # fmt: skip


def called(hand: Hand) -> str:
    """How the person likes to be called; by key nothing more than that."""
    who = Person.objects.filter(pk__in=[hand.actor.person])
    return who.values_list("addressed_as", flat=True).first() or hand.actor.name[:1]
