"""The tree changes: rename, move, merge, split, close; and what has to follow, in batches.

Open and future records take the new path; what is over keeps the path of its time and is read by
the successor through `queries.with_past` (design §3, place path).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from doorstep.frame import Ctx, Given, Record, Refusal, Refused, Result, act
from doorstep.kit import clock
from doorstep.kit import path as paths
from doorstep.kit.chinese import normalise, pinyin_initials
from doorstep.panes.forms import ActForm
from doorstep.places import rules
from doorstep.places.acts.fields import PlaceField
from doorstep.places.acts.tree import Siblings, new_place, reach
from doorstep.places.models import Place, PlaceParent, Repath
from doorstep.places.queries import children
from doorstep.places.queries.standing import carried_kinds, still_open, still_there

#: Records re-pathed by one `places.carry`.
BATCH = 500


class RenameForm(ActForm):
    """The new name or number."""

    prefilled = True
    name = forms.CharField(max_length=80, required=False)
    number = forms.CharField(max_length=20, required=False)


@act("places.rename", on=Place, roles=rules.KEEPERS, form=RenameForm)
def rename(place: Place, given: Given, ctx: Ctx) -> Result:
    """Give a place another name (or number); addresses below follow in batches."""
    name, number = normalise(given.name or ""), normalise(given.number or "")
    if not (name or number):
        raise Refused([Refusal(_("Give the place its number or its name."), field="name")])
    old = place.label
    place.name, place.number = name or place.name, number or place.number
    if not rules.KINDS[place.place_kind].numbered:
        place.pinyin = pinyin_initials(place.name)[:40]
    place.hang(_parent(place.path), place.path)
    if place.label != old:
        _follow(place, place.path, place.path, ctx)
    return Result(place)


class MoveForm(ActForm):
    """Where the place will hang."""

    parent = PlaceField()


@act("places.move", on=Place, roles=rules.REGROUPERS, form=MoveForm)
def move(place: Place, given: Given, ctx: Ctx) -> Result:
    """Hang a place with all below it under another parent, from today."""
    if paths.within(given.parent.path, place.path):
        raise Refused([Refusal(_("A place cannot lie in itself."), field="parent")])
    reach(ctx, given.parent, rules.REGROUPERS, "parent")
    _rehang(place, given.parent, ctx, own=place)
    return Result(place)


class MergeForm(ActForm):
    """The place that goes on."""

    into = PlaceField()


@act("places.merge", on=Place, roles=rules.REGROUPERS, form=MergeForm)
def merge(place: Place, given: Given, ctx: Ctx) -> Result:
    """Merge a place into another of its kind: children and open records go there, it closes."""
    into: Place = given.into
    if into.pk == place.pk or into.place_kind != place.place_kind:
        raise Refused([Refusal(_("Choose another place of the same kind."), field="into")])
    reach(ctx, into, rules.REGROUPERS, "into")
    for child in children(place, ctx.today):
        _rehang(child, into, ctx)
    _follow(place, place.path, into.path, ctx, exact=True)
    ctx.add(
        PlaceParent(place=place, path=place.path, became=into.path, since=place.since,
                    until=_after(place, ctx)),
    )  # fmt: skip
    ctx.change(into, dwellings_expected=into.dwellings_expected + place.dwellings_expected)
    place.until, place.successor = _after(place, ctx), into
    return Result(place)


class SplitForm(ActForm):
    """The new place and what goes to it."""

    name = forms.CharField(max_length=80)
    children = forms.ModelMultipleChoiceField(Place.objects.none())

    def prepare(self) -> None:
        """Only what lies directly in the place can be given."""
        field: Any = self.fields["children"]
        field.queryset = children(self.record, clock.today()) if self.record else field.queryset


@act("places.split", on=Place, roles=rules.REGROUPERS, form=SplitForm)
def split(place: Place, given: Given, ctx: Ctx) -> Result:
    """Make a new place of the same kind beside this one and give it some of the children."""
    chosen = list(given.children)
    if not chosen or any(paths.parent(c.path) != place.path for c in chosen):
        raise Refused(
            [Refusal(_("Choose places that lie directly in this one."), field="children")]
        )
    parent = _parent(place.path)
    made = new_place(
        parent, Siblings.of(parent, ctx), place.place_kind, ctx.on, name=normalise(given.name),
        compound_kind=place.compound_kind, traits=place.traits,
    )  # fmt: skip
    made.dwellings_expected = sum(c.dwellings_expected for c in chosen)
    ctx.add(made)
    for child in chosen:
        _rehang(child, made, ctx)
    place.dwellings_expected = max(place.dwellings_expected - made.dwellings_expected, 0)
    ctx.note(made=str(made.pk))
    return Result(place)


class CloseForm(ActForm):
    """The first day without the place."""

    until = forms.DateField(required=False)


@act("places.close", on=Place, roles=rules.REGROUPERS, form=CloseForm)
def close(place: Place, given: Given, ctx: Ctx) -> Result:
    """End a place that has nothing open below it, and nobody living there."""
    if children(place, ctx.today).exists():
        raise Refused([
            Refusal(_("Places still lie in it."), cure=_("Move or close them first, or merge it."))
        ])  # fmt: skip
    place.until = given.until or _after(place, ctx)
    if not rules.open_end(place.since, place.until):
        raise Refused([Refusal(_("It cannot end before it began."), field="until")])
    if there := still_there(place, place.until):
        raise Refused([
            Refusal(
                _("Still here: %(what)s.") % {"what": "、".join(there)},
                cure=_("End or move these first. If the place becomes part of another, merge it: "
                       "that takes them along."),
            )
        ])  # fmt: skip
    return Result(place)


def _parent(path: str) -> Place | None:
    return Place.objects.filter(path=paths.parent(path)).first()


def _after(place: Place, ctx: Ctx) -> Any:
    """Today, or the day after the place began where that is later (a span is at least a day)."""
    return max(ctx.today, place.since + timedelta(days=1))


def _rehang(place: Place, parent: Place, ctx: Ctx, own: Place | None = None) -> None:
    """Change the position of a place and leave a job for all that lies below and at it."""
    if not rules.may_hang(place.place_kind, parent.place_kind):
        raise Refused(
            [Refusal(_("Such a place does not lie in one of that kind."), field="parent")]
        )
    siblings = Siblings.of(parent, ctx)
    if (place.place_kind, place.number, place.name) in siblings.taken:
        raise Refused([
            Refusal(_("There is a %(part)s already.") % {"part": place.part},
                    cure=_("Rename one of them first."), field="parent")
        ])  # fmt: skip
    siblings.taken.add((place.place_kind, place.number, place.name))
    old = place.path
    last = PlaceParent.objects.filter(place=place).order_by("-until").first()
    hung = _hung(place, parent, siblings.path_for(parent))
    if place is own:
        for name, value in hung.items():
            setattr(place, name, value)
    else:
        ctx.change(place, **hung)
    ctx.add(
        PlaceParent(place=place, path=old, became=place.path,
                    since=last.until if last and last.until else place.since, until=ctx.today)
    )  # fmt: skip
    _follow(place, old, place.path, ctx)


def _follow(place: Place, old: str, new: str, ctx: Ctx, *, exact: bool = False) -> None:
    job = Repath(place=place, old=old, new=new, exact=exact)
    ctx.add(job)
    ctx.note(jobs=[*ctx.facts.get("jobs", ()), str(job.pk)])


#: What follows from the position of a place.
_HUNG = ("path", "depth", "label", "room_key", "urban")


def _hung(place: Place, parent: Place | None, path: str) -> dict[str, Any]:
    """The values that a place has when it hangs at `path` under `parent`."""
    hung = Place(place_kind=place.place_kind, number=place.number, name=place.name)
    hung.hang(parent, path)
    return {name: getattr(hung, name) for name in _HUNG}


@act("places.carry", on=Repath, button="none", grants="follows changes of the tree")
def carry(job: Repath, given: Given, ctx: Ctx) -> Result:
    """Re-path and re-label the next batch; the job is done when nothing open is left behind."""
    left = BATCH if job.exact else BATCH - _carry_places(job, ctx)
    for model in carried_kinds() if job.old != job.new else ():
        if left <= 0 or model is Place:
            continue
        rows = list(_waiting(model, job, ctx)[:left])
        for record in rows:
            ctx.change(record, path=job.new + record.path[len(job.old) :])
        left -= len(rows)
    job.carried += BATCH - left
    job.done = left > 0
    return Result(job)


def _carry_places(job: Repath, ctx: Ctx) -> int:
    """Hang the next places below anew, parents before children; how many were looked at.

    Addresses are made from the parent as it is now, so jobs that overlap end in the same words.
    """
    moved = job.old != job.new
    here = job.place.path
    rows = _waiting(Place, job, ctx) if moved else Place.objects.filter(
        path__gt=here + job.cursor, path__lt=paths.upper(here), until__isnull=True
    )  # fmt: skip
    known: dict[str, Place | None] = {}
    batch = list(rows.exclude(pk=job.place_id).order_by("path")[:BATCH])
    for record in batch:
        path = job.new + record.path[len(job.old) :] if moved else record.path
        above = paths.parent(path)
        if above not in known:
            known[above] = Place.objects.filter(path=above).first()
        values = _hung(record, known[above], path)
        if any(getattr(record, name) != value for name, value in values.items()):
            ctx.change(record, **values)
        known[path] = record
    if batch and not moved:
        job.cursor = batch[-1].path[len(here) :]
    return len(batch)


def _waiting(model: type[Record], job: Repath, ctx: Ctx) -> models.QuerySet[Any]:
    rows: models.QuerySet[Any] = model._base_manager.filter(
        still_open(model, ctx.today), withdrawn_at__isnull=True
    )
    if job.exact:
        return rows.filter(path=job.old)
    return rows.filter(path__gte=job.old, path__lt=paths.upper(job.old))


def unfinished(ids: Iterable[Any]) -> Iterable[Repath]:
    """Of these jobs, those that still have something to do."""
    return Repath.objects.filter(pk__in=list(ids), done=False).select_related("place")
