"""A fresh installation: one command, and the first administrator is in and lets others in."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from doorstep.doors.shell.main import main
from doorstep.frame.trail import Entry
from doorstep.people.models import Account, Office

pytestmark = pytest.mark.django_db
WORDS = ["admin", "zhang", "--name", "张建国"]


def test_the_first_administrator_logs_in_and_opens_an_account(capsys: Any) -> None:
    assert main([*WORDS, "--city", "巢湖市"]) == 0
    said = capsys.readouterr()
    password = re.search(r"[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}", said.err)[0]
    assert said.out == ""
    client = Client()
    came = client.post("/login/", {"username": "zhang", "password": password})
    assert came["Location"].startswith("/password/"), "the first password is changed first"
    new = "yi-ge-xin-de-kou-ling-8"
    client.post("/password/", {"old": password, "new": new, "again": new})
    page = client.get("/desk/accounts/")
    assert page.status_code == 200
    assert "张建国" in page.content.decode()
    office = Office.objects.get()
    assert (office.role, office.place.name) == ("administrator", "巢湖市")
    acts = {"places.add", "people.register", "people.appoint", "people.open_account"}
    assert acts <= set(Entry.objects.values_list("act", flat=True))


def test_there_is_one_first_administrator_only(capsys: Any) -> None:
    assert main([*WORDS, "--city", "巢湖市"]) == 0
    assert main(["admin", "li", "--name", "李强"]) == 2
    assert "already" in capsys.readouterr().err
    assert Account.objects.count() == 1


def test_without_a_city_it_asks_for_one_and_writes_nothing(capsys: Any) -> None:
    assert main(WORDS) == 2
    assert "--city" in capsys.readouterr().err
    assert not Account.objects.exists()
    assert not Office.objects.exists()
