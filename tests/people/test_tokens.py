"""A key of the interface opens what it was made for, and nothing beside."""

from __future__ import annotations

import json
import re
import uuid
from datetime import date

import pytest
from django.test import Client

from doorstep.frame import do
from tests.people.town import account, office, person

KEY = re.compile(r"[\w-]{40,}")


@pytest.fixture
def browser(town, holder):
    """`browser(*scopes)`: a client with a key of a community worker."""

    def made(*scopes: str) -> Client:
        who = person(town.dong, "周敏")
        office(who, "community_worker", town.dong)
        admin = holder("administrator", town.city)
        values = {"account": str(account(who, "zhoumin").pk), "label": "系统",
                  "until": date(2025, 1, 1), "scopes": list(scopes)}  # fmt: skip
        words = str(do(admin, "people.make_token", None, values).words)
        return Client(headers={"Authorization": f"Bearer {KEY.search(words)[0]}"})

    return made


def test_a_key_without_list_opens_what_the_account_may(browser):
    client = browser()
    assert client.get("/api/v1/persons/").status_code == 200
    assert client.get("/api/v1/households/").status_code == 200


def test_a_key_for_one_kind_reads_that_kind_only(browser):
    client = browser("people.household")
    assert client.get("/api/v1/households/").status_code == 200
    for at in ("/api/v1/persons/", "/api/v1/matters/", "/desk/persons/", "/desk/households/"):
        assert client.get(at).status_code in (302, 404), at
    send = {"content_type": "application/json"}
    assert client.post("/api/v1/persons/do/register/", "{}", **send).status_code == 404


def test_a_key_for_one_act_does_that_act_only(browser):
    client = browser("people.register")
    send = {"content_type": "application/json"}
    at = "/api/v1/persons/do/register/"
    assert client.post(at, '{"data": {}}', **send).status_code == 422
    assert client.get("/api/v1/persons/").status_code == 404
    op = {"op_id": str(uuid.uuid4()), "act": "matters.report", "data": {}}
    answer = client.post("/api/v1/ops/", json.dumps({"ops": [op]}), **send).json()["answers"][0]
    assert answer["answer"] == "rejected"
    assert not [e for e in answer["errors"] if e.get("field")]
