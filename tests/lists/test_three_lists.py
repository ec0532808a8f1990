"""Random lives keep the five parts of 收集 and their totals (domain B4), in SQL and Python."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from doorstep.frame import SYSTEM, ActError, Actor, blind, do, path_q
from doorstep.frame.follows import drain
from doorstep.kit import clock
from doorstep.lists import rules
from doorstep.lists.queries import as_of, collected, part_q
from doorstep.matters.models import Matter
from doorstep.matters.rules.life import LIFE
from doorstep.panes.figures import Scope, ask
from doorstep.people.queries import actor_for
from doorstep.people.rules import STREET_DISPATCHER
from doorstep.routing.acts.tables import load_tables
from tests.matters.conftest import PROFILE
from tests.people import town as build

DAY = date(2024, 6, 3)
#: (act, entries) that may be tried on any matter at any moment; most are refused, and that is fine.
STEPS: list[tuple[str, dict[str, Any]]] = [
    ("matters.accept", {}),
    ("matters.start", {}),
    ("matters.attempt", {"words": "劝过"}),
    ("matters.escalate", {"words": "管不了"}),
    ("matters.split", {"parts": "一\n二"}),
    ("matters.settle", {"words": "好了"}),
    ("matters.resolve", {"outcome": "solved", "words": "好了"}),
    ("matters.resolve", {"outcome": "cannot", "words": "没法办"}),
    ("matters.resolve", {"outcome": "not_ours", "words": "不归我们", "where_to": "物业"}),
    ("matters.verify", {"verdict": "solved"}),
    ("matters.verify", {"verdict": "not"}),
    ("matters.reopen", {"words": "又坏了"}),
    ("matters.rate", {"grade": "fair"}),
    ("matters.decline", {"words": "不在范围", "where_to": "12345"}),
    ("matters.answer", {"words": "答复"}),
    ("matters.note_down", {}),
    ("matters.merge", {}),
    ("matters.matter.withdraw", {"reason": "报错了"}),
    ("gather", {}),
]
NEW = st.tuples(
    st.just("new"),
    st.sampled_from(["request", "suggestion", "report", "question"]),
    st.integers(0, 2),
)
STEP = st.tuples(st.just("step"), st.integers(0, len(STEPS) - 1), st.integers(0, 30))


@pytest.mark.django_db
def test_what_was_split_counts_once() -> None:
    """Until it is split it counts, then its parts do, and never both: on any day (B4)."""
    clock.allow_setting(True)
    monday = datetime(2024, 6, 3, 2, tzinfo=UTC)
    with clock.at(monday):
        town, worker, reporter = stage()
        asked = {"place": town.lake.path, "category": "stair_light", "text": "灯都不亮"}
        whole = do(reporter, "matters.ask", None, asked).id
    with clock.at(monday + timedelta(days=1)):
        do(worker, "matters.split", whole, {"parts": "一\n二"})
    with clock.at(monday + timedelta(days=2)):
        for part in Matter.objects.filter(parent=whole):
            do(worker, "matters.settle", part, {"words": "好了"})
        drain()
        assert Matter.objects.get(pk=whole).state == "resolved", "the parts were gathered"
        scope = Scope((town.dong.path,))

        def told(days: int) -> dict[str, int]:
            on = DAY + timedelta(days=days)
            codes = ("collect", "resolve", "open")
            return {c: ask(f"lists_{c}", scope, on)[0]["value"] for c in codes}

        assert told(0) == {"collect": 1, "resolve": 0, "open": 1}
        assert told(1) == {"collect": 2, "resolve": 0, "open": 2}
        assert told(2) == {"collect": 2, "resolve": 2, "open": 0}
        assert collected(town.dong.path, DAY, DAY).count() == 2
        do(reporter, "matters.verify", whole, {"verdict": "not"})
        assert collected(town.dong.path, DAY, DAY).count() == 2


@pytest.mark.django_db
def test_being_looked_at_is_no_step_up(desks: Any, holder: Any, town: Any) -> None:
    """Held for its words and passed on: the community's list does not call it reported up."""
    street = holder(STREET_DISPATCHER, town.east)
    data = {"place": town.lake.path, "category": "unsorted", "text": "灯不亮，网格员一直推诿"}
    matter = do(street, "matters.receive", None, data).record
    do(street, "matters.release", matter)
    today = clock.today()
    now = collected(town.dong.path, today, today).filter(part_q(rules.OPEN, 2))
    then = as_of(Matter.objects.all(), today).filter(part_q(rules.OPEN, 2, "state_at", "top_at"))
    assert now.get() == then.get() == matter


@pytest.mark.django_db
def test_parts_partition_what_was_collected() -> None:
    """The partition holds whatever happens."""
    clock.allow_setting(True)
    with clock.at(datetime(2024, 6, 3, 2, tzinfo=UTC)):
        town, worker, reporter = stage()

        @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
        @given(st.lists(st.one_of(NEW, STEP, STEP, STEP), min_size=4, max_size=30))
        def lives(life: list[tuple[str, Any, int]]) -> None:
            with transaction.atomic():
                live(town, worker, reporter, life)
                for place, level in (
                    (town.city, 4),
                    (town.east, 3),
                    (town.dong, 2),
                    (town.lake, 1),
                ):
                    proves(place.path, level)
                transaction.set_rollback(True)

        lives()


def stage() -> tuple[Any, Actor, Actor]:
    """The town with its bodies, somebody who may do everything, and a resident."""
    town = build.town()
    load_tables(SYSTEM, PROFILE, date(2020, 1, 1))
    for kind, home in (
        ("city_office", town.city),
        ("street_office", town.east),
        ("compound_body", town.lake),
        ("community_committee", town.dong),
        ("compound_body", town.mill),
    ):
        build.body(kind, home, f"{home.label}办")
    who = build.person(town.doors[0], "周梅")
    build.office(who, "city_dispatcher", town.city)
    build.office(who, "community_secretary", town.dong)
    phone = blind(Matter, "reporter_phone", "13900000001")["reporter_phone_index"]
    reporter = Actor(None, marks={"phone": phone, "phone_clear": "13900000001"})
    return town, actor_for(build.account(who, "zhoumei")), reporter


def live(town: Any, worker: Actor, reporter: Actor, life: list[tuple[str, Any, int]]) -> None:
    """Let the drawn things happen."""
    places = [town.doors[0], town.mill, town.lake]
    for kind, what, which in life:
        if kind == "new":
            do(
                reporter,
                "matters.ask",
                None,
                {
                    "place": places[which].path,
                    "category": "stair_light",
                    "text": "灯不亮",
                    "intake": what,
                },
            )
        else:
            step(worker, reporter, *STEPS[what], which)
        drain()


def proves(path: str, level: int) -> None:
    """Each collected matter is in exactly one part, in SQL as in Python, now and as of the day.

    What was split counts no more, whatever became of it; its parts do.
    """
    here = Matter.objects.filter(path_q([path]), begun_on=DAY)
    everything = {m.pk: m for m in here if not Matter.objects.filter(parent=m).exists()}
    found: dict[Any, list[str]] = {pk: [] for pk in everything}
    for part in rules.PARTS:
        rows = collected(path, DAY, DAY).filter(part_q(part, level))
        then = as_of(here, DAY).filter(part_q(part, level, "state_at", "top_at"))
        assert set(rows.values_list("pk", flat=True)) == set(then.values_list("pk", flat=True))
        for matter in rows:
            found[matter.pk].append(part)
    assert {pk: [rules.part(m, level)] for pk, m in everything.items()} == found


def step(worker: Actor, reporter: Actor, act: str, data: dict[str, Any], which: int) -> None:
    """Try one act on one matter; a refusal changes nothing."""
    matters = list(Matter.objects.order_by("number"))
    if not matters:
        return
    matter = matters[which % len(matters)]
    if act == "gather":  # every part ends, so that the whole does
        for part in Matter.objects.filter(state__in=LIFE.open, parent__isnull=False):
            do(worker, "matters.settle", part, {"words": "好了"})
        return
    if act == "matters.merge":
        data = {"into": matters[(which + 1) % len(matters)].pk}
    actor = reporter if act in ("matters.verify", "matters.reopen", "matters.rate") else worker
    before = (matter.state, matter.version)
    try:
        do(actor, act, matter.pk, data)
    except (ActError, KeyError):
        again = Matter.objects.get(pk=matter.pk)
        assert (again.state, again.version) == before
