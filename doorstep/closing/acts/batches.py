"""Batches of grades: a month's are counted once, when nobody can tell a single one from them."""

from __future__ import annotations

from doorstep.closing.models import RatingBatch
from doorstep.closing.queries import grades_of
from doorstep.closing.rules import first_of
from doorstep.frame import SYSTEM, Ctx, Given, Result, act, do_batch
from doorstep.kit import clock
from doorstep.kit.share import SMALL
from doorstep.matters.rules.life import BAD, FAIR, GOOD
from doorstep.matters.rules.ratings import unread_since
from doorstep.people.models import Body

#: Months that are looked back, should no worker have run for long.
BACK = 12


@act("closing.close_batch", creates=RatingBatch, at="nowhere", button="none",
     grants="a month's grades are counted, fifteen days after it ended")  # fmt: skip
def close_batch(given: Given, ctx: Ctx) -> Result:
    """What a unit may read of a month: numbers that never change; under ten how many alone."""
    kinds: dict[str, int] = given.grades
    whole = sum(kinds.values())
    told = whole >= SMALL
    return Result(RatingBatch(
        unit=given.unit, month=given.month, n=whole, at=ctx.now,
        good=kinds.get(GOOD, 0) if told else None, fair=kinds.get(FAIR, 0) if told else None,
        bad=kinds.get(BAD, 0) if told else None,
    ))  # fmt: skip


def close_batches() -> int:
    """Close the months whose time has come and that are not closed yet; how many units got
    numbers. Run by the worker each day."""
    closed, open_from = 0, unread_since(clock.today())
    for back in range(1, BACK + 1):
        month = first_of(open_from, back)
        if RatingBatch.objects.filter(month=month).exists():
            break  # a month is closed as a whole: this one was, and so were those before
        grades = grades_of(month)
        units = Body.objects.filter(pk__in=grades)
        rows = [
            (None, Given({"unit": unit, "month": month, "grades": grades[unit.pk]}))
            for unit in units
        ]
        closed += sum(1 for _o in do_batch(SYSTEM, "closing.close_batch", rows))
    return closed
