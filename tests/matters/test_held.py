"""What nobody sorted and sounds like a complaint waits for a person; nothing vanishes (0010)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from doorstep.frame import NOBODY, Invalid, Refused, do, history
from doorstep.frame.follows import drain
from doorstep.matters.models import Matter
from doorstep.notices.models import Notice
from doorstep.panes.screens import SCREENS, visible
from doorstep.people import rules as roles
from doorstep.routing.queries import UNSORTED, sounds_hidden, unasked
from doorstep.together.queries import alike

CALM = "湖畔枫景7栋楼道灯不亮三天了"
ANGRY = "湖畔枫景7栋楼道灯不亮，网格员态度差，一直推诿"
SECRET = "湖畔枫景7栋有人家里打人，孩子身上有伤"


@pytest.fixture
def street(desks: Any, holder: Any, town: Any) -> Any:
    """The street's dispatcher, with all desks there."""
    return holder(roles.STREET_DISPATCHER, town.east)


@pytest.fixture
def said(street: Any, town: Any) -> Callable[..., Matter]:
    """A row of a table whose category was only proposed, or a call from another system."""

    def made(text: str, category: str = UNSORTED, **more: Any) -> Matter:
        data = {"place": town.lake.path, "category": category, "text": text, **more}
        return Matter.objects.get(pk=do(street, "matters.receive", None, data).id)

    return made


def seen_by(actor: Any, matter: Matter) -> bool:
    return bool(visible(actor, SCREENS["matters"]).filter(pk=matter.pk).exists())


@pytest.mark.parametrize("category", [UNSORTED, "stair_light"])
def test_held_until_somebody_at_the_street_has_looked(
    said: Any, street: Any, holder: Any, desks: Any, town: Any, category: str
) -> None:
    grid, head = holder(roles.GRID_MEMBER, town.lake), holder(roles.COMMUNITY_SECRETARY, town.dong)
    matter = said(ANGRY, category, proposed=True)
    assert (matter.owner, matter.hidden_below, matter.category) == (desks.east, 3, category)
    assert not seen_by(grid, matter)
    assert not seen_by(head, matter)
    assert seen_by(street, matter)
    for act, data in (("accept", {}), ("dispatch", {"owner": str(desks.lake.pk)}),
                      ("split", {"parts": "一\n二"}), ("settle", {"words": "好了"})):  # fmt: skip
        with pytest.raises(Refused) as refused:
            do(street, f"matters.{act}", matter, data)
        assert refused.value.refusals[0].clause == "D5"
        assert "先看" in refused.value.refusals[0].cure
    do(street, "matters.release", Matter.objects.get(pk=matter.pk))
    again = Matter.objects.get(pk=matter.pk)
    assert (again.owner, again.hidden_below, again.marks.count("look")) == (desks.lake, 0, 0)
    assert seen_by(grid, again)
    drain()
    assert Notice.objects.filter(body=desks.lake, topic="matters.yours").exists()


def test_what_a_person_sorted_is_not_held(said: Any, desks: Any, holder: Any, town: Any) -> None:
    """Whoever chose the category has decided; calm words are never held."""
    for text, category in ((ANGRY, "stair_light"), (CALM, UNSORTED)):
        matter = said(text, category)
        assert (matter.owner, matter.hidden_below, matter.marks) == (desks.lake, 0, [])
    with pytest.raises(Refused):
        do(holder(roles.STREET_DISPATCHER, town.east), "matters.release", matter)


def test_sorting_decides_too_and_names_whom(said: Any, street: Any, desks: Any) -> None:
    """A complaint about the compound stays up, and never comes to the one it is about."""
    matter = said(ANGRY)
    do(street, "matters.recategorise", matter, {"category": "worker_conduct", "about": "compound"})
    again = Matter.objects.get(pk=matter.pk)
    assert (again.concerned, again.hidden_below, again.owner) == (desks.lake, 3, desks.east)
    assert again.marks == []
    for body in (desks.lake, desks.dong):
        with pytest.raises(Refused) as refused:
            do(street, "matters.dispatch", again, {"owner": str(body.pk)})
        assert refused.value.refusals[0].clause == "D5"


def test_sorted_as_something_ordinary_it_goes_on_like_that(
    said: Any, street: Any, desks: Any
) -> None:
    matter = said(ANGRY)
    do(street, "matters.recategorise", matter, {"category": "stair_light"})
    again = Matter.objects.get(pk=matter.pk)
    assert (again.owner, again.hidden_below, again.marks) == (desks.lake, 0, [])


def test_a_proposal_never_hides(desks: Any) -> None:
    """The categories that hide are taken by a person's word only, emergencies excepted."""
    assert unasked(["worker_conduct", "stair_light"]) == "stair_light"
    assert unasked(["worker_conduct"]) == UNSORTED
    assert unasked(["stair_light", "home_violence"]) == "home_violence"
    assert [sounds_hidden(t) for t in (CALM, ANGRY, SECRET)] == [False, True, True]


@pytest.mark.parametrize(
    ("about", "owner", "hidden"),
    [("property", "east", 3), ("compound", "east", 3), ("community", "east", 3),
     ("street", "city", 4), ("department", "city", 4), ("", "city", 4)],
)  # fmt: skip
def test_about_whom_decides_who_gets_it(
    desks: Any, town: Any, about: str, owner: str, hidden: int
) -> None:
    """One level up, and confidential from the street up as its category says.

    Nobody named: it might be about anybody, so only the city sees whom it must not reach.
    """
    data = {"place": town.lake.path, "category": "worker_conduct", "text": "说话难听"}
    matter = do(NOBODY, "matters.ask", None, data | {"about": about}, channel="portal").record
    assert (matter.owner, matter.hidden_below) == (getattr(desks, owner), hidden)


def test_the_city_finds_out_whom_and_hands_it_on(desks: Any, town: Any, holder: Any) -> None:
    city = holder(roles.CITY_CENTRE, town.city)
    data = {"place": town.lake.path, "category": "worker_conduct", "text": "说话难听"}
    matter = do(NOBODY, "matters.ask", None, data, channel="portal").record
    with pytest.raises(Refused):
        do(city, "matters.dispatch", matter, {"owner": str(desks.east.pk)})
    matter.refresh_from_db()
    do(city, "matters.recategorise", matter, {"category": "worker_conduct", "about": "property"})
    matter.refresh_from_db()
    assert (matter.concerned, matter.hidden_below) == (desks.firm, 3)
    do(city, "matters.dispatch", matter, {"owner": str(desks.east.pk)})
    matter.refresh_from_db()
    assert matter.owner == desks.east


def test_what_the_reporter_said_stays_hidden(desks: Any, town: Any, holder: Any) -> None:
    """Another category does not open a complaint whose reporter said whom it is about."""
    city = holder(roles.CITY_CENTRE, town.city)
    data = {"place": town.lake.path, "category": "worker_conduct", "text": "说话难听"}
    matter = do(NOBODY, "matters.ask", None, data | {"about": "street"}, channel="portal").record
    do(city, "matters.recategorise", matter, {"category": "stair_light", "about": "compound"})
    matter.refresh_from_db()
    assert (matter.concerned, matter.hidden_below) == (desks.east, 4)


@pytest.mark.parametrize("given", [None, {"category": "stair_light"}])
def test_an_answer_without_a_body_stays_hidden_too(
    desks: Any, town: Any, holder: Any, given: Any
) -> None:
    """About a department that nobody named yet: looking and sorting do not send it down."""
    city = holder(roles.CITY_CENTRE, town.city)
    data = {"place": town.lake.path, "category": "stair_light", "text": ANGRY,
            "about": "department", "proposed": True}  # fmt: skip
    matter = do(NOBODY, "matters.ask", None, data, channel="portal").record
    do(city, "matters.recategorise" if given else "matters.release", matter, given or {})
    matter.refresh_from_db()
    assert (matter.hidden_below, matter.owner) == (4, desks.city)
    do(city, "matters.recategorise", matter,
       {"category": "worker_conduct", "concerned": str(desks.firm.pk)})  # fmt: skip
    matter.refresh_from_db()
    assert (matter.concerned, matter.hidden_below) == (desks.firm, 3), "named, it opens above"


def test_it_is_not_joined_to_what_those_below_see(
    desks: Any, town: Any, holder: Any, street: Any
) -> None:
    """The timeline of the one that goes on, and its number of reporters, would tell them (D5)."""
    base = {"place": town.lake.path, "text": "灯不亮"}
    lamp = do(NOBODY, "matters.ask", None, base | {"category": "stair_light"}, channel="portal")
    about = {"category": "worker_conduct", "about": "community"}
    first, second = (
        do(NOBODY, "matters.ask", None, base | about, channel="portal").record for _n in range(2)
    )
    assert [like.matter for like in alike(first, street)] == [second]
    with pytest.raises(Refused) as refused:
        do(street, "matters.merge", first, {"into": str(lamp.id)})
    assert refused.value.refusals[0].clause == "D5"
    assert [s.act for s in history(Matter.objects.get(pk=lamp.id))] == ["matters.ask"]
    do(street, "matters.merge", Matter.objects.get(pk=first.pk), {"into": str(second.pk)})
    second.refresh_from_db()
    assert second.reach == 2


@pytest.mark.parametrize("source", ["hotline", "api"])
def test_nobody_speaks_for_the_hotline(
    desks: Any, holder: Any, town: Any, street: Any, source: str
) -> None:
    """A steward's own entry must not take the number of the hotline's order."""
    data = {"place": town.lake.path, "category": "stair_light", "text": "灯不亮",
            "source": source, "outside_number": "A1"}  # fmt: skip
    with pytest.raises(Invalid):
        do(holder(roles.GRID_MEMBER, town.lake), "matters.report", None, data)
    assert do(street, "matters.receive", None, data).record.source == source
