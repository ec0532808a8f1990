"""The village that the demo shows first: its people, and what its secretary finds today."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from doorstep.doors.shell.founding.city import City
from doorstep.frontline.models import Steward
from doorstep.kit import clock
from doorstep.matters.models import Matter
from doorstep.matters.queries import overdue
from doorstep.matters.rules.life import LIFE
from doorstep.people.models import Account, Office
from tests.city.founded import founded

VILLAGE, TOWN = "340181108202", "340181108"


@pytest.fixture(scope="module")
def village(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[City]:
    folder = tmp_path_factory.mktemp("village")
    with django_db_blocker.unblock(), founded(folder, TOWN, past=False) as made:
        yield made


@pytest.mark.django_db
def test_the_village_has_its_people(village: City) -> None:
    home = village.coded[VILLAGE].path
    assert Account.objects.get(username="village_secretary").check_password("menkou-de-shi-2026")
    assert Office.objects.filter(role="grid_member", path__startswith=home, until=None).exists()
    stewards = Steward.objects.filter(path__startswith=home, state="active")
    assert stewards.count() == 2
    assert min(s.since for s in stewards) > date(2023, 12, 31)  # beside the 425 of the article
    held = Office.objects.filter(role="steward", path__startswith=home, until=None)
    assert {part.place.place_kind for o in held for part in o.covering.parts.all()} == {"group"}


@pytest.mark.django_db
def test_the_village_secretary_finds_work(village: City) -> None:
    assert village.cut == []
    home, now = village.coded[VILLAGE].path, clock.now()
    mine = Matter.objects.filter(path__startswith=home, withdrawn_at=None)
    still = mine.filter(state__in=LIFE.open)
    assert still.count() >= 6
    assert still.filter(due__gte=now, due__lt=now + timedelta(days=4)).count() >= 2
    assert still.filter(begun_at__gte=now - timedelta(days=2), state="submitted").exists()
    assert mine.filter(state__in=LIFE.ended).count() >= 10
    assert not mine.filter(overdue(now)).exists()
    assert len({m.place.name for m in mine.select_related("place")}) >= 5  # groups of both villages
