"""The register is not asked by ID number: elsewhere a known number and an unknown one are alike."""

from __future__ import annotations

import pytest
from openpyxl import Workbook

from doorstep.frame import ReadLog, Refused, do
from doorstep.frame.imports import run_import
from doorstep.frame.trail import EntryBody
from doorstep.kit.resident_id import check_digit
from doorstep.people.models import Person
from doorstep.people.queries import actor_for
from tests.people.test_persons import ID, entries
from tests.people.town import account, office, person

OTHER_BODY = "34019919620315004"
OTHER = OTHER_BODY + check_digit(OTHER_BODY)


@pytest.fixture
def here(holder, town):
    return holder("community_worker", town.dong)


@pytest.fixture
def elsewhere(holder, town):
    """A resident of the other community, by the hand of its own worker."""
    values = entries(town.gate_doors[0], name="钱有福", phone="")
    return do(holder("community_worker", town.xi), "people.register", None, values).record


def told(outcome):
    return (outcome.record.place.path[:-4], str(outcome.words or ""), outcome.goto)


def test_in_the_own_register_it_is_said_who(town, here):
    do(here, "people.register", None, entries(town.doors[0]))
    with pytest.raises(Refused) as refused:
        do(here, "people.register", None, entries(town.doors[1], name="别的名字"))
    words = str(refused.value.refusals[0].words)
    assert "徐桂兰" in words
    assert town.doors[0].label in words


def test_a_number_known_elsewhere_reads_like_any_other(town, here, elsewhere):
    known = do(here, "people.register", None, entries(town.doors[0], phone=""))
    unknown = do(here, "people.register", None,
                 entries(town.doors[1], id_number=OTHER, phone=""))  # fmt: skip
    assert told(known) == told(unknown)
    payloads = EntryBody.objects.filter(entry__subject_id=known.id).values_list(
        "payload", flat=True
    )
    assert str(elsewhere.pk) not in "".join(payloads), "nor does the trail say it"


def test_the_read_log_of_the_one_found_says_that_the_number_was_entered(town, here, elsewhere):
    do(here, "people.register", None, entries(town.doors[0]))
    noted = ReadLog.objects.get(record=elsewhere.pk)
    assert (noted.actor, noted.field) == (here.id, "id_number")


def test_changing_a_number_tells_no_more(town, here, elsewhere):
    mine = do(here, "people.register", None, entries(town.doors[0], id_number="")).record
    values = {"name": mine.name, "id_number": ID}
    do(here, "people.change_person", mine, values, version=mine.version)
    assert ReadLog.objects.filter(record=elsewhere.pk).count() == 1


def test_people_do_not_change_their_own_number(town, here, elsewhere):
    own = person(town.lake, "吴明")
    self = actor_for(account(own, "wuming"))
    for number in (ID, OTHER):
        with pytest.raises(Refused) as refused:
            do(self, "people.change_person", own, {"name": "吴明", "id_number": number},
               version=own.version)  # fmt: skip
        assert refused.value.refusals[0].field == "id_number"
    do(self, "people.change_person", own, {"name": "吴明"}, version=own.version)


def test_who_gives_offices_in_the_whole_city_does_not_read_its_register(town, holder, elsewhere):
    do(holder("city_od", town.city), "people.register", None, entries(town.lake, name="新来的"))
    assert Person.objects.filter(id_number_index=elsewhere.id_number_index).count() == 2


def table(path, *rows):
    book = Workbook()
    sheet = book.active
    sheet.append(["姓名", "身份证号", "小区名称", "住址"])
    for row in rows:
        sheet.append(row)
    book.save(path / "residents.xlsx")
    return path / "residents.xlsx"


def test_a_table_is_no_way_to_ask_either(town, here, elsewhere, tmp_path):
    rows = [("吴一", ID, "湖畔枫景", "1-1-101"), ("吴二", OTHER, "湖畔枫景", "1-1-201")]
    trial = run_import("residents", table(tmp_path, *rows), here, dry_run=True)
    assert not trial.bad, [b.words for b in trial.bad]
    assert run_import("residents", table(tmp_path, *rows), here).done == 2
    assert ReadLog.objects.filter(record=elsewhere.pk).count() == 1


def test_a_table_still_finds_whom_the_own_register_holds(town, here, tmp_path):
    do(here, "people.register", None, entries(town.doors[0]))
    path = table(tmp_path, ("徐桂兰", ID, "湖畔枫景", "1-1-201"))
    assert [b.header for b in run_import("residents", path, here).bad] == ["身份证号"]


def test_the_level_over_both_compares_them(client, town, here):
    mine = do(here, "people.register", None, entries(town.doors[0])).record
    other = person(town.nan, "徐桂兰", id_number=ID)
    for role, at, sees in (("street_dispatcher", town.east, True),
                           ("community_worker", town.dong, False),
                           ("street_dispatcher", town.west, False)):  # fmt: skip
        who = person(at, f"{role}{at.name}")
        office(who, role, at)
        client.force_login(account(who))
        page = client.get("/desk/twins/").content.decode()
        assert [str(p.pk) in page for p in (mine, other)] == [sees, sees]


def test_offices_from_tables_name_people_of_the_own_places_only(town, holder, elsewhere, tmp_path):
    book = Workbook()
    book.active.append(["姓名", "身份证号", "角色", "社区", "任职日期"])
    book.active.append(["钱有福", ID, "grid_member", "东塘社区", "2024-06-01"])
    book.active.append(["无此人", OTHER, "grid_member", "东塘社区", "2024-06-01"])
    book.save(tmp_path / "offices.xlsx")
    secretary = holder("community_secretary", town.dong)
    report = run_import("offices", tmp_path / "offices.xlsx", secretary, dry_run=True)
    by_row = {b.row: (b.header, b.words, b.cure) for b in report.bad}
    assert by_row[2] == by_row[3]
