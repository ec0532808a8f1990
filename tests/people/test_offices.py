"""Offices are given by the next level; absences; accounts, passwords, sessions."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from doorstep.frame import Invalid, NotFound, Refused, do
from doorstep.frame.trail import EntryBody
from doorstep.people.models import Account, Office, Token
from doorstep.people.queries import actor_for, offices_of
from tests.people.town import account, body, covering, office, person

TODAY = date(2024, 6, 3)


def post(who, role, **where):
    where = {k: str(v.pk) for k, v in where.items()}
    return {"person": str(who.pk), "role": role, "since": TODAY, **where}


@pytest.mark.parametrize(
    ("giver", "at", "role", "where", "fine"),
    [
        ("city_od", "city", "community_secretary", "dong", True),
        ("street_organizer", "east", "community_secretary", "dong", False),  # M21
        ("street_organizer", "east", "community_deputy", "dong", True),
        ("community_secretary", "dong", "grid_member", "dong", True),
        ("community_secretary", "dong", "steward", "lake", True),
        ("community_secretary", "dong", "community_secretary", "dong", False),
        ("community_deputy", "dong", "grid_member", "dong", False),
        ("administrator", "city", "auditor", "city", True),
        ("city_od", "city", "administrator", "city", False),
    ],
)
def test_which_level_gives_which_office(town, holder, giver, at, role, where, fine):
    actor, who = holder(giver, getattr(town, at)), person(town.dong, "新人")
    values = post(who, role, place=getattr(town, where))
    if fine:
        do(actor, "people.appoint", None, values)
        assert Office.objects.filter(person=who, role=role).exists()
    else:
        with pytest.raises(Refused):
            do(actor, "people.appoint", None, values)


def test_nobody_gives_a_post_in_a_body_of_others(town, holder):
    """Who holds a post in a body reads all that lies with it: another department's is not given."""
    police, parks = (body("department", town.city, n) for n in ("公安局", "园林局"))
    head, who = holder("department_head", parks), person(town.dong, "新人")
    with pytest.raises(Refused):
        do(head, "people.appoint", None, post(who, "department_handler", body=police))
    do(head, "people.appoint", None, post(who, "department_handler", body=parks))
    near = holder("compound_secretary", town.lake)
    patch = covering("patch", town.lake, "1栋", town.lake)
    with pytest.raises(Refused):
        do(near, "people.appoint", None, post(who, "volunteer", covering=patch, body=police))
    with pytest.raises(NotFound):
        do(near, "people.appoint", None, post(who, "volunteer", place=town.lake, body=police))
    account(officer := person(town.dong, "民警"), "officer")
    office(officer, "department_handler", police)
    with pytest.raises(Refused):
        do(head, "people.reset_password", officer.account.pk, {})


def test_nobody_gives_an_office_elsewhere(town, holder):
    actor, who = holder("community_secretary", town.xi), person(town.dong, "新人")
    with pytest.raises(NotFound):
        do(actor, "people.appoint", None, post(who, "grid_member", place=town.dong))


def test_one_secretary_at_a_time(town, holder):
    od = holder("city_od", town.city)
    first, second = person(town.dong, "甲"), person(town.dong, "乙")
    do(od, "people.appoint", None, post(first, "community_secretary", place=town.dong))
    with pytest.raises(Refused):
        do(od, "people.appoint", None, post(second, "community_secretary", place=town.dong))
    held = Office.objects.get(person=first)
    do(od, "people.end_office", held, {"until": TODAY})
    do(od, "people.appoint", None, post(second, "community_secretary", place=town.dong))
    assert offices_of(first.pk, TODAY) == ()


def test_an_office_at_a_covering_and_in_a_body(town, holder):
    secretary = holder("community_secretary", town.dong)
    who = person(town.doors[0], "物业小刘")
    firm = body("property_company", town.dong, "安居物业")
    district = covering("property_district", town.dong, "湖畔区", town.lake)
    do(secretary, "people.appoint", None,
       post(who, "property_manager", covering=district, body=firm))  # fmt: skip
    found = offices_of(who.pk, TODAY)[0]
    assert (found.paths, found.body) == ((town.lake.path,), firm.pk)


def test_a_volunteer_may_lay_the_office_down(town, holder):
    steward = holder("steward", town.lake)
    do(steward, "people.end_office", Office.objects.get(), {"until": TODAY + timedelta(days=1)})


def test_a_paid_office_is_not_laid_down_alone(town, holder):
    clerk = holder("community_worker", town.dong)
    with pytest.raises(Refused):
        do(clerk, "people.end_office", Office.objects.get(), {"until": TODAY})


def test_away_and_back(town, holder):
    head, mate = holder("community_secretary", town.dong), holder("community_worker", town.dong)
    held = Office.objects.get(role="community_secretary")
    values = {"office": str(held.pk), "deputy": str(mate.person), "since": TODAY,
              "until": TODAY + timedelta(days=5)}  # fmt: skip
    away = do(head, "people.go_away", None, values).record
    assert offices_of(head.person, TODAY) == ()
    with pytest.raises(Refused):
        do(holder("city_od", town.city), "people.go_away", None, values)
    gone = actor_for(Account.objects.get(pk=head.id))
    do(gone, "people.come_back", away, {"until": TODAY})
    assert [o.role for o in offices_of(head.person, TODAY)] == ["community_secretary"]


def test_the_deputy_of_a_paid_office_holds_one(town, holder):
    head = holder("community_secretary", town.dong)
    neighbour = person(town.doors[0], "邻居")
    values = {"office": str(Office.objects.get().pk), "deputy": str(neighbour.pk), "since": TODAY,
              "until": TODAY + timedelta(days=5)}  # fmt: skip
    with pytest.raises(Refused):
        do(head, "people.go_away", None, values)


@pytest.mark.parametrize(
    ("role", "at", "may"),
    [
        ("", "", False), ("resident", "lake", False), ("volunteer", "lake", False),
        ("steward", "mill", True), ("steward", "gate", False), ("building_head", "lake", False),
        ("grid_member", "dong", True), ("grid_member", "xi", False),
        ("community_worker", "nan", False),
    ],
)  # fmt: skip
def test_a_stewards_deputy_is_a_steward_or_works_there(town, holder, role, at, may):
    """Whoever stands in reads the doors of the patch (D4)."""
    steward = holder("steward", covering("patch", town.lake, "1栋", town.lake))
    held = Office.objects.get()
    deputy = person(town.lake, "替手")
    if role:
        office(deputy, role, getattr(town, at))
    values = {"office": str(held.pk), "deputy": str(deputy.pk), "since": TODAY,
              "until": TODAY + timedelta(days=5)}  # fmt: skip
    if may:
        do(steward, "people.go_away", None, values)
    else:
        with pytest.raises(Refused):
            do(steward, "people.go_away", None, values)


# -- accounts --------------------------------------------------------------------------------------
def test_the_next_level_opens_and_resets_accounts(town, holder):
    secretary = holder("community_secretary", town.dong)
    who = person(town.dong, "网格员")
    office(who, "grid_member", town.dong)
    made = do(secretary, "people.open_account", None, {"person": str(who.pk), "username": "wgy1"})
    login = made.record
    assert login.must_change
    first = next(
        w.strip(".。") for w in str(made.words).replace("，", " ").replace(",", " ").split()
        if w.count("-") == 2
    )  # fmt: skip
    login.refresh_from_db()
    assert login.check_password(first)
    text = "".join(EntryBody.objects.values_list("payload", flat=True))
    assert first not in text
    assert login.password not in text
    epoch = login.epoch
    do(secretary, "people.reset_password", login, {})
    login.refresh_from_db()
    assert login.epoch == epoch + 1
    assert not login.check_password(first)


def test_nobody_resets_a_superior_who_lives_here(town, holder):
    secretary = holder("community_secretary", town.dong)
    boss = person(town.doors[0], "街道书记")
    office(boss, "street_secretary", town.east)
    login = account(boss, "boss")
    with pytest.raises(Refused):
        do(secretary, "people.reset_password", login, {})
    with pytest.raises(Refused):
        do(secretary, "people.close_account", login, {})


def test_the_own_password(town, holder):
    actor = holder("grid_member", town.dong)
    login = Account.objects.get(pk=actor.id)
    values = {"old": "right-horse-9", "new": "blue-lamp-stairs-7", "again": "blue-lamp-stairs-7"}
    do(actor, "people.change_password", login, values)
    login.refresh_from_db()
    assert login.check_password("blue-lamp-stairs-7")
    with pytest.raises(NotFound):
        do(holder("grid_member", town.dong), "people.change_password", login, values)


@pytest.mark.parametrize(
    ("old", "new", "again"),
    [
        ("wrong", "blue-lamp-stairs-7", "blue-lamp-stairs-7"),
        ("right-horse-9", "short", "short"),
        ("right-horse-9", "1234567890", "1234567890"),
        ("right-horse-9", "blue-lamp-stairs-7", "blue-lamp-stairs-8"),
        ("right-horse-9", "right-horse-9", "right-horse-9"),
    ],
)
def test_bad_passwords_are_refused(town, holder, old, new, again):
    actor = holder("grid_member", town.dong)
    login = Account.objects.get(pk=actor.id)
    with pytest.raises(Invalid):
        do(actor, "people.change_password", login, {"old": old, "new": new, "again": again})


def test_tokens_are_shown_once_and_end(town, holder):
    admin = holder("administrator", town.city)
    values = {"account": str(admin.id), "label": "12345", "scopes": '["matters.report"]',
              "until": TODAY + timedelta(days=30)}  # fmt: skip
    made = do(admin, "people.make_token", None, values)
    token = Token.objects.get()
    assert len(token.digest) == 64
    assert token.digest not in str(made.words)
    do(admin, "people.revoke_token", token, {})
    token.refresh_from_db()
    assert token.until == TODAY
