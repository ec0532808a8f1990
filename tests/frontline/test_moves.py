"""When a compound changes its community, people, patches and offices go along."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

from doorstep.frame import SYSTEM, Given, do
from doorstep.frame.follows import drain
from doorstep.frontline import queries
from doorstep.frontline.models import Steward
from doorstep.kit import clock
from doorstep.kit.path import within
from doorstep.people.models import Household, Office, Person, Stay
from doorstep.people.queries import actor_for
from tests.frontline.conftest import NOW
from tests.people import town as build


def test_everything_open_lies_in_the_new_community(
    town: SimpleNamespace, serving: Callable[..., Steward]
) -> None:
    wu, resident = serving("吴秀英", town.first), build.person(town.doors[1], "王建国")
    given = {"person": resident, "place": town.doors[1], "relation": "head",
             "stay_kind": "resident", "since": clock.today()}  # fmt: skip
    do(SYSTEM, "people.move_in", None, Given(given))
    with clock.at(NOW + timedelta(days=1)):
        do(SYSTEM, "places.move", town.lake, Given({"parent": town.xi}))
        drain()
        here = (
            Person.objects.get(pk=resident.pk), Household.objects.get(),
            Stay.objects.get(person=resident), Office.objects.get(person=wu.person),
            Steward.objects.get(pk=wu.pk),
        )  # fmt: skip
        assert [r.kind for r in here if not within(r.path, town.xi.path)] == []
        (office,) = actor_for(wu.person).offices
        assert all(within(path, town.xi.path) for path in office.paths)
        assert queries.stewarded_stays(clock.today(), [town.xi.path]).count() == 1
        assert queries.stewarded_stays(clock.today() - timedelta(days=1), [town.dong.path]).count()
