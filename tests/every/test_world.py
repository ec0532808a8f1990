"""The world really holds everything, so that a new kind, role or relation cannot be left out."""

from __future__ import annotations

from doorstep.frame.registry import kinds
from doorstep.frame.rights import RELATIONS, has_place, stands
from doorstep.people.rules import ROLES
from tests.every.decide import ours
from tests.every.world import PLACES, World


def test_every_kind_has_a_specimen_at_every_place(world: World) -> None:
    """Each is saved and lies where it should."""
    for kind in kinds():
        if ours(kind):
            for place in PLACES:
                made = world.of(kind, place)
                assert made.pk, kind
                if has_place(kind):
                    assert made.path == world.places[place].path, kind


def test_every_role_has_its_person(world: World) -> None:
    """And acts through real offices."""
    for role in ROLES:
        assert world.actor(role).roles == {role}


def test_every_relation_has_somebody_who_stands_so(world: World) -> None:
    """For each declared relation the world makes an actor for whom it holds."""
    for name, kind in RELATIONS:
        if ours(kind):
            record = world.new(kind, "dong") if kind != "places.place" else world.places["dong"]
            assert stands(world.related(name, record), name, record), (name, kind)
