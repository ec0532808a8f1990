"""D2: the trail is asked by subject, never by person, device or time of day."""

from __future__ import annotations

import ast
from collections.abc import Callable

import pytest
from django.test import Client

from doorstep.frame import Actor, do
from doorstep.frame.registry import kinds
from doorstep.frame.run import do as run
from doorstep.frame.trail import Entry
from tests.dignity.declared import api_parameters, figures, shown_names, sources
from tests.every.world import World

#: Names by which a list could be keyed to who did what, on what, at what hour.
PERSONS = ("actor", "maker", "keeper", "searcher", "device", "device_at", "channel", "entered_by",
           "made_by", "last_login", "hour", "ip", "address_of")  # fmt: skip


def test_no_list_shows_filters_or_sorts_by_who_did_it() -> None:
    """Columns, filters, orders, facts, panels."""
    for where, name in shown_names():
        assert name.split("__")[0] not in PERSONS, where


def test_no_api_parameter_asks_for_a_person_or_an_hour() -> None:
    """Of the whole document, as it is told to a caller."""
    found = list(api_parameters())
    assert found
    for path, name in found:
        assert name not in (*PERSONS, "by", "user", "account", "person", "office"), path


def test_no_figure_is_by_a_person() -> None:
    """Neither its grain nor its code."""
    for figure in figures():
        assert not {"person", "worker", "actor", "steward", "office"} & set(figure.grain), (
            figure.code
        )
        assert "per_worker" not in figure.code
        assert "by_worker" not in figure.code


#: Where the engine itself may look for entries by their actor: one's own of the last 24 hours.
ALLOWED = {("frame/amend.py", "made_by")}


def test_the_trail_is_never_queried_by_actor_channel_or_hour() -> None:
    """No call of our code filters, orders, groups or excludes entries or the read log so."""
    wrong = []
    for path, text in sources(".py"):
        if "migrations" in path.parts:
            continue
        for function in ast.walk(ast.parse(text)):
            if not isinstance(function, ast.FunctionDef):
                continue
            body = ast.unparse(function)
            if "Entry.objects" not in body and "ReadLog.objects" not in body:
                continue
            place = "/".join(path.parts[-2:]), function.name
            for call in ast.walk(function):
                if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
                    continue
                if call.func.attr not in ("filter", "exclude", "order_by", "values", "get"):
                    continue
                asked = {k.arg or "" for k in call.keywords} | {
                    str(a.value) for a in call.args if isinstance(a, ast.Constant)
                }  # fmt: skip
                about = any(n.lstrip("-").split("__")[0] in PERSONS for n in asked)
                if about and place not in ALLOWED:
                    wrong.append(f"{place}: {sorted(asked)}")
    assert not wrong, "\n".join(wrong)


def test_no_screen_of_the_trail_the_read_log_or_log_ins() -> None:
    """They are no records, so no screen, export, search or API reaches them."""
    named = {m.__name__ for m in kinds().values()}
    assert not named & {"Entry", "EntryBody", "ReadLog", "Looked", "LoginTry", "Stage"}


def test_an_unknown_filter_changes_nothing(town: World, as_: Callable[..., Client]) -> None:
    """`?actor=`, `?maker=`, `?owner_person=` are no filters of any list."""
    worker: Actor = town.actor("community_worker")
    do(
        worker,
        "matters.report",
        None,
        {"place": town.places["lake"].path, "category": "stair_light", "text": "灯不亮"},
    )
    client = as_("community_secretary")
    whole = client.get("/api/v1/matters/?state=open").json()
    for name in (*PERSONS, "owner_person", "reporter", "reporter_account", "office"):
        asked = client.get(f"/api/v1/matters/?state=open&{name}={worker.id}").json()
        assert [i["id"] for i in asked["items"]] == [i["id"] for i in whole["items"]], name


def test_exports_by_person_are_the_persons_own(town: World, as_: Callable[..., Client]) -> None:
    """What one took along is seen by oneself: neither the secretary nor the administrator."""
    worker = as_("community_worker")
    worker.post("/desk/places/export/", {"reason": "周例会用表", "format": "csv"})
    assert len(worker.get("/api/v1/takings/").json()["items"]) == 1
    for role in ("community_secretary", "administrator", "auditor", "city_od"):
        assert as_(role).get("/api/v1/takings/").json()["items"] == []


def test_device_times_stand_outside_the_payload(town: World) -> None:
    """They can be dropped after 30 days without touching the chain."""
    from datetime import UTC, datetime

    done = run(
        town.actor("grid_member"), "matters.report", None,
        {"place": town.places["dong"].path, "category": "stair_light", "text": "灯不亮"},
        device_at=datetime(2024, 6, 3, 1, 58, tzinfo=UTC),
    )  # fmt: skip
    entry = Entry.objects.select_related("body").get(pk=done.entry)
    assert entry.body.device_at is not None
    assert "01:58" not in (entry.body.payload or "")


@pytest.mark.parametrize("role", ["community_secretary", "administrator", "auditor", "city_od"])
def test_account_pages_tell_no_log_in(town: World, as_: Callable[..., Client], role: str) -> None:
    """Nobody sees when somebody was here."""
    from doorstep.people.models import Account

    assert Account.last_login is None
    assert not any(f.name == "last_login" for f in Account._meta.concrete_fields)
