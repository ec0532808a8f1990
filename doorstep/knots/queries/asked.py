"""What is asked of knots and campaigns that are there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from doorstep.frame import Actor, relation, visible_q
from doorstep.frame.catalogues import remembered
from doorstep.kit import clock
from doorstep.knots.models import Campaign, Knot
from doorstep.knots.rules import LIVE
from doorstep.matters.models import Matter
from doorstep.matters.queries import state_on
from doorstep.matters.rules.life import LIFE
from doorstep.panes.screens import SCREENS

#: What processes remember of live knots for five seconds.
REMEMBERED = "knots.live"
#: Days before and after that are compared.
COMPARED = 30

relation(
    "owner_unit", on=Campaign,
    holds=lambda actor, campaign: campaign.owner_id in actor.bodies,
    q=lambda actor: Q(owner__in=actor.bodies),
)  # fmt: skip


def live() -> tuple[tuple[Any, str, str], ...]:
    """Id, path and category of all live knots; remembered, so that a page asks nothing."""
    return remembered(
        REMEMBERED,
        lambda: Knot.objects.filter(state__in=LIVE, withdrawn_at=None).values_list(
            "pk", "path", "category"
        ),
    )


def knots_about(matter: Matter) -> list[Knot]:
    """Live knots that rest on a matter: one statement, and only where some may."""
    area = matter.path[:12]
    there = [pk for pk, path, code in live() if path == area and code == matter.category]
    if not there:
        return []
    found = Knot.objects.filter(pk__in=there).select_related("place").order_by("knot_kind")
    return [knot for knot in found if str(matter.pk) in knot.matters]


def campaign_of(matter: Matter) -> Campaign | None:
    """The campaign a matter belongs to; no statement where there is none."""
    if matter.campaign is None:
        return None
    return Campaign.objects.filter(pk=matter.campaign).first()


def matters_of(about: Knot | Campaign, actor: Actor) -> QuerySet[Matter]:
    """The matters of a knot or campaign that somebody may open."""
    asked = Q(campaign=about.pk)
    if isinstance(about, Knot):
        asked = Q(pk__in=[UUID(each) for each in about.matters])
    seen = visible_q(actor, SCREENS["matters"], Matter.kind)
    there = Matter.objects.filter(asked, seen).select_related("place", "owner")
    return there.order_by("due_order", "id")


def numbers(campaign: Campaign) -> dict[str, int]:
    """What a campaign did: its matters open and ended; of its category in its community what was
    reported in thirty days and what was open, before it began and now or after it ended. Two
    statements; hidden matters count nowhere (D5)."""
    began = campaign.began_on
    last = clock.today()
    if campaign.ended_on is not None:
        last = min(last, campaign.ended_on + timedelta(days=COMPARED))
    own = Matter.objects.filter(campaign=campaign.pk, withdrawn_at=None, hidden_below=0)
    ended = Q(state__in=LIFE.ended)
    found = own.aggregate(taken=Count("pk"), done=Count("pk", filter=ended))
    there = Matter.objects.filter(
        at3=campaign.path[:12], category=campaign.category, withdrawn_at=None, hidden_below=0,
        parent=None, begun_on__lte=last,
    )  # fmt: skip
    before = Q(begun_on__range=(began - timedelta(days=COMPARED), began - timedelta(days=1)))
    first = max(began, last - timedelta(days=COMPARED - 1))
    aliased = there.alias(then=state_on(began - timedelta(days=1)), now=state_on(last))
    was = Q(begun_on__lt=began) & ~Q(then__in=LIFE.ended)
    found |= aliased.aggregate(
        reported_before=Count("pk", filter=before),
        reported_after=Count("pk", filter=Q(begun_on__range=(first, last))),
        open_before=Count("pk", filter=was),
        open_after=Count("pk", filter=~Q(now__in=LIFE.ended)),
    )
    return cast("dict[str, int]", {**found, "days_after": (last - first).days + 1})
