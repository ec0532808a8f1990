"""What is asked of exchange: whom a link lets in, which system a matter came from."""

from __future__ import annotations

import uuid

from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext as _

from doorstep.exchange.catalogues import SYSTEMS
from doorstep.exchange.models import OutsideReply, UnitLink
from doorstep.frame import Actor, Office
from doorstep.frame.catalogues import CatalogueRow, rows
from doorstep.kit import clock
from doorstep.matters.models import Matter
from doorstep.matters.queries import BELOW, as_of_matter
from doorstep.matters.rules.life import LIFE
from doorstep.people.rules import DEPT_DISPATCHER

as_of_matter(BELOW, OutsideReply)  # who may not see the matter reads nothing told of it (D5)
_SIGNER = Signer(salt="exchange.unit_link", sep=".")


def token_of(link: UnitLink) -> str:
    """The last part of the address of a link; nothing that opens it is kept."""
    return _SIGNER.sign(link.pk.hex)


def link_of(token: str) -> UnitLink | None:
    """The link of an address, whether it still lives or not: two statements at most."""
    try:
        ident = uuid.UUID(_SIGNER.unsign(token))
    except (BadSignature, ValueError):
        return None
    return (
        UnitLink.objects.filter(pk=ident)
        .select_related("unit", "matter__place", "matter__owner")
        .first()
    )


def dead(link: UnitLink) -> str:
    """Why a link opens nothing any more; "" while it lives. It dies with the unit's work."""
    matter = link.matter
    if matter.withdrawn_at is not None or matter.state in LIFE.ended:
        return _("The work on it has ended.")
    if matter.owner_id != link.unit_id:
        return _("Another unit has it now.")
    # what has become confidential since is not shown around (R21), nor is it said why
    if clock.now() >= link.until or link.withdrawn_at is not None or matter.hidden_below:
        return _("Its time is over; ask the street for a new one.")
    return ""


def unit_actor(link: UnitLink) -> Actor:
    """Who acts by a link: the unit, for this one matter; nothing is known of the person."""
    post = Office(
        id=link.pk, role=DEPT_DISPATCHER, paths=(), body=link.unit_id, title=link.unit.name
    )
    return Actor(None, link.unit.name, offices=(post,), marks={"unit_link": str(link.pk)})


def system_of(matter: Matter) -> CatalogueRow | None:
    """The system a matter came from; None for those that are only ours."""
    if not matter.outside_number:
        return None
    return next((row for row in rows(SYSTEMS) if row.data.get("source") == matter.source), None)
