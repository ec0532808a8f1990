"""One act on a whole filter: looked at first, done once whatever dies, taken back where nothing
followed."""

from __future__ import annotations

import io
import uuid
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from doorstep.doors.acts import bulk as jobs
from doorstep.doors.models import BulkJob, BulkRow
from doorstep.frame import Actor, Refused, do, history
from doorstep.frame.follows import drain
from doorstep.kit import clock
from doorstep.matters.models import Matter
from doorstep.panes.saved import Taking
from doorstep.people.models import Account

pytestmark = pytest.mark.django_db
BULK = "/desk/matters/bulk/"


@pytest.fixture
def many(secretary: Actor, reported: Callable[..., Matter]) -> list[Matter]:
    """Seven new matters."""
    return [reported(secretary, text=f"第{n}盏灯不亮") for n in range(7)]


@pytest.fixture
def desk(secretary: Actor, as_: Callable[..., Client]) -> Client:
    """The secretary's browser."""
    return as_(secretary)


def asked(desk: Client, act: str, query: str = "", **more: Any) -> BulkJob:
    """The preview of an act on all rows of a filter."""
    answer = desk.post(f"{BULK}{query}", {"act": f"matters.{act}", "all": "1", **more})
    assert answer.status_code == 200, answer.content.decode()
    return BulkJob.objects.order_by("-asked_at", "-id")[0]


def gone(desk: Client, job: BulkJob, **more: Any) -> str:
    """Do it; the page of what became of it."""
    answer = desk.post(BULK, {"act": job.act, "go": "1", "op_id": str(job.pk), **more})
    assert answer.status_code == 302, answer.content.decode()
    return desk.get(answer["Location"]).content.decode()


def states(job: BulkJob) -> dict[str, int]:
    found: dict[str, int] = {}
    for state in job.rows.values_list("state", flat=True):
        found[state] = found.get(state, 0) + 1
    return found


def again(matter: Matter) -> Matter:
    return Matter.objects.get(pk=matter.pk)


# -- before ----------------------------------------------------------------------------------------
def test_the_preview_says_how_many_and_why_not(
    desk: Client, secretary: Actor, many: list[Matter]
) -> None:
    for matter in many[:2]:
        do(secretary, "matters.accept", matter, {})
    job = asked(desk, "accept")
    assert states(job) == {"waits": 5, "unfit": 2}
    page = desk.get(f"{BULK}{job.pk}/").content.decode()
    assert "所选 7 条，能办 5 条" in page
    assert Matter.objects.filter(state="accepted").count() == 2  # nothing is done yet
    opened = desk.get(f"{BULK}{job.pk}/?group=unfit&why=0").content.decode()
    for matter in many[:2]:
        assert str(matter.pk) in opened
    assert str(many[3].pk) not in opened
    assert desk.get(f"{BULK}{job.pk}/?group=unfit&why=9").status_code == 404


def test_what_was_shown_is_what_is_done(
    desk: Client, secretary: Actor, many: list[Matter], reported: Any
) -> None:
    job = asked(desk, "accept")
    later = reported(secretary)
    do(secretary, "matters.contact", many[0], {"words": "在看"})
    gone(desk, job)
    assert again(later).state == "submitted"  # came after the preview
    assert states(job) == {"done": 6, "refused": 1}  # somebody was faster with one
    taken = Taking.objects.get()
    assert (taken.what, taken.rows) == ("matters.accept", 7)


def test_too_many_are_refused_in_words(desk: Client, many: list[Matter], monkeypatch: Any) -> None:
    monkeypatch.setattr("doorstep.doors.desk.bulk.MOST", 6)
    answer = desk.post(BULK, {"act": "matters.accept", "all": "1"})
    assert answer.status_code == 422
    assert "超过10000行" in answer.content.decode()
    assert not BulkJob.objects.exists()


def test_only_ones_own_and_only_what_the_list_offers(
    desk: Client, street: Actor, many: list[Matter], as_: Any
) -> None:
    job = asked(desk, "accept")
    other = as_(street)
    assert other.get(f"{BULK}{job.pk}/").status_code == 404
    assert other.post(f"{BULK}{job.pk}/undo/").status_code == 404
    assert desk.post(BULK, {"act": "matters.merge", "all": "1"}).status_code == 404
    assert Client().post(BULK, {"act": "matters.accept", "all": "1"}).status_code in (302, 404)


# -- one reply for many ----------------------------------------------------------------------------
def test_one_reply_with_the_gaps_of_each(
    desk: Client, many: list[Matter], secretary: Actor, replies: None
) -> None:
    gone(desk, asked(desk, "accept"))
    job = asked(desk, "resolve")
    page = desk.get(f"{BULK}{job.pk}/").content.decode()
    assert "常用答复" in page
    assert 'type="file"' not in page
    gone(desk, job, words="{编号}的灯换好了", outcome="solved")
    for matter in many:
        found = again(matter)
        assert found.state == "resolved"
        assert found.result == f"{found.number}的灯换好了"


def test_wrong_entries_come_back_with_the_rows(desk: Client, many: list[Matter]) -> None:
    gone(desk, asked(desk, "accept"))
    job = asked(desk, "resolve")
    data = {"act": job.act, "go": "1", "op_id": str(job.pk), "outcome": "not_ours", "words": "不归"}
    answer = desk.post(BULK, data)
    assert answer.status_code == 422
    assert "请告诉反映人该找哪里" in answer.content.decode()
    assert BulkJob.objects.get(pk=job.pk).state == "shown"


# -- by the worker ---------------------------------------------------------------------------------
def test_a_large_one_is_done_by_the_worker(
    desk: Client, many: list[Matter], monkeypatch: Any
) -> None:
    monkeypatch.setattr(jobs, "INLINE", 0)
    job = asked(desk, "accept")
    page = gone(desk, job)
    assert "0 条，共 7 条" in page
    assert Matter.objects.filter(state="accepted").count() == 0
    assert jobs.work_bulk()
    assert not jobs.work_bulk()
    assert "已办理 7 条" in desk.get(f"{BULK}{job.pk}/").content.decode()
    assert Matter.objects.filter(state="accepted").count() == 7
    assert BulkJob.objects.get().given == {}


def test_a_killed_worker_goes_on_and_nothing_is_done_twice(
    desk: Client, many: list[Matter], monkeypatch: Any
) -> None:
    monkeypatch.setattr(jobs, "INLINE", 0)
    job = asked(desk, "contact")
    gone(desk, job, words="今天去看")

    class Killed(BaseException):
        pass

    done, real = [], jobs.do

    def dies(*args: Any, **more: Any) -> Any:
        outcome = real(*args, **more)  # the act is committed, the line of it is not written yet
        done.append(outcome)
        if len(done) == 3:
            raise Killed
        return outcome

    monkeypatch.setattr(jobs, "do", dies)
    with pytest.raises(Killed):
        jobs.work_bulk()
    monkeypatch.setattr(jobs, "do", real)
    assert states(job) == {"done": 2, "waits": 5}
    assert not jobs.work_bulk()  # it is leased
    with clock.at(clock.now() + timedelta(seconds=61)):
        assert jobs.work_bulk()
    assert states(job) == {"done": 7}
    for matter in many:
        assert [s.act for s in history(matter)].count("matters.contact") == 1


def test_whoever_lost_the_post_does_nothing_more(
    desk: Client, secretary: Actor, many: list[Matter], monkeypatch: Any
) -> None:
    monkeypatch.setattr(jobs, "INLINE", 0)
    job = asked(desk, "accept")
    gone(desk, job)
    Account.objects.filter(pk=secretary.id).update(active=False)
    assert jobs.work_bulk()
    assert states(job) == {"refused": 7}
    assert not Matter.objects.filter(state="accepted").exists()


def test_the_table_of_what_became_of_each(
    desk: Client, secretary: Actor, many: list[Matter]
) -> None:
    job = asked(desk, "accept")
    do(secretary, "matters.contact", many[0], {"words": "在看"})
    gone(desk, job)
    answer = desk.get(f"{BULK}{job.pk}/?as=xlsx")
    lines = list(load_workbook(io.BytesIO(answer.content)).active.values)
    told = {line[0]: line[1] for line in lines[2:]}
    assert len(told) == 7
    assert told[many[0].number] == "没办成"
    assert told[many[1].number] == "办成"
    csv = b"".join(desk.get(f"{BULK}{job.pk}/?as=csv")).decode("utf-8-sig")
    assert many[1].number in csv
    assert "盏灯" not in csv  # numbers, not words


# -- undo ------------------------------------------------------------------------------------------
def test_after_ten_minutes_it_stays(desk: Client, many: list[Matter], at: Any) -> None:
    job = asked(desk, "accept")
    assert "全部撤回" in gone(desk, job)
    at(clock.now() + timedelta(minutes=10, seconds=1))
    assert "全部撤回" not in desk.get(f"{BULK}{job.pk}/").content.decode()
    desk.post(f"{BULK}{job.pk}/undo/")
    assert states(job) == {"done": 7}


#: What may happen to a matter between the act and its undo, in the words of the list.
AFTER = {"contact": {"words": "在看"}, "note": {"words": "备注"}, "attempt": {"words": "试过"},
         "start": {}}  # fmt: skip


@settings(
    max_examples=12, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(
    act=st.sampled_from(["accept", "dispatch", "contact", "resolve"]),
    after=st.lists(st.sampled_from([None, "contact", "note", "attempt"]), min_size=4, max_size=4),
)
def test_only_where_nothing_followed(
    desk: Client, secretary: Actor, reported: Any, desks: Any, act: str, after: list[str | None]
) -> None:
    """Whatever happens in between: what nothing followed is exactly as before, the rest stays as it
    is and is listed with what followed."""
    Matter.objects.filter(withdrawn_at=None).update(withdrawn_at=clock.now())
    matters = [reported(secretary, text=f"灯{uuid.uuid4()}") for _ in after]
    if act == "resolve":
        for matter in matters:
            do(secretary, "matters.accept", matter, {})
    drain()
    before = {m.pk: again(m).snapshot() for m in matters}
    entered = {
        "dispatch": {"owner": str(desks.urban.pk)}, "contact": {"words": "去看"},
        "resolve": {"words": "好了", "outcome": "solved"},
    }.get(act, {})  # fmt: skip
    job = asked(desk, act)
    gone(desk, job, **entered)
    assert states(job) == {"done": len(after)}
    for matter, then in zip(matters, after, strict=True):
        if then:
            with suppress(Refused):  # somebody else has it by now, or it is over: nothing follows
                do(secretary, f"matters.{then}", again(matter), AFTER[then])
    followed = {m.pk: len(history(m)) for m in matters}
    middle = {m.pk: again(m).snapshot() for m in matters}
    desk.post(f"{BULK}{job.pk}/undo/")
    for matter in matters:
        row = BulkRow.objects.get(job=job, record=matter.pk)
        now = again(matter).snapshot()
        entries = history(matter)
        if entries[-1].act == "matters.undo":
            assert row.state == "undone"
            assert {n: v for n, v in now.items() if n != "version"} == {
                n: v for n, v in before[matter.pk].items() if n != "version"
            }
            assert entries[-2].entry.id == row.entry
        else:
            assert row.state == "kept"
            assert now == middle[matter.pk]
            assert len(entries) == followed[matter.pk]
            assert entries[-1].entry.id != row.entry
            assert row.words.startswith("之后又有：")
    kept = states(job).get("kept", 0)
    page = desk.get(f"{BULK}{job.pk}/").content.decode()
    assert (f"没有撤回 {kept} 条" in page) == (kept > 0)


def test_an_id_of_another_is_not_taken_over(
    desk: Client, street: Actor, many: list[Matter], as_: Any
) -> None:
    job = asked(desk, "accept")
    data = {"act": "matters.accept", "all": "1", "go": "1", "op_id": str(job.pk)}
    assert as_(street).post(BULK, data).status_code == 404
    assert not Matter.objects.filter(state="accepted").exists()
