"""One community of the invented city, founded as the whole is: seconds instead of minutes."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from doorstep.doors.shell.founding.city import City
from doorstep.doors.shell.founding.days import FESTIVAL
from doorstep.doors.shell.founding.names import NEVER_ASSIGNED, NOBODYS
from doorstep.frame.trail import Entry
from doorstep.frontline.models import Steward
from doorstep.frontline.queries import patches_of
from doorstep.kit import clock, resident_id
from doorstep.matters.models import Matter
from doorstep.matters.rules.life import LIFE
from doorstep.people.models import Account, Body, Household, Office, Person, Stay
from doorstep.places.models import Covering, Place
from doorstep.places.queries import compounds_at, within
from tests.city.founded import DONGTANG, TODAY, again, founded

NEVER = ("张三", "李四", "王五")
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def city(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[City]:
    with django_db_blocker.unblock(), founded(tmp_path_factory.mktemp("city"), DONGTANG) as made:
        yield made


def test_places_and_bodies_stand(city: City) -> None:
    assert city.cut == []
    rows = city.profile.compounds
    there = compounds_at(("",), TODAY)
    assert there.count() == len(rows)
    dwellings = Place.objects.filter(place_kind="dwelling").count()
    assert dwellings == sum(int(row["dwellings"]) for row in rows)
    for compound in there:  # the ladder begins at every compound
        assert Body.objects.filter(
            path=compound.path, level=1, kind_of_body="compound_body"
        ).exists()
    firms = Body.objects.filter(kind_of_body="property_company").count()
    assert firms == sum(row["has_company"] == "1" for row in rows)
    assert Body.objects.filter(kind_of_body__in=("department", "utility")).count() == 42


def test_persons_are_nobody(city: City) -> None:
    persons = list(Person.objects.all())
    assert len(persons) > 2000
    for person in persons[::17]:
        number = person.id_number.open()
        assert number.startswith(NEVER_ASSIGNED)
        assert not resident_id.check(number)
        assert person.name not in NEVER
        if person.phone:
            assert person.phone.open().startswith(NOBODYS)
    assert 2.4 < Stay.objects.count() / Household.objects.count() < 2.7


def test_stewards_hold_patches_where_they_live(city: City) -> None:
    wanted = sum(int(row["stewards"]) for row in city.profile.orgs)
    active = Steward.objects.filter(state="active").select_related("person")
    assert active.count() == wanted
    assert Steward.objects.exclude(state="active").exists()  # some do not count
    for steward in active:
        patches = patches_of(steward.person_id, TODAY)
        assert patches
        assert steward.person.path.startswith(steward.path)
        age = (TODAY - steward.person.born_on).days // 365
        assert 29 <= age <= 78


def test_grids_have_head_member_and_card(city: City) -> None:
    grids = Covering.objects.filter(covering_kind="grid")
    assert grids
    for grid in grids:
        assert grid.state == "published"
        roles = set(Office.objects.filter(covering=grid).values_list("role", flat=True))
        assert {"grid_head", "grid_member"} <= roles
        assert grid.card.phone


def test_grids_are_of_a_size(city: City) -> None:
    """300 to 500 households each, but for what is left over."""
    urban = Covering.objects.filter(covering_kind="grid", place__place_kind="community")
    sizes = []
    for grid in urban.prefetch_related("parts"):
        paths = [part.path for part in grid.parts.all()]
        sizes.append(within(paths, TODAY, "dwelling").count())
    fitting = [n for n in sizes if 300 <= n <= 500]
    assert len(fitting) > 0.7 * len(sizes)


def test_the_twelve_of_the_place_can_log_in(city: City) -> None:
    for key in ("resident", "steward", "grid_member", "compound_secretary", "window_worker",
                "community_secretary", "street_dispatcher", "property_manager"):  # fmt: skip
        account = Account.objects.get(username=key)
        assert account.check_password("menkou-de-shi-2026"), key
        assert not account.must_change


def test_eight_thirty_one_at_the_dispatcher(city: City) -> None:
    closing = clock.start_of(TODAY) - timedelta(hours=6.5)
    new = Matter.objects.filter(begun_at__gte=closing)
    assert 23 <= new.count() <= 27
    pump = Counter(m.path[:16] for m in new if m.category.startswith("water_"))
    assert pump.most_common(1)[0][1] >= 5
    order = Matter.objects.get(source="hotline", category="drain_blocked", state="submitted")
    assert clock.local(order.contact_due).strftime("%m-%d %H:%M") == "11-25 11:40"
    late = Matter.objects.filter(category="road_broken", state__in=LIFE.open, due__lt=clock.now())
    assert any("调休" in m.due_why["zh"] for m in late)


def test_what_waits_for_the_resident_and_the_steward(city: City) -> None:
    for key in ("resident", "steward"):
        account = Account.objects.get(username=key)
        assert Matter.objects.filter(reporter_account=account.pk, state="resolved").exists(), key


def test_nothing_happens_at_indecent_hours(city: City) -> None:
    visits = Matter.objects.filter(source="visit")
    for moment in visits.values_list("begun_at", flat=True):
        local = clock.local(moment)
        assert not (local.hour, local.minute) > (20, 30)
        assert not 12 <= local.hour < 14
        assert local.date() not in FESTIVAL
    desk = Entry.objects.filter(channel="desk", act__startswith="matters.")
    for at in desk.values_list("at", flat=True):
        assert 8 <= clock.local(at).hour < 18


def test_texts_are_never_two_alike_in_a_compound(city: City) -> None:
    texts = list(Matter.objects.filter(parent=None).values_list("at4", "text"))
    assert max(Counter(texts).values()) == 1
    assert max(Counter(text for _path, text in texts).values()) <= 3
    assert not [text for _path, text in texts if re.search(r"[{}]", text)]


def test_again_does_nothing_and_a_cut_founding_goes_on(city: City) -> None:
    entries, matters = Entry.objects.count(), Matter.objects.count()
    shutil.rmtree(city.files)  # as if the machine had died: only the database knows
    assert sum(done.rows for done in again(city)) == 0
    assert (Entry.objects.count(), Matter.objects.count()) == (entries, matters)
