"""The trail of a matter tells nobody the reporter's key."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from doorstep.frame import do
from doorstep.frame.rights import NOBODY
from doorstep.frame.trail import EntryBody

pytestmark = pytest.mark.django_db


def test_a_payload_holds_neither_the_link_nor_the_index_of_the_phone(
    desks: SimpleNamespace, town: SimpleNamespace
) -> None:
    data = {"place": town.lake.path, "category": "stair_light", "text": "灯不亮"}
    matter = do(NOBODY, "matters.ask", None, data, channel="portal").record
    payload = EntryBody.objects.get(entry__subject_id=matter.pk).payload or ""
    assert "灯不亮" in payload
    assert matter.token not in payload
