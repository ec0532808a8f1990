"""No change of the rules is made before it was tried and a person has decided (R27, peers 14)."""

from __future__ import annotations

from doorstep.frame import Asked, Refusal, guard
from doorstep.routing.queries import plan_of, undecided
from doorstep.trials.queries import trial


def decided(asked: Asked) -> list[Refusal]:
    """The entries bring the token of what was shown, or the form comes back with it.

    :raises Undecided: what would have gone elsewhere, and what the change makes wrong.
    """
    if not asked.actor.is_system:
        plan = plan_of(asked.act.word, asked.record, asked.given, asked.ctx.on)
        if asked.given.decided != plan.token:
            raise undecided(plan, trial(plan, asked.actor))
    return []


@guard(act="routing.rule_add")
def added_when_decided(asked: Asked) -> list[Refusal]:
    """See `decided`."""
    return decided(asked)


@guard(act="routing.rule_change")
def changed_when_decided(asked: Asked) -> list[Refusal]:
    """See `decided`."""
    return decided(asked)


@guard(act="routing.rule_move")
def moved_when_decided(asked: Asked) -> list[Refusal]:
    """See `decided`."""
    return decided(asked)


@guard(act="routing.rule_end")
def ended_when_decided(asked: Asked) -> list[Refusal]:
    """See `decided`."""
    return decided(asked)
