"""Deadlines: pure, from submission, paused exactly, extended once over, deaf to edits (R12)."""

import dataclasses
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from doorstep.kit import clock
from doorstep.kit.calendar import DayRow, published
from doorstep.kit.deadline import UNITS, Due, Event, Stage, due, extension_left

CALENDAR = published()
begins = st.datetimes(datetime(2012, 1, 1), datetime(2026, 3, 1), timezones=st.just(UTC))
stages = st.builds(
    Stage, st.just("s"), st.integers(1, 20), st.sampled_from(sorted(UNITS)), roll=st.just(False)
)
OTHER_KINDS = ("edited", "commented", "returned", "reopened", "assigned", "submitted", "moved")


def city(month: int, day: int, hour: int = 9, minute: int = 0, year: int = 2025) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=clock.CITY)


def one(events: list[Event], stage: Stage) -> Due:
    (found,) = due(events, [stage], CALENDAR)
    return found


@st.composite
def histories(draw: st.DrawFn) -> list[Event]:
    """A submission and whatever may follow it, each event at its own moment."""
    at = draw(begins)
    events = [Event("submitted", at)]
    for kind in draw(st.lists(st.sampled_from(["paused", "resumed", "extended"]), max_size=8)):
        at += timedelta(minutes=draw(st.integers(1, 5000)))
        value = draw(st.integers(1, 9)) if kind == "extended" else 0
        approved = draw(st.sampled_from(["", "street"]))
        events.append(Event(kind, at, value=value, approved_by=approved, reason="等待"))
    return events


def test_five_work_days_over_the_national_holiday_tell_why() -> None:
    found = one([Event("submitted", city(9, 25, 10, 20))], Stage("resolve", 5, "work_day"))
    assert found.at == city(10, 9, 17, 30)
    assert [reason.kind for reason in found.why] == ["limit", "started", "holiday", "makeup"]
    assert found.why_text() == (
        "5个工作日；自09-25 10:20起算；跳过国庆、中秋假期10-01至10-08；调休上班日09-28计入"
    )
    assert "make-up workday 09-28 counted" in found.why_text("en")


@pytest.mark.parametrize(
    ("stage", "expected"),
    [
        (Stage("s", 2, "hour"), city(9, 26, 18)),
        (Stage("s", 4, "work_hour"), city(9, 28, 11)),
        (Stage("s", 1, "work_day"), city(9, 28, 17, 30)),
        (Stage("s", 3, "day"), city(9, 30, 0)),
        (Stage("s", 5, "day"), city(10, 2, 0)),
        (Stage("s", 5, "day", roll=True), city(10, 10, 0)),
    ],
)
def test_units(stage: Stage, expected: datetime) -> None:
    assert one([Event("submitted", city(9, 26, 16))], stage).at == expected


@given(histories(), stages, st.data())
def test_no_other_event_moves_the_date(
    history: list[Event], stage: Stage, data: st.DataObject
) -> None:
    span = timedelta(days=40)
    extra = data.draw(
        st.lists(
            st.builds(
                Event,
                st.sampled_from(OTHER_KINDS),
                st.timedeltas(timedelta(microseconds=1), span).map(lambda d: history[0].at + d),
                value=st.integers(0, 9),
                approved_by=st.just("street"),
            ),
            max_size=6,
        )
    )
    assert one(history + extra, stage) == one(history, stage)


@given(histories(), stages, st.randoms())
def test_equal_histories_give_equal_dates(
    history: list[Event], stage: Stage, random: object
) -> None:
    shuffled = list(history)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert one(shuffled, stage) == one(history, stage)


@given(
    begins,
    stages,
    st.timedeltas(timedelta(), timedelta(days=9)),
    st.timedeltas(timedelta(), timedelta(days=20)),
)
def test_a_pause_shifts_by_exactly_what_was_paused(
    begin: datetime, stage: Stage, after: timedelta, length: timedelta
) -> None:
    submitted = Event("submitted", begin)
    plain = one([submitted], stage)
    pause, resume = begin + after, begin + after + length
    assume(pause < plain.at)
    paused = one([submitted, Event("paused", pause, 1), Event("resumed", resume, 2)], stage)
    if stage.unit.startswith("work_"):
        assert CALENDAR.worktime_between(plain.at, paused.at) == CALENDAR.worktime_between(
            pause, resume
        )
    else:
        assert paused.at - plain.at == length


@given(histories(), stages)
def test_extensions_never_exceed_the_original(history: list[Event], stage: Stage) -> None:
    found = one(history, stage)
    assert 0 <= sum(e.counted for e in found.extensions) <= stage.value
    assert all(e.counted == 0 for e in found.extensions if not e.approved_by)
    assert found.at >= one(history[:1], stage).at
    assert 0 <= extension_left(history, stage, CALENDAR) <= stage.value


@given(histories(), stages)
def test_the_reasons_can_always_be_said(history: list[Event], stage: Stage) -> None:
    found = one(history, dataclasses.replace(stage, roll=True))
    for lang in ("zh", "en"):
        assert "{" not in found.why_text(lang)


def test_an_open_pause_is_not_overdue_and_says_since_when() -> None:
    events = [Event("submitted", city(3, 3)), Event("paused", city(3, 4), reason="等待配件")]
    found = one(events, Stage("s", 3, "work_day"))
    assert found.paused_since == city(3, 4)
    assert not found.overdue(city(6, 1))
    assert found.why[-1].text() == "自03-04 09:00起暂停计时：等待配件"


def test_a_late_pause_or_extension_mends_no_miss() -> None:
    missed = one([Event("submitted", city(3, 3))], Stage("s", 1, "work_day"))
    events = [
        Event("submitted", city(3, 3)),
        Event("paused", city(3, 5)),
        Event("resumed", city(3, 10)),
        Event("extended", city(3, 11), value=1, approved_by="street"),
    ]
    found = one(events, Stage("s", 1, "work_day"))
    assert found.at == missed.at
    assert found.extensions[0].refused == "late"
    assert found.overdue(city(3, 12))


def test_a_stage_keeps_its_limit_when_it_ended_in_time() -> None:
    stage = Stage("contact", 2, "hour", ends=("contacted",))
    kept = one([Event("submitted", city(3, 3)), Event("contacted", city(3, 3, 10))], stage)
    late = one([Event("submitted", city(3, 3)), Event("contacted", city(3, 3, 12))], stage)
    assert not kept.overdue(city(3, 9))
    assert late.overdue(city(3, 9))
    assert not late.overdue(city(3, 3, 10))


def test_a_pause_of_another_stage_is_none_of_mine() -> None:
    events = [
        Event("submitted", city(3, 3)),
        Event("paused", city(3, 3, 10), stage="other"),
        Event("resumed", city(3, 20), stage="other"),
    ]
    stage = Stage("s", 3, "day")
    assert one(events, stage).at == one(events[:1], stage).at


def test_a_stage_not_begun_has_no_clock() -> None:
    stage = Stage("arrive", 3, "work_day", starts="signed")
    assert due([Event("submitted", city(3, 3))], [stage], CALENDAR) == []


def test_unpublished_years_are_provisional_where_work_counts() -> None:
    submitted = [Event("submitted", city(12, 28, year=2026))]
    work = one(submitted, Stage("s", 5, "work_day"))
    assert work.provisional
    assert work.why[-1].text() == "2027年放假安排尚未公布，日期为暂定"
    assert not one(submitted, Stage("s", 5, "day")).provisional


def test_a_local_closure_is_named() -> None:
    calendar = CALENDAR.with_local([DayRow(date(2025, 7, 2), "0", "防汛停工")])
    (found,) = due([Event("submitted", city(7, 1))], [Stage("s", 1, "work_day")], calendar)
    assert found.at == city(7, 3, 17, 30)
    assert "跳过防汛停工07-02" in found.why_text()


def test_an_impossible_stage_is_refused() -> None:
    with pytest.raises(ValueError, match="no limit"):
        Stage("s", 3, "week")
