"""Notes and questions to units: inside the house, never the reporter's; owner and clock stay."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from doorstep.casework.models import Consultation, Note
from doorstep.casework.queries import waiting_for_units
from doorstep.frame import NotFound, Refused, do
from doorstep.frame.follows import drain
from doorstep.kit import clock
from doorstep.matters.models import Matter
from doorstep.notices.models import Notice
from doorstep.panes.files import StoredFile
from doorstep.people import rules as roles
from doorstep.people.models import Account, Body
from doorstep.people.queries import actor_for
from tests.people import town as build

pytestmark = pytest.mark.django_db
SECRET, QUESTION = "对方情绪激动，上门请两人同去", "这段路灯归哪家管"


def again(matter: Matter) -> Matter:
    return Matter.objects.get(pk=matter.pk)


def handler(desks: Any, body: Body | None = None) -> Any:
    """Somebody of a department."""
    who = build.person(desks.city.place, f"部门人员{Account.objects.count()}")
    build.office(who, roles.DEPT_HANDLER, body or desks.urban)
    return actor_for(build.account(who, f"d{Account.objects.count()}"))


def page_of(as_: Any, who: Any, at: str, status: int = 200) -> str:
    answer = as_(who).get(at)
    assert answer.status_code == status, at
    return answer.content.decode()  # type: ignore[no-any-return]


# -- notes -----------------------------------------------------------------------------------------
def test_a_note_is_read_by_those_who_handle_it_alone(
    secretary: Any, street: Any, holder: Any, town: Any, desks: Any, reported: Any, as_: Any
) -> None:
    matter = reported(secretary)
    before = again(matter).snapshot()
    do(secretary, "matters.note", again(matter), {"words": SECRET})
    drain()
    assert not Notice.objects.filter(topic__contains="note").exists()
    changed = {n for n, v in again(matter).snapshot().items() if v != before[n]}
    assert changed == {"version", "remarked"}
    at, note = f"/desk/matters/{matter.pk}/", Note.objects.get()
    for reads in (secretary, street):
        assert SECRET in page_of(as_, reads, at)
        assert SECRET in page_of(as_, reads, f"/desk/remarks/{note.pk}/")
    leader = holder(roles.STREET_SECRETARY, town.east)
    assert SECRET not in page_of(as_, leader, at)
    page_of(as_, leader, f"/desk/remarks/{note.pk}/", 404)
    page_of(as_, handler(desks), f"/desk/remarks/{note.pk}/", 404)
    link = as_(secretary).get(f"/m/{matter.token}/").content.decode()
    assert SECRET not in link
    assert "备注" not in link


def test_not_by_a_reporter_who_works_here(
    secretary: Any, street: Any, reported: Any, as_: Any
) -> None:
    matter = reported(secretary)
    Matter.objects.filter(pk=matter.pk).update(reporter_account=secretary.id)
    do(street, "matters.note", again(matter), {"words": SECRET})
    text = page_of(as_, secretary, f"/desk/matters/{matter.pk}/")
    assert SECRET not in text
    assert "内部备注" not in text
    with pytest.raises(NotFound):
        do(secretary, "matters.note", again(matter), {"words": "自己的事"})


def test_confidential_ones_obey_their_level(
    secretary: Any, street: Any, reported: Any, as_: Any
) -> None:
    matter = reported(secretary)
    Matter.objects.filter(pk=matter.pk).update(hidden_below=3, level=3)
    do(street, "matters.note", again(matter), {"words": SECRET})
    note = Note.objects.get()
    page_of(as_, secretary, f"/desk/remarks/{note.pk}/", 404)
    assert SECRET in page_of(as_, street, f"/desk/remarks/{note.pk}/")


def test_files_of_a_note_are_as_closed_as_the_note(
    secretary: Any, desks: Any, reported: Any, as_: Any, photo: SimpleUploadedFile
) -> None:
    matter = reported(secretary)
    do(secretary, "matters.note", again(matter), {"words": "见照片"}, files={"papers": [photo]})
    stored = StoredFile.objects.get()
    assert Note.objects.get().files == 1
    assert as_(secretary).get(f"/files/{stored.pk}/").status_code == 200
    assert as_(handler(desks)).get(f"/files/{stored.pk}/").status_code == 404


# -- questions to units ----------------------------------------------------------------------------
def asked(secretary: Any, reported: Any, desks: Any) -> tuple[Matter, Consultation]:
    matter = reported(secretary, reporter_name="邱月兰", text="7栋2单元门口黑漆漆的，找邱月兰")
    before = again(matter)
    do(secretary, "matters.consult", again(matter),
       {"unit": str(desks.urban.pk), "question": QUESTION})  # fmt: skip
    after = again(matter)
    kept = ("owner_id", "due", "level", "state", "paused_until", "contacted_at")
    assert [getattr(after, n) for n in kept] == [getattr(before, n) for n in kept]
    return after, Consultation.objects.get()


def test_a_unit_reads_the_gist_and_answers(
    secretary: Any, reported: Any, desks: Any, as_: Any, photo: SimpleUploadedFile
) -> None:
    matter, question = asked(secretary, reported, desks)
    drain()
    unit = handler(desks)
    assert Notice.objects.filter(body=desks.urban, topic="casework.asked").count() == 1
    assert matter.consulting == 1
    text = page_of(as_, unit, f"/desk/consultations/{question.pk}/")
    assert QUESTION in text
    assert "湖畔枫景" in text
    told = ("邱月兰", "黑漆漆", "7栋", "13812340000")
    for closed in (*told, matter.number, f"/matters/{matter.pk}"):
        assert closed not in text, closed
    page_of(as_, unit, f"/desk/matters/{matter.pk}/", 404)
    assert QUESTION in page_of(as_, secretary, f"/desk/matters/{matter.pk}/")
    with pytest.raises(NotFound):  # another unit
        do(handler(desks, desks.housing), "casework.give_answer", question, {"answer": "不"})
    do(unit, "casework.give_answer", question, {"answer": "归我们管，周五前换"},
       files={"papers": [photo]})  # fmt: skip
    drain()
    assert again(matter).consulting == 0
    assert "周五前换" in page_of(as_, secretary, f"/desk/matters/{matter.pk}/")
    assert Notice.objects.filter(topic="casework.answered").exists()
    link = as_(secretary).get(f"/m/{matter.token}/").content.decode()
    assert "征求" not in link
    assert "周五前换" not in link


def test_nobody_is_asked_about_what_is_confidential(
    secretary: Any, street: Any, reported: Any, desks: Any, as_: Any
) -> None:
    matter, question = asked(secretary, reported, desks)
    unit = handler(desks)
    Matter.objects.filter(pk=matter.pk).update(hidden_below=3)
    page_of(as_, unit, f"/desk/consultations/{question.pk}/", 404)
    with pytest.raises(Refused):
        do(street, "matters.consult", again(matter),
           {"unit": str(desks.housing.pk), "question": QUESTION})  # fmt: skip


def test_once_each_and_dropped(secretary: Any, reported: Any, desks: Any) -> None:
    matter, question = asked(secretary, reported, desks)
    for unit in (desks.urban, matter.owner):
        with pytest.raises(Refused):
            do(secretary, "matters.consult", again(matter),
               {"unit": str(unit.pk), "question": QUESTION})  # fmt: skip
    do(secretary, "casework.drop_question", question, {})
    assert again(matter).consulting == 0
    do(secretary, "matters.consult", again(matter),
       {"unit": str(desks.urban.pk), "question": QUESTION})  # fmt: skip


def test_what_waits_too_long_is_found(secretary: Any, reported: Any, desks: Any) -> None:
    _matter, question = asked(secretary, reported, desks)
    assert not waiting_for_units(clock.now()).exists()
    assert list(waiting_for_units(question.due_at + timedelta(seconds=1))) == [question]


# -- the file on paper -----------------------------------------------------------------------------
def test_the_file_is_masked_and_without_notes(
    secretary: Any, reported: Any, desks: Any, as_: Any, settings: Any
) -> None:
    matter, _question = asked(secretary, reported, desks)
    do(secretary, "matters.note", again(matter), {"words": SECRET})
    do(secretary, "matters.attempt", again(matter), {"words": "去看过一次"})
    settings.DEMO = True
    at = f"/desk/matters/{matter.pk}/file/"
    text = page_of(as_, secretary, at)
    for shown in (matter.number, "黑漆漆", "去看过一次", "示例数据", "办理经过"):
        assert shown in text, shown
    assert "13812340000" not in text
    assert SECRET not in text
    assert QUESTION not in text
    assert "备注" not in text.split("反映的内容")[1]
    whole = page_of(as_, secretary, f"{at}?notes=1")
    assert SECRET in whole
    assert QUESTION in whole
    page_of(as_, handler(desks), at, 404)
    Matter.objects.filter(pk=matter.pk).update(reporter_account=secretary.id)
    assert SECRET not in page_of(as_, secretary, f"{at}?notes=1")
