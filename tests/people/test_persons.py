"""Persons and households: entries checked, masks, moving, consents, D4."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from doorstep.frame import Invalid, NotFound, Refused, do, reveal
from doorstep.frame.trail import EntryBody
from doorstep.kit import clock
from doorstep.kit.chinese import pinyin_full, pinyin_initials
from doorstep.kit.resident_id import check_digit
from doorstep.people.acts.finding import find_persons
from doorstep.people.models import Consent, Household, Looked, Person, Stay
from tests.people.town import covering, person

TODAY = date(2024, 6, 3)
BODY = "34019919520315002"
ID = BODY + check_digit(BODY)


def entries(place, **more):
    return {"name": "徐桂兰", "place": str(place.pk), "id_number": ID, "phone": "13812341234",
            "relation": "head", "stay_kind": "resident", **more}  # fmt: skip


@pytest.fixture
def worker(town, holder):
    return holder("community_worker", town.dong)


def test_registering_makes_person_household_and_stay(town, worker, django_assert_max_num_queries):
    with django_assert_max_num_queries(16):
        outcome = do(worker, "people.register", None, entries(town.doors[0]))
    who = Person.objects.get(pk=outcome.id)
    stay = Stay.objects.get()
    assert (stay.person, stay.household.dwelling) == (who, town.doors[0])
    assert (who.born_on, who.sex, who.initials, who.pinyin) == (
        date(1952, 3, 15), "f", "xgl", "xuguilan",
    )  # fmt: skip
    do(
        worker,
        "people.register",
        None,
        entries(town.doors[0], name="王建国", id_number="", phone=""),
    )
    assert Household.objects.count() == 1


def test_identity_is_sealed_masked_and_opened_with_a_purpose(town, worker, holder):
    who = do(worker, "people.register", None, entries(town.doors[0])).record
    who.refresh_from_db()
    assert str(who.phone) == "138****1234"
    assert "1952" not in str(who.id_number)
    assert who.id_number_index
    assert reveal(worker, who, "phone", "约时间上门") == "13812341234"
    with pytest.raises(NotFound):
        reveal(holder("community_worker", town.xi), who, "phone", "约时间上门")
    with pytest.raises(NotFound):
        reveal(holder("steward", town.lake), who, "phone", "约时间上门")


def test_the_trail_holds_no_identity(town, worker):
    do(worker, "people.register", None, entries(town.doors[0]))
    text = "".join(EntryBody.objects.values_list("payload", flat=True))
    for secret in ("徐桂兰", ID, "13812341234", "1952-03-15", "xgl"):
        assert secret not in text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id_number", ID[:-1] + ("0" if ID[-1] != "0" else "1")),
        ("id_number", "340199195202300021"),
        ("id_number", "34019919520315"),
        ("phone", "1234"),
        ("born_on", "1960-01-01"),
        ("sex", "m"),
        ("name", "  "),
    ],
)
def test_wrong_entries_are_told_at_their_field(town, worker, field, value):
    with pytest.raises(Invalid) as told:
        do(worker, "people.register", None, entries(town.doors[0], **{field: value}))
    assert field in {r.field for r in told.value.refusals}


def test_an_old_number_is_lengthened_and_says_so(town, worker):
    old = ID[:6] + ID[8:17]
    who = do(worker, "people.register", None, entries(town.doors[0], id_number=old)).record
    assert who.id_mark == "from_15"
    assert who.id_number.open() == ID


def test_full_width_digits_are_taken(town, worker):
    wide = ID.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789X"})
    who = do(worker, "people.register", None, entries(town.doors[0], id_number=wide)).record
    assert who.id_number.open() == ID


def test_nobody_is_registered_twice(town, worker):
    do(worker, "people.register", None, entries(town.doors[0]))
    with pytest.raises(Refused):
        do(worker, "people.register", None, entries(town.doors[1]))


def test_moving_takes_the_person_along_and_ends_the_empty_household(town, worker):
    who = do(worker, "people.register", None, entries(town.doors[0])).record
    first = Household.objects.get()
    values = {"person": str(who.pk), "place": str(town.mill_doors[0].pk), "relation": "head",
              "stay_kind": "tenant", "since": TODAY}  # fmt: skip
    do(worker, "people.move_in", None, values)
    who.refresh_from_db()
    assert who.place == town.mill_doors[0]
    assert Stay.objects.filter(until=TODAY).count() == 1
    old = Stay.objects.get(until=TODAY)
    do(worker, "people.move_out", old, {"until": TODAY})
    first.refresh_from_db()
    assert first.dissolved_on == TODAY


def test_a_consent_is_taken_back_by_the_person_or_on_the_spot(town, worker, holder):
    who = do(worker, "people.register", None, entries(town.doors[0])).record
    values = {"person": str(who.pk), "purpose": "sign_of_life", "way": "voice"}
    agreed = do(worker, "people.consent", None, values).record
    with pytest.raises(NotFound):
        do(holder("steward", town.lake), "people.revoke_consent", agreed, {})
    do(worker, "people.revoke_consent", agreed, {})
    assert not Consent.objects.at(TODAY).exists()


# -- finding (D4) ----------------------------------------------------------------------------------
@pytest.fixture
def families(town, worker):
    made = do(worker, "people.register", None, entries(town.doors[0])).record
    other = entries(town.gate_doors[0], name="徐桂兰", id_number="", phone="13912341234")
    town.far = person(town.gate_doors[0], other["name"])
    household = Household.objects.get()
    do(worker, "people.arrange_contact", household,
       {"addressed_as": "徐阿姨", "contact_way": "phone", "contact_note": "上午"})  # fmt: skip
    return made


@pytest.mark.parametrize("text", ["徐桂", "xgl", "xugui", "1234", "1-1-101", "桂兰 1-1-101"])
def test_the_desk_finds_in_its_own_scope_only(town, worker, families, text):
    hits = find_persons(worker, text)
    assert [h.person for h in hits] == [families.pk]
    assert hits[0].name == "徐桂兰"


def test_two_letters_are_enough_and_the_whole_name_comes_first(town, worker, holder):
    for name in ("胡玉兰", "何永强", "张三", "胡燕"):
        person(town.doors[0], name, initials=pinyin_initials(name), pinyin=pinyin_full(name))
    person(town.xi, "胡英", initials="hy")  # of another community
    found = [h.name for h in find_persons(worker, "hy")]
    assert found[0] == "胡燕"
    assert set(found) == {"胡燕", "胡玉兰", "何永强"}
    assert [h.name for h in find_persons(worker, "HYL")] == ["胡玉兰"]
    assert {h.name for h in find_persons(worker, "胡玉兰")} == {"胡玉兰"}
    assert find_persons(worker, "h") == []


def test_field_roles_see_masked_names(town, holder, families):
    grid = holder("grid_member", covering("grid", town.dong, "一", town.lake))
    assert [h.name for h in find_persons(grid, "徐桂")] == ["徐*兰"]


@pytest.mark.parametrize(
    ("text", "finds"),
    [
        ("桂兰", False), ("xgl", False), ("1-1-101", False), ("兰 1-1-101", False), ("123", False),
        ("桂兰 1-1-101", True), ("1234", True), ("桂兰 1-1-201", False),
    ],
)  # fmt: skip
def test_a_steward_needs_two_characters_and_the_door_or_four_digits(
    town, holder, families, text, finds
):
    steward = holder("steward", covering("patch", town.lake, "片", town.lake))
    hits = find_persons(steward, text)
    assert bool(hits) is finds
    for hit in hits:
        assert (hit.person, hit.name) == (None, "")
        assert (hit.called, hit.contact_way, hit.contact_note) == ("徐阿姨", "phone", "上午")


def test_a_steward_finds_nobody_outside_the_patch(town, holder, families):
    steward = holder("steward", covering("patch", town.mill, "片", town.mill))
    assert find_persons(steward, "1234") == []
    assert find_persons(steward, "桂兰 1-1-101") == []


def test_searches_outside_open_work_are_noted_for_both(town, holder, families):
    steward = holder("steward", covering("patch", town.lake, "片", town.lake))
    find_persons(steward, "1234", open_paths=[town.doors[0].path])
    assert not Looked.objects.exists()
    find_persons(steward, "1234")
    noted = Looked.objects.get()
    assert (noted.searcher, noted.person, noted.by) == (steward.id, families, "tail")


def test_only_the_steward_of_the_patch_arranges_contact(town, holder, families):
    household = Household.objects.get()
    with pytest.raises(NotFound):
        do(holder("steward", town.mill), "people.arrange_contact", household, {})
    do(holder("steward", town.lake), "people.arrange_contact", household, {"addressed_as": "徐姨"})
    assert clock.today() + timedelta(0) == TODAY
