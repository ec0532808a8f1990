"""Asked at one moment, given once: what the city's acts check before they insert (PostgreSQL).

SQLite has one writer at a time, so nothing can be raced there. Every case has a twin without the
named locks, in which several get through or only the table stops them.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from doorstep.frame import NOBODY, SYSTEM, ActError, Given, do, run
from doorstep.frame import acts as frame_acts
from doorstep.people import rules as roles
from doorstep.people.models import Office
from tests.people.town import person

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE, TODAY = 4, date(2024, 6, 3)
#: A valid number of nobody's (the last digit is computed).
CARD = "110101199003074514"
Work = Callable[[int], Any]


def one_secretary(town: SimpleNamespace, holder: Any) -> Work:
    giver = holder(roles.CITY_OD, town.city)
    who = [person(town.dong, f"新人{n}") for n in range(AT_ONCE)]
    data = {"role": roles.COMMUNITY_SECRETARY, "place": str(town.dong.pk), "since": TODAY}
    return lambda n: do(giver, "people.appoint", None, {**data, "person": str(who[n].pk)})


def one_absence(town: SimpleNamespace, holder: Any) -> Work:
    away = holder(roles.COMMUNITY_WORKER, town.dong)
    office = Office.objects.get(person=away.person)
    data = {"office": str(office.pk), "since": TODAY, "until": date(2024, 6, 10)}
    return lambda _n: do(away, "people.go_away", None, data)


def one_person(town: SimpleNamespace, holder: Any) -> Work:
    clerk = holder(roles.COMMUNITY_WORKER, town.dong)
    data = {"name": "新来的", "id_number": CARD, "place": str(town.doors[0].pk), "since": TODAY}
    return lambda _n: do(clerk, "people.register", None, data)


def one_code(_town: SimpleNamespace, _holder: Any) -> Work:
    return lambda _n: do(NOBODY, "notices.ask_code", None, {"phone": "13955550417"})


def one_steward(town: SimpleNamespace, holder: Any) -> Work:
    secretary = holder(roles.COMMUNITY_SECRETARY, town.dong)
    who = person(town.lake, "热心人")
    data = Given({"person": who, "place": town.lake})
    return lambda _n: do(secretary, "frontline.nominate", None, data)


def one_row(_town: SimpleNamespace, _holder: Any) -> Work:
    """A code in force from different days on: no constraint of the table stops two."""
    data = {"catalogue": "people.titles", "code": "clerk", "zh": "文员", "en": "clerk"}
    return lambda n: do(
        SYSTEM, "frame.catalogue_add", None, {**data, "since": date(2024, 6, 1 + n)}
    )


CASES = (one_secretary, one_absence, one_person, one_code, one_steward, one_row)


def together(work: Work) -> Counter[str]:
    """The work in four threads that begin at one moment; how often what came of it."""
    came: Counter[str] = Counter()
    begin = threading.Barrier(AT_ONCE)

    def run_one(n: int) -> None:
        begin.wait()
        try:
            work(n)
            came["done"] += 1
        except ActError as error:
            came[type(error).__name__] += 1
        finally:
            connection.close()

    threads = [threading.Thread(target=run_one, args=(n,)) for n in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return came


@pytest.fixture
def slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was checked is written a little later, as on a busy server."""
    write = run.flush

    def flush(*args: Any) -> None:
        time.sleep(0.1)
        write(*args)

    monkeypatch.setattr(run, "flush", flush)


if connection.vendor == "postgresql":

    @pytest.mark.parametrize("case", CASES)
    def test_asked_at_one_moment_it_is_given_once(
        case: Callable[..., Work], town: SimpleNamespace, holder: Any, slowly: None
    ) -> None:
        came = together(case(town, holder))
        assert came["done"] == 1
        assert came["Refused"] + came["Invalid"] == AT_ONCE - 1  # told why

    @pytest.mark.parametrize("case", CASES)
    def test_twin_without_the_lock_it_is_given_several_times_or_stopped_by_the_table(
        case: Callable[..., Work],
        town: SimpleNamespace,
        holder: Any,
        slowly: None,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        work = case(town, holder)
        monkeypatch.setattr(frame_acts, "lock", lambda *_key: None)
        came = together(work)
        if case is one_steward:  # a constraint holds; nobody is told why
            assert came["Conflict"] > 0
        else:
            assert came["done"] > 1
