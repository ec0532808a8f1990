"""Every act twice with one op_id: the second answer is the first, and not a row is written.

The entries come from the act's own form; `MORE` says what a form alone cannot know. A new act that
cannot be done here fails until it is told how, so no act escapes.
"""

from __future__ import annotations

import json
import re
import uuid
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.test import Client

from doorstep.frame import Actor
from doorstep.frame.acts import ACTS, Act
from doorstep.frame.run import do
from doorstep.frame.trail import Entry
from doorstep.kit import clock
from doorstep.panes.forms import PlaceField, RecordField
from doorstep.panes.screens import SCREENS, Screen, opens
from doorstep.people.acts.fields import BodyField, CoveringField, PersonField
from doorstep.people.rules import ROLES
from tests.every import decide
from tests.every.sending import AT, BY, ELSEWHERE, MORE, WHERE, Entries
from tests.every.world import World, home_of


def reachable(act: Act) -> bool:
    """Whether anybody but the system may do it."""
    return bool(act.roles or act.relations or act.anyone)


def value_of(world: World, name: str, field: forms.Field, place: str) -> Any:
    """Something that the field takes."""
    if isinstance(field, PlaceField):
        return world.places[place].path
    if isinstance(field, PersonField):
        return str(world.new("people.person", place).pk)
    if isinstance(field, BodyField):
        return str(world.of_body("street_office", "east").pk)
    if isinstance(field, CoveringField):
        return str(world.new("places.covering", place, state="published").pk)
    if isinstance(field, RecordField):
        return str(world.new(field.kind, place).pk)
    if isinstance(field, forms.ModelChoiceField):
        return str(world.of(field.queryset.model.kind, place).pk)
    if isinstance(field, forms.ChoiceField):
        return next(c for c, _w in field.choices if c)
    if isinstance(field, (forms.IntegerField, forms.BooleanField)):
        return 1
    if isinstance(field, forms.DateTimeField):
        return clock.now().isoformat()
    if isinstance(field, forms.DateField):
        return clock.today().isoformat()
    if isinstance(field, forms.JSONField):
        return []
    return f"x{uuid.uuid4().hex[:8]}"


def screen_for(act: Act, actor: Actor | None = None, record: Any = None) -> Screen | None:
    """The screen through which the API does it: the first on which the actor sees the record."""
    found = [s for s in decide.screens() if s.kind == act.kind]
    if actor is not None:
        found = [
            s for s in found
            if (opens(actor, s) if record is None else decide.sees(actor, s, record))
        ] or found  # fmt: skip
    return found[-1] if found else None  # of places the one that shows closed ones too


def staged(world: World, act: Act) -> tuple[Actor, Any, Client, str]:
    """Somebody who may, the record as it has to be, their browser, and the place."""
    role = BY.get(act.name) or next(iter(sorted(act.roles)), "")
    screen = screen_for(act)
    if not role and "maker" in act.relations and screen is not None:
        role = sorted(screen.roles)[0]  # whoever made it sees it by their post
    if role in ("administrator", "city_leader") and "city_od" in act.roles:
        role = "city_od"
    if "community_secretary" in act.roles and act.name not in BY:
        role = "community_secretary"
    place = AT.get(act.name) or (home_of(role) if role else "dong")
    starts = act.starts()
    values = {**WHERE.get(act.name, {}), **({"state": starts[0]} if starts else {})}
    if act.kind == "matters.matter":
        values["level"] = 1
    record = None
    if not act.creates:
        record = (
            world.places[place]
            if act.kind == "places.place"
            else world.new(act.kind, place, **values)
        )
    if act.kind == "people.account" and record is not None:
        world.new("people.office", place, person=record.person, role="steward")
    if role:
        actor = world.actor(role)
        client = Client()
        client.force_login(world.accounts[role, ""])
    else:
        actor, client, record = related(world, act, record)
    if record is not None and "maker" in act.relations:
        creating = next((a.name for a in ACTS.values() if a.creates and a.kind == act.kind), "")
        if creating:
            Entry(act=creating, actor=actor.id, subject_kind=act.kind, subject_id=record.pk,
                  at=clock.now(), channel="desk", digest="0" * 64).save()  # fmt: skip
    return actor, record, client, place


def related(world: World, act: Act, record: Any) -> tuple[Actor, Client, Any]:
    """Somebody with an account who stands so to the record."""
    account = world.new("people.account", "dong", must_change=False)
    world.new("people.office", "dong", person=account.person, role="community_secretary")
    for name in act.relations:
        if name == "reporter":
            told = getattr(record, "matter", record)
            told.reporter_account = account.pk
            told.save()
        elif name in ("keeper", "addressee", "self", "household"):
            own = {
                "keeper": {"keeper": account.pk, "maker": account.pk},
                "addressee": {"account": account},
                "self": {"person": account.person},
            }
            if act.kind == "people.account":
                record = account
            for field, value in own.get(name, {}).items():
                if hasattr(record, field):
                    setattr(record, field, value)
    if record is not None:
        record.save()
    from doorstep.people.queries import actor_for

    client = Client()
    client.force_login(account)
    return actor_for(account), client, record


def entries(world: World, act: Act, record: Any, place: str) -> Entries:
    """All required fields, and what `MORE` says."""
    made = act.form.base_fields if act.form else {}
    more = MORE.get(act.name, lambda *_a: {})(world, record, place)
    found = {
        n: value_of(world, n, f, place) for n, f in made.items() if f.required and n not in more
    }  # fmt: skip
    if act.word == "correct" and not more:
        changed, field = list(made.items())[-2 if list(made)[-1] == "reason" else -1]
        found[changed] = value_of(world, changed, field, place)
    return {**found, **more}


def counted() -> dict[str, int]:
    """Rows of every table."""
    return {
        m._meta.label: m._base_manager.count()
        for m in apps.get_models() if m.__module__.startswith("doorstep.")
    }  # fmt: skip


NAMES = sorted(a.name for a in decide.acts() if reachable(a) and a.name not in ELSEWHERE)


def test_no_act_is_left_out_without_a_reason() -> None:
    """Those proven elsewhere exist, and are few."""
    assert set(ELSEWHERE) <= set(ACTS)
    assert len(ELSEWHERE) < len(NAMES) // 8
    assert len(NAMES) > 90


def made_by_nobody(act: Act) -> bool:
    """Amending acts of kinds that no act of a person makes: nobody can be their maker."""
    made = any(a.creates and a.kind == act.kind for a in ACTS.values())
    return act.relations == ("maker",) and not act.roles and not made


@pytest.mark.parametrize("name", NAMES)
def test_twice_is_once(world: World, name: str) -> None:
    """Over the API where there is one, else through the engine."""
    world.desks()
    act = ACTS[name]
    if made_by_nobody(act):
        return
    actor, record, client, place = staged(world, act)
    data = entries(world, act, record, place)
    op_id = str(uuid.uuid4())
    screen = screen_for(act, actor, record)
    if screen is None:
        twice_by_hand(act, actor, record, data, uuid.UUID(op_id))
        return
    base = f"/api/v1/{screen.slug}/" + (f"{record.pk}/" if record is not None else "")
    body = {"data": data, "op_id": op_id}
    if record is not None:
        body["version"] = record.version

    def post(sent: Entries) -> Any:
        url, json_type = f"{base}do/{act.word}/", "application/json"
        return client.post(url, json.dumps(sent), content_type=json_type)

    first = post(body)
    if token := re.search(r"decided=(\w+)", first.content.decode()):  # tried first, then decided
        data["decided"] = token.group(1)
        first = post(body)
    assert first.status_code in (200, 201), (name, first.content.decode()[:400], data)
    before = counted()
    second = post(body)
    assert counted() == before
    if gone(act, actor, record):
        assert second.status_code in (200, 404)
        return
    assert second.status_code == 200, (name, second.content.decode()[:300])
    one, two = first.json(), second.json()
    assert two["replayed"] is True
    for key in ("kind", "id", "entry", "version", "state"):
        assert one[key] == two[key], (name, key)
    if data:
        changed = {**data, next(iter(data)): "something else"}
        assert post({**body, "data": changed}).status_code == 409
        assert counted() == before


def gone(act: Act, actor: Actor, record: Any) -> bool:
    """Whether the act took the record out of the actor's sight: then asking again is 404."""
    if record is None or act.kind not in {s.kind for s in SCREENS.values()}:
        return False
    again = type(record)._base_manager.get(pk=record.pk)
    screens = [s for s in decide.screens() if s.kind == act.kind]
    return not any(decide.sees(actor, s, again) for s in screens)


def twice_by_hand(act: Act, actor: Actor, record: Any, data: Entries, op_id: uuid.UUID) -> None:
    """For kinds without a screen."""
    if not decide.may_act(actor, act, record):
        assert "maker" in act.relations, act.name
        return
    one = do(actor, act.name, record.pk if record is not None else None, data, op_id=op_id)
    before = counted()
    two = do(actor, act.name, record.pk if record is not None else None, data, op_id=op_id)
    assert two.replayed
    assert (one.id, one.entry) == (two.id, two.entry)
    assert counted() == before
    assert ROLES
