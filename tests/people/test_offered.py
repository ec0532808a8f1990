"""What the desk offers asks what the act asks: no button that only refuses."""

from __future__ import annotations

from typing import Any

import pytest

from doorstep.doors.story import offers
from doorstep.frame import NotFound, Refused, do
from doorstep.panes.screens import SCREENS, one, visible
from doorstep.people.acts.giving import given_by, gives
from doorstep.people.acts.offices import AwayForm, OfficeForm
from doorstep.people.models import Account, Office
from doorstep.people.queries import actor_for
from doorstep.people.rules import ROLES
from tests.people.town import account, body, covering, office, person


@pytest.fixture
def crowd(town, holder):
    """A holder of every role, its account, and a property manager who gives little of it."""
    area = covering("party_cover", town.lake, "片", town.lake)
    bureau = body("department", town.city, "住建局")
    for n, (code, role) in enumerate(ROLES.items()):
        at = {"place": town.lake, "covering": area, "body": bureau}[role.held]
        who = person(town.lake, f"人{n}")
        office(who, code, at)
        account(who, f"c{n}")
    town.area, town.bureau = area, bureau
    town.manager = holder("property_manager", area)
    return town


def offered(slug: str, record: Any, actor: Any) -> set[str]:
    """The acts whose buttons stand on a page."""
    return {o["name"] for o in offers(SCREENS[slug], record, actor)[0]}


@pytest.mark.parametrize(
    ("role", "at"),
    [("property_manager", "area"), ("community_secretary", "dong"), ("city_od", "city"),
     ("administrator", "city"), ("street_secretary", "east")],
)  # fmt: skip
def test_the_condition_says_what_gives_says(crowd, holder, role, at):
    actor = holder(role, getattr(crowd, at))
    mine = set(Office.objects.filter(given_by(actor)).values_list("pk", flat=True))
    said = {o.pk for o in Office.objects.all() if gives(actor, o.role, o.path, o.body)}
    assert mine == said
    assert said


def test_an_office_is_ended_by_who_gives_it_and_no_button_says_otherwise(crowd):
    for record in Office.objects.select_related("person", "place", "body"):
        ours = gives(crowd.manager, record.role, record.path, record.body)
        shown = offered("offices", record, crowd.manager)
        assert ("people.end_office" in shown) == ours, record.role
    other = Office.objects.filter(role="steward").get()
    with pytest.raises(Refused):
        do(crowd.manager, "people.end_office", other, {}, version=other.version)


def test_only_offices_that_one_gives_stand_in_the_form(crowd):
    drawn = OfficeForm(actor=crowd.manager).fields["role"].widget.choices
    assert [code for code, _word in drawn] == ["property_worker"]


def test_the_page_of_the_form_offers_no_more(client, crowd):
    client.force_login(Account.objects.get(pk=crowd.manager.id))
    page = client.get("/desk/offices/do/appoint/").content.decode()
    assert 'value="property_worker"' in page
    assert 'value="city_leader"' not in page
    assert 'value="community_secretary"' not in page


def test_accounts_on_the_screen_are_those_one_looks_after(crowd):
    seen = {a.person.offices.get().role for a in visible(crowd.manager, SCREENS["accounts"])
            .select_related("person")}  # fmt: skip
    assert seen == {"property_worker", "property_manager"}
    steward = Account.objects.get(person__offices__role="steward")
    assert one(crowd.manager, SCREENS["accounts"], steward.pk) is None


def test_the_own_account_has_no_reset(crowd):
    own = one(crowd.manager, SCREENS["accounts"], crowd.manager.id)
    shown = offered("accounts", own, crowd.manager)
    assert "people.change_password" in shown
    assert not {"people.reset_password", "people.close_account"} & shown
    with pytest.raises((Refused, NotFound)):
        do(crowd.manager, "people.reset_password", own, {}, version=own.version)


def test_what_is_offered_on_an_account_is_done(crowd):
    worker = Account.objects.get(person__offices__role="property_worker")
    assert "people.reset_password" in offered("accounts", worker, crowd.manager)
    do(crowd.manager, "people.reset_password", worker, {}, version=worker.version)
    worker.refresh_from_db()
    assert worker.must_change


def test_an_absence_is_named_by_the_holder_or_who_gives(client, crowd):
    offered_to = {r.role for r in AwayForm(actor=crowd.manager).fields["office"].rows()}
    assert offered_to == {"property_worker", "property_manager"}
    client.force_login(Account.objects.get(pk=crowd.manager.id))
    worker, steward = (Office.objects.get(role=r) for r in ("property_worker", "steward"))
    assert "do/go_away/" in client.get(f"/desk/offices/{worker.pk}/").content.decode()
    assert "do/go_away/" not in client.get(f"/desk/offices/{steward.pk}/").content.decode()
    assert actor_for(Account.objects.get(pk=crowd.manager.id)).roles == {"property_manager"}
