"""One's own last step is taken back within ten minutes, where nothing followed (0025)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from doorstep.frame import NotFound, Refused, do, history
from doorstep.frame.follows import drain
from doorstep.kit import clock
from doorstep.matters.models import Matter
from doorstep.notices.models import Notice
from doorstep.people import rules as roles

pytestmark = pytest.mark.django_db
#: What an undo may leave otherwise: it counts as a change, and the shown date is worked out anew.
OTHERWISE = {"version"}


def again(matter: Matter) -> Matter:
    return Matter.objects.get(pk=matter.pk)


def whole(matter: Matter) -> dict[str, Any]:
    return {n: v for n, v in again(matter).snapshot().items() if n not in OTHERWISE}


def last(matter: Matter) -> str:
    return str(history(matter)[-1].entry.id)


@pytest.mark.parametrize(
    ("act", "data"),
    [
        ("accept", {}),
        ("dispatch", {"words": "请办"}),
        ("contact", {"words": "今天去看"}),
        ("decline", {"words": "不归这里", "where_to": "法院"}),
    ],
)
def test_the_step_leaves_no_trace_but_the_trail(
    secretary: Any, reported: Any, desks: Any, act: str, data: dict[str, Any]
) -> None:
    matter = reported(secretary)
    drain()
    before = whole(matter)
    if act == "dispatch":
        data = {**data, "owner": str(desks.urban.pk)}
    do(secretary, f"matters.{act}", again(matter), data)
    drain()
    assert whole(matter) != before or act == "contact"
    do(secretary, "matters.undo", again(matter), {"entry": last(matter)})
    assert whole(matter) == before
    assert [s.act for s in history(matter)][-2:] == [f"matters.{act}", "matters.undo"]


def test_nobody_hears_of_what_was_taken_back(secretary: Any, reported: Any, desks: Any) -> None:
    matter = reported(secretary)
    drain()
    told = set(Notice.objects.values_list("pk", flat=True))
    do(secretary, "matters.dispatch", again(matter), {"owner": str(desks.urban.pk)})
    drain()
    made = Notice.objects.exclude(pk__in=told)
    assert made.count() == 2  # the reporter's, which waits for the evening, and the owner's
    do(secretary, "matters.undo", again(matter), {"entry": last(matter)})
    drain()
    assert set(made.values_list("sending", flat=True)) == {"dropped"}
    assert not Notice.objects.filter(pk__in=told, sending="dropped").exists()


def test_whoever_was_told_is_told_again(secretary: Any, reported: Any) -> None:
    matter = reported(secretary)
    drain()
    do(secretary, "matters.contact", again(matter), {"words": "今天下午去看"})
    drain()
    sent = Notice.objects.filter(topic="matters.contact")
    sent.update(sending="sent", sent_at=clock.now())
    do(secretary, "matters.undo", again(matter), {"entry": last(matter)})
    drain()
    correction = Notice.objects.get(topic="matters.undo")
    assert correction.phone.open() == "13812340000"
    assert "已撤回" in correction.text


def test_follows_that_are_late_say_nothing_either(secretary: Any, reported: Any) -> None:
    matter = reported(secretary)
    drain()
    do(secretary, "matters.accept", again(matter), {})
    do(secretary, "matters.undo", again(matter), {"entry": last(matter)})
    drain()  # both in one go, the messages first
    assert set(Notice.objects.filter(topic="matters.accept").values_list("sending", flat=True)) == {
        "dropped"
    }


def test_only_the_last_step_one_own_and_soon(
    secretary: Any, street: Any, holder: Any, town: Any, reported: Any, at: Any
) -> None:
    matter = reported(secretary)
    do(secretary, "matters.accept", again(matter), {})
    accepted = last(matter)
    other = holder(roles.COMMUNITY_DISPATCHER, town.dong)
    with pytest.raises(Refused, match="别人"):
        do(other, "matters.undo", again(matter), {"entry": accepted})
    with pytest.raises(NotFound):
        do(holder(roles.COMMUNITY_SECRETARY, town.xi), "matters.undo", again(matter),
           {"entry": accepted})  # fmt: skip
    with pytest.raises(Refused):  # a report is taken back by its own act
        do(secretary, "matters.undo", again(matter),
           {"entry": str(history(matter)[0].entry.id)})  # fmt: skip
    do(street, "matters.contact", again(matter), {"words": "已在看"})
    with pytest.raises(Refused, match="之后"):
        do(secretary, "matters.undo", again(matter), {"entry": accepted})
    do(street, "matters.contact", again(matter), {"words": "再看"})
    at(clock.now() + timedelta(minutes=10, seconds=1))
    with pytest.raises(Refused, match="十分钟"):
        do(street, "matters.undo", again(matter), {"entry": last(matter)})


def test_what_wrote_more_than_its_record_stays(
    secretary: Any, reported: Any, photo: SimpleUploadedFile
) -> None:
    matter = reported(secretary)
    do(secretary, "matters.accept", again(matter), {})
    do(secretary, "matters.resolve", again(matter), {"words": "好了", "outcome": "solved"},
       files={"photos": [photo]})  # fmt: skip
    with pytest.raises(Refused, match="别的内容"):
        do(secretary, "matters.undo", again(matter), {"entry": last(matter)})
    assert again(matter).state == "resolved"
