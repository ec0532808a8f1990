"""Party organisations: found, change, cover, dissolve; members join and leave."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.frame import Actor, Ctx, Given, Refusal, Refused, Result, act
from doorstep.frame.terms import label
from doorstep.kit.path import within
from doorstep.panes.forms import ActForm, ChoiceFromCatalogue, RecordField
from doorstep.party.models import MEMBER_ROLES, Membership, PartyOrg
from doorstep.party.rules import (
    CHOOSES,
    HOME_KINDS,
    STANDINGS,
    TIER_COMPOUND,
    TIERS,
    tier_above,
    tiers_in_use,
)
from doorstep.people.acts.fields import Named, PersonField
from doorstep.people.rules import (
    CITY_OD,
    COMMUNITY_SECRETARY,
    STREET_ORGANIZER,
    STREET_SECRETARY,
)
from doorstep.places.acts.fields import PlaceField
from doorstep.places.models import Place
from doorstep.places.queries import parameter
from doorstep.places.rules import PARTY_COVERAGE

#: Who founds and changes organisations; a community secretary those below the community.
KEEPERS = (CITY_OD, STREET_SECRETARY, STREET_ORGANIZER, COMMUNITY_SECRETARY)


def words_of(name: str, codes: tuple[str, ...]) -> Callable[[], list[tuple[str, str]]]:
    """Choices of codes with their words."""
    return lambda: [(code, label("party", f"{name}.{code}")) for code in codes]


class OrgField(Named):
    """An organisation: by id, or by name."""

    def by_id(self, ident: uuid.UUID) -> list[PartyOrg]:
        """Any organisation; the act says whether it fits."""
        return list(PartyOrg.objects.filter(pk=ident, withdrawn_at=None))

    def by_words(self, text: str) -> list[tuple[Any, str]]:
        """Those called so."""
        there = PartyOrg.objects.filter(name__contains=text, withdrawn_at=None, until=None)
        return [(org, org.name) for org in there.order_by("path", "id")[:6]]


class CompoundsField(PlaceField):
    """Several compounds: names between 、 or one a line, or ids."""

    def clean(self, value: Any) -> Any:
        """The places, each once."""
        parts = (
            value if isinstance(value, list | tuple) else re.split(r"[、,，;；\n]+", value or "")
        )
        found = [super(CompoundsField, self).clean(part) for part in parts if str(part).strip()]
        return list(dict.fromkeys(found))


class OrgChange(ActForm):
    """What may be changed of an organisation."""

    name = forms.CharField(max_length=80)
    form = ChoiceFromCatalogue("party.forms", required=False)
    parent = OrgField(required=False)
    document = forms.CharField(max_length=80, required=False)


class OrgForm(OrgChange):
    """A new organisation; `compounds` are those it covers, its home by default."""

    tier = forms.ChoiceField(choices=words_of("tier", tuple(TIERS)))
    place = PlaceField()
    compounds = CompoundsField(required=False)
    since = forms.DateField(required=False)


class EndForm(ActForm):
    """The first day without it; today when left empty."""

    until = forms.DateField(required=False)


class CoverForm(ActForm):
    """A compound that it covers from a day on, or no longer covers."""

    part = PlaceField()
    since = forms.DateField(required=False)


class JoinForm(ActForm):
    """Who is a member where, from when."""

    org = RecordField("party.partyorg")
    person = PersonField()
    standing = forms.ChoiceField(choices=words_of("standing", STANDINGS))
    since = forms.DateField(required=False)


def refuse_place(tier: str, place: Place, parent: PartyOrg | None, ctx: Ctx) -> None:
    """Stop what would break the tree: the home fits the tier, the parent is exactly one tier up."""
    wrong: list[Refusal] = []
    if tier not in tiers_in_use(ctx.cache.setdefault("party.tiers", _tiers(ctx))):
        wrong.append(Refusal(_("This city does not use this tier."), "M13", "tier",
                             _("The parameter party.tiers says how many there are.")))  # fmt: skip
    if place.place_kind not in HOME_KINDS[tier]:
        wrong.append(
            Refusal(_("An organisation of this tier is not at home there."), "M12", "place")
        )
    above = tier_above(tier)
    if above and (parent is None or parent.tier != above):
        wrong.append(Refusal(_("Its parent is one tier up."), "M13", "parent",
                             _("Choose the organisation of the level above.")))  # fmt: skip
    elif above and parent is not None and not within(place.path, parent.path):
        wrong.append(Refusal(_("It lies outside its parent's place."), "M13", "place"))
    elif not above and parent is not None:
        wrong.append(Refusal(_("A street organisation has no parent here."), "M13", "parent"))
    if wrong:
        raise Refused(wrong)


def _tiers(ctx: Ctx) -> int:
    return int(parameter("party.tiers", ctx.today))


def parent_of(given: Given, ctx: Ctx) -> PartyOrg | None:
    """The organisation above; a table names it, for a row above may just have founded it."""
    if not isinstance(given.parent, str):
        parent: PartyOrg | None = given.parent
        return parent
    kept: PartyOrg | None = ctx.cache.get(("party.org", given.parent))
    there = PartyOrg.objects.filter(name=given.parent, until=None, withdrawn_at=None)
    return kept or there.first()


@act("party.found_org", creates=PartyOrg, roles=KEEPERS, form=OrgForm, button="primary")
def found_org(given: Given, ctx: Ctx) -> Result:
    """Found an organisation. One of a compound tier gets its covering and its body with it."""
    since, parent = given.since or ctx.on, parent_of(given, ctx)
    refuse_place(given.tier, given.place, parent, ctx)
    org = PartyOrg(
        tier=given.tier, form=given.form or "", name=given.name.strip(), parent=parent,
        place=given.place, path=given.place.path, since=since, until=given.until,
        document=given.document or "",
    )  # fmt: skip
    ctx.cache["party.org", org.name] = org
    if org.tier in CHOOSES:
        parts = list(given.compounds or [given.place])
        outside = [p for p in parts if org.parent and not within(p.path, org.parent.path)]
        if outside:
            words = _("%(place)s lies outside its parent's place.") % {"place": outside[0].label}
            raise Refused([Refusal(words, "M12", "compounds")])
        values: dict[str, Any] = {
            "place": given.place, "covering_kind": PARTY_COVERAGE, "name": org.name,
            "since": since, "until": given.until, "parts": parts, "state": "published",
        }  # fmt: skip
        org.covering = ctx.do("places.grid_draw", None, Given(values), to_all=True)
    if org.tier == TIER_COMPOUND:
        body = {
            "code": given.code or f"party.{org.pk.hex[-12:]}", "kind_of_body": "compound_body",
            "name": org.name, "short": org.name[:24], "place": given.place, "since": since,
            "handles": True,
        }  # fmt: skip
        org.body = ctx.do("people.found_body", None, Given(body), to_all=True)
    return Result(org)


@act("party.change_org", on=PartyOrg, roles=KEEPERS, form=OrgChange)
def change_org(org: PartyOrg, given: Given, ctx: Ctx) -> Result:
    """Change name, form, parent or document."""
    refuse_place(org.tier, org.place, given.parent, ctx)
    org.name, org.form = given.name.strip(), given.form or ""
    org.parent, org.document = given.parent, given.document or ""
    return Result(org)


WHOLE = Refusal(gettext_lazy("This organisation covers its whole place."), "M13")


def whole(org: PartyOrg, _actor: Actor) -> Any:
    """Why nothing is added to what it covers or taken from it."""
    return WHOLE if org.covering_id is None else ""


@act("party.cover", on=PartyOrg, roles=KEEPERS, form=CoverForm, asks=whole)
def cover(org: PartyOrg, given: Given, ctx: Ctx) -> Result:
    """Cover one more compound from a day on."""
    if org.parent is not None and not within(given.part.path, org.parent.path):
        raise Refused([Refusal(_("It lies outside its parent's place."), "M12", "part")])
    values = {"part": given.part, "since": given.since or ctx.on}
    ctx.do("places.cover", org.covering, Given(values), to_all=True)
    return Result(org)


@act("party.uncover", on=PartyOrg, roles=KEEPERS, form=CoverForm, asks=whole)
def uncover(org: PartyOrg, given: Given, ctx: Ctx) -> Result:
    """No longer cover a compound from a day on."""
    values = {"part": given.part, "since": given.since or ctx.on}
    ctx.do("places.uncover", org.covering, Given(values), to_all=True)
    return Result(org)


@act("party.dissolve_org", on=PartyOrg, roles=KEEPERS, form=EndForm)
def dissolve_org(org: PartyOrg, given: Given, ctx: Ctx) -> Result:
    """End an organisation, its covering and its body on a day; those below it must have gone."""
    until = given.until or ctx.on
    if until <= org.since:
        raise Refused([Refusal(_("The end lies before the beginning."), field="until")])
    below = org.children.filter(withdrawn_at=None)
    if below.at(until).exists():
        raise Refused([
            Refusal(_("Organisations below it are still at work."), "M13", "until",
                    _("Give them another parent, or dissolve them first."))
        ])  # fmt: skip
    org.until = until
    if org.covering is not None:
        ctx.do("places.retire_grid", org.covering, Given({"until": until}), to_all=True)
    if org.body is not None:
        ctx.do("people.end_body", org.body, Given({"until": until}), to_all=True)
    return Result(org)


@act("party.join", creates=Membership, roles=MEMBER_ROLES, form=JoinForm, at="org")
def join(given: Given, ctx: Ctx) -> Result:
    """Note a member. Only the secretaries and who organises them see it (D19)."""
    there = Membership.objects.filter(org=given.org, person=given.person, withdrawn_at=None)
    if there.filter(until=None).exists():
        raise Refused([Refusal(_("This person is a member here already."), field="person")])
    member = Membership(
        org=given.org, person=given.person, path=given.org.path, since=given.since or ctx.on
    )
    member.standing = given.standing
    return Result(member)


@act("party.leave", on=Membership, roles=MEMBER_ROLES, form=EndForm)
def leave(member: Membership, given: Given, ctx: Ctx) -> Result:
    """End a membership in an organisation."""
    member.until = given.until or ctx.on
    return Result(member)
