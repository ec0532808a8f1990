"""Replies to other systems: what waits to be taken there, in their form."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Q

from doorstep.exchange.acts.replies import TAKERS
from doorstep.exchange.catalogues import SYSTEMS
from doorstep.exchange.models import OutsideReply
from doorstep.frame.catalogues import row
from doorstep.panes import Facts, Screen, Timeline, column


class OutsideReplies(Screen):
    """外部回复: one reply for each end of a matter of another system."""

    record, action, slug, rank = OutsideReply, "visit", "outside-replies", 70
    roles, never = TAKERS, ("below",)
    columns = ("outside_number", "system", "matter", "at", "sent_at")
    filters = ("waiting",)
    start: ClassVar[dict[str, str]] = {"waiting": "1"}
    bulk = ("exchange.sent",)
    order, joins, small = ("-id",), ("matter__place", "matter__owner", "matter__concerned"), True
    panels = (Facts("outside_number", "system", "matter", "at", "sent_at"), Timeline())

    def label_of(self, record: OutsideReply) -> str:
        """Its number there."""
        return record.outside_number

    def where_waiting(self, value: str) -> Q:
        """Not taken there yet."""
        return Q(sent_at=None)

    @column(label="exchange.system")
    def system(self, reply: OutsideReply) -> str:
        """The system in words."""
        known = row(SYSTEMS, reply.system)
        return known.label if known else ""

    def head(self, record: OutsideReply) -> dict[str, Any]:
        """The text in that system's form, to be copied as it is."""
        return {"copy": record.text, "number": record.outside_number}
