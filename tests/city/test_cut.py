"""A founding that is cut off goes on, though the register has changed since."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from doorstep.doors.shell.founding import stewards
from doorstep.doors.shell.founding.pool import Pool
from doorstep.frontline.models import Steward
from doorstep.people.models import Account, Person
from tests.city.founded import DONGTANG, founded

pytestmark = pytest.mark.django_db


def test_stewards_stay_those_who_were_entered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with founded(tmp_path, DONGTANG, past=False) as city:
        before = set(Steward.objects.values_list("person_id", flat=True))
        accounts, choose = Account.objects.count(), Pool.choose

        def otherwise(pool: Pool, *asked: Any) -> Person:
            """As if those who were chosen the first time had moved away."""
            pool.taken |= before
            return choose(pool, *asked)

        monkeypatch.setattr(Pool, "choose", otherwise)
        stewards.stewards(city, city.patches.first)
        assert len(before) > 3
        assert set(Steward.objects.values_list("person_id", flat=True)) == before
        assert Account.objects.count() == accounts
