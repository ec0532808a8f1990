"""Reminders by the matrix: who is told that a date comes near or has passed (peers 18)."""

from __future__ import annotations

from doorstep.clocks.rules import ABOVE, CITY, OWNER, STREET
from doorstep.frame import SYSTEM, Conflict, Ctx, Given, Refused, Result, act, do
from doorstep.kit import clock
from doorstep.matters.acts.dates import next_step, remind
from doorstep.matters.models import Matter
from doorstep.matters.queries import IN_WORK
from doorstep.matters.rules.life import L_CITY, L_STREET, REQUEST
from doorstep.people.models import Body
from doorstep.routing.queries import lowest_body


def told_by(matter: Matter, tells: str) -> Body | None:
    """Whom a step tells: never those the matter is about, nor a level it is hidden from (D5)."""
    if tells == OWNER:
        return matter.owner
    level = {STREET: L_STREET, CITY: L_CITY}.get(tells, min(matter.level + 1, L_CITY))
    if tells == ABOVE and matter.level >= L_CITY:
        level = L_CITY
    for each in range(max(level, matter.hidden_below), L_CITY + 1):
        found = lowest_body(each, matter.path)
        if found is not None and found[0].pk != matter.concerned_id:
            return found[0]
    return None


@act("matters.remind", on=Matter, states=IN_WORK, button="none",
     grants="tells whose date comes near or has passed, by the city's matrix")  # fmt: skip
def remind_one(matter: Matter, given: Given, ctx: Ctx) -> Result:
    """One step of the matrix: who is told, and which is next. It moves no date and no owner: up
    goes a matter by people, after an attempt (B5)."""
    due = matter.remind_at
    before = max(matter.reminded_at or matter.begun_at, matter.begun_at)
    step = next_step(matter, before) if matter.intake == REQUEST else None
    while step is not None and due is not None and step.at < due:  # nothing is made up for
        step = next_step(matter, step.at)
    if step is not None and step.at <= ctx.now:
        body = told_by(matter, step.tells)
        ctx.note(step=step.code, stage=step.stage, pressing=step.pressing,
                 body=str(body.pk) if body else "", to=body.name if body else "")  # fmt: skip
        matter.reminded_at = step.at
    remind(matter, ctx.now)
    return Result(matter)


def remind_due(limit: int = 200) -> int:
    """Send what is due; how many. Run by the worker."""
    waiting = Matter.objects.filter(
        remind_at__lte=clock.now(), withdrawn_at=None, state__in=IN_WORK
    ).order_by("remind_at", "id")
    sent = 0
    for matter in waiting[: 10 * limit]:  # what refuses today does not keep the others waiting
        if sent >= limit:
            break
        try:
            do(SYSTEM, "matters.remind", matter, {}, channel="system")
        except (Conflict, Refused):
            continue  # somebody did something with it meanwhile: the next round looks again
        sent += 1
    return sent
