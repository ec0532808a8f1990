"""A red steward is proposed, checked, trained, looks after a patch, rests, and is thanked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from doorstep.frame import SYSTEM, Given, Invalid, NotFound, Refused, do
from doorstep.frame.catalogues import CatalogueRow, forget
from doorstep.frontline import queries
from doorstep.frontline.models import Steward
from doorstep.frontline.screens import Stewards
from doorstep.kit import clock
from doorstep.people.models import Office, Stay
from doorstep.people.queries import actor_for
from tests.frontline.conftest import NOW, actor
from tests.people import town as build


@pytest.fixture
def bases(db: Any) -> None:
    CatalogueRow(catalogue="frontline.service_basis", code="volunteer", zh="志愿服务",
                 en="volunteer", since=date(2020, 1, 1)).save()  # fmt: skip
    forget()


def test_a_steward_from_the_proposal_to_the_patch(town: SimpleNamespace, bases: None) -> None:
    committee = actor(town.lake, "compound_secretary")
    person = build.person(town.doors[0], "吴秀英")
    entered = {"person": str(person.pk), "place": "湖畔枫景", "basis": "volunteer"}
    steward = do(committee, "frontline.nominate", None, entered).record
    with pytest.raises(NotFound):
        do(committee, "frontline.check", steward)
    for step in ("check", "train", "activate"):
        steward = do(town.secretary, f"frontline.{step}", steward).record
    assert (steward.state, steward.since) == ("active", clock.today())
    do(town.secretary, "frontline.assign_patch", steward, {"covering": str(town.first.pk)})
    assert queries.steward_paths(person.pk, clock.today()) == (
        town.doors[0].path[: len(town.lake.path) + 4],
    )
    held = actor_for(person).offices
    assert [(o.role, o.paths) for o in held] == [("steward", held[0].paths)]
    assert held[0].paths == queries.steward_paths(person.pk, clock.today())


def test_a_person_is_a_steward_once(town: SimpleNamespace, bases: None) -> None:
    person = build.person(town.doors[0], "吴秀英")
    entered = {"person": str(person.pk), "place": str(town.lake.pk), "basis": "volunteer"}
    steward = do(town.secretary, "frontline.nominate", None, entered).record
    with pytest.raises(Refused):
        do(town.secretary, "frontline.nominate", None, entered)
    do(town.secretary, "frontline.thank", steward, {"thanks": "谢谢您"})
    do(town.secretary, "frontline.nominate", None, entered)
    with pytest.raises(Invalid):
        do(town.secretary, "frontline.nominate", None, {**entered, "basis": "抓阄"})


def test_stewards_of_a_door(town: SimpleNamespace, serving: Callable[..., Steward]) -> None:
    wu, li = serving("吴秀英", town.first), serving("李桂兰", town.first, town.second)
    assert set(queries.stewards_of(town.doors[0].path, clock.today())) == {wu, li}
    assert queries.stewards_of(town.doors[-1].path, clock.today()) == [li]
    assert queries.stewards_of(town.mill_doors[0].path, clock.today()) == []


def test_a_rest_frees_the_patch_and_coming_back_gives_it_again(
    town: SimpleNamespace, serving: Callable[..., Steward]
) -> None:
    wu = serving("吴秀英", town.first, town.second)
    with clock.at(NOW + timedelta(days=5)):
        wu = do(town.secretary, "frontline.pause", wu).record
        assert queries.stewards_of(town.doors[0].path, clock.today()) == []
        assert actor_for(wu.person).offices == ()
        serving("李桂兰", town.second)
    with clock.at(NOW + timedelta(days=9)):
        do(town.secretary, "frontline.activate", wu)
        assert queries.patches_of(wu.person_id, clock.today()) == [town.first]


def test_stewards_rest_of_their_own_accord(
    town: SimpleNamespace, serving: Callable[..., Steward]
) -> None:
    wu = serving("吴秀英", town.first)
    assert do(actor_for(build.account(wu.person)), "frontline.pause", wu).record.state == "paused"


def test_thanks_end_the_service(town: SimpleNamespace, serving: Callable[..., Steward]) -> None:
    wu = serving("吴秀英", town.first)
    with clock.at(NOW + timedelta(days=5)):
        do(town.secretary, "frontline.thank", wu, {"thanks": "谢谢您照看一栋的老人"})
        assert not Office.objects.at(clock.today()).filter(person=wu.person_id).exists()
    with pytest.raises(Refused):
        do(SYSTEM, "frontline.activate", Steward.objects.get(pk=wu.pk))


def test_patches_lie_where_the_steward_serves(
    town: SimpleNamespace, serving: Callable[..., Steward]
) -> None:
    wu = serving("吴秀英")
    far = build.covering("patch", town.gate, "城门片", town.gate)
    grid = build.covering("grid", town.dong, "一网格", town.lake)
    for covering in (far, grid):
        with pytest.raises(Refused):
            do(SYSTEM, "frontline.assign_patch", wu, Given({"covering": covering}))
    do(SYSTEM, "frontline.assign_patch", wu, Given({"covering": town.first}))
    do(SYSTEM, "frontline.release_patch", wu, Given({"covering": town.first}))
    assert queries.patches_of(wu.person_id, clock.today()) == []
    with pytest.raises(Refused):
        do(SYSTEM, "frontline.release_patch", wu, Given({"covering": town.first}))


def test_f28_counts_those_in_service_on_the_day(
    town: SimpleNamespace, serving: Callable[..., Steward]
) -> None:
    wu, _li = serving("吴秀英", town.first), serving("李桂兰", town.second)
    person = build.person(town.doors[1], "王建国")
    do(SYSTEM, "frontline.nominate", None, Given({"person": person, "place": town.lake}))
    with clock.at(NOW + timedelta(days=2)):
        do(SYSTEM, "frontline.pause", wu)
    with clock.at(NOW + timedelta(days=4)):
        do(SYSTEM, "frontline.activate", Steward.objects.get(pk=wu.pk))
    with clock.at(NOW + timedelta(days=6)):
        do(SYSTEM, "frontline.thank", Steward.objects.get(pk=wu.pk))
    with clock.at(NOW + timedelta(days=8)):
        today = clock.today()
        counts = [queries.active_stewards(today - timedelta(days=n)).count()
                  for n in (9, 8, 6, 4, 2, 0)]  # fmt: skip
    assert counts == [0, 2, 1, 2, 1, 1]
    assert queries.active_stewards(clock.today(), [town.xi.path]).count() == 0


def test_f29_counts_a_resident_in_two_patches_once(
    town: SimpleNamespace, serving: Callable[..., Steward]
) -> None:
    both = build.covering("patch", town.lake, "全院片", town.lake)
    serving("吴秀英", town.first, both)
    for n, door in enumerate((*town.doors, *town.mill_doors)):
        someone = build.person(door, f"居民{n}")
        given = {"person": someone, "place": door, "relation": "head", "since": clock.today(),
                 "stay_kind": "away" if n == 0 else "resident"}  # fmt: skip
        do(SYSTEM, "people.move_in", None, Given(given))
    stays = queries.stewarded_stays(clock.today())
    assert stays.values("person").distinct().count() == len(town.doors) - 1
    assert Stay.objects.count() == len(town.doors) + len(town.mill_doors)
    assert not queries.stewarded_stays(clock.today() - timedelta(days=1)).exists()
    assert not queries.stewarded_stays(clock.today(), [town.mill.path]).exists()


def test_no_list_tells_how_much_a_volunteer_did() -> None:
    """R18, D4: no column, filter or order of the list is a count."""
    shown = {*Stewards.columns, *Stewards.filters, *(o.lstrip("-") for o in Stewards.order)}
    assert shown == {"person", "place", "state", "since", "path", "id"}
