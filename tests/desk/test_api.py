"""The API: the same rights, forms and words as the desk."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from django.test import Client

from doorstep.doors.api.openapi import whole
from doorstep.panes.screens import SCREENS
from tests.frame.toy.models import Parcel
from tests.frame.toy.persons import CHIEF_HERE, CLERK_HERE, CLERK_THERE, COMPOUND


def post(browser: Client, at: str, **body: Any) -> Any:
    """POST a JSON body."""
    return browser.post(at, json.dumps(body, default=str), content_type="application/json")


def test_list_and_record(as_: Any, make: Any) -> None:
    made = make("路灯坏了")
    found = as_(CLERK_HERE).get("/api/v1/parcels/?state=open").json()
    assert found["total"] == 1
    item = found["items"][0]
    assert (item["id"], item["text"], item["phone"]) == (str(made.pk), "路灯坏了", "138****1234")
    one = as_(CHIEF_HERE).get(item["url"]).json()
    assert "toy.finish" in [a["name"] for a in one["acts"]]
    assert [r["name"] for r in one["refused"]] == ["toy.send", "toy.reweigh"] or one["refused"]
    assert as_(CLERK_THERE).get(item["url"]).status_code == 404


def test_cursor_walks_all(as_: Any, make: Any) -> None:
    for n in range(5):
        make(f"p{n}")
    at, seen = "/api/v1/parcels/?size=2", []
    while at:
        page = as_(CLERK_HERE).get(at).json()
        seen += [i["id"] for i in page["items"]]
        at = page["next"]
    assert len(seen) == len(set(seen)) == 5
    assert as_(CLERK_HERE).get("/api/v1/parcels/?after=zzz").status_code == 400


def test_acts(as_: Any, db: None) -> None:
    browser, op = as_(CLERK_HERE), uuid.uuid4()
    at = "/api/v1/parcels/do/pack/"
    made = post(browser, at, data={"place": COMPOUND, "text": "书"}, op_id=op)
    assert made.status_code == 201, made.content
    again = post(browser, at, data={"place": COMPOUND, "text": "书"}, op_id=op)
    assert again.status_code == 200
    assert again.json()["replayed"]
    assert post(browser, at, data={"place": COMPOUND, "text": "别的"}, op_id=op).status_code == 409
    ident = made.json()["id"]
    assert post(browser, f"/api/v1/parcels/{ident}/do/send/", data={}).status_code == 400
    assert post(browser, f"/api/v1/parcels/{ident}/do/send/", data={}, version=7).status_code == 409
    assert (
        post(browser, f"/api/v1/parcels/{ident}/do/send/", data={}, version=1).json()["state"]
        == "sent"
    )
    assert Parcel.objects.count() == 1


def test_problems_are_told_in_the_language_asked(as_: Any, db: None) -> None:
    answer = post(as_(CLERK_HERE), "/api/v1/parcels/do/pack/", data={"place": COMPOUND})
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert body["errors"][0]["field"] == "text"
    assert body["title"] == "请更正以下内容"
    english = post(
        as_(CLERK_HERE, **{"Accept-Language": "en"}), "/api/v1/parcels/do/pack/", data={}
    )
    assert english.json()["title"] == "Please mend these entries"
    assert as_(CLERK_HERE).put("/api/v1/parcels/").status_code == 405
    assert (
        as_(CLERK_HERE).post("/api/v1/ops/", "[", content_type="application/json").status_code
        == 400
    )


def test_sessions_need_the_csrf_token_and_tokens_do_not(db: None) -> None:
    checked = Client(enforce_csrf_checks=True, headers={"X-Toy": CLERK_HERE.name})
    at, body = "/api/v1/parcels/do/pack/", json.dumps({"data": {"place": COMPOUND, "text": "书"}})
    assert checked.post(at, body, content_type="application/json").status_code == 403
    checked = Client(
        enforce_csrf_checks=True, headers={"X-Toy": CLERK_HERE.name, "Authorization": "Bearer x"}
    )
    assert checked.post(at, body, content_type="application/json").status_code == 201


def test_ops_answer_one_by_one(as_: Any, make: Any) -> None:
    made, op, first = make(state="draft", weight=3), uuid.uuid4(), uuid.uuid4()
    pack = {"op_id": first, "act": "toy.pack", "data": {"place": COMPOUND, "text": "书"}}
    same = {
        "op_id": op,
        "act": "toy.reweigh",
        "target": made.pk,
        "data": {"weight": 9},
        "base": {"weight": 3},
    }
    browser = as_(CLERK_HERE)
    answers = post(
        browser,
        "/api/v1/ops/",
        ops=[
            pack,
            pack,
            same,
            {"op_id": uuid.uuid4(), "act": "toy.send", "target": made.pk},
            {
                "op_id": uuid.uuid4(),
                "act": "toy.reweigh",
                "target": uuid.uuid4(),
                "data": {"weight": 1},
            },
        ],
    ).json()["answers"]
    assert [a["answer"] for a in answers] == [
        "applied",
        "duplicate",
        "applied",
        "rejected",
        "rejected",
    ]
    assert post(browser, "/api/v1/ops/", ops=[same]).json()["answers"][0]["answer"] == "duplicate"


def test_ops_merge_or_leave_it_to_a_person(as_: Any, make: Any) -> None:
    made = make(state="draft", weight=3)
    Parcel.objects.filter(pk=made.pk).update(text="another", version=5)
    op = {"act": "toy.reweigh", "target": made.pk, "data": {"weight": 9}}
    browser = as_(CLERK_HERE)
    answer = post(
        browser,
        "/api/v1/ops/",
        ops=[
            {**op, "op_id": uuid.uuid4(), "base": {"weight": 3, "text": "a lamp"}},
            {**op, "op_id": uuid.uuid4(), "data": {"weight": 4}, "base": {"weight": 3}},
        ],
    ).json()["answers"]
    assert answer[0]["answer"] == "merged"
    assert answer[0]["merged"] == ["text"]
    assert answer[1]["answer"] == "conflict"
    assert Parcel.objects.get(pk=made.pk).weight == 9


def test_what_hangs_on_a_rejected_one_is_held(as_: Any, db: None) -> None:
    first = uuid.uuid4()
    answers = post(
        as_(CLERK_HERE),
        "/api/v1/ops/",
        ops=[
            {"op_id": first, "act": "toy.pack", "data": {"place": COMPOUND}},
            {
                "op_id": uuid.uuid4(),
                "act": "toy.reweigh",
                "target": uuid.uuid4(),
                "data": {},
                "after": [first],
            },
        ],
    ).json()["answers"]
    assert [a["answer"] for a in answers] == ["rejected", "held"]


def test_document_names_every_screen_and_act(as_: Any, db: None) -> None:
    found = as_(CLERK_HERE).get("/api/openapi.json").json()
    schema = found["paths"]["/api/v1/parcels/do/pack/"]["post"]["requestBody"]["content"][
        "application/json"
    ]["schema"]
    data = schema["properties"]["data"]
    assert data["required"] == ["place", "text"]
    assert data["properties"]["weight"] == {
        "type": ["integer", "null"],
        "title": "重量",
        "maximum": 100,
        "minimum": 0,
    }
    assert {f"/api/v1/{s}/" for s in SCREENS} <= set(whole()["paths"])


@pytest.mark.parametrize(
    "nonsense", ["null", "[]", '"x"', '{"data": 3}', '{"data": {}, "op_id": 7}', "\x00"]
)
def test_nonsense_is_a_400(as_: Any, db: None, nonsense: str) -> None:
    answer = as_(CLERK_HERE).post(
        "/api/v1/parcels/do/pack/", nonsense, content_type="application/json"
    )
    assert answer.status_code == 400
