"""Who is there for a place: volunteers named with consent, grid members as the law posts them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from doorstep.doors.portal.reading import Open, Spot
from doorstep.frame import in_force, path_q
from doorstep.frame.terms import label
from doorstep.frontline.queries.cards import published_phone
from doorstep.kit.path import ancestors
from doorstep.people.models import Consent, Office
from doorstep.people.rules import BUILDING_HEAD, GRID_HEAD, GRID_MEMBER, STEWARD
from doorstep.places.models import CoveringPart

POSTED = Open("Grid name, members and phones are posted where residents gather (B1).")
#: Roles in the order of the page.
ROLES = (STEWARD, BUILDING_HEAD, GRID_MEMBER, GRID_HEAD)
VOLUNTEERS = (STEWARD, BUILDING_HEAD)
#: A compound may have many stewards; its page names the first, the stairwell's page its own.
MOST = 6


def carers(spot: Spot, today: date, *, named: bool = False) -> dict[str, Any]:
    """Cards of those who look after a place, and how many more there are: one statement.

    A volunteer without consent to be published is counted, not named.

    :param named: asked by those who work with them: all are named, by their full names; a phone is
        shown to nobody without consent.
    """
    here = Q(path__in=ancestors(spot.where.path))
    if spot.entrance is None:
        here |= path_q([spot.place.path])
    parts = CoveringPart.objects.filter(
        here, in_force(today), covering=OuterRef("covering"), withdrawn_at=None
    )
    agreed = Consent.objects.filter(
        in_force(today), person=OuterRef("person"), purpose="publish_phone", withdrawn_at=None
    )
    offices = (
        Office.objects.filter(
            in_force(today), at3=spot.place.path[:12], withdrawn_at=None, role__in=ROLES
        )
        .filter((Q(covering=None) & here) | Q(Exists(parts)))
        .annotate(agreed=Exists(agreed))
        .select_related("person", "place", "covering__card")
        .order_by("since", "id")[:40]
    )
    found = sorted(offices, key=lambda o: ROLES.index(o.role))
    near = [o for o in found if o.role in VOLUNTEERS and (named or o.agreed)]
    staff = [o for o in found if o.role not in VOLUNTEERS]
    told = [*near[: MOST - bool(staff)], *staff][:MOST]  # a grid member is always among them
    return {"cards": [_card(o, named) for o in told], "more": len(found) - len(told)}


def _card(office: Any, named: bool) -> dict[str, Any]:
    card = getattr(office.covering, "card", None) if office.covering_id else None
    phone = published_phone(office, {office.person_id} if office.agreed else set())
    if not phone and card is not None and office.role not in VOLUNTEERS:
        phone = card.phone
    name = office.person.addressed_as if office.role in VOLUNTEERS and not named else ""
    covers = office.covering.name if office.covering_id else office.place.part
    return {
        "role": label("people", f"role.{office.role}"),
        "name": name or office.person.name,
        "tel": phone,
        "covers": _("looks after %(what)s") % {"what": covers} if covers else "",
    }
