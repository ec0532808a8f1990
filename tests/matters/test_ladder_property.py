"""No path closes a divided matter over a part that is still open, whatever is tried (B5)."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from doorstep.frame import SYSTEM, ActError, Actor, do
from doorstep.frame.follows import drain
from doorstep.matters.models import Matter
from doorstep.matters.rules.life import LIFE
from doorstep.people import rules as roles

pytestmark = pytest.mark.django_db

#: What may be tried on any matter of the family, with what it is given.
TRIED = {
    "accept": {}, "start": {}, "gather": {}, "lapse": {}, "take_down": {}, "unmerge": {},
    "split": {"parts": "一\n二"}, "settle": {"words": "好了"}, "drop": {"words": "不用了"},
    "resolve": {"outcome": "solved", "words": "好了"}, "escalate": {"words": "劝过了"},
    "decline": {"words": "不归这里", "where_to": "12345"}, "decline_down": {"words": "办不了"},
    "verify": {"verdict": "solved"}, "reopen": {"words": "没好"}, "answer": {"words": "好了"},
    "note_down": {}, "give_back": {"rule": "Q-010", "words": "在小区红线内"},
    "matter.withdraw": {"reason": "写错了"},
}  # fmt: skip
LIKELY = ("dispatch", "offer_down", "merge", "settle", "settle", "drop", "drop", "split")
STEPS = st.lists(
    st.tuples(
        st.sampled_from([*TRIED, *LIKELY]),
        st.integers(0, 11),  # which matter of the family
        st.integers(0, 6),  # who tries it, to whom it goes
    ),
    min_size=8, max_size=24,
)  # fmt: skip


@pytest.fixture
def crew(town: Any, desks: Any, holder: Any) -> list[Any]:
    """Who tries: every level, a unit, the grid."""
    return [
        holder(roles.COMPOUND_SECRETARY, town.lake), holder(roles.COMMUNITY_SECRETARY, town.dong),
        holder(roles.STREET_DISPATCHER, town.east), holder(roles.CITY_CENTRE, town.city),
        holder(roles.DEPT_DISPATCHER, desks.urban), holder(roles.GRID_MEMBER, town.dong),
    ]  # fmt: skip


def unsettled(whole: Matter) -> list[Matter]:
    """Parts, at any depth, that still ask for work."""
    found = []
    for part in whole.children.filter(withdrawn_at=None):
        found += ([part] if part.state in LIFE.open else []) + unsettled(part)
    return found


def tried(
    act: str, matter: Matter, who: int, crew: list[Any], bodies: list[Any], whole: Matter,
    family: list[Any],
) -> bool:  # fmt: skip
    """Try an act as one after the other until somebody may; whether somebody did."""
    given_ = dict(TRIED.get(act, {}))
    if act in ("dispatch", "offer_down"):
        given_ = {"owner": str(bodies[who].pk), "words": "请办"}
    elif act == "merge":
        given_ = {"into": str(family[who % len(family)])}
    if act in ("gather", "lapse"):
        crew = [SYSTEM]
    elif act in ("verify", "reopen"):  # the reporter's own acts, by the link of the whole
        crew = [Actor(None, "", marks={"link": whole.token})]
    for n in range(len(crew)):
        try:
            do(crew[(who + n) % len(crew)], f"matters.{act}", matter, given_)
        except ActError:
            continue
        return True
    return False


@settings(max_examples=60, deadline=None, phases=[Phase.explicit, Phase.generate],
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(steps=STEPS)
def test_no_path_closes_a_whole_over_an_open_part(
    town: Any, desks: Any, crew: list[Any], steps: list[tuple[str, int, int]]
) -> None:
    bodies = [desks.lake, desks.dong, desks.east, desks.city, desks.urban, desks.firm, desks.mill]
    data = {"place": town.lake.path, "category": "parking_mess", "text": "停车难"}
    whole = do(crew[1], "matters.report", None, {**data, "way": "community"}).record
    other = do(crew[1], "matters.report", None, {**data, "way": "community"}).record
    do(crew[1], "matters.split", whole, {"parts": "划线\n清车"})
    family = [whole.pk, other.pk]

    done: list[str] = []
    for act, which, who in steps:
        family += [
            pk for pk in Matter.objects.filter(parent__in=family).order_by("number").values_list(
                "pk", flat=True) if pk not in family
        ]  # fmt: skip
        there = {m.pk: m for m in Matter.objects.filter(pk__in=family)}
        going = [pk for pk in family if there[pk].state in LIFE.open] if which % 4 else family
        matter = there[(going or family)[which % len(going or family)]]
        if tried(act, matter, who, crew, bodies, whole, family):
            done.append(f"{act} {family.index(matter.pk)} by {who}")
            drain()
        for root in Matter.objects.filter(pk__in=family):
            over = root.state in (*LIFE.ended, "resolved") or root.withdrawn_at is not None
            assert not (over and unsettled(root)), (root.depth, root.state, done)
            assert root.depth <= 2
