"""A link for a unit without account: it shows one matter and dies with the work."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from doorstep.exchange.models import UnitLink
from doorstep.exchange.rules import LINK_LIVES
from doorstep.frame import Actor, Ctx, Given, Refusal, Refused, Result, act
from doorstep.matters.acts.posts import DISPATCHERS, HIDDEN
from doorstep.matters.models import Matter
from doorstep.matters.queries import in_work
from doorstep.routing.queries import GOVERNING


def no_link(matter: Matter, actor: Actor) -> Any:
    """Why there is no link to give: nobody outside has it, or it is not to be shown around."""
    if matter.owner is None or matter.owner.kind_of_body in GOVERNING or not in_work(matter):
        cure = _("Hand it to a department or company first.")
        return Refusal(_("No unit has it that needs a link."), cure=cure)
    if matter.hidden_below:
        cure = _("Tell the unit in person.")
        return Refusal(_("A confidential matter goes to accounts only."), clause="R21", cure=cure)
    return None


@act("matters.unit_link", on=Matter, roles=DISPATCHERS, never=HIDDEN, asks=no_link,
     states=("assigned", "handling", "reopened"))  # fmt: skip
def unit_link(matter: Matter, given: Given, ctx: Ctx) -> Result:
    """Let the unit that has it work on it without an account, by a link for this one matter.

    The one given before closes: one that went astray is ended by making another.
    """
    refused = no_link(matter, ctx.actor)
    if refused or matter.owner is None:
        raise Refused([refused])
    for before in UnitLink.objects.filter(matter=matter, until__gt=ctx.now):
        ctx.change(before, until=ctx.now)
    link = UnitLink(matter=matter, unit=matter.owner, at=ctx.now, until=ctx.now + LINK_LIVES)
    ctx.add(link)
    ctx.note(unit=matter.owner.name)
    return Result(matter, words=_("The link is ready."), goto=f"/desk/unit-link/{link.pk}/")
