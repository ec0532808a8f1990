"""Whether a matter may simply be handed down (domain B5)."""

from __future__ import annotations

from doorstep.matters.models import Matter
from doorstep.matters.rules.ladder import must_accept
from doorstep.people.models import Body
from doorstep.routing.queries.owners import GOVERNING


def pushed_down(matter: Matter, body: Body) -> bool:
    """Whether a body would have to accept it first (`rules.ladder.must_accept`)."""
    governs = body.kind_of_body in GOVERNING
    return governs and must_accept(matter.level, matter.sent_up, matter.state, body.level)
