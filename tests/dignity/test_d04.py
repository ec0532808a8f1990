"""D4: stewards and building heads see of a household door, address, agreed contact; no more."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from doorstep.frame import Actor, blind, do
from doorstep.frame.acts import ACTS
from doorstep.kit import clock
from doorstep.panes.screens import SCREENS
from doorstep.people.acts.finding import find_persons
from doorstep.people.models import Looked, Person
from doorstep.people.rules import VOLUNTEER_FINDERS, VOLUNTEERS
from tests.every import decide
from tests.every.matrix import specimen
from tests.every.world import World

#: What of a household is for volunteers.
SEEN = {"dwelling", "addressed_as", "contact_way", "contact_note"}
KINDS_OF_PEOPLE = ("people.person", "people.household", "people.stay", "people.consent")
NAME, PHONE, ID = "欧阳听雨", "13987650417", "340181195502031222"


@pytest.fixture
def family(town: World) -> Any:
    """A household behind a door of the steward's house, and one in the next house."""
    tail = blind(Person, "phone", PHONE[-4:])["phone_index"]
    made = {}
    for place, name in (("door", NAME), ("house2", "欧阳远山")):
        person = town.new("people.person", place, name=name, phone=PHONE, phone_tail=tail,
                          id_number=ID, sex="f", addressed_as="欧阳阿姨")  # fmt: skip
        home = town.new(
            "people.household",
            place,
            dwelling=town.places[place],
            addressed_as="欧阳阿姨",
            contact_way="phone",
            contact_note="上午",
        )
        town.new("people.stay", place, person=person, household=home, stay_kind="resident")
        made[place] = person, home
    return made


def test_the_only_screen_of_people_for_volunteers_is_the_door() -> None:
    """And it shows four things, takes no additions of upper apps, and leaves no file."""
    for screen in decide.screens():
        if screen.kind in KINDS_OF_PEOPLE and screen.roles & set(VOLUNTEERS):
            assert screen.slug == "doors"
            assert set(screen.columns) == SEEN
            assert not screen.export
            assert screen.more_columns(None) == {}  # type: ignore[arg-type]
            for panel in screen.all_panels(None, None):  # type: ignore[arg-type]
                assert set(panel.names) <= SEEN


@pytest.mark.parametrize("role", VOLUNTEER_FINDERS)
def test_no_page_tells_a_volunteer_more(
    town: World, family: Any, as_: Callable[..., Client], role: str
) -> None:
    """Whatever they open or search: no name, phone, tail, ID, birth date, stay or kind of stay."""
    client = as_(role)
    person, home = family["door"]
    pages = ["/desk/", "/desk/doors/", f"/desk/doors/{home.pk}/", "/api/v1/doors/",
             f"/api/v1/doors/{home.pk}/", "/pocket/", "/pocket/mine/", "/pocket/report/",
             "/desk/search/?q=0417", f"/pocket/search/?q={NAME[:2]}", "/pocket/search/?q=0417",
             f"/desk/search/?q={NAME}", "/api/openapi.json"]  # fmt: skip
    for url in pages:
        text = client.get(url).content.decode()
        if "search" in url:  # what was typed stands in the box again
            text = text.replace(url.split("q=")[1], "")
        for secret in (NAME, PHONE, PHONE[-4:], ID, ID[6:14]):
            assert secret not in text, (url, secret)
    for url in (f"/desk/persons/{person.pk}/", f"/desk/households/{home.pk}/",
                f"/api/v1/persons/{person.pk}/", "/api/v1/stays/"):  # fmt: skip
        assert client.get(url).status_code == 404, url
    own = str(town.actor(role).person)
    assert {i["id"] for i in client.get("/api/v1/persons/").json()["items"]} <= {own}


def test_a_volunteer_finds_only_by_four_digits_or_two_characters_and_door(
    town: World, family: Any
) -> None:
    """And only in the own patch; the hit is a door, not a person."""
    steward = town.actor("steward")
    door = "1-1-101"
    for few in (NAME, NAME[:2], NAME[:1], "oyty", PHONE[-3:], door, f"{door} {NAME[:1]}", ""):
        assert find_persons(steward, few) == [], few
    for enough in (PHONE[-4:], f"{door} {NAME[:2]}"):
        hits = find_persons(steward, enough)
        assert [h.path for h in hits] == [town.places["door"].path], enough
        assert hits[0].person is None
        assert hits[0].name == ""


def test_finds_outside_open_work_are_told_to_both(town: World, family: Any) -> None:
    """To the one who searched and to the one found; to nobody else."""
    find_persons(town.actor("steward"), PHONE[-4:])
    assert Looked.objects.get().person == family["door"][0]
    assert not [s for s in decide.screens() if s.kind == "people.looked"]


def test_volunteers_read_no_matter_of_a_neighbour(
    town: World, family: Any, as_: Callable[..., Client]
) -> None:
    """Not in lists, pages, searches, counts or sheets, and they can do nothing to it."""
    matter = town.new("matters.matter", "door", title="水管漏了", reporter_name=NAME,
                      reporter_phone=PHONE, begun_on=clock.today())  # fmt: skip
    for role in VOLUNTEER_FINDERS:
        client = as_(role)
        for url in (
            "/desk/",
            "/desk/matters/",
            "/desk/matters/?state=open",
            "/desk/lists/",
            "/pocket/",
            "/pocket/mine/",
            "/pocket/lists/",
            "/desk/search/?q=漏了",
            "/api/v1/matters/",
        ):
            text = client.get(url).content.decode()
            assert matter.number not in text, (role, url)
            assert matter.title not in text, (role, url)
            assert NAME not in text, (role, url)
        assert client.get("/api/v1/matters/").json()["total"] == 0
        for url in (
            f"/desk/matters/{matter.pk}/",
            f"/api/v1/matters/{matter.pk}/",
            f"/pocket/m/{matter.pk}/",
            f"/desk/matters/{matter.pk}/do/settle/",
        ):
            assert client.get(url).status_code == 404, (role, url)
        for act in decide.acts():
            if act.kind == "matters.matter" and not act.creates:
                assert not decide.may_act(town.actor(role), act, matter), (role, act.name)


def test_a_volunteer_about_to_report_reads_no_words_of_others(
    town: World, as_: Callable[..., Client]
) -> None:
    """What is open nearby is category, day and state; what is hidden is not there at all."""
    matter = town.new("matters.matter", "door", title="水管漏了", text=f"{NAME}家502漏水",
                      category="stair_light", reporter_name=NAME, reporter_phone=PHONE,
                      begun_on=clock.today())  # fmt: skip
    given = {"text": "楼道灯不亮", "place": town.places["door"].path}
    for role in VOLUNTEER_FINDERS:
        client = as_(role)
        html = client.post("/pocket/topics/", given).json()["html"]
        assert str(matter.pk) in html, role
        for never in (matter.number, matter.title, NAME, "502", PHONE[-4:], "1栋"):
            assert never not in html, (role, never)
    matter.hidden_below = 2
    matter.save()
    for role in VOLUNTEER_FINDERS:
        assert str(matter.pk) not in as_(role).post("/pocket/topics/", given).json()["html"]


def test_who_brought_one_reads_nothing_of_what_was_joined_to_it(
    town: World, as_: Callable[..., Client]
) -> None:
    """A neighbour's report of the same is the neighbour's."""
    steward, desk = town.actor("steward"), town.actor("community_secretary")
    given = {"place": town.places["door"].path, "category": "stair_light", "text": "灯坏了"}
    mine = do(steward, "matters.report", None, given).record
    other = do(desk, "matters.report", None, given | {"text": f"{NAME}家门口灯坏了"}).record
    do(desk, "matters.merge", other.pk, {"into": str(mine.pk)})
    for url in (f"/desk/matters/{mine.pk}/", f"/pocket/m/{mine.pk}/"):
        page = as_("steward").get(url)
        assert page.status_code == 200
        assert NAME not in page.content.decode()
        assert other.number not in page.content.decode()
    page = as_("community_secretary").get(f"/desk/matters/{mine.pk}/").content.decode()
    assert other.number in page


def test_a_volunteer_sees_what_became_of_what_they_passed_on(
    town: World, family: Any, as_: Callable[..., Client]
) -> None:
    """Without who it was for; and no longer when they are no volunteer any more."""
    steward = town.actor("steward")
    data = {
        "place": town.places["door"].path,
        "category": "stair_light",
        "text": "灯坏了",
        "way": "settled",
        "reporter_name": NAME,
        "reporter_phone": PHONE,
    }
    matter = do(steward, "matters.report", None, data).record
    for url in (
        f"/desk/matters/{matter.pk}/",
        f"/api/v1/matters/{matter.pk}/",
        f"/pocket/m/{matter.pk}/",
    ):
        page = as_("steward").get(url)
        assert page.status_code == 200, url
        assert NAME not in page.content.decode()
        assert PHONE[-4:] not in page.content.decode()
    assert not decide.may_act(steward, ACTS["matters.verify"], matter)
    assert not decide.sees(replace(steward, offices=()), SCREENS["matters"], matter)
    assert not decide.sees(town.actor("steward", "house2"), SCREENS["matters"], matter)
    again = do(
        Actor(None, marks={"phone": matter.reporter_phone_index}),
        "matters.verify",
        matter,
        {"verdict": "not"},
    ).record
    assert decide.can_act(steward, ACTS["matters.settle"], again)  # 小化无: once more at the door


def test_forms_do_not_answer_what_a_search_would_not(town: World, family: Any) -> None:
    """A field for a person is no way round: two characters give a volunteer no names and doors."""
    from doorstep.people.acts.fields import PersonField

    town.new("people.office", "door", person=family["door"][0])
    field = PersonField()
    field.scope(town.actor("steward"))
    other = town.new("people.person", "door", name=f"{NAME[:2]}二")
    town.new("people.office", "door", person=other)
    with pytest.raises(ValidationError) as told:
        field.clean(NAME[:2])
    assert town.places["door"].label not in json.dumps(str(told.value), ensure_ascii=False)


def test_names_are_masked_in_the_lists_of_all(town: World, as_: Callable[..., Client]) -> None:
    """Also for those who may open them one by one."""
    person = specimen(town, "people.person", "lake")
    person.name = "欧阳听雨"
    person.save()
    for role in ("community_worker", "grid_member", "street_dispatcher"):
        for url in ("/desk/persons/", "/api/v1/persons/", "/desk/stays/", "/desk/households/"):
            assert "欧阳听雨" not in as_(role).get(url).content.decode(), (role, url)
