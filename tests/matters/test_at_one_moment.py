"""Taps and joins at one moment: each person counts once, and no ring arises (PostgreSQL)."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from doorstep.frame import Actor, do
from doorstep.matters.queries import last_of
from doorstep.together.models import Support
from tests.matters.test_merging import again, passer, reported, secretary
from tests.people.test_races import AT_ONCE, slowly, together

__all__ = ["secretary", "slowly"]
pytestmark = pytest.mark.django_db(transaction=True)


if connection.vendor == "postgresql":

    def test_one_person_who_taps_four_times_is_one(
        secretary: Actor, town: SimpleNamespace, slowly: None
    ) -> None:
        matter = reported(secretary, town)
        given = {"matter": str(matter.pk)}
        came = together(lambda _n: do(passer("13955550417"), "matters.support", None, given))
        assert came["done"] == 1
        assert Support.objects.count() == 1
        assert again(matter).reach == 2

    def test_four_people_are_four(secretary: Actor, town: SimpleNamespace, slowly: None) -> None:
        matter = reported(secretary, town)
        given = {"matter": str(matter.pk)}
        came = together(lambda n: do(passer(f"1395555041{n}"), "matters.support", None, given))
        assert came["done"] == AT_ONCE
        assert again(matter).reach == 1 + AT_ONCE

    def test_two_that_join_each_other_make_no_ring(
        secretary: Actor, town: SimpleNamespace, slowly: None
    ) -> None:
        two = [reported(secretary, town) for _n in range(2)]

        def join(n: int) -> Any:
            into = {"into": str(two[(n + 1) % 2].pk)}
            return do(secretary, "matters.merge", two[n % 2].pk, into)

        came = together(join)
        assert came["done"] == 1
        assert last_of(again(two[0])).pk == last_of(again(two[1])).pk
