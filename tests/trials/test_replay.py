"""Real messages with their two times, through the importer and a simulated clock.

The table is nobody's to publish: `DOORSTEP_REPLAY` names it where there is one.
"""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from python_calamine import load_workbook

from doorstep.clocks.queries import city_calendar
from doorstep.exchange.imports import MATTERS
from doorstep.frame import SYSTEM, do
from doorstep.frame.imports import run_import
from doorstep.kit import clock
from doorstep.matters.models import Matter
from doorstep.people import rules as roles

TABLE = os.environ.get("DOORSTEP_REPLAY", "")
#: Working days → share of replies within them, in percent; a point either way.
WANTED = {5: 38, 10: 62, 15: 75}

pytestmark = pytest.mark.skipif(
    not TABLE, reason="LEFT OUT: DOORSTEP_REPLAY names no table of real messages with replies"
)


def moment(cell: Any) -> datetime:
    """A cell of the table; some have no time of day."""
    found = str(cell).replace("/", "-").split()
    day = [int(part) for part in found[0].split("-")]
    time = [int(part) for part in found[1].split(":")] if len(found) > 1 else []
    return datetime(*day, *time, tzinfo=clock.CITY)


def replies() -> dict[str, datetime]:
    """When each message was answered, by its number."""
    rows = load_workbook(TABLE).get_sheet_by_index(0).to_python()
    number, at = rows[0].index("留言编号"), rows[0].index("答复时间")
    return {str(int(row[number])): moment(row[at]) for row in rows[1:]}


def test_as_many_are_answered_in_time_as_really_were(holder: Any, town: Any, desks: Any) -> None:
    told = replies()
    city = holder(roles.CITY_CENTRE, town.city)
    report = run_import(MATTERS.name, Path(TABLE), city, take_good=True)
    there = dict(Matter.objects.values_list("outside_number", "pk"))
    assert report.done == len(told) == 2_816, [(b.row, b.words) for b in report.bad[:5]]
    for number, at in told.items():
        with clock.at(at):
            do(SYSTEM, "matters.contact", there[number], {"words": "已书面答复"})
    calendar, taken = city_calendar(), []
    for begun, contacted in Matter.objects.values_list("begun_at", "contacted_at"):
        days = (clock.local(begun).date(), clock.local(contacted).date())
        taken.append(calendar.workdays_between(*days))
    for days, share in WANTED.items():
        within = sum(1 for n in taken if n <= days) * 100 / len(taken)
        assert within == pytest.approx(share, abs=1), f"{days} working days: {within:.1f} %"
    late = [m for m in Matter.objects.exclude(contact_due=None) if m.contacted_at > m.contact_due]
    assert len(late) > len(told) // 2, "first contact is asked for within a working day"
