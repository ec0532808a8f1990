"""随机回访: drawn by a printed seed, once, and a found false closing goes on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from doorstep.closing.acts.spotchecks import forget_answers
from doorstep.closing.models import Draw, SpotCheck
from doorstep.closing.rules import drawn, seed_of
from doorstep.frame import Invalid, NotFound, Refused, do, history, may
from doorstep.frame.acts import ACTS
from doorstep.frame.follows import drain
from doorstep.frame.seal import Root
from doorstep.frame.trail import EntryBody
from doorstep.kit import clock
from doorstep.matters.models import Matter
from doorstep.panes.figures import Scope, ask, records
from doorstep.panes.screens import SCREENS
from doorstep.people import rules as roles
from doorstep.people.models import Account
from tests.closing.conftest import JUNE, MAY

NUMBERS = st.lists(st.integers(0, 10**6).map(str), unique=True, min_size=1, max_size=60)


@given(st.text(max_size=30), NUMBERS, st.integers(1, 80), st.randoms())
def test_the_draw_is_the_same_for_everybody(
    seed: str, numbers: list[str], size: int, dice: Any
) -> None:
    """In whatever order the numbers come; and it is what is printed: the lowest hashes."""
    first = drawn(seed, numbers, size)
    dice.shuffle(numbers)
    assert drawn(seed, numbers, size) == first
    marks = {n: sha256((seed + n).encode()).hexdigest() for n in numbers}
    assert len(first) == min(size, len(numbers))
    rest = set(numbers) - set(first)
    assert all(marks[a] < marks[b] for a in first for b in rest)


@pytest.fixture
def sample(crew: SimpleNamespace, ends: Callable[..., Matter], town: Any) -> Draw:
    """Eight ended in May, one of another street, one that could not be done; three are drawn."""
    for n in range(8):
        ends("solved" if n else "")
    ends("", outcome="cannot")
    ends("solved", at=datetime(2024, 4, 9, 2, tzinfo=UTC))
    with clock.at(JUNE):
        Root.objects.create(day=MAY.replace(day=31), root="ab" * 32, heads=0, text="", at=JUNE)
        data = {"place": town.east.path, "month": "2024-05-01", "size": 3}
        return Draw.objects.get(pk=do(crew.street, "closing.draw", None, data).id)


@pytest.mark.django_db
def test_anybody_can_draw_it_again(sample: Draw, crew: SimpleNamespace) -> None:
    """From what the page prints: place, month, root, and the list of numbers."""
    assert sample.seed == seed_of("东街街道", MAY, "ab" * 32)
    assert sample.pool_size == 7, "unanswered ones lie in `resolved` until they lapse"
    client = Client()
    client.force_login(Account.objects.get(pk=crew.street.id))
    with clock.at(JUNE):
        numbers = client.get(f"/desk/draws/{sample.pk}/pool/").content.decode().split()
        page = client.get(f"/desk/draws/{sample.pk}/").content.decode()
    assert sample.seed in page
    again = drawn(sample.seed, numbers, sample.size)
    assert again == [c.matter.number for c in sample.checks.order_by("turn")]


@pytest.mark.django_db
def test_a_month_is_drawn_once(sample: Draw, crew: SimpleNamespace, town: Any) -> None:
    data = {"place": town.east.path, "month": "2024-05-01", "size": 3}
    with clock.at(JUNE), pytest.raises(Refused, match="已经抽过") as found:
        do(crew.street, "closing.draw", None, data)
    assert found.value.refusals[0].field == "month"
    with clock.at(JUNE):  # the city draws among those that are left: nobody is called twice
        do(crew.centre, "closing.draw", None, {**data, "place": town.city.path, "size": 200})
    assert SpotCheck.objects.count() == sample.pool_size
    with clock.at(JUNE), pytest.raises(Refused):
        do(crew.centre, "closing.draw", None, {**data, "place": town.west.path})


@pytest.mark.django_db
def test_a_street_draws_for_itself_only(crew: SimpleNamespace, ends: Any, town: Any) -> None:
    ends("solved")
    data = {"place": town.west.path, "month": "2024-05-01", "size": 3}
    with clock.at(JUNE), pytest.raises((Invalid, NotFound)):
        do(crew.street, "closing.draw", None, data)


@pytest.mark.django_db
def test_not_solved_takes_it_up_again_and_counts(sample: Draw, crew: SimpleNamespace) -> None:
    first, second, third = sample.checks.order_by("turn")
    with clock.at(JUNE):
        do(crew.street, "closing.record", first, {"answer": "not", "words": "灯根本没修"})
        do(crew.street, "closing.record", second, {"answer": "solved"})
        do(crew.street, "closing.record", third, {"answer": "unsaid"})
        drain()
        matter = Matter.objects.get(pk=first.matter_id)
        assert (matter.state, matter.reopened, matter.verdict) == ("reopened", 1, "not")
        row = ask("false_closing", Scope(()), clock.today())[0]
        assert (row["numerator"], row["denominator"]) == (1, 2)
        assert "不愿说1件" in row["dims"]["working"]
        found = records("false_closing", Scope(()), clock.today())
        assert found is not None
        assert list(found) == [first]
        below = ask("false_closing", Scope((crew.street.offices[0].paths[0],)), clock.today())[0]
        assert below["value"] is None, "one number for the city (D3)"
    first.refresh_from_db()
    assert first.phone is None, "the phone was for the call"


@pytest.mark.django_db
def test_not_reached_is_tried_three_times(sample: Draw, crew: SimpleNamespace) -> None:
    check = sample.checks.order_by("turn").first()
    assert check is not None
    assert check.phone
    with clock.at(JUNE):
        for state in ("waiting", "waiting", "answered"):
            do(crew.street, "closing.record", check, {"answer": "unreached"})
            check.refresh_from_db()
            assert check.state == state


@pytest.mark.django_db
def test_those_who_handled_it_neither_ask_nor_see(
    sample: Draw, crew: SimpleNamespace, desks: Any, holder: Any, town: Any
) -> None:
    """Whoever had it when it was drawn, and whoever has it now."""
    check = sample.checks.order_by("turn").first()
    assert check is not None
    screen = SCREENS["spot-checks"]
    for unit, kept in ((desks.east, crew.street), (desks.city, crew.centre)):
        assert may(kept, screen, check) is not None
        SpotCheck.objects.filter(pk=check.pk).update(unit=unit)
        check.refresh_from_db()
        assert may(kept, screen, check) is None
        assert may(kept, ACTS["closing.record"], check) is None
        assert may(crew.od, ACTS["closing.record"], check) is not None, "somebody can always ask"
    for role, at in ((roles.COMPOUND_SECRETARY, town.lake), (roles.COMMUNITY_SECRETARY, town.dong),
                     (roles.GRID_MEMBER, town.dong), (roles.DEPT_HANDLER, desks.urban),
                     (roles.STEWARD, town.lake)):  # fmt: skip
        who = holder(role, at)
        assert may(who, screen, check) is None, role
        assert may(who, SCREENS["draws"], sample) is None, role


@pytest.mark.django_db
def test_the_trail_does_not_tell_what_was_said(sample: Draw, crew: SimpleNamespace) -> None:
    check = sample.checks.order_by("turn").first()
    assert check is not None
    with clock.at(JUNE):
        do(crew.street, "closing.record", check, {"answer": "not", "words": "根本没人来"})
    assert not EntryBody.objects.filter(payload__contains="根本没人来").exists()
    last = history(Matter.objects.get(pk=check.matter_id))[-1]
    assert (last.act, last.actor) == ("matters.take_up", None)


@pytest.mark.django_db
def test_what_is_confidential_is_never_drawn(crew: SimpleNamespace, ends: Any, town: Any) -> None:
    """A call could harm, and a pool that counts it would tell of it (D5)."""
    ends("solved")
    hidden = ends("solved")
    Matter.objects.filter(pk=hidden.pk).update(hidden_below=3)
    with clock.at(JUNE):
        data = {"place": town.east.path, "month": "2024-05-01", "size": 9}
        draw = Draw.objects.get(pk=do(crew.street, "closing.draw", None, data).id)
    assert draw.pool_size == 1
    assert hidden.number not in draw.pool


@pytest.mark.django_db
def test_answers_die_after_ninety_days_and_the_rate_stays(
    sample: Draw, crew: SimpleNamespace
) -> None:
    """D3: who said what is kept no longer; how many said so is."""
    with clock.at(JUNE):
        for check, said in zip(sample.checks.order_by("turn"), ("not", "solved", "unsaid")):  # noqa: B905
            do(crew.street, "closing.record", check, {"answer": said, "words": "原话"})
        before = ask("false_closing", Scope(()), clock.today())[0]
    with clock.at(JUNE + timedelta(days=89)):
        assert forget_answers() == 0
    with clock.at(JUNE + timedelta(days=91)):
        assert forget_answers() == 3
        assert forget_answers() == 0
        after = ask("false_closing", Scope(()), clock.today())[0]
    assert not sample.checks.exclude(answer="", words="").exists()
    names = ("numerator", "denominator")
    assert [after[n] for n in names] == [before[n] for n in names] == [1, 2]
    assert "不愿说1件" in after["dims"]["working"]
    sample.refresh_from_db()
    assert sample.told == {"not": 1, "solved": 1, "unsaid": 1}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"size": 0}, "size"), ({"size": 201}, "size"), ({"month": "2024-06-01"}, "month"),
     ({"month": "nonsense"}, "month"), ({"place": "nowhere"}, "place")],
)  # fmt: skip
def test_a_draw_that_is_none_is_refused_at_its_field(
    crew: SimpleNamespace, ends: Any, town: Any, wrong: dict[str, Any], field: str
) -> None:
    """The month that runs is none of those that have ended."""
    ends("solved")
    data = {"place": town.east.path, "month": "2024-05-01", "size": 3, **wrong}
    with clock.at(JUNE), pytest.raises(Invalid) as found:
        do(crew.street, "closing.draw", None, data)
    assert [r.field for r in found.value.refusals] == [field]


@pytest.mark.django_db
def test_where_nothing_ended_nothing_is_drawn(crew: SimpleNamespace, town: Any) -> None:
    data = {"place": town.east.path, "month": "2024-05-01", "size": 3}
    with clock.at(JUNE), pytest.raises(Refused, match="没有办好") as found:
        do(crew.street, "closing.draw", None, data)
    assert found.value.refusals[0].cure
