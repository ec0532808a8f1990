"""A key that is wrong, expired, withdrawn or of a closed account says so, at every address."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from doorstep.kit import clock
from doorstep.people.models import Account, Token

pytestmark = pytest.mark.django_db
SECRET = "a-key-of-the-interface-that-is-long-enough-to-be-one"
PLACES = ["/api/v1/matters/", "/api/v1/nothing/at/all/", "/api/openapi.json", "/api/v1/figures/"]


@pytest.fixture
def token(village: Any) -> Token:
    return Token.objects.create(
        account=village.people["grid_member"].account, label="hotline", path=village.city.path,
        digest=hashlib.sha256(SECRET.encode()).hexdigest(), since=date(2020, 1, 1),
    )  # fmt: skip


def asked(at: str = PLACES[0], header: str = f"Bearer {SECRET}", **more: str) -> Any:
    return Client(headers={"Authorization": header, **more}).get(at)


def expire(token: Token) -> None:
    Token.objects.filter(pk=token.pk).update(until=clock.today() - timedelta(days=1))


def withdraw(token: Token) -> None:
    Token.objects.filter(pk=token.pk).update(withdrawn_at=clock.now())


def close(token: Token) -> None:
    Account.objects.filter(pk=token.account_id).update(active=False)


def lose(token: Token) -> None:
    Token.objects.filter(pk=token.pk).update(digest="0" * 64)


BAD = [
    pytest.param(expire, "已经过期", "expired", id="expired"),
    pytest.param(withdraw, "已经作废", "withdrawn", id="withdrawn"),
    pytest.param(close, "账号已经停用", "closed", id="closed"),
    pytest.param(lose, "没有这个密钥", "not known", id="unknown"),
]


def test_the_key_opens_before_it_is_spoilt(token: Token) -> None:
    assert asked().status_code == 200


@pytest.mark.parametrize(("spoil", "why", "english"), BAD)
def test_it_says_why_and_what_helps(token: Token, spoil: Any, why: str, english: str) -> None:
    spoil(token)
    for at in PLACES:
        answer = asked(at)
        assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json"), at
        told = answer.json()
        assert told["type"] == "urn:doorstep:problem:key"
        assert why in told["detail"]
        assert told["errors"][0]["cure"]
        assert SECRET not in answer.content.decode()
    assert 'error="invalid_token"' in answer["WWW-Authenticate"]
    assert english in asked(**{"Accept-Language": "en"}).json()["detail"]


@pytest.mark.parametrize("header", ["Basic YTpi", "Bearer", "Bearer ", SECRET])
def test_a_header_without_a_key_says_how_it_is_written(token: Token, header: str) -> None:
    answer = asked(header=header)
    assert answer.status_code == 401
    assert "Authorization: Bearer" in answer.json()["errors"][0]["cure"]


def test_pages_for_people_do_not_mind_the_header(token: Token) -> None:
    lose(token)
    assert asked("/c/1-1-1/").status_code == 200
