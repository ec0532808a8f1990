"""Party organisations: three tiers, coverage by date, figures F2 and F3."""

from __future__ import annotations

from datetime import date

import pytest

from doorstep.frame import Invalid, NotFound, Refused, do
from doorstep.kit import clock
from doorstep.panes.figures import Scope, ask, missing, records
from doorstep.party.models import Membership, PartyOrg
from doorstep.party.queries import org_of, orphans, secretaries
from doorstep.people.models import Body
from tests.people.town import office, person

BEGIN, TODAY = date(2023, 1, 1), date(2024, 6, 3)


@pytest.fixture
def orgs(town, holder):
    """Street → community → one organisation over both compounds of 东塘."""
    od = holder("city_od", town.city)

    def found(tier, place, parent=None, **more):
        values = {"tier": tier, "name": place.name + "党组织", "place": place.pk, "since": BEGIN,
                  "parent": parent.pk if parent else "", **more}  # fmt: skip
        return do(od, "party.found_org", None, values).record

    town.od, town.found = od, found
    town.street_org = found("street", town.east)
    town.dong_org = found("community", town.dong, town.street_org)
    town.area_org = found(
        "compound", town.dong, town.dong_org, compounds=[town.lake.pk, town.mill.pk]
    )
    return town


def value(code, at=TODAY):
    return ask(code, Scope(), at)[0]


def test_an_area_organisation_covers_several_compounds(orgs):
    assert value("compound_party_orgs")["value"] == 1
    row = value("compound_org_coverage")
    assert (row["numerator"], row["denominator"]) == (2, 3)
    assert list(missing("compound_org_coverage", Scope(), TODAY)) == [orgs.gate]
    assert value("party_tiers")["value"] == 3
    assert list(records("compound_party_orgs", Scope(), TODAY)) == [orgs.area_org]


def test_before_it_was_founded_it_does_not_count(orgs):
    assert value("compound_party_orgs", date(2022, 12, 31))["value"] == 0
    assert value("party_tiers", date(2022, 12, 31))["value"] == 0


def test_a_compound_organisation_has_a_body_that_can_own_matters(orgs):
    assert orgs.area_org.body.level == 1
    assert Body.objects.get().handles


def test_coverage_is_dated(orgs):
    day = date(2024, 3, 1)
    do(orgs.od, "party.uncover", orgs.area_org, {"part": orgs.mill.pk, "since": day})
    assert value("compound_org_coverage", date(2024, 2, 29))["numerator"] == 2
    assert value("compound_org_coverage", day)["numerator"] == 1
    do(orgs.od, "party.cover", orgs.area_org, {"part": orgs.mill.pk, "since": TODAY})
    assert value("compound_org_coverage")["numerator"] == 2


def test_the_organisation_of_a_door(orgs):
    assert org_of(orgs.doors[0].path, TODAY) == orgs.area_org
    assert org_of(orgs.doors[0].path, TODAY, "community") == orgs.dong_org
    assert org_of(orgs.gate_doors[0].path, TODAY) is None


@pytest.mark.parametrize(
    ("tier", "place", "parent"),
    [
        ("compound", "lake", "street_org"),  # skips a tier
        ("compound", "gate", "dong_org"),  # outside its parent
        ("community", "lake", "street_org"),  # not at home there
        ("street", "east", "dong_org"),  # a street has no parent
        ("building", "lake", "area_org"),  # the city uses three tiers
    ],
)
def test_the_tree_does_not_break(orgs, tier, place, parent):
    with pytest.raises(Refused):
        orgs.found(tier, getattr(orgs, place), getattr(orgs, parent))


def test_an_orphan_is_found(orgs):
    assert not orphans([""], TODAY).exists()
    PartyOrg.objects.filter(pk=orgs.dong_org.pk).update(until=date(2024, 1, 1))
    assert list(orphans([""], TODAY)) == [orgs.area_org]
    assert list(missing("party_tiers", Scope(), TODAY)) == [orgs.area_org]


def test_what_has_something_below_is_not_dissolved(orgs):
    with pytest.raises(Refused):
        do(orgs.od, "party.dissolve_org", orgs.dong_org, {"until": TODAY})
    do(orgs.od, "party.dissolve_org", orgs.area_org, {"until": TODAY})
    do(orgs.od, "party.dissolve_org", orgs.dong_org, {"until": TODAY})
    assert value("compound_org_coverage")["numerator"] == 0
    assert value("compound_org_coverage", date(2024, 6, 2))["numerator"] == 2


def test_the_secretary_of_each_tier(orgs):
    who, lead = person(orgs.dong, "支书"), person(orgs.dong, "书记")
    office(who, "compound_secretary", orgs.area_org.covering)
    office(lead, "community_secretary", orgs.dong)
    found = secretaries([orgs.area_org, orgs.dong_org, orgs.street_org], TODAY)
    assert found == {orgs.area_org.pk: who, orgs.dong_org.pk: lead}


def test_a_community_secretary_elsewhere_founds_nothing_here(orgs, holder):
    other = holder("community_secretary", orgs.xi)
    values = {"tier": "compound", "name": "x", "place": orgs.lake.pk, "parent": orgs.dong_org.pk}
    with pytest.raises(NotFound):
        do(other, "party.found_org", None, values)


def test_membership_is_for_the_secretaries_only(orgs, holder):
    who = person(orgs.doors[0], "吴家银")
    secretary, grid = holder("community_secretary", orgs.dong), holder("grid_member", orgs.dong)
    values = {"org": orgs.area_org.pk, "person": who.pk, "standing": "full"}
    with pytest.raises(NotFound):
        do(grid, "party.join", None, values)
    do(secretary, "party.join", None, values)
    assert str(Membership.objects.get().standing) == "••••"
    with pytest.raises(Refused):
        do(secretary, "party.join", None, values)
    with pytest.raises(Invalid):
        do(secretary, "party.join", None, {**values, "standing": "unknown"})
    assert clock.today() == TODAY


def test_what_covers_its_whole_place_is_offered_no_more_cover(orgs):
    from doorstep.doors.story import offers
    from doorstep.panes.screens import SCREENS

    def names(org):
        return {o["name"] for o in offers(SCREENS["party-orgs"], org, orgs.od)[0]}

    assert not {"party.cover", "party.uncover"} & names(orgs.street_org)
    assert {"party.cover", "party.uncover"} <= names(orgs.area_org)
    with pytest.raises(Refused):
        do(orgs.od, "party.cover", orgs.street_org, {"part": orgs.lake.pk},
           version=orgs.street_org.version)  # fmt: skip
