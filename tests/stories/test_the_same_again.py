"""A whole compound meets one dark gate: reported twice, tapped, joined, taken apart."""

from __future__ import annotations

import re
import uuid
from types import SimpleNamespace

import pytest
from django.test import Client

from doorstep.doors.codes import code_of
from doorstep.frame.follows import drain
from doorstep.matters.models import Matter, Rating
from doorstep.together.models import Support
from tests.doors.conftest import as_, village

__all__ = ["as_", "village"]
pytestmark = pytest.mark.django_db


def op() -> str:
    return str(uuid.uuid4())


def test_one_dark_gate(village: SimpleNamespace, as_: object) -> None:
    place = f"/c/{code_of(village.lake.path)}/"
    first, second, third = Client(), Client(), Client()
    # Two report the same evening; the second saw what was open and wanted to say more.
    link = first.post(f"{place}report/", {"text": "大门口的路灯不亮", "category": "stair_light",
                                          "op_id": op()})["Location"]  # fmt: skip
    goes_on = Matter.objects.get()
    shown = second.post(f"{place}topics/", {"text": "楼道灯不亮"}).json()["html"]
    assert re.search(rf'formaction="{place}same/{goes_on.pk}/"', shown)
    second.post(f"{place}report/", {"text": "北门的灯不亮", "category": "stair_light",
                                    "op_id": op()})  # fmt: skip
    matter = Matter.objects.exclude(pk=goes_on.pk).get()
    # A third taps once, a fourth is told by the steward's phone.
    third.post(f"{place}same/{goes_on.pk}/", {"op_id": op()})
    steward = as_("steward")  # type: ignore[operator]
    steward.post(f"/pocket/same/{goes_on.pk}/", {"reporter_phone": "13955550417", "op_id": op()})
    goes_on.refresh_from_db()
    assert goes_on.reach == 3
    # The community joins the two with two taps.
    desk = as_("community_secretary")  # type: ignore[operator]
    assert "alike/" in desk.get(f"/desk/matters/{matter.pk}/").content.decode()
    assert str(goes_on.pk) in desk.get(f"/desk/matters/{matter.pk}/alike/").content.decode()
    desk.post(f"/desk/matters/{matter.pk}/do/merge/",
              {"into": str(goes_on.pk), "version": matter.version, "op_id": op()})  # fmt: skip
    goes_on.refresh_from_db()
    matter.refresh_from_db()
    assert (matter.state, goes_on.reach) == ("merged", 4)
    # It was another gate after all: the reporter says so, the community takes them apart.
    second.post(f"/m/{matter.token}/do/add/", {"words": "我说的是北门，不是大门", "op_id": op()})
    drain()
    assert "我说的是北门" in desk.get(f"/desk/matters/{goes_on.pk}/").content.decode()
    matter.refresh_from_db()
    desk.post(f"/desk/matters/{matter.pk}/do/unmerge/", {"version": matter.version, "op_id": op()})
    goes_on.refresh_from_db()
    matter.refresh_from_db()
    assert (matter.state, matter.reach, goes_on.reach) == ("submitted", 1, 3)
    # The first ends and is graded by its own reporter; who tapped takes it back.
    desk.post(f"/desk/matters/{goes_on.pk}/do/settle/",
              {"words": "换了灯", "version": goes_on.version, "op_id": op()})  # fmt: skip
    first.post(f"{link.split('?')[0]}do/verify/", {"verdict": "solved", "op_id": op()})
    first.post(f"{link.split('?')[0]}do/rate/", {"grade": "good", "op_id": op()})
    assert Rating.objects.get().matter_id == goes_on.pk
    kept = Support.objects.get(phone=None)
    third.post(f"/mine/met/{kept.pk}/back/", {"op_id": op()})
    goes_on.refresh_from_db()
    assert goes_on.reach == 2
