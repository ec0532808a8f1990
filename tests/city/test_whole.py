"""The whole invented city: what must add up, the figures of the article, bands of texture."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from statistics import median
from typing import Any

import pytest
from django.db.models import F, Q

from doorstep.doors.shell.founding.city import City
from doorstep.doors.shell.founding.spots import WEAK
from doorstep.frame.catalogues import CatalogueRow
from doorstep.frame.trail import Entry
from doorstep.frontline.models import Steward
from doorstep.kit import clock
from doorstep.matters.models import Matter
from doorstep.matters.queries import overdue
from doorstep.matters.rules.life import AT_THE_DOOR, LIFE
from doorstep.panes.figures import Scope, ask
from doorstep.party.models import PartyOrg
from doorstep.people.models import Body, Household, Office, Person
from doorstep.places.models import Place
from doorstep.places.queries import within
from tests.city.founded import TODAY, founded
from tests.city.measured import (
    closings,
    counted,
    days_taken,
    ends,
    facts,
    minutes,
    outcomes,
    residents,
    share,
    value,
)

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(scope="module")
def city(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[City]:
    with django_db_blocker.unblock(), founded(tmp_path_factory.mktemp("city"), "") as made:
        yield made


@pytest.fixture(scope="module")
def year(city: City) -> list[Matter]:
    """The matters of 2023, withdrawn ones and parts of split ones left out."""
    rows = Matter.objects.filter(begun_on__year=2023, withdrawn_at=None, parent=None)
    return list(rows.select_related("owner"))


def test_no_step_was_refused(city: City) -> None:
    assert city.cut == []


# -- the frame -------------------------------------------------------------------------------------
def test_the_frame_adds_up(city: City) -> None:
    kinds = Counter(Place.objects.values_list("place_kind", flat=True))
    assert (kinds["street"], kinds["town"]) == (6, 12)
    assert (kinds["community"], kinds["village"], kinds["development_area"]) == (63, 123, 1)
    assert kinds["dwelling"] == 108_000
    assert Body.objects.filter(kind_of_body="property_company").count() == 247
    orgs = PartyOrg.objects.at(date(2023, 12, 31)).filter(tier="compound", withdrawn_at=None)
    covers = Counter(org.covering.parts.count() for org in orgs)
    assert covers == {1: 242, 2: 29, 3: 6}


def test_figures_of_the_article(city: City) -> None:
    at = date(2023, 12, 31)
    assert value("actions_total", at) == 5
    assert value("compound_party_orgs", at) == 277
    assert value("party_tiers", at) == 3
    assert value("stewards_active", at) == 425
    assert value("stewarded_residents", at) > 100_000
    assert value("opinions_collected", at) == 1087
    by = {row["dims"]["by"]: row["value"] for row in ask("opinions_by_class", Scope(), at)}
    assert by == {"LIVELIHOOD": 561, "SOCIAL": 339, "ENFORCEMENT": 187}
    assert value("compounds_residential", at) == 318
    parts = sum(value(f"lists_{p}", at) for p in ("resolve", "report", "open", "merged", "struck"))
    assert value("lists_collect", at) == parts > 1700


@pytest.mark.parametrize("at", [date(2022, 12, 31), date(2024, 12, 31)])
def test_figures_of_other_days_differ(city: City, at: date) -> None:
    there = date(2023, 12, 31)
    for code in ("compound_party_orgs", "stewards_active", "stewarded_residents",
                 "opinions_collected", "lists_collect"):  # fmt: skip
        assert value(code, at) != value(code, there), code


# -- what does not count stands beside what counts: a tenth of each kind --------------------------
def test_a_tenth_does_not_count(city: City) -> None:
    at = date(2023, 12, 31)
    compounds = Place.objects.filter(place_kind="compound")
    every = {  # counted kind: all records of it, those that figures leave out included
        "actions_total": CatalogueRow.objects.filter(catalogue="places.actions").count(),
        "compound_party_orgs": PartyOrg.objects.filter(tier="compound").count(),
        "compounds_residential": compounds.count(),
        "stewards_active": Steward.objects.count(),
        "stewarded_residents": Person.objects.exclude(stays=None).count(),
    }
    for code, count in every.items():
        assert count >= 1.1 * value(code, at), code
    year = Matter.objects.filter(begun_on__year=2023, parent=None)  # the other sources included
    assert year.count() >= 1.1 * value("opinions_collected", at)
    left_out = compounds.exclude(pk__in=counted("compounds_residential", at))
    for why in (Q(withdrawn_at=None), Q(until__gt=at) | Q(until=None), Q(since__lte=TODAY),
                ~Q(compound_kind="other")):  # fmt: skip
        assert left_out.exclude(why).exists(), why


def test_one_compound_became_part_of_another(city: City) -> None:
    then = [value("compounds_residential", date(year, 12, 31)) for year in (2022, 2023, 2024)]
    assert then == [319, 318, 317]  # one was torn down in 2023
    assert value("compounds_residential", TODAY) == 317
    gone = counted("compounds_residential", date(2023, 12, 31))
    gone -= counted("compounds_residential", TODAY)
    old = Place.objects.get(pk=gone.pop())
    assert not gone
    assert old.successor is not None
    assert old.until == date(2024, 9, 2)
    doors = within([old.successor.path], TODAY, "dwelling")
    assert doors.count() == old.successor.dwellings_expected
    assert all(old.successor.name in door.label for door in doors)
    assert within([old.path], date(2023, 12, 31), "dwelling").exists()  # found where they were
    assert not Person.objects.filter(path__startswith=old.path).exists()


def test_building_heads_serve(city: City) -> None:
    offices = Office.objects.filter(role="building_head")
    serve = offices.filter(since__lte=TODAY, until=None)
    assert serve.count() > 200
    assert offices.count() >= 1.1 * serve.count()
    told = list(Matter.objects.filter(source="building_head", begun_on__year=2023))
    own = set(offices.values_list("path", flat=True))
    assert share(sum(m.path[:20] in own for m in told), len(told)) > 0.95


def test_one_false_closing_was_found(city: City) -> None:
    calls = facts(Entry.objects.filter(act="matters.check"))
    found = [subject for subject, said in calls if "假办结" in said["words"]]
    assert len(found) == 1
    matter = Matter.objects.get(pk=found[0])
    assert matter.begun_on.year == 2023
    assert matter.reopened == 1
    assert (matter.state, matter.outcome, matter.verdict) == ("rated", "solved", "solved")


# -- people ----------------------------------------------------------------------------------------
def test_people_have_ages_and_households(city: City) -> None:
    here = residents(TODAY)
    count, households = len(here), Household.objects.filter(dissolved_on=None).count()
    assert 102_000 <= count <= 104_000
    assert 39_500 <= households <= 41_000
    assert 2.5 <= count / households <= 2.6
    sixty = TODAY.replace(year=TODAY.year - 60)
    assert 0.21 <= share(sum(born <= sixty for _p, born, _n in here), count) <= 0.24
    kinds = dict(Place.objects.filter(place_kind="compound").values_list("path", "compound_kind"))
    for kind, low, high in (("dormitory", 0.08, 0.11), ("highrise", 0.03, 0.04)):
        mine = [(path, born <= sixty) for path, born, _n in here if kinds.get(path[:16]) == kind]
        if kind == "dormitory":
            assert 0.36 <= share(sum(old for _p, old in mine), len(mine)) <= 0.40
        doors = Counter(path for path, _old in mine)
        elders = sum(old and doors[path] == 1 for path, old in mine)
        assert low <= share(elders, len(doors)) <= high, kind
    names = Counter(name for _p, _b, name in here)
    assert names.most_common(1)[0][1] < 90
    assert not {"张三", "李四", "王五"} & set(names)


def test_stewards_are_as_they_are(city: City) -> None:
    active = Steward.objects.filter(since__lte="2023-12-31", state="active")
    ages = [(TODAY - born).days // 365 for born in active.values_list("person__born_on", flat=True)]
    assert 29 <= min(ages) <= 36
    assert 74 <= max(ages) <= 78
    assert 60 <= median(ages) <= 64
    women = share(active.filter(person__sex="f").count(), active.count())
    assert 0.58 <= women <= 0.7
    assert Steward.objects.count() - 425 >= 43


# -- the year of the article: bands set from the texture of the invented city, before any result ---
def test_sources_and_months(city: City, year: list[Matter]) -> None:
    sources = Counter(m.source for m in year)
    door = sum(sources[s] for s in AT_THE_DOOR)
    others = [m for m in year if m.state != "merged" and m.source not in AT_THE_DOOR]
    assert 630 <= len(others) <= 650
    assert abs(share(sources["steward"], door) - 0.46) < 0.04
    weights = city.profile.toml("demand.toml")["year_2023"]["months"]
    months = Counter(m.begun_on.month for m in year)
    for month, weight in enumerate(weights, start=1):
        wanted = weight / sum(weights) * len(year)
        assert abs(months[month] / wanted - 1) < 0.2, (month, months[month], wanted)
    days = Counter(m.begun_on.weekday() for m in year)
    usual = sum(days[d] for d in (1, 2, 3, 4)) / 4
    assert 1.15 <= days[0] / usual <= 1.45
    assert 0.55 <= days[5] / usual <= 0.85


def test_hours(city: City, year: list[Matter]) -> None:
    hours = Counter(clock.local(m.begun_at).hour for m in year)
    for first, last, wanted, near in ((8, 10, 0.24, 0.03), (12, 14, 0.09, 0.02),
                                      (19, 22, 0.31, 0.03), (0, 6, 0.02, 0.01)):  # fmt: skip
        found = share(sum(hours[h] for h in range(first, last)), len(year))
        assert abs(found - wanted) < near, (first, last, found)
    topics = {leaf: t["code"] for t in city.profile.toml("demand.toml")["topic"]
              for leaf in t["counts"]}  # fmt: skip
    at = {topic: [clock.local(m.begun_at).hour for m in year
                  if topics.get(m.category) == topic and m.source in AT_THE_DOOR]
          for topic in ("noise", "parking")}  # fmt: skip
    assert abs(share(sum(h >= 20 for h in at["noise"]), len(at["noise"])) - 0.667) < 0.07
    parking = Counter(at["parking"])
    three = {first: sum(parking[h] for h in range(first, first + 3)) for first in range(22)}
    assert max(three, key=lambda first: three[first]) == 17


def test_visits_and_closings(city: City, year: list[Matter]) -> None:
    for minute in minutes(m.begun_at for m in year if m.source == "visit"):
        assert 540 <= minute <= 680 or 900 <= minute <= 1050 or 1080 <= minute <= 1230, minute
    office = closings(2023)
    for first, last in ((660, 690), (960, 1020)):  # they bunch before 11:30 and 17:00
        near = share(sum(first <= m < last for m in office), len(office))
        assert near > 1.5 * (last - first) / 420, (first, near)
    assert 480 <= min(office) <= max(office) < 1080


def test_outcomes(city: City, year: list[Matter]) -> None:
    requests = [m for m in year if m.intake == "request" and m.resolved_at]
    by = ends(requests)
    for where, wanted, near, days in (
        ("compound", 0.64, 0.03, 1), ("community", 0.19, 0.03, 4), ("street", 0.14, 0.03, 9),
        ("city", 0.03, 0.01, 21),
    ):  # fmt: skip
        assert abs(share(len(by[where]), len(requests)) - wanted) < near, (where, len(by[where]))
        assert abs(days_taken(by[where]) / days - 1) < 0.34, (where, days_taken(by[where]))
    found = outcomes(year)
    for name, wanted, near in (("answered", 0.58, 0.03), ("solved", 0.71, 0.04),
                               ("settled", 0.17, 0.04), ("not", 0.12, 0.03),
                               ("reopened", 0.065, 0.015), ("returned", 0.04, 0.01),
                               ("ruled", 0.015, 0.005), ("merged", 0.05, 0.01)):  # fmt: skip
        assert abs(found[name] - wanted) < near, (name, found)
    assert sum(m.state == "declined" for m in year) == 9
    assert Matter.objects.filter(begun_on__year=2023, withdrawn_at__isnull=False).count() >= 20


def test_two_communities_are_weaker(city: City, year: list[Matter]) -> None:
    weak = {city.coded[code].path for code in WEAK}
    took: dict[bool, list[float]] = {True: [], False: []}
    for m in year:
        if m.intake == "request" and m.resolved_at:
            took[m.path[:12] in weak].append((m.resolved_at - m.begun_at).total_seconds())
    assert median(took[True]) > 1.15 * median(took[False])


def test_texts_do_not_repeat(city: City) -> None:
    texts = list(Matter.objects.filter(parent=None).values_list("at4", "text"))
    assert max(Counter(texts).values()) == 1
    assert max(Counter(text for _p, text in texts).values()) <= 3
    bare = {re.sub(r"[\d\W]", "", text) for _p, text in texts}
    assert len(bare) >= 400


# -- since then ----------------------------------------------------------------------------------
def test_life_goes_on_to_today(city: City) -> None:
    """60 to 110 matters a month; this month is not over."""
    rows = Matter.objects.filter(begun_on__gte="2024-01-01", parent=None, withdrawn_at=None)
    months = Counter((d.year, d.month) for d in rows.values_list("begun_on", flat=True))
    whole = [n for (y, m), n in months.items() if (y, m) != (TODAY.year, TODAY.month)]
    assert len(whole) == (TODAY.year - 2024) * 12 + TODAY.month - 1
    assert min(whole) >= 60
    assert max(whole) <= 110
    assert months[TODAY.year, TODAY.month] <= 110


@pytest.mark.parametrize("year", [2024, 2025])
def test_later_years_are_alike(city: City, year: int) -> None:
    rows = Matter.objects.filter(begun_on__year=year, withdrawn_at=None, parent=None)
    found = outcomes(list(rows.select_related("owner")))
    for name, wanted, near in (("reopened", 0.065, 0.02), ("returned", 0.04, 0.015),
                               ("merged", 0.05, 0.015)):  # fmt: skip
        assert abs(found[name] - wanted) < near, (name, found)


def test_today_is_open_and_little_is_late(city: City) -> None:
    still = Matter.objects.filter(state__in=LIFE.open, withdrawn_at=None)
    assert 60 <= still.count() <= 220
    late = Matter.objects.filter(overdue(clock.now()))
    assert 0.05 <= share(late.count(), still.count()) <= 0.08
    assert not late.filter(state="resolved").exists()  # that waits for a word, not for work
    assert not Matter.objects.filter(begun_at__gt=clock.now()).exists()
    assert not Matter.objects.filter(resolved_at__lt=F("begun_at")).exists()
    long_ago = still.filter(begun_at__lt=clock.now() - timedelta(days=120))
    assert long_ago.count() <= 5
