"""Leaving ends a session for good; a confirmed phone rests for half an hour."""

from __future__ import annotations

from datetime import timedelta
from http.cookies import SimpleCookie

import pytest
from django.test import Client

from doorstep.frame.trail import Entry
from doorstep.kit import clock
from doorstep.people.models import Parting
from tests.notices.test_codes import code_sent
from tests.people.test_login import enter
from tests.people.town import account, office, person

INSIDE, ROOM = 200, "/password/"


@pytest.fixture
def login(town):
    who = person(town.dong, "周敏")
    office(who, "community_secretary", town.dong)
    return account(who, "zhoumin")


def copied(client):
    """Another browser with the same cookie, as somebody copied it from an unlocked machine."""
    other = Client()
    other.cookies = SimpleCookie()
    if "sessionid" in client.cookies:
        other.cookies["sessionid"] = client.cookies["sessionid"].value
    return other


def inside(client):
    return client.get(ROOM).status_code == INSIDE


def test_a_copy_of_the_cookie_is_dead_after_logging_out(client, login):
    enter(client)
    thief = copied(client)
    assert inside(thief)
    client.post("/logout/")
    assert not inside(thief)
    assert thief.get("/desk/persons/").status_code == 302


def test_other_devices_stay_logged_in(client, login):
    phone = Client()
    enter(phone)
    enter(client)
    client.post("/logout/")
    assert inside(phone)


def test_a_dead_cookie_cannot_be_signed_anew_until_it_is_forgotten(client, login, settings):
    """A page for everybody that writes the session gives a fresh signature, never a new life."""
    enter(client)
    thief = copied(client)
    client.post("/logout/")
    settings.SESSION_SAVE_EVERY_REQUEST = True
    start = clock.now()
    for hours in range(0, 60, 6):
        with clock.at(start + timedelta(hours=hours)):
            thief.get("/phone/")
            assert not inside(copied(thief))


def test_a_session_ends_twelve_hours_after_it_began(client, login, settings):
    settings.SESSION_SAVE_EVERY_REQUEST = True
    enter(client)
    start = clock.now()
    for hours in (6, 11):
        with clock.at(start + timedelta(hours=hours)):
            assert inside(client)
    with clock.at(start + timedelta(hours=12, minutes=1)):
        assert not inside(client)


def test_nothing_tells_when_somebody_left(client, login):
    enter(client)
    before = Entry.objects.count()
    client.post("/logout/")
    assert Entry.objects.count() == before
    (_digest, day), *_rest = Parting.objects.get().sessions
    assert day == (clock.today() + timedelta(days=1)).isoformat()


def test_sessions_left_are_forgotten_when_their_cookies_are_too_old(client, login):
    enter(client)
    client.post("/logout/")
    with clock.at(clock.now() + timedelta(days=3)):
        enter(client)
        client.post("/logout/")
    assert len(Parting.objects.get().sessions) == 1


def test_a_session_without_a_secret_ends_with_all_others(client, login):
    client.force_login(login)
    thief = copied(client)
    assert inside(thief)
    client.post("/logout/")
    assert not inside(thief)


@pytest.mark.parametrize(("rest", "counts"), [(29, True), (31, False)])
def test_a_confirmed_phone_rests_half_an_hour(client, town, rest, counts):
    client.post("/phone/", {"phone": "13812345678"})
    client.post("/phone/", {"code": code_sent()})
    assert "138****5678" in client.get("/phone/").content.decode()
    with clock.at(clock.now() + timedelta(minutes=rest)):
        assert ("138****5678" in client.get("/phone/").content.decode()) is counts


def test_a_phone_in_use_stays_confirmed_but_not_over_night(client, town):
    client.post("/phone/", {"phone": "13812345678"})
    client.post("/phone/", {"code": code_sent()})
    start = clock.now()
    for minutes in range(20, 12 * 60, 20):
        with clock.at(start + timedelta(minutes=minutes)):
            assert "138****5678" in client.get("/phone/").content.decode()
    with clock.at(start + timedelta(hours=12, minutes=1)):
        assert "138****5678" not in client.get("/phone/").content.decode()
