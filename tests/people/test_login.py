"""Logging in: lock-out, first password, sessions, nothing told to strangers."""

from __future__ import annotations

from datetime import timedelta

import pytest

from doorstep.kit import clock
from doorstep.people.acts import locked_until, note_failure
from doorstep.people.models import Account, LoginTry
from tests.people.town import account, office, person


@pytest.fixture
def login(town):
    who = person(town.dong, "周敏")
    office(who, "community_secretary", town.dong)
    return account(who, "zhoumin")


def enter(client, name="zhoumin", password="right-horse-9", **more):
    return client.post("/login/", {"username": name, "password": password, **more})


def test_logging_in_and_out(client, login):
    assert client.get("/login/").status_code == 200
    answer = enter(client, next="/desk/persons/")
    assert (answer.status_code, answer["Location"]) == (302, "/desk/persons/")
    assert client.session["_auth_user_id"] == str(login.pk)
    assert client.get("/logout/").status_code == 302
    assert "_auth_user_id" in client.session, "a link does not log out"
    client.post("/logout/")
    assert "_auth_user_id" not in client.session


def test_nobody_is_sent_elsewhere(client, login):
    answer = enter(client, next="https://evil.example/")
    assert answer["Location"] == "/desk/"


def test_a_wrong_name_and_a_wrong_password_read_the_same(client, login):
    wrong = enter(client, password="nope")
    unknown = enter(client, name="nobody", password="nope")
    assert wrong.status_code == unknown.status_code == 422
    strip = lambda page: page.content.decode().replace("zhoumin", "").replace("nobody", "")  # noqa: E731
    token = lambda text: [line for line in text.splitlines() if "csrf" not in line]  # noqa: E731
    assert token(strip(wrong)) == token(strip(unknown))


def test_five_wrong_tries_and_a_rest(client, login):
    for _n in range(5):
        enter(client, password="nope")
    assert enter(client).status_code == 422, "the right password waits too"
    with clock.at(clock.now() + timedelta(minutes=16)):
        assert enter(client).status_code == 302
    assert "zhoumin" not in str(list(LoginTry.objects.values()))


def test_a_success_forgets_the_failures(client, login):
    for _n in range(4):
        enter(client, password="nope")
    assert enter(client).status_code == 302
    client.post("/logout/")
    for _n in range(4):
        enter(client, password="nope")
    assert enter(client).status_code == 302


def test_another_address_is_not_locked_out_with_it(client, login):
    for _n in range(5):
        enter(client, password="nope")
    answer = client.post(
        "/login/", {"username": "zhoumin", "password": "right-horse-9"}, REMOTE_ADDR="10.0.0.9"
    )
    assert answer.status_code == 302


def test_the_wait_is_told_in_seconds_and_doubles(client, login):
    for _n in range(5):
        page = enter(client, password="nope").content.decode()
    assert "10 秒" in page
    with clock.at(clock.now() + timedelta(seconds=11)):
        assert "20 秒" in enter(client, password="nope").content.decode()
        assert enter(client).status_code == 422
        with clock.at(clock.now() + timedelta(seconds=21)):
            assert enter(client).status_code == 302


def test_the_longest_wait_is_a_quarter_of_an_hour(login):
    for _n in range(60):
        until = note_failure("zhoumin", "10.0.0.1")
    assert until == clock.now() + timedelta(minutes=15)


def test_nobody_locks_a_known_secretary_out(client, login):
    """Whoever knows the name may fail as often as they like, from as many places as they like."""
    for n in range(200):
        note_failure("zhoumin", f"203.0.113.{n}")
    assert locked_until("zhoumin", "10.0.0.9") is None
    answer = client.post(
        "/login/", {"username": "zhoumin", "password": "right-horse-9"}, REMOTE_ADDR="10.0.0.9"
    )
    assert answer.status_code == 302


def test_a_name_tried_from_everywhere_has_one_try_at_each_address(login):
    for n in range(21):
        note_failure("zhoumin", f"203.0.113.{n}")
    assert note_failure("zhoumin", "198.51.100.7") is not None
    assert note_failure("others", "198.51.100.8") is None


def test_an_address_that_tries_many_names_waits(login):
    for n in range(49):
        assert note_failure(f"name{n}", "10.0.0.1") is None
    assert note_failure("name49", "10.0.0.1") is not None
    assert locked_until("somebody", "10.0.0.1") is not None
    assert locked_until("somebody", "10.0.0.2") is None


def test_a_household_in_ipv6_is_one_caller(login):
    for n in range(5):
        note_failure("zhoumin", f"2001:db8:1:2::{n + 1}")
    assert locked_until("zhoumin", "2001:db8:1:2:ffff::9") is not None
    assert locked_until("zhoumin", "2001:db8:1:3::1") is None


def test_the_first_password_has_to_be_changed(client, login):
    Account.objects.filter(pk=login.pk).update(must_change=True)
    assert enter(client)["Location"] == "/password/"
    assert client.get("/password/").status_code == 200
    values = {"old": "right-horse-9", "new": "blue-lamp-stairs-7", "again": "blue-lamp-stairs-7"}
    assert client.post("/password/", {**values, "again": "x"}).status_code == 422
    assert client.post("/password/", values)["Location"] == "/desk/"
    login.refresh_from_db()
    assert not login.must_change
    assert "_auth_user_id" in client.session, "the own session goes on"


def test_a_closed_account_does_not_log_in(client, login):
    Account.objects.filter(pk=login.pk).update(active=False)
    assert enter(client).status_code == 422


def test_tries_at_the_same_time_are_all_counted(login):
    """Two that read the same number before either writes: the row is held meanwhile (PostgreSQL),
    or the transaction is (SQLite). Here the statement says so."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as seen:
        for _n in range(4):
            assert note_failure("zhoumin", "10.0.0.1") is None
    assert note_failure("zhoumin", "10.0.0.1") is not None
    if connection.vendor == "postgresql":
        assert any("FOR UPDATE" in q["sql"] for q in seen.captured_queries)
