"""What those do who look at a closing from outside: take it up again, note that they looked."""

from __future__ import annotations

from doorstep.frame import Ctx, Given, Result, act
from doorstep.matters.acts.answers import take_up_again
from doorstep.matters.models import Matter
from doorstep.matters.rules.life import SAYS_NOT


@act("matters.take_up", on=Matter, grants="a call-back found that it is not solved",
     button="none")  # fmt: skip
def take_up(matter: Matter, given: Given, ctx: Ctx) -> Result:
    """What was closed and is not solved goes on; the trail does not say who said so (D3)."""
    take_up_again(matter)
    matter.verdict, matter.verdict_by = SAYS_NOT, "reporter"
    return Result(matter)


@act("matters.mark", on=Matter, grants="an upper app keeps something about it", button="none")
def mark(matter: Matter, given: Given, ctx: Ctx) -> Result:
    """Note on the matter that there is something about it, so that its page asks for it."""
    if given.mark not in matter.marks:
        matter.marks = [*matter.marks, given.mark]
    return Result(matter)
