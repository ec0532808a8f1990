"""Matters as rows of the phone: what, where, until when, how it stands."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from doorstep.doors.pocket.base import Hand
from doorstep.doors.portal import reading
from doorstep.doors.portal.follow import due_of, state_of
from doorstep.frame.catalogues import row as catalogue_row
from doorstep.frame.rights import visible_q
from doorstep.matters.models import Matter
from doorstep.matters.rules.telling import phones_hidden
from doorstep.places.models import Place
from doorstep.routing.queries import CATEGORIES

#: Most rows of a list on the phone.
MOST = 60
#: One's own reports and what one passed on: by the relation, not by the place.
MINE = reading.Open(relations=("reporter", "bringer"), never=("below",))


def what(matter: Matter) -> str:
    """What it is about, in words."""
    leaf = catalogue_row(CATEGORIES, matter.category)
    return leaf.label if leaf else matter.title


def line(hand: Hand, matter: Matter) -> dict[str, Any]:
    """A matter as a row of a list; by key nothing of what was said or where exactly."""
    due = due_of(matter)
    spot = "" if hand.by_key else " ".join(filter(None, (room_of(matter.place), matter.where)))
    return {
        "url": f"{hand.base}m/{matter.pk}/",
        "title": what(matter),
        "words": "" if hand.by_key else phones_hidden(matter.text)[:48],
        "note": " · ".join(
            filter(None, (spot, due["words"] if due else reading.day_words(matter.begun_on)))
        ),
        "state": state_of(matter),
    }


def room_of(place: Place) -> str:
    """The last part of an address: 3栋2单元501, or the name."""
    return place.label.rsplit(" ", 1)[-1]


def groups(hand: Hand, found: list[Matter]) -> list[dict[str, Any]]:
    """Rows grouped by compound, alley or village: one statement for the names."""
    tops = {m.path[:16] for m in found}
    names = dict(Place.objects.filter(path__in=tops).values_list("path", "name")) if tops else {}
    made: dict[str, list[dict[str, Any]]] = {}
    for m in found:
        made.setdefault(m.path[:16], []).append(line(hand, m))
    return [
        {"title": names.get(top) or _("Elsewhere"), "note": str(len(rows)), "rows": rows}
        for top, rows in made.items()
    ]


def mine_of(hand: Hand) -> Any:
    """What the person of this phone reported or passed on, newest first."""
    rows = Matter.objects.filter(visible_q(hand.actor, MINE, Matter.kind), withdrawn_at=None)
    return rows.select_related("place", "owner").order_by("-begun_at")
