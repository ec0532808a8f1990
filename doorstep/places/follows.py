"""What happens next: after a change of the tree, the records below follow in batches."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from doorstep.frame import Asked, Ctx, Refusal, Seen, follow, guard, history
from doorstep.places.acts.changes import unfinished
from doorstep.places.models import Place
from doorstep.places.queries import children

FIRST_DAY = timedelta(days=1)


@follow(
    on=("places.rename", "places.move", "places.merge", "places.split", "places.carry"), quiet=True
)
def carry_on(entry: Seen, ctx: Ctx) -> None:
    """Carry one batch; its own entry asks for the next until the job is done."""
    for job in unfinished(entry.facts.get("jobs") or [entry.subject]):
        ctx.do("places.carry", job, {})


@guard(act="places.place.withdraw")
def only_what_is_new(asked: Asked) -> list[Refusal]:
    """A place with others in it is withdrawn on its first day only (a slip); later it is closed."""
    place: Place = asked.record
    if asked.actor.is_system or not children(place, asked.ctx.today).exists():
        return []
    entries = history(place, limit=1, beside=False)
    if entries and asked.ctx.now - entries[0].at < FIRST_DAY:
        return []
    return [Refusal(_("Places still lie in it."), cure=_("Move or close them first, or merge it."))]


@follow(on=("places.place.withdraw",), quiet=True)
def inside_too(entry: Seen, ctx: Ctx) -> None:
    """What was entered with a place is withdrawn with it, level by level."""
    place = Place.objects.filter(pk=entry.subject).first()
    for inner in children(place, ctx.today) if place is not None else ():
        ctx.do("places.place.withdraw", inner, {"reason": entry.facts.get("reason", "")})
