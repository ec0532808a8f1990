"""The interface for machines tells its errors and its fields in words that name things."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.doors.test_pocket import text_of
from tests.people import town as build

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
AT = "/api/v1/matters/do/report/"


def post(browser: Client, at: str, body: dict[str, Any]) -> Any:
    return browser.post(at, json.dumps(body), content_type="application/json")


def test_nobody_is_told_to_bring_a_token_not_to_load_a_page_again(village: Any) -> None:
    answer = post(Client(enforce_csrf_checks=True), AT, {"data": {}})
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"
    told = answer.json()
    assert "接口密钥" in told["detail"]
    assert "Authorization" in told["errors"][0]["cure"]
    assert "页面已过期" not in str(told)


def test_a_session_without_the_csrf_token_is_told_so(as_: Any, village: Any) -> None:
    browser = as_("grid_member")
    browser.handler.enforce_csrf_checks = True
    assert post(browser, AT, {"data": {}}).status_code == 403


def test_what_is_missing_is_told_with_its_field(as_: Any, village: Any) -> None:
    answer = post(as_("grid_member"), AT, {"data": {"text": "灯不亮"}})
    assert answer.status_code == 422
    detail = answer.json()["detail"]
    assert "在哪里：请填写此项" in detail
    assert detail.count("请填写此项") == detail.count("：请填写此项")
    assert {e["field"] for e in answer.json()["errors"]} == {"place", "category"}


def test_the_document_calls_fields_as_forms_do(as_: Any, village: Any) -> None:
    paths = as_("grid_member").get("/api/openapi.json").json()["paths"]
    asked = paths[AT]["post"]["requestBody"]["content"]["application/json"]["schema"]
    fields = asked["properties"]["data"]["properties"]
    assert fields["text"]["title"] == "什么事"
    assert "title" not in fields["proposed"], "no key of the code as a title"


def test_a_key_is_got_and_used_as_the_readme_says(village: Any) -> None:
    """An administrator makes it at the desk; it is shown once; curl sends it in a header."""
    person = build.person(village.city, "管理员")
    account = build.account(person, "admin")
    build.office(person, "administrator", village.city)
    desk = Client()
    desk.force_login(account)
    assert "接口密钥" in text_of(desk.get("/desk/"))
    assert "生成接口密钥" in text_of(desk.get("/desk/tokens/"))
    page = desk.get("/desk/tokens/do/make_token/").content.decode()
    hidden = dict(re.findall(r'name="(op_id|version)" value="([^"]+)"', page))
    owner = village.people["grid_member"].account
    sent = {"account": str(owner.pk), "label": "hotline", "scopes": "", "until": "2024-12-31"}
    made = desk.post("/desk/tokens/do/make_token/", sent | hidden, follow=True)
    key = re.search(r"密钥：([\w-]{40,})", text_of(made))[1]
    machine = Client(headers={"Authorization": f"Bearer {key}"})
    assert machine.get("/api/v1/matters/").json()["items"] == []
    data = {"place": village.lake.path, "category": "rubbish", "text": "垃圾没人收"}
    done = post(machine, AT, {"data": data})
    assert done.status_code == 201
    assert [m["id"] for m in machine.get("/api/v1/matters/").json()["items"]] == [done.json()["id"]]
    for words in (r"README.md", "README.zh-CN.md"):
        said = (ROOT / words).read_text("utf-8")
        for step in ("/desk/tokens/", "Authorization: Bearer", "/api/v1/matters/"):
            assert step in said, f"{words} names {step}"
