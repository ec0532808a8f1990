"""Adding places one at a time; what all acts on the tree share."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from doorstep.frame import Ctx, Given, Refusal, Refused, Result, act
from doorstep.kit import path as paths
from doorstep.kit.chinese import normalise, pinyin_initials
from doorstep.panes.forms import ActForm
from doorstep.places import rules
from doorstep.places.acts.fields import PlaceField, worded
from doorstep.places.models import CodeSystem, Place, PlaceCode

#: Since when places exist of which nobody knows better.
ALWAYS = date(2000, 1, 1)


class Siblings:
    """The children of one place while an act or a batch adds to them: numbers given and free."""

    def __init__(self) -> None:
        self.next, self.taken = 0, set[tuple[str, str, str]]()

    def load(self, parent: Place | None) -> Siblings:
        """Take in the children there are: one statement."""
        rows = Place.objects.filter(
            depth=(parent.depth if parent else 0) + 1,
            path__gte=parent.path if parent else "",
            path__lt=paths.upper(parent.path if parent else ""),
        ).values_list("path", "place_kind", "number", "name", "until", "withdrawn_at")
        for path, kind, number, name, until, withdrawn in rows:
            self.next = max(self.next, paths.number(path) + 1)
            if until is None and withdrawn is None:
                self.taken.add((kind, number, name))
        return self

    @classmethod
    def of(cls, parent: Place | None, ctx: Ctx) -> Siblings:
        """Those of `parent`, asked once per act or batch; the parent row is locked meanwhile."""
        key = ("places.siblings", parent.path if parent else "")
        if key not in ctx.cache:
            if parent is not None:
                Place.objects.select_for_update().filter(pk=parent.pk).first()
            ctx.cache[key] = cls().load(parent)
        found: Siblings = ctx.cache[key]
        return found

    def path_for(self, parent: Place | None) -> str:
        """The next free path; a path is never given twice."""
        self.next += 1
        return paths.child(parent.path if parent else "", self.next - 1)


def reach(ctx: Ctx, place: Place, roles: Iterable[str], field: str) -> None:
    """Stop those who act on their own place but reach into another's with it.

    :raises Refused: no office with one of `roles` covers `place`.
    """
    if ctx.actor.is_system or paths.covers_any(ctx.actor.paths(frozenset(roles)), place.path):
        return
    words = _("%(place)s lies outside what is yours.") % {"place": place.label}
    raise Refused([Refusal(words, field=field, cure=_("Ask the level above both to do it."))])


def new_place(
    parent: Place | None, siblings: Siblings, kind: str, since: date, *, number: str = "",
    name: str = "", **more: Any,
) -> Place:  # fmt: skip
    """A place ready to be queued, hung under its parent.

    :raises Refused: it cannot hang there, has neither name nor number, or is there already.
    """
    if not rules.may_hang(kind, parent.place_kind if parent else ""):
        raise Refused(
            [Refusal(_("Such a place does not lie in one of that kind."), field="parent")]
        )
    if not (number or name) or (rules.KINDS[kind].numbered and not number):
        raise Refused([Refusal(_("Give the place its number or its name."), field="name")])
    if (kind, number, name) in siblings.taken:
        raise Refused(
            [Refusal(_("There is such a place already."), field="number" if number else "name")]
        )
    siblings.taken.add((kind, number, name))
    place = Place(place_kind=kind, number=number, name=name, since=since, **more)
    place.pinyin = pinyin_initials(name)[:40] if name and not rules.KINDS[kind].numbered else ""
    place.hang(parent, siblings.path_for(parent))
    return place


class AddForm(ActForm):
    """One place below another."""

    parent = PlaceField()
    place_kind = forms.ChoiceField(choices=worded("place_kind", rules.KINDS))
    number = forms.CharField(max_length=20, required=False)
    name = forms.CharField(max_length=80, required=False)
    since = forms.DateField(required=False)
    dwellings_expected = forms.IntegerField(min_value=0, max_value=20_000, required=False)
    compound_kind = forms.ChoiceField(
        choices=worded("compound_kind", rules.COMPOUND_KINDS, empty=True), required=False
    )


@act("places.add", creates=Place, at="parent", roles=rules.KEEPERS, form=AddForm)
def add(given: Given, ctx: Ctx) -> Result:
    """Add one place.

    Given: parent (Place; None for the city), place_kind, number or name, since, dwellings_expected,
    compound_kind, traits (dict), codes ({(system, edition): code}).
    """
    siblings = Siblings.of(given.parent, ctx)
    place = new_place(
        given.parent, siblings, given.place_kind, given.since or ctx.on,
        number=normalise(given.number or ""), name=normalise(given.name or ""),
        dwellings_expected=given.dwellings_expected or 0, compound_kind=given.compound_kind or "",
        traits=given.traits or {},
    )  # fmt: skip
    for (system, edition), code in (given.codes or {}).items():
        ctx.add(PlaceCode(place=place, system=system_of(system, edition, ctx), code=code))
    return Result(place)


def system_of(code: str, edition: str, ctx: Ctx) -> CodeSystem:
    key = ("places.system", code, edition)
    if key not in ctx.cache:
        there = CodeSystem.objects.filter(code=code, edition=edition).first()
        ctx.cache[key] = there or CodeSystem(
            code=code, edition=edition, name=rules.CODE_SYSTEMS.get(code, code)
        )
        if there is None:
            ctx.add(ctx.cache[key])
    found: CodeSystem = ctx.cache[key]
    return found
