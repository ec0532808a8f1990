"""Whoever tries what in whatever order: two persons, a third, never the unit that handled it."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from doorstep.closing.models import Exclusion
from doorstep.closing.queries import excluded_on
from doorstep.frame import ActError, do
from doorstep.kit import clock
from doorstep.matters.models import Matter, Rating
from tests.closing.conftest import resident

PHONE = "13900007777"
WHO = ("street", "west", "centre", "second", "od", "secretary", "community", "reporter")
STEPS = (
    ("propose", {"clause": "nature"}), ("decide", {"decision": "excluded"}),
    ("decide", {"decision": "refused"}), ("object", {}), ("review", {"decision": "voided"}),
    ("review", {"decision": "kept"}),
)  # fmt: skip
TRIES = st.lists(
    st.tuples(st.sampled_from(WHO), st.integers(0, len(STEPS) - 1)), min_size=4, max_size=25
)


@pytest.mark.django_db
def test_no_order_of_acts_leaves_out_by_one_person(
    crew: SimpleNamespace, ends: Callable[..., Matter], desks: Any
) -> None:
    """And the matter, its grade and what is counted never move by it but as they should."""
    matter = ends("solved", grade="good", phone=PHONE)
    crew.reporter = resident(PHONE)
    before = Matter.objects.filter(pk=matter.pk).values("state", "result", "verdict", "owner").get()

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(TRIES, st.sampled_from(["lake", "east", "city"]))
    def lived(tries: list[tuple[str, int]], unit: str) -> None:
        with transaction.atomic():
            owner = getattr(desks, unit)
            Matter.objects.filter(pk=matter.pk).update(owner=owner)
            done = attempts(crew, matter, tries)
            judge(crew, done, unit)
            now = Matter.objects.filter(pk=matter.pk).values(*before).get()
            assert now == {**before, "owner": owner.pk}
            assert Rating.objects.get(matter=matter).grade == "good"
            transaction.set_rollback(True)

    lived()


def attempts(
    crew: SimpleNamespace, matter: Matter, tries: list[tuple[str, int]]
) -> list[tuple[str, str, str]]:
    """Try them all; (act, who, decision) of those that went through."""
    done = []
    for who, step in tries:
        word, data = STEPS[step]
        actor, found = getattr(crew, who), Exclusion.objects.first()
        entered = {"words": "这样", "about": str(matter.pk), **data}
        try:
            with transaction.atomic():
                do(actor, f"closing.{word}", None if word == "propose" else found, entered)
        except (ActError, AttributeError):
            continue
        done.append((word, who, data.get("decision", "")))
    return done


def judge(crew: SimpleNamespace, done: list[tuple[str, str, str]], unit: str) -> None:
    """What went through is a way of the table, by other people each time."""
    words = [word for word, _who, _d in done]
    assert words == ["propose", "decide", "object", "review"][: len(words)]
    people = [who for word, who, _d in done if word != "object"]
    assert len(set(people)) == len(people), "a second and a third person"
    assert {w for word, w, _d in done if word == "propose"} <= {"street", "centre", "second"}
    deciders = {w for word, w, _d in done if word in ("decide", "review")}
    assert deciders <= {"centre", "second", "od"}
    if unit == "city":  # its office had it: the organisation department decides, it handles nothing
        assert deciders <= {"od"}
    assert {w for word, w, _d in done if word == "object"} <= {"reporter"}
    last = done[-1][2] if done else ""
    standing = [d for word, _w, d in done if word == "decide"] == ["excluded"] and last != "voided"
    assert excluded_on(clock.today()).exists() == standing
