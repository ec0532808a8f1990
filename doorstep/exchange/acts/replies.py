"""Replies to the systems that matters came from: made once, in their form, taken there by hand."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from doorstep.exchange.models import OutsideReply
from doorstep.exchange.queries import system_of
from doorstep.exchange.rules import filled
from doorstep.frame import Ctx, Given, Refusal, Refused, Result, act
from doorstep.frame.terms import label
from doorstep.kit import clock
from doorstep.matters.models import Matter
from doorstep.matters.rules.telling import topic
from doorstep.people.rules import CITY_CENTRE, STREET_DISPATCHER
from doorstep.routing.queries import category

#: Who takes replies to other systems.
TAKERS = (STREET_DISPATCHER, CITY_CENTRE)


@override("zh-hans")  # the systems are Chinese, whatever the desk's language
def reply_text(matter: Matter, form: str) -> str:
    """The reply in a system's form. No name, phone or door: the system has its own."""
    leaf = category(matter.category)
    ended = matter.resolved_at or matter.ended_at
    late = matter.due is not None and ended is not None and ended > matter.due
    outcome = matter.outcome or {"declined": "not_ours"}.get(matter.state, matter.state)
    facts = {
        "outside_number": matter.outside_number, "number": matter.number,
        "category": leaf.label if leaf else "", "place": topic(matter.place.label),
        "owner": matter.owner.name if matter.owner else "",
        "outcome": label(Matter.kind, f"outcome.{outcome}") if matter.outcome
        else label(Matter.kind, f"state.{matter.state}"),
        "result": matter.result,
        "contacted": _when(matter.contacted_at), "resolved": _when(ended),
        "on_time": _("no") if late else _("yes"),
    }  # fmt: skip
    return filled(form, facts)


def _when(moment: datetime | None) -> str:
    return f"{clock.local(moment):%Y-%m-%d %H:%M}" if moment else ""


@act("exchange.reply", creates=OutsideReply, at="path", button="none",
     grants="answers the system a matter came from when its work has ended")  # fmt: skip
def reply(given: Given, ctx: Ctx) -> Result:
    """Make the reply of a matter that has a result."""
    matter: Matter = given.matter
    system = system_of(matter)
    if system is None:
        raise Refused([Refusal(_("It came from no other system."))])
    return Result(OutsideReply(
        matter=matter, path=matter.path, system=system.code, text=reply_text(
            matter, str(system.data.get("reply", ""))),
        outside_number=matter.outside_number, at=ctx.now,
    ))  # fmt: skip


@act("exchange.sent", on=OutsideReply, roles=TAKERS, never=("below",), button="primary")
def sent(reply: OutsideReply, given: Given, ctx: Ctx) -> Result:
    """It was entered in the other system, or taken along in a table."""
    if reply.sent_at is not None:
        raise Refused([Refusal(_("It was taken there already."))])
    reply.sent_at = ctx.now
    return Result(reply)
