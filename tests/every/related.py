"""Somebody who stands so to a record, and has nothing else: one way for each relation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from doorstep.frame import Actor, blind
from doorstep.kit import clock
from doorstep.matters.models import Matter

if TYPE_CHECKING:
    from tests.every.world import World


def _phone(world: World, base: Actor, record: Any) -> Actor:
    del world
    record = getattr(record, "matter", record)
    index = record.reporter_phone_index or blind(Matter, "reporter_phone", "13955550417")
    return replace(base, marks={"phone": index})


def _person(world: World, base: Actor, record: Any) -> Actor:
    del world
    if record.kind == "people.person":
        return replace(base, person=record.pk)
    return replace(base, person=getattr(record, "person_id", None) or record.account.person_id)


def _member(world: World, base: Actor, record: Any) -> Actor:
    stay = world.new("people.stay", "door", household=record)
    return replace(base, person=stay.person_id)


def _maker(world: World, base: Actor, record: Any) -> Actor:
    del world
    if hasattr(record, "maker"):  # it stands in a column, not in the trail alone
        return replace(base, id=record.maker)
    record._makers = {base.id}
    return base


def _body(world: World, base: Actor, body: Any) -> Actor:
    from doorstep.frame.rights import Office

    del world
    # a post without any role of ours: only the body counts
    return replace(base, offices=(Office(base.id, "nothing", (), body=body),))


def _keeper_of_lists(world: World, base: Actor, record: Any) -> Actor:
    from doorstep.frame.catalogues import CATALOGUES
    from doorstep.frame.rights import Office

    del world
    role = sorted(CATALOGUES[record.catalogue].roles)[0]
    return replace(base, offices=(Office(base.id, role, ()),))


def _volunteer(world: World, base: Actor, record: Any) -> Actor:
    from doorstep.frame.rights import Office

    del world
    record.passed_on_by = base.person
    Matter.objects.filter(pk=record.pk).update(passed_on_by=base.person)
    # held nowhere: only that they passed it on counts
    return replace(base, offices=(Office(base.id, "steward", ()),))


def _settler(world: World, base: Actor, record: Any) -> Actor:
    del world
    record.passed_on_by, record.ended_level = base.person, 0
    Matter.objects.filter(pk=record.pk).update(passed_on_by=base.person, ended_level=0)
    return base


def _early(world: World, base: Actor, record: Any) -> Actor:
    del world
    record.at = clock.now()  # whoever asks: the batch of its month is open
    record.save()
    return base


def _concerned(world: World, base: Actor, record: Any) -> Actor:
    matter = getattr(record, "matter", record)
    matter.hidden_below, matter.concerned = 3, world.of_body("unit", "nan")
    matter.save()
    return _body(world, base, matter.concerned_id)


def _dispatcher_there(_world: World, base: Actor, record: Any) -> Actor:
    from doorstep.frame.rights import Office

    return replace(base, offices=(Office(record.pk, "street_dispatcher", (record.at,)),))


def _keeper_of_replies(world: World, base: Actor, record: Any) -> Actor:
    record.catalogue = "casework.replies"
    record.save()
    return _keeper_of_lists(world, base, record)


def _at_the_post(world: World, base: Actor, record: Any) -> Actor:
    from doorstep.frame.rights import Office

    # a post that no list names: only that the view was shared with it counts
    record.role, record.path = "nothing", world.places["dong"].path
    record.save()
    return replace(base, offices=(Office(base.id, "nothing", (record.path,)),))


RELATED: dict[str, Callable[[World, Actor, Any], Actor]] = {
    "reporter": _phone,
    "owner_unit": lambda w, b, r: _body(w, b, r.owner_id),
    "contacter": lambda w, b, r: _body(w, b, r.owner_id),
    "handler": lambda w, b, r: _body(w, b, r.matter.owner_id),
    "handling": lambda w, b, r: _body(w, b, r.matter.owner_id),
    "asked_unit": lambda w, b, r: _body(w, b, r.unit_id),
    "reply_keeper": _keeper_of_replies,
    "post": _at_the_post,
    "early": _early,
    "supporter": lambda _w, b, r: replace(b, marks={"phone": r.who}),
    "other_unit": lambda _w, b, _r: b,
    "bringer": _volunteer,
    "settler": _settler,
    "below": _concerned,
    "self": _person,
    "household": _member,
    "maker": _maker,
    "addressee": lambda _w, b, r: replace(b, id=r.account_id),
    "keeper": lambda _w, b, r: replace(b, id=getattr(r, "keeper", None) or r.maker),
    "catalogue_keeper": _keeper_of_lists,
    "street": _dispatcher_there,
}
