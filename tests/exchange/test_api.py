"""Exchange by JSON and by Open311: idempotent by number, public matters only, clear errors."""

from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree as Xml

from django.test import Client

from doorstep.doors.codes import code_of
from doorstep.frame import do
from doorstep.matters.models import Matter


def call(client: Client, head: dict[str, str], *rows: dict[str, str]) -> Any:
    return client.post("/api/v1/exchange/", json.dumps({"matters": rows}),
                       content_type="application/json", headers=head)  # fmt: skip


ROW = {"outside_number": "H-1", "text": "楼道灯不亮", "place": "湖畔枫景", "category": "楼道灯不亮",
       "source": "12345热线", "begun_at": "2024-06-03 09:00"}  # fmt: skip


def test_rows_come_in_once(client: Client, bearer: Any, town: Any) -> None:
    head = bearer()
    first = call(client, head, ROW, {**ROW, "outside_number": "H-2"}).json()
    assert first["taken"] == 2
    assert [a["errors"] for a in first["answers"]] == [[], []]
    numbers = [a["number"] for a in first["answers"]]
    assert sorted(numbers) == sorted(Matter.objects.values_list("number", flat=True))
    second = call(client, head, ROW).json()
    assert (second["taken"], second["there"]) == (0, 1)
    assert second["answers"][0]["number"] == numbers[0]


def test_changed_words_under_a_known_number_are_told(client: Client, bearer: Any) -> None:
    head = bearer()
    call(client, head, ROW)
    told = call(client, head, {**ROW, "text": "改成了别的"}).json()["answers"][0]
    assert told["errors"]
    assert Matter.objects.get().text == "楼道灯不亮"


def test_what_is_wrong_is_said(client: Client, bearer: Any, street: Any) -> None:
    head = bearer()
    assert call(client, head).status_code == 400
    assert call(client, head, {"text": "没有编号"}).status_code == 400
    assert call(client, head, {**ROW, "colour": "red"}).status_code == 400
    assert call(client, head, *[ROW] * 1001).status_code == 400
    late = call(client, head, {**ROW, "begun_at": "2031-01-01"}).json()["answers"][0]
    assert late["errors"][0]["cure"]
    assert call(client, {"authorization": "Bearer none"}, ROW).status_code in (401, 403)


def test_a_key_for_something_else_does_not_open_it(client: Client, bearer: Any) -> None:
    assert call(client, bearer(("board.figures",)), ROW).status_code == 404


def open311(client: Client, tail: str, **given: Any) -> Any:
    return client.get(f"/open311/v2/{tail}", given)


def test_open311_reads_public_matters_only(client: Client, street: Any, town: Any) -> None:
    seen = do(street, "matters.receive", None, {
        "place": town.doors[0].path, "category": "stair_light", "text": "我家楼下灯不亮",
        "reporter_name": "周惠"}).record  # fmt: skip
    do(street, "matters.receive", None, {
        "place": town.lake.path, "category": "home_violence", "text": "邻居打人"})  # fmt: skip
    rows = open311(client, "requests.json").json()
    assert [row["service_request_id"] for row in rows] == [seen.number]
    text = json.dumps(rows, ensure_ascii=False)
    for hidden in ("我家楼下", "周惠", "101"):
        assert hidden not in text
    row = rows[0]
    assert row["status"] == "open"
    assert row["address"] == ""
    assert row["address_id"] == code_of(town.lake.path)
    assert row["requested_datetime"].endswith("+08:00")
    one = open311(client, f"requests/{seen.number}.xml")
    assert Xml.fromstring(one.content).find("request/status").text == "open"
    assert open311(client, "requests/340181-1.json").status_code == 404


def test_open311_services_and_filters(client: Client, street: Any, town: Any) -> None:
    services = open311(client, "services.json").json()
    codes = {s["service_code"] for s in services}
    assert "stair_light" in codes
    assert "home_violence" not in codes
    assert open311(client, "services/stair_light.json").status_code == 200
    assert open311(client, "services/home_violence.json").status_code == 404
    do(street, "matters.receive", None, {
        "place": town.lake.path, "category": "stair_light", "text": "灯不亮"})  # fmt: skip
    assert open311(client, "requests.json", status="closed").json() == []
    assert len(open311(client, "requests.json", status="open").json()) == 1
    assert open311(client, "requests.json", service_code="parking_mess").json() == []
    assert len(open311(client, "requests.json", start_date="2024-06-01T00:00:00Z",
                       end_date="2024-06-30T00:00:00Z").json()) == 1  # fmt: skip
    for wrong in ({"status": "lost"}, {"start_date": "2020-01-01", "end_date": "2024-01-01"},
                  {"start_date": "yesterday"}):  # fmt: skip
        answer = open311(client, "requests.json", **wrong)
        assert answer.status_code == 400
        assert answer.json()[0]["description"]
    assert open311(client, "services.pdf").status_code == 404
    assert client.get("/open311/discovery.json").json()["endpoints"]


def test_open311_takes_in_with_a_key(client: Client, bearer: Any, town: Any) -> None:
    bearer(("matters.receive",))
    given = {"api_key": "k" * 40, "service_code": "stair_light", "description": "灯不亮",
             "address_id": code_of(town.lake.path), "phone": "13800001234"}  # fmt: skip
    made = client.post("/open311/v2/requests.json", given)
    assert made.status_code == 201
    number = made.json()[0]["service_request_id"]
    assert Matter.objects.get(number=number).place == town.lake
    assert client.post("/open311/v2/requests.json", {**given, "api_key": ""}).status_code == 403
    assert (
        client.post("/open311/v2/requests.json", {**given, "service_code": "x"}).status_code == 404
    )
    nowhere = client.post("/open311/v2/requests.json", {**given, "address_id": "9-9-9"})
    assert nowhere.status_code == 400
    by_name = {**given, "address_id": "", "address_string": "湖畔枫景"}
    assert client.post("/open311/v2/requests.xml", by_name).status_code == 201


def test_no_character_of_a_text_moves_a_row(client: Client, bearer: Any) -> None:
    """Signs that part cells or lines in a file of a table are text here."""
    odd = {**ROW, "outside_number": "H-7", "text": "灯；" + ";" * 60 + "a\tb\u2028c\x0bd\x00e\r\nf"}
    found = call(client, bearer(), odd, {**ROW, "outside_number": "H-8", "text": "另一件"}).json()
    assert found["taken"] == 2, found
    assert [a["errors"] for a in found["answers"]] == [[], []]
    kept = Matter.objects.get(outside_number="H-7")
    assert kept.number == found["answers"][0]["number"]
    assert kept.text.count(";") == 60
    assert Matter.objects.get(outside_number="H-8").text == "另一件"


def test_another_systems_number_is_not_told(client: Client, bearer: Any) -> None:
    """The same number of another source is another matter, and is not said to be here."""
    head = bearer()
    call(client, head, ROW)
    other = call(client, head, {**ROW, "source": "网格员", "place": "没有这个地方在这里",
                                "text": ""}).json()["answers"][0]  # fmt: skip
    assert other["errors"]
    assert other["number"] == ""
    long = call(client, head, {**ROW, "outside_number": "9" * 60}).json()["answers"][0]
    assert "48" in long["errors"][0]["words"]
    strange = call(client, head, {**ROW, "outside_number": ["H-1"], "text": {"a": 1}})
    assert strange.status_code == 200


def test_open311_answers_what_nobody_can_compare(client: Client, street: Any, town: Any) -> None:
    for given in ({"service_code": "a\x00b"}, {"service_request_id": "\x00"},
                  {"end_date": "0001-01-01"}, {"end_date": "9999-12-31"},
                  {"start_date": "0001-01-01T00:00:00+08:00"}):  # fmt: skip
        answer = open311(client, "requests.json", **given)
        assert answer.status_code == 400, given
        assert answer.json()[0]["description"]
