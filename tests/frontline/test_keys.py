"""An elders' key: badge and phone together open the volunteer's page, for 180 days at most."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import pytest

from doorstep.frame import NOBODY, NotFound, Refused, do, history
from doorstep.frontline import queries
from doorstep.frontline.models import Steward, StewardKey
from doorstep.kit import clock
from doorstep.people.queries import actor_for
from tests.frontline.conftest import NOW
from tests.people import town as build

PHONE = "a-long-secret-of-one-phone"


def give(town: SimpleNamespace, steward: Steward) -> str:
    outcome = do(town.member, "frontline.key_give", None, {"person": str(steward.person_id)})
    return outcome.goto.rsplit("/", 1)[-1]


def bind(token: str, device: str = PHONE) -> None:
    key = queries.key_of(token)
    do(NOBODY, "frontline.key_bind", key, {"token": token, "device": device}, channel="pocket")


@pytest.fixture
def wu(town: SimpleNamespace, serving: Callable[..., Steward]) -> Steward:
    return serving("吴秀英", town.first)


def test_badge_and_phone_open_the_page_together(town: SimpleNamespace, wu: Steward) -> None:
    token = give(town, wu)
    assert queries.actor_for_key(token, PHONE) is None
    bind(token)
    actor = queries.actor_for_key(token, PHONE)
    assert actor is not None
    assert (actor.person, actor.roles) == (wu.person_id, {"steward"})
    assert queries.actor_for_key(token, "another phone that saw the badge") is None
    assert queries.actor_for_key("a made-up badge", PHONE) is None


def test_a_key_opens_whatever_became_of_the_password(town: SimpleNamespace, wu: Steward) -> None:
    """A steward who never logged in, as nearly all: the key is a log-in of its own."""
    account = build.account(wu.person)
    account.must_change = True
    account.save()
    token = give(town, wu)
    bind(token)
    actor = queries.actor_for_key(token, PHONE)
    assert actor is not None
    assert (actor.roles, "must_change" in actor.marks) == ({"steward"}, False)
    assert queries.actor_for_key(token, "another phone that saw the badge") is None
    assert not actor_for(account).offices, "the password still opens nothing before it is changed"


def test_a_second_phone_is_not_bound(town: SimpleNamespace, wu: Steward) -> None:
    token = give(town, wu)
    bind(token)
    with pytest.raises(Refused):
        bind(token, "another-phone-with-its-secret")


def test_a_phone_is_bound_within_half_an_hour(town: SimpleNamespace, wu: Steward) -> None:
    token = give(town, wu)
    with clock.at(NOW + timedelta(minutes=31)), pytest.raises(Refused):
        bind(token)


def test_a_key_ends_by_itself(town: SimpleNamespace, wu: Steward) -> None:
    token = give(town, wu)
    bind(token)
    with clock.at(NOW + timedelta(days=179)):
        assert queries.actor_for_key(token, PHONE) is not None
    with clock.at(NOW + timedelta(days=180)):
        assert queries.actor_for_key(token, PHONE) is None


def test_a_lost_phone_is_shut_out_at_once(town: SimpleNamespace, wu: Steward) -> None:
    token = give(town, wu)
    bind(token)
    do(town.member, "frontline.key_revoke", queries.key_of(token))
    assert queries.actor_for_key(token, PHONE) is None


def test_a_new_key_ends_the_old_one(town: SimpleNamespace, wu: Steward) -> None:
    first = give(town, wu)
    bind(first)
    second = give(town, wu)
    bind(second)
    assert queries.actor_for_key(first, PHONE) is None
    assert queries.actor_for_key(second, PHONE) is not None


def test_a_key_opens_no_desk(town: SimpleNamespace, wu: Steward) -> None:
    """A paid office of the same person needs its own log-in."""
    build.office(wu.person, "community_worker", town.dong)
    token = give(town, wu)
    bind(token)
    actor = queries.actor_for_key(token, PHONE)
    assert actor is not None
    assert actor.roles == {"steward"}
    clerk = build.person(town.doors[1], "王建国")
    build.office(clerk, "community_worker", town.dong)
    with pytest.raises(Refused):
        do(town.member, "frontline.key_give", None, {"person": str(clerk.pk)})


def test_the_end_of_service_ends_what_the_key_opens(town: SimpleNamespace, wu: Steward) -> None:
    token = give(town, wu)
    bind(token)
    with clock.at(NOW + timedelta(days=3)):
        do(town.secretary, "frontline.thank", wu)
        assert queries.actor_for_key(token, PHONE) is None


def test_only_the_grid_gives_keys(town: SimpleNamespace, wu: Steward) -> None:
    other = build.person(town.xi, "外社区网格员")
    build.office(other, "grid_member", town.xi)
    with pytest.raises(NotFound):
        do(actor_for(build.account(other)), "frontline.key_give", None,
           {"person": str(wu.person_id)})  # fmt: skip


def test_neither_badge_nor_phone_is_in_the_trail(town: SimpleNamespace, wu: Steward) -> None:
    token = give(town, wu)
    bind(token)
    key = StewardKey.objects.get()
    assert token not in key.digest
    for entry in history(key):
        told = str(entry.entry.body.payload)
        assert not any(secret in told for secret in (token, PHONE, key.digest, key.device))
