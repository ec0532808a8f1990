"""What was said of the closing of a matter is deleted with it; how many there were stays."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from doorstep.closing.models import Exclusion, SpotCheck
from doorstep.frame import do, seal
from doorstep.frame.erasing import erase
from doorstep.frame.follows import drain
from doorstep.kit import clock
from doorstep.matters.models import Matter
from doorstep.people import rules as roles
from tests.closing.conftest import JUNE, resident
from tests.frame import everywhere

pytestmark = pytest.mark.django_db
PHONE = "13955550418"
#: Words that stand nowhere else.
PROPOSED, DECIDED, OBJECTED, REVIEWED, SAID = "wolkenbruch", "ofenrohr", "dachs", "moor", "mohn"


def test_nothing_of_it_is_left(
    crew: SimpleNamespace, ends: Callable[..., Matter], town: Any, holder: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    matter = ends("solved", phone=PHONE)
    with clock.at(JUNE):
        data = {"about": str(matter.pk), "clause": "nature", "words": PROPOSED}
        ident = do(crew.street, "closing.propose", None, data).id
        do(crew.centre, "closing.decide", ident, {"decision": "excluded", "words": DECIDED})
        do(resident(PHONE), "closing.object", ident, {"words": OBJECTED})
        do(crew.second, "closing.review", ident, {"decision": "kept", "words": REVIEWED})
        asked = {"place": town.east.path, "month": "2024-05-01", "size": 3}
        do(crew.street, "closing.draw", None, asked)
        call = SpotCheck.objects.get()
        do(crew.street, "closing.record", call, {"answer": "unsaid", "words": SAID})
        drain()
        assert {"closing_exclusion", "closing_spotcheck"} <= everywhere.where(PROPOSED, SAID)
        first, second = holder(roles.CITY_CENTRE, town.city), holder(roles.AUDITOR, town.city)
        with django_capture_on_commit_callbacks(execute=True):
            erase(Matter.objects.get(pk=matter.pk), "依法删除", first, second)
        seal.seal_once(everything=True)
    assert not everywhere.where(PROPOSED, DECIDED, OBJECTED, REVIEWED, SAID, PHONE)
    assert Exclusion.objects.get().state == "kept"
    assert SpotCheck.objects.get().answer == "unsaid"
    assert not seal.verify(seal.export())
