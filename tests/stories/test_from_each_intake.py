"""A matter from each way in to its rating: who brought it has the last word, whoever typed it."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.datastructures import MultiValueDict
from openpyxl import Workbook

from doorstep.frame import Actor, Refused, blind, do
from doorstep.frame.imports import run_import
from doorstep.kit.ids import uuid7
from doorstep.matters.models import Matter, Rating
from doorstep.people import rules as roles
from doorstep.people.models import Account
from tests.frame.test_files import sound
from tests.matters.test_lean import bearer

pytestmark = pytest.mark.django_db
PHONE = "13900000001"
#: Way in → (role, where the post is, what the form says beside place, category and words).
BEHALF = {"reporter_name": "王五", "reporter_phone": PHONE}
IN_PERSON: dict[str, tuple[str, str, dict[str, str]]] = {
    "steward": (roles.STEWARD, "door", BEHALF | {"way": "compound"}),
    "building_head": (roles.BUILDING_HEAD, "lake", BEHALF),
    "grid_member": (roles.GRID_MEMBER, "dong", BEHALF),
    "window": (roles.WINDOW_CLERK, "dong", BEHALF),
    "phone": (roles.COMMUNITY_WORKER, "dong", {**BEHALF, "source": "phone"}),
    "pasted": (roles.GRID_MEMBER, "dong", {**BEHALF, "source": "pasted"}),
}


def resident() -> Actor:
    """Whoever holds the phone, after the code."""
    index = blind(Matter, "reporter_phone", PHONE)["reporter_phone_index"]
    return Actor(None, "", marks={"phone": index, "phone_clear": PHONE})


@pytest.fixture
def to_rating(town: Any, desks: Any, holder: Any) -> Any:
    """Everything after the way in: taken on, settled, verified by who brought it, rated."""
    secretary = holder(roles.COMMUNITY_SECRETARY, town.dong)

    def lived(source: str, reporter: Actor) -> Matter:
        matter = Matter.objects.get()
        assert matter.source == source
        assert matter.due is not None, "a request has a date from the first second"
        if matter.state == "submitted":
            do(secretary, "matters.accept", matter, {})
        do(secretary, "matters.settle", matter, {"words": "换好了"})
        do(reporter, "matters.verify", matter.pk, {"verdict": "solved"})
        do(reporter, "matters.rate", matter.pk, {"grade": "good"})
        matter.refresh_from_db()
        assert (matter.state, matter.verdict, matter.verdict_by) == ("rated", "solved", "reporter")
        assert Rating.objects.get(matter=matter).grade == "good"
        return matter

    return lived


def said(town: SimpleNamespace, **more: Any) -> dict[str, Any]:
    """What every way in tells."""
    return {"place": town.doors[0].path, "category": "stair_light", "text": "楼道灯不亮", **more}


@pytest.mark.parametrize("source", IN_PERSON)
def test_brought_for_somebody(source: str, town: Any, holder: Any, to_rating: Any) -> None:
    """Whoever typed it: the one whose phone was given has the last word and rates."""
    role, where, more = IN_PERSON[source]
    actor = holder(role, town.doors[0] if where == "door" else getattr(town, where))
    do(actor, "matters.report", None, said(town, **more))
    to_rating(source, resident())


@pytest.mark.parametrize("role", [roles.STEWARD, roles.GRID_MEMBER])
def test_what_somebody_in_office_saw_is_verified_but_not_rated(
    role: str, town: Any, desks: Any, holder: Any
) -> None:
    """There is no resident to ask: it ends as verified by staff, and counts in no rate."""
    actor = holder(role, town.doors[0] if role == roles.STEWARD else town.dong)
    do(actor, "matters.report", None, said(town))
    matter = Matter.objects.get()
    do(holder(roles.COMMUNITY_SECRETARY, town.dong), "matters.settle", matter, {"words": "换好了"})
    do(actor, "matters.verify", matter.pk, {"verdict": "solved"})
    with pytest.raises(Refused):
        do(actor, "matters.rate", matter.pk, {"grade": "good"})
    matter.refresh_from_db()
    assert (matter.state, matter.verdict_by) == ("closed", "staff")
    assert not Rating.objects.exists()


def test_from_the_portal(town: Any, desks: Any, to_rating: Any) -> None:
    do(resident(), "matters.ask", None, said(town), channel="portal")
    to_rating("portal", resident())


def test_over_the_api(town: Any, desks: Any, holder: Any, to_rating: Any) -> None:
    member = holder(roles.GRID_MEMBER, town.dong)
    body = {"op_id": str(uuid7()), "data": said(town, **BEHALF, source="phone")}
    answer = Client().post(
        "/api/v1/matters/do/report/", json.dumps(body), content_type="application/json",
        headers=bearer(Account.objects.get(pk=member.id)),
    )  # fmt: skip
    assert answer.status_code == 201
    to_rating("phone", resident())


def test_from_a_table(
    town: Any, desks: Any, holder: Any, to_rating: Any, tmp_path: Path, settings: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    book = Workbook()
    book.active.append(("工单编号", "地点", "内容", "类别", "来源", "反映人", "联系电话"))
    book.active.append(
        ("A1", "湖畔枫景1栋1单元101", "楼道灯不亮", "楼道灯不亮", "12345热线", "王五", PHONE)
    )
    book.save(tmp_path / "t.xlsx")
    report = run_import("matters", tmp_path / "t.xlsx", holder(roles.STREET_DISPATCHER, town.east))
    assert report.done == 1
    to_rating("hotline", resident())


def test_a_voice_note_is_a_whole_report(
    town: Any, desks: Any, to_rating: Any, holder: Any, settings: Any, tmp_path: Path
) -> None:
    """No word is written; whoever takes it on types one line; the rest goes as ever."""
    settings.MEDIA_ROOT = tmp_path
    given = said(town) | {"text": "", "category": "unsorted"}
    note = MultiValueDict({"voice": [SimpleUploadedFile("note.wav", sound(), "audio/wav")]})
    do(resident(), "matters.ask", None, given, channel="portal", files=note)
    matter = Matter.objects.get()
    secretary = holder(roles.COMPOUND_SECRETARY, town.lake)
    with pytest.raises(Refused, match="语音"):
        do(secretary, "matters.accept", matter, {})
    do(secretary, "matters.hear", matter, {"words": "楼道灯不亮"})
    matter.refresh_from_db()
    assert to_rating("portal", resident()).heard
