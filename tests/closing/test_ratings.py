"""Grades in batches: nobody reads or steers a single one early; a unit reads numbers, later."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from doorstep.closing.acts.batches import close_batches
from doorstep.closing.models import RatingBatch
from doorstep.frame import Actor, may
from doorstep.frame.acts import ACTS
from doorstep.kit import clock
from doorstep.matters.models import Matter, Rating
from doorstep.matters.rules.ratings import CLOSES_AFTER, closes_on, unread_since
from doorstep.panes.figures import Scope, ask
from doorstep.panes.screens import SCREENS, visible
from doorstep.people.models import Account
from doorstep.people.rules import ROLES
from tests.closing.conftest import JUNE, MAY

DAYS = st.dates(date(2011, 1, 1), date(2030, 12, 31))


@given(DAYS, DAYS)
def test_a_day_is_unread_until_its_batch_closes(day: date, today: date) -> None:
    """The rule for one grade and the rule for a query say the same."""
    assert (closes_on(day) > today) == (day >= unread_since(today)) or day > today
    assert (closes_on(day) - day).days > CLOSES_AFTER


@pytest.fixture
def graded(ends: Callable[..., Matter]) -> Callable[[int, str], None]:
    """`graded(11, "good")`: so many grades of May."""

    def made(n: int, grade: str) -> None:
        for _n in range(n):
            ends("solved", grade=grade)

    return made


@pytest.mark.django_db
def test_no_role_reads_a_single_grade_early(
    graded: Any, crew: SimpleNamespace, holder: Callable[..., Actor], town: Any, desks: Any
) -> None:
    """Every role, held as high as it goes, on every day until the batch closes; then two may."""
    graded(1, "bad")
    rating, screen = Rating.objects.get(), SCREENS["ratings"]
    held = {
        role: holder(role, desks.urban if found.held == "body" else town.city)
        for role, found in ROLES.items()
    }
    for day in (14, 31, 36, 46):
        with clock.at(datetime(2024, 5, 1, 15, tzinfo=UTC) + timedelta(days=day - 1)):
            for role, who in held.items():
                assert may(who, screen, rating) is None, (role, day)
                assert not visible(who, screen).exists(), (role, day)
    with clock.at(JUNE):
        seen = {role for role, who in held.items() if may(who, screen, rating) is not None}
    assert seen == {"city_od", "city_dispatcher"}


def test_no_act_steers_a_grade() -> None:
    """No role and no unit may do anything to a rating, but its own reporter."""
    for act in ACTS.values():
        if act.kind == Rating.kind and not act.grants:
            assert not act.roles, act.name
            assert set(act.relations) <= {"maker"}, act.name
    assert ACTS["matters.rate"].relations == ("reporter",)


@pytest.mark.django_db
def test_a_unit_reads_numbers_once_the_batch_is_closed(
    graded: Any, crew: SimpleNamespace, holder: Any, town: Any, desks: Any
) -> None:
    graded(7, "good")
    graded(3, "fair")
    graded(1, "bad")
    with clock.at(datetime(2024, 6, 15, 15, tzinfo=UTC)):
        assert close_batches() == 0, "the fifteen days are not over"
    with clock.at(datetime(2024, 6, 15, 17, tzinfo=UTC)):  # one o'clock on the 16th
        assert close_batches() == 1
        assert close_batches() == 0, "once"
        batch = RatingBatch.objects.get()
        unit = Matter.objects.first()
        assert unit is not None
        assert batch.unit == unit.owner
        assert (batch.n, batch.good, batch.fair, batch.bad) == (11, 7, 3, 1)
        own = Client()
        own.force_login(Account.objects.get(pk=crew.secretary.id))
        page = own.get("/desk/rating-batches/").content.decode()
        assert "2024年5月" in page
        screen = SCREENS["rating-batches"]
        for other in (crew.community, crew.street, crew.centre):
            assert may(other, screen, batch) is None


@pytest.mark.django_db
def test_few_grades_are_told_as_how_many(graded: Any, crew: SimpleNamespace) -> None:
    graded(9, "bad")
    with clock.at(JUNE):
        close_batches()
    batch = RatingBatch.objects.get()
    assert (batch.n, batch.good, batch.fair, batch.bad) == (9, None, None, None)


@pytest.mark.django_db
def test_a_later_grade_does_not_move_a_closed_batch(
    ends: Any, crew: SimpleNamespace, graded: Any
) -> None:
    """Else the difference would tell a single one."""
    graded(10, "good")
    with clock.at(JUNE):
        close_batches()
        Rating.objects.filter(pk=Rating.objects.first().pk).update(grade="bad", at=JUNE)  # type: ignore[union-attr]
        assert close_batches() == 0
    assert RatingBatch.objects.get(month=MAY).good == 10


@pytest.mark.django_db
def test_the_rate_does_not_move_before_the_batch_closes(graded: Any, crew: Any) -> None:
    """Whoever watches the board from day to day learns no grade."""
    graded(12, "good")
    for day, whole in ((date(2024, 5, 20), 0), (date(2024, 6, 15), 0), (date(2024, 6, 16), 12)):
        row = ask("satisfaction_rate", Scope(()), day)[0]
        assert row["dims"]["n"] == whole
        assert (row["value"] is None) == (whole == 0)
