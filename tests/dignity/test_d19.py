"""D19: Party membership is a private field: not on the portal, cards, phones of others, exports."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from doorstep.doors.codes import code_of
from doorstep.party.models import MEMBER_ROLES, Membership
from tests.every import decide
from tests.every.world import World


def test_only_secretaries_and_organisers_and_oneself_see_members() -> None:
    """Screens, panels, columns, acts."""
    for screen in decide.screens():
        if screen.kind == "party.membership":
            assert screen.roles <= set(MEMBER_ROLES)
            assert set(screen.relations) == {"self"}
            assert not screen.export
            assert not screen.menu
    for name, _kind, panel in decide.panels():
        if "member" in name:
            assert panel.roles <= set(MEMBER_ROLES), name
    for act in decide.acts():
        if act.kind == "party.membership":
            assert act.roles <= set(MEMBER_ROLES), act.name


def test_the_trail_does_not_tell_who_is_a_member() -> None:
    """Neither person nor standing enter a payload that is for ever."""
    assert {"person_id", "standing"} <= set(Membership.untold)


def test_neither_portal_nor_pocket_nor_person_page_says_it(
    town: World, as_: Callable[..., Client]
) -> None:
    """A steward who is a member: on no page of others."""
    person = town.of("people.person", "door")
    member = town.new("party.membership", "lake", person=person)
    root = town.places["city"].path
    public = Client().get(f"/c/{code_of(town.places['lake'].path, root)}/").content.decode()
    assert "党员" not in public
    for role in ("grid_member", "community_worker", "street_dispatcher"):
        client = as_(role)
        for url in (f"/desk/persons/{person.pk}/", f"/api/v1/persons/{person.pk}/", "/pocket/",
                    f"/desk/party-orgs/{member.org_id}/"):  # fmt: skip
            text = client.get(url).content.decode()
            assert "党员" not in text, (role, url)
            assert str(member.pk) not in text, (role, url)
    for role in ("grid_member", "auditor", "street_dispatcher", "administrator"):
        assert as_(role).get(f"/desk/members/{member.pk}/").status_code == 404
