"""What the interface keeps to itself: hidden columns, days far off, characters that are none."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest

from doorstep.kit import clock
from tests.desk.test_api import post
from tests.frame.toy.persons import CLERK_HERE, COMPOUND

PACK = {"place": COMPOUND, "text": "书"}


def test_base_is_no_way_to_try_what_a_page_hides(as_: Any, make: Any) -> None:
    """Whoever guesses a column right or wrong gets the same answer."""
    made = make(state="draft", weight=3)
    for name, guess in (("phone_index", "x"), ("sender", str(uuid.uuid4())), ("delete", "x")):
        op = {"op_id": uuid.uuid4(), "act": "toy.reweigh", "target": made.pk,
              "data": {"weight": 4}, "base": {name: guess}}  # fmt: skip
        answer = post(as_(CLERK_HERE), "/api/v1/ops/", ops=[op]).json()["answers"][0]
        assert answer["answer"] == "applied", answer
        assert "merged" not in answer


@pytest.mark.parametrize(("days", "status"), [(1, 400), (-8, 400), (0, 201), (-7, 201)])
def test_nothing_happens_tomorrow_or_long_ago(as_: Any, db: None, days: int, status: int) -> None:
    """Older than a week needs a reason (补录), which the desk and tables take."""
    day = clock.today() + timedelta(days=days)
    answer = post(as_(CLERK_HERE), "/api/v1/parcels/do/pack/", data=PACK, occurred_on=day)
    assert answer.status_code == status, answer.content


def test_half_a_character_is_the_callers_fault(as_: Any, db: None) -> None:
    """JSON allows what no database keeps."""
    body = json.dumps({"data": {**PACK, "text": "\ud83d"}, "op_id": str(uuid.uuid4())})
    at = "/api/v1/parcels/do/pack/"
    answer = as_(CLERK_HERE).post(at, body, content_type="application/json")
    assert answer.status_code == 400
