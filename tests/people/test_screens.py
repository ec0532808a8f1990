"""Screens over HTTP: who sees what, masks, and what volunteers never see (D4, D19)."""

from __future__ import annotations

import re
from typing import Any

import pytest

from doorstep.frame import do
from doorstep.party.models import Membership
from doorstep.people.models import Account, Household, Person
from tests.people.town import DAY, account, body, covering, office, person


@pytest.fixture
def enter(client, town):
    """`enter(role, at)` logs a new holder in."""
    number = iter(range(100))

    def log_in(role: str, at: Any, name: str = "") -> Person:
        n = next(number)
        home = at if hasattr(at, "place_kind") else at.place
        who = person(home, name or f"某人{n}")
        office(who, role, at)
        client.force_login(account(who, f"s{n}"))
        return who

    return log_in


@pytest.fixture
def family(town, holder):
    worker = holder("community_worker", town.dong)
    values = {"name": "徐桂兰", "place": str(town.doors[0].pk), "phone": "13812341234",
              "born_on": "1952-03-15", "relation": "head", "stay_kind": "resident"}  # fmt: skip
    who = do(worker, "people.register", None, values).record
    do(worker, "people.arrange_contact", Household.objects.get(),
       {"addressed_as": "徐阿姨", "contact_way": "phone"})  # fmt: skip
    return who


def text(client, url):
    answer = client.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    return answer.content.decode()


def test_the_desk_sees_masks_in_lists_and_the_name_on_the_page(client, town, enter, family):
    enter("community_secretary", town.dong)
    listed = text(client, "/desk/persons/")
    assert "徐*兰" in listed
    assert "徐桂兰" not in listed
    assert "13812341234" not in listed
    page = text(client, f"/desk/persons/{family.pk}/")
    assert "徐桂兰" in page
    assert "13812341234" not in page
    household = Household.objects.get()
    assert "徐阿姨" in text(client, f"/desk/households/{household.pk}/")


def test_field_roles_see_masks_on_the_page_too(client, town, enter, family):
    enter("grid_member", town.dong)
    page = text(client, f"/desk/persons/{family.pk}/")
    assert "徐*兰" in page
    assert "徐桂兰" not in page
    assert "1952" not in page


def test_a_steward_sees_door_address_and_contact_only(client, town, enter, family):
    enter("steward", covering("patch", town.lake, "片", town.lake))
    household = Household.objects.get()
    for url in ("/desk/doors/", f"/desk/doors/{household.pk}/"):
        page = text(client, url)
        assert "徐阿姨" in page
        for hidden in ("徐桂兰", "徐*兰", "1234", "1952"):
            assert hidden not in page
    for closed in (f"/desk/persons/{family.pk}/", f"/desk/households/{household.pk}/"):
        assert client.get(closed).status_code == 404
    for own_only in ("/desk/persons/", "/desk/households/"):
        assert "徐" not in text(client, own_only)


def test_another_community_sees_nothing(client, town, enter, family):
    enter("community_secretary", town.xi)
    assert client.get(f"/desk/persons/{family.pk}/").status_code == 404
    assert "徐*兰" not in text(client, "/desk/persons/")


def test_party_membership_is_closed_to_field_roles(client, town, enter, family, holder):
    secretary = holder("community_secretary", town.dong)
    od = holder("city_od", town.city)
    values = {"tier": "street", "name": "党工委", "place": str(town.east.pk)}
    org = do(od, "party.found_org", None, values).record
    membership = Membership(org=org, person=family, path=town.dong.path, since=DAY)
    membership.save()
    enter("grid_member", town.dong)
    assert "徐" not in text(client, "/desk/members/")
    assert client.get(f"/desk/members/{membership.pk}/").status_code == 404
    client.force_login(Account.objects.get(pk=secretary.id))
    assert "徐*兰" in text(client, f"/desk/members/{membership.pk}/")
    text(client, "/desk/party-orgs/")
    text(client, "/desk/party-tree/?day=2024-01-31")


@pytest.mark.parametrize(
    ("role", "at", "slug"),
    [
        ("administrator", "city", "bodies"), ("city_od", "city", "offices"),
        ("city_od", "city", "accounts"), ("street_dispatcher", "east", "duty"),
        ("community_worker", "dong", "absences"), ("administrator", "city", "tokens"),
        ("grid_member", "dong", "searches"), ("grid_member", "dong", "notices"),
    ],
)  # fmt: skip
def test_lists_open_to_their_roles(client, town, enter, role, at, slug):
    enter(role, getattr(town, at))
    text(client, f"/desk/{slug}/")


def test_a_body_has_a_name_and_a_person_theirs(client, town, enter):
    """姓名 is a person's; a department's is 名称."""
    body("community_committee", town.dong, "东塘社区")
    enter("community_secretary", town.dong)
    for slug, heads in (("bodies", (0, 1)), ("persons", (1, 0))):
        listed = text(client, f"/desk/{slug}/")
        assert [len(re.findall(rf"<th [^>]*>\s*{w}\b", listed)) for w in ("姓名", "名称")] == [
            *heads
        ]


@pytest.mark.parametrize("act", ["people.appoint", "people.found_body", "people.register"])
def test_forms_of_acts_open(client, town, enter, act):
    from doorstep.frame.acts import ACTS
    from doorstep.panes.screens import screen_of

    enter("administrator", town.city)
    screen = screen_of(ACTS[act].kind)
    page = client.get(f"{screen.url()}do/{ACTS[act].word}/")
    assert page.status_code in (200, 404)


def test_head_and_table_say_one_name(client, town, enter, family):
    enter("street_dispatcher", town.east)
    page = text(client, f"/desk/persons/{family.pk}/")
    assert "<h1>徐桂兰" in page
    assert "徐*兰" not in page
    enter("grid_member", town.dong)
    page = text(client, f"/desk/persons/{family.pk}/")
    assert "<h1>徐*兰" in page
    assert "徐桂兰" not in page


def test_a_form_tells_whole_names_to_who_reads_them_only(town, holder, family):
    from django.core.exceptions import ValidationError

    from doorstep.people.acts.fields import PersonField

    person(town.doors[1], "徐桂兰")
    for role, said, hidden in (
        ("grid_member", "徐*兰", "徐桂兰"), ("community_worker", "徐桂兰", "徐*兰"),
    ):  # fmt: skip
        field = PersonField()
        field.scope(holder(role, town.dong))
        with pytest.raises(ValidationError) as refused:
            field.clean("徐桂兰")
        assert said in str(refused.value.messages)
        assert hidden not in str(refused.value.messages)


def test_who_only_lives_here_has_no_office_before_the_public(client, town, enter):
    for n, role in enumerate(("resident", "employed_member")):
        office(person(town.doors[n], f"王小{n}"), role, town.lake)
    office(person(town.doors[2], "李大明"), "building_head", town.lake)
    enter("property_manager", covering("party_cover", town.lake, "物业", town.lake))
    page = text(client, "/desk/offices/")
    assert "李大明" in page
    assert "王*0" in page
    assert "王*1" in page
    assert "王小" not in page
