"""Grids and other coverings: drawn, published, covering and no longer covering places."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from doorstep.frame import Ctx, Given, Refusal, Refused, Result, act
from doorstep.kit.path import within
from doorstep.panes.forms import ActForm
from doorstep.places import rules
from doorstep.places.acts.fields import PlaceField, worded
from doorstep.places.acts.tree import reach
from doorstep.places.models import Covering, CoveringPart, Place, PlaceCode
from doorstep.places.queries import coverings_of


class DrawForm(ActForm):
    """A new grid, micro-grid or area."""

    place = PlaceField()
    covering_kind = forms.ChoiceField(choices=worded("covering_kind", rules.COVERING_KINDS))
    name = forms.CharField(max_length=80)
    number = forms.CharField(max_length=24, required=False)
    since = forms.DateField(required=False)


@act("places.grid_draw", creates=Covering, roles=rules.KEEPERS, form=DrawForm)
def grid_draw(given: Given, ctx: Ctx) -> Result:
    """Draw a covering.

    Given: place (where it belongs), covering_kind, name, number, since, until, parts (places it
    covers from the start), traits, state (grids begin as a draft, other kinds are in force).
    """
    since = given.since or ctx.on
    first = "draft" if given.covering_kind in rules.REVIEWED else "published"
    covering = Covering(
        place=given.place, path=given.place.path, covering_kind=given.covering_kind,
        name=given.name.strip(), number=given.number or _number(given, ctx), since=since,
        until=given.until,
        traits=given.traits or {}, state=given.state or first, level=_level(given.place),
    )  # fmt: skip
    for place in given.parts or ():
        ctx.add(part_for(covering, place, since, given.until, ctx))
    return Result(covering)


def _number(given: Given, ctx: Ctx) -> str:
    """The number of a new grid: the 12 digits of its community and two of its own, counted on."""
    if given.covering_kind != rules.GRID:
        return ""
    key = ("places.grid_number", given.place.path)
    if key not in ctx.cache:
        code = PlaceCode.objects.filter(place=given.place, system__code="nbs").first()
        there = Covering.objects.filter(place=given.place, covering_kind=rules.GRID)
        ctx.cache[key] = code.code if code else "", there.count()
    code12, count = ctx.cache[key]
    ctx.cache[key] = code12, count + 1
    return f"{code12}{count + 1:02d}" if code12 else ""


def _level(place: Place) -> int:
    """0 building … 4 city: who deals with it."""
    return {1: 4, 2: 3, 3: 2, 4: 1}.get(place.depth, 0)


def part_for(
    covering: Covering, place: Place, since: date, until: date | None, ctx: Ctx
) -> CoveringPart:
    """A part ready to be queued.

    :raises Refused: the place is not the actor's, or is held by another covering of a kind that
        shares none.
    """
    reach(ctx, place, rules.KEEPERS, "part")
    if covering.covering_kind in rules.EXCLUSIVE:
        holders = coverings_of(place.path, since, covering.covering_kind)
        other = next((c for c in holders if c.pk != covering.pk), None)
        if other is not None:
            words = _("%(place)s belongs to %(other)s.")
            cure = _("End that first, from the day the new one begins.")
            shown = words % {"place": place.label, "other": other.name}
            raise Refused([Refusal(shown, field="place", cure=cure)])
    return CoveringPart(covering=covering, place=place, path=place.path, since=since, until=until)


class CoverForm(ActForm):
    """A place that a covering takes in from a day on."""

    part = PlaceField()
    since = forms.DateField(required=False)


@act("places.cover", on=Covering, roles=rules.KEEPERS, states=("draft", "submitted", "published"),
     form=CoverForm)  # fmt: skip
def cover(covering: Covering, given: Given, ctx: Ctx) -> Result:
    """Take in one place (`part`) or several (`parts`) from `since` on."""
    since = given.since or ctx.on
    for place in given.parts or (given.part,):
        ctx.add(part_for(covering, place, since, given.until, ctx))
    ctx.note(covers=[str(p.pk) for p in given.parts or (given.part,)], since=since)
    return Result(covering)


@act("places.uncover", on=Covering, roles=rules.KEEPERS,
     states=("draft", "submitted", "published"), form=CoverForm)  # fmt: skip
def uncover(covering: Covering, given: Given, ctx: Ctx) -> Result:
    """End one place (`part`) or several (`parts`) on `since` (first day without)."""
    end, gone = given.since or ctx.on, given.parts or (given.part,)
    rows = CoveringPart.objects.at(end).filter(covering=covering)
    ended = [row for row in rows if any(within(row.path, place.path) for place in gone)]
    if not ended:
        raise Refused([Refusal(_("It does not cover that place on that day."), field="part")])
    for row in ended:
        ctx.change(row, until=end)
    ctx.note(uncovers=[str(p.pk) for p in gone], since=end)
    return Result(covering)


class NameForm(ActForm):
    """Name and number of a covering."""

    name = forms.CharField(max_length=80)
    number = forms.CharField(max_length=24, required=False)


@act("places.name_grid", on=Covering, roles=rules.KEEPERS,
     states=("draft", "submitted", "published"), form=NameForm)  # fmt: skip
def name_grid(covering: Covering, given: Given, ctx: Ctx) -> Result:
    """Give a covering another name or number."""
    covering.name, covering.number = given.name.strip(), given.number or covering.number
    return Result(covering)


@act("places.submit_grid", on=Covering, roles=rules.KEEPERS, button="primary")
def submit_grid(covering: Covering, given: Given, ctx: Ctx) -> Result:
    """Hand a drawn grid to the city for review."""
    return Result(covering)


@act("places.return_grid", on=Covering, roles=rules.SETTERS)
def return_grid(covering: Covering, given: Given, ctx: Ctx) -> Result:
    """Send a grid back to be drawn again."""
    return Result(covering)


@act("places.publish_grid", on=Covering, roles=rules.SETTERS, button="primary")
def publish_grid(covering: Covering, given: Given, ctx: Ctx) -> Result:
    """Publish a grid: from now on it counts and its public card hangs."""
    return Result(covering)


class EndForm(ActForm):
    """The first day without it."""

    until = forms.DateField(required=False)


@act("places.retire_grid", on=Covering, roles=(*rules.SETTERS, *rules.REGROUPERS), form=EndForm)
def retire_grid(covering: Covering, given: Given, ctx: Ctx) -> Result:
    """End a covering with all its parts on `until` (first day without)."""
    end: Any = given.until or ctx.on
    covering.until = end
    for row in CoveringPart.objects.filter(covering=covering, until__isnull=True):
        ctx.change(row, until=max(end, row.since))
    return Result(covering)
