"""The buttons of a matter: one that is meant now, three beside it, the rest on demand (ui.md)."""

from __future__ import annotations

import re
from typing import Any

import pytest

from doorstep.doors.story import BESIDE, offers
from doorstep.frame import NOBODY, do
from doorstep.matters.models import Matter
from doorstep.matters.rules.life import LIFE, NEXT, next_of
from doorstep.panes.screens import SCREENS
from doorstep.people import rules as roles
from tests.matters.test_desk import browser


@pytest.fixture
def matter(desks: Any, town: Any) -> Matter:
    data = {"place": town.lake.path, "category": "parking_mess", "text": "西门堵着"}
    return do(NOBODY, "matters.ask", None, data, channel="portal").record


def put(matter: Matter, **values: Any) -> Matter:
    Matter.objects.filter(pk=matter.pk).update(**values)
    return Matter.objects.select_related("owner", "place").get(pk=matter.pk)


def buttons(actor: Any, matter: Matter) -> tuple[list[str], list[str], list[str]]:
    """Words of the acts: primary, beside, on demand."""
    matter._makers = set()
    now, _refused = offers(SCREENS["matters"], matter, actor)
    words = [(o["name"].removeprefix("matters."), o["primary"], o["more"]) for o in now]
    return (
        [word for word, primary, _more in words if primary],
        [word for word, primary, more in words if not primary and not more],
        [word for word, _primary, more in words if more],
    )


FIELD = [
    ("submitted", "accept", ["settle", "dispatch", "escalate"]),
    ("accepted", "settle", ["dispatch", "escalate", "contact"]),
    ("assigned", "start", ["settle", "dispatch", "escalate"]),
    ("handling", "resolve", ["contact", "dispatch", "escalate"]),
    ("reopened", "start", ["contact", "dispatch", "escalate"]),
]


@pytest.mark.parametrize(("state", "first", "beside"), FIELD)
def test_a_compound_secretary_has_four(
    matter: Matter, holder: Any, town: Any, state: str, first: str, beside: list[str]
) -> None:
    """Thirteen alike were too many; none is lost."""
    secretary = holder(roles.COMPOUND_SECRETARY, town.lake)
    one, three, rest = buttons(secretary, put(matter, state=state))
    assert (one, three) == ([first], beside)
    assert {"attempt", "split", "merge", "recategorise"} <= set(rest)


@pytest.mark.parametrize(("state", "first"), [("assigned", "start"), ("handling", "resolve")])
def test_a_unit_finishes_and_does_not_settle_on_the_spot(
    matter: Matter, desks: Any, holder: Any, town: Any, state: str, first: str
) -> None:
    handler = holder(roles.DEPT_HANDLER, desks.urban)
    there = put(matter, state=state, owner=desks.urban, level=desks.urban.level)
    one, three, rest = buttons(handler, there)
    assert one == [first]
    assert len(three) == BESIDE
    assert "settle" not in [*three, *rest]
    assert "resolve" in [*one, *three]


def test_a_dispatcher_hands_on(matter: Matter, desks: Any, holder: Any, town: Any) -> None:
    street = holder(roles.STREET_DISPATCHER, town.east)
    one, three, _rest = buttons(street, put(matter, owner=desks.east, level=3))
    assert one == ["dispatch"]
    assert "accept" in three


def test_a_question_is_answered_and_what_was_spoken_is_typed_first(
    matter: Matter, holder: Any, town: Any
) -> None:
    secretary = holder(roles.COMPOUND_SECRETARY, town.lake)
    assert buttons(secretary, put(matter, intake="question"))[0] == ["answer"]
    spoken = put(matter, intake="request", voice=matter.pk, heard=False)
    assert buttons(secretary, spoken)[0] == ["hear"]


def test_the_page_shows_four_and_opens_the_rest(matter: Matter, holder: Any, town: Any) -> None:
    """By keyboard too: a summary of details."""
    desk = browser(holder(roles.COMPOUND_SECRETARY, town.lake))
    page = desk.get(f"/desk/matters/{matter.pk}/").content.decode()
    shown, _details, rest = page.partition('<details class="acts-more">')
    acts = f"/desk/matters/{matter.pk}/do/"
    assert len(set(re.findall(f"{acts}([a-z_]+)/", shown))) == 1 + BESIDE
    assert "更多</summary>" in rest
    assert f"{acts}split/" in rest


def test_what_is_named_exists() -> None:
    """A word that is no act of the life would never come up."""
    from doorstep.frame.acts import ACTS

    for who, states in NEXT.items():
        assert set(states) <= set(LIFE.states)
        for state in LIFE.states:
            for word in next_of(who, state):
                assert f"matters.{word}" in ACTS, (who, state, word)
