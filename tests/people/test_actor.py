"""Who acts: offices of the day, scopes, deputies, what is revoked is gone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.test import RequestFactory

from doorstep.kit import clock
from doorstep.people.models import Absence, Account, Token
from doorstep.people.queries import actor_for, actor_of, holders, offices_of
from doorstep.people.queries.actors import digest_of
from doorstep.people.queries.sessions import PHONE_TIMES, VERIFIED_PHONE, seconds
from doorstep.places.queries import moves_remembered
from tests.people.town import DAY, account, body, covering, office, person

TODAY = date(2024, 6, 3)


def request_of(login=None, session=None, path="/", **headers):
    found = RequestFactory().get(path, **headers)
    found.session = SessionStore()
    found.session.update(session or {})
    if login is not None:
        found.session.update({
            SESSION_KEY: str(login.pk),
            HASH_SESSION_KEY: login.get_session_auth_hash(),
            "_auth_user_backend": "django.contrib.auth.backends.ModelBackend",
        })  # fmt: skip
    AuthenticationMiddleware(lambda r: r).process_request(found)
    return found


def test_a_request_is_known_in_two_statements(town, django_assert_num_queries):
    who = person(town.dong, "周敏")
    grid = covering("grid", town.dong, "第一网格", town.lake, town.mill)
    office(who, "grid_member", grid)
    office(who, "community_worker", town.nan)
    login = account(who)
    moves_remembered()  # as catalogues are: asked once in five seconds, not once a request
    with django_assert_num_queries(2):
        actor = actor_of(request_of(login))
    assert actor.id == login.pk
    assert actor.person == who.pk
    assert actor.name == "周敏"
    scopes = {o.role: set(o.paths) for o in actor.offices}
    assert scopes == {
        "grid_member": {town.lake.path, town.mill.path},
        "community_worker": {town.nan.path},
    }


def test_offices_begin_and_end(town):
    who = person(town.dong, "周敏")
    office(who, "community_worker", town.dong, since=date(2024, 2, 1), until=date(2024, 6, 3))
    office(who, "community_secretary", town.dong, since=date(2024, 6, 3))
    assert [o.role for o in offices_of(who.pk, date(2024, 6, 2))] == ["community_worker"]
    assert [o.role for o in offices_of(who.pk, TODAY)] == ["community_secretary"]
    assert offices_of(who.pk, date(2024, 1, 31)) == ()


def test_a_grid_covers_what_it_covers_that_day(town):
    who = person(town.dong, "周敏")
    grid = covering("grid", town.dong, "第一网格", town.lake)
    grid.parts.update(until=date(2024, 3, 1))
    office(who, "grid_member", grid)
    assert offices_of(who.pk, date(2024, 2, 29))[0].paths == (town.lake.path,)
    assert offices_of(who.pk, TODAY)[0].paths == ()


def test_a_drawn_grid_gives_no_scope(town):
    who = person(town.dong, "周敏")
    grid = covering("grid", town.dong, "草图", town.lake)
    type(grid).objects.filter(pk=grid.pk).update(state="draft")
    office(who, "grid_member", grid)
    assert offices_of(who.pk, TODAY)[0].paths == ()


def test_rights_move_to_the_deputy_and_back(town):
    head, stand_in = person(town.dong, "周敏"), person(town.dong, "吴磊")
    post = office(head, "community_secretary", town.dong)
    office(stand_in, "community_worker", town.dong)
    Absence(office=post, person=head, deputy=stand_in, path=post.path,
            since=TODAY, until=TODAY + timedelta(days=3)).save()  # fmt: skip

    assert offices_of(head.pk, TODAY) == ()
    acting = [o for o in offices_of(stand_in.pk, TODAY) if o.acting_for]
    assert [(o.role, o.acting_for, o.paths) for o in acting] == [
        ("community_secretary", post.pk, (town.dong.path,))
    ]
    assert [p for _o, p in holders("community_secretary", town.lake.path, TODAY)] == [stand_in.pk]

    back = TODAY + timedelta(days=3)
    assert [o.role for o in offices_of(head.pk, back)] == ["community_secretary"]
    assert [o.role for o in offices_of(stand_in.pk, back)] == ["community_worker"]
    assert [p for _o, p in holders("community_secretary", town.lake.path, back)] == [head.pk]


def test_an_absence_without_deputy_takes_nothing(town):
    head = person(town.dong, "周敏")
    post = office(head, "community_secretary", town.dong)
    Absence(office=post, person=head, path=post.path, since=TODAY,
            until=TODAY + timedelta(days=3)).save()  # fmt: skip
    assert [o.role for o in offices_of(head.pk, TODAY)] == ["community_secretary"]


def test_holders_are_found_narrowest_first(town):
    near, far = person(town.dong, "网格"), person(town.dong, "社区")
    office(near, "grid_member", covering("grid", town.dong, "一", town.lake))
    office(far, "grid_member", town.dong)
    found = [p for _o, p in holders(["grid_member"], town.doors[0].path, TODAY)]
    assert found == [near.pk, far.pk]
    assert [p for _o, p in holders(["grid_member"], town.mill.path, TODAY)] == [far.pk]


def test_holders_of_a_body(town):
    bureau = body("department", town.city, "城管局")
    clerk, other = person(town.city, "收办"), person(town.city, "别局")
    office(clerk, "department_dispatcher", bureau)
    office(other, "department_dispatcher", body("department", town.city, "住建局"))
    found = holders("department_dispatcher", town.lake.path, TODAY, body=bureau.pk)
    assert [p for _o, p in found] == [clerk.pk]


def test_a_closed_account_is_nobody(town):
    login = account(person(town.dong, "周敏"))
    request = request_of(login)
    type(login).objects.filter(pk=login.pk).update(active=False)
    assert actor_of(request).id is None


def test_a_raised_epoch_ends_sessions(town):
    login = account(person(town.dong, "周敏"))
    request = request_of(login)
    type(login).objects.filter(pk=login.pk).update(epoch=2)
    assert actor_of(request).id is None


def test_a_first_password_opens_nothing(town):
    who = person(town.dong, "周敏")
    office(who, "community_secretary", town.dong)
    login = account(who)
    login.must_change = True
    login.save()
    actor = actor_for(login)
    assert actor.offices == ()
    assert actor.marks["must_change"]


def test_a_verified_phone_is_a_mark(town):
    now = seconds()
    session = {VERIFIED_PHONE: "abc", PHONE_TIMES: [now, now]}
    actor = actor_of(request_of(session=session))
    assert actor.id is None
    assert actor.marks == {"phone": "abc"}


@pytest.mark.parametrize(("until", "known"), [(TODAY, False), (date(2024, 6, 4), True)])
def test_tokens_expire(town, until, known, django_assert_max_num_queries):
    who = person(town.city, "接口")
    office(who, "city_dispatcher", town.city)
    Token(account=account(who), path=who.path, label="热线", digest=digest_of("s3cret"),
          scopes=["x"], since=DAY, until=until).save()  # fmt: skip
    moves_remembered()
    with django_assert_max_num_queries(2):
        actor = actor_of(request_of(path="/api/v1/", HTTP_AUTHORIZATION="Bearer s3cret"))
    assert bool(actor.offices) is known
    assert actor_of(request_of(HTTP_AUTHORIZATION="Bearer s3cret")).offices == ()
    assert clock.today() == TODAY


def test_the_successor_of_a_merged_place_reads_its_past(town, holder):
    """What was over before the merger keeps the path of its time; whoever goes on reads it."""
    from doorstep.frame import SYSTEM, Given, do
    from doorstep.frame.catalogues import forget
    from doorstep.frame.follows import drain

    before = town.nan.path
    clerk = holder("community_worker", town.dong)
    assert clerk.offices[0].paths == (town.dong.path,)
    do(SYSTEM, "places.merge", town.nan, Given({"into": town.dong}))
    drain()
    forget("places.moves")
    after = actor_for(Account.objects.get(pk=clerk.id))
    assert after.offices[0].paths == (town.dong.path, before)
    far = holder("community_worker", town.xi)
    assert far.offices[0].paths == (town.xi.path,)
