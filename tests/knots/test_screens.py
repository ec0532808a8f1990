"""Lists, pages and the panel on a matter: who sees what, and that nothing costs nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from doorstep.frame import do
from doorstep.frame.catalogues import forget
from doorstep.knots.acts.finding import find_knots
from doorstep.knots.models import Knot
from doorstep.knots.queries import live
from doorstep.matters.models import Matter
from doorstep.people import rules as roles
from doorstep.people.models import Account

pytestmark = pytest.mark.django_db


@pytest.fixture
def browse() -> Any:
    """`browse(actor, address)`: status, page and number of statements."""

    def get(who: Any, address: str) -> tuple[int, str, int]:
        client = Client()
        client.force_login(Account.objects.get(pk=who.id))
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address)
        return answer.status_code, answer.content.decode(), len(asked)

    return get


def test_a_matter_that_is_part_of_nothing_asks_nothing_more(
    town: Any, desks: Any, taken_down: Any, secretary: Any, browse: Any
) -> None:
    from doorstep.panes import parts

    matter = taken_down(town.lake)
    _status, shown, asked = browse(secretary, f"/desk/matters/{matter.pk}/")
    assert "专项和热点" not in shown
    kept = parts.MORE_PANELS["matters.matter"].pop("knots.here")
    try:
        _status, _shown, without = browse(secretary, f"/desk/matters/{matter.pk}/")
    finally:
        parts.MORE_PANELS["matters.matter"]["knots.here"] = kept
    assert asked == without


def test_a_matter_says_what_it_is_part_of(
    town: Any, desks: Any, taken_down: Any, secretary: Any, holder: Any, browse: Any
) -> None:
    for door in town.doors[:5]:
        matter = taken_down(door)
    find_knots()
    knot = Knot.objects.get()
    address = f"/desk/matters/{matter.pk}/"
    assert f"/desk/knots/{knot.pk}/" in browse(secretary, address)[1]
    shown = browse(holder(roles.COMPOUND_SECRETARY, town.lake), address)[1]
    assert "5处、5人" in shown  # the words, and no link to a page that is not theirs
    assert "/desk/knots/" not in shown


def test_the_pages_stay_within_their_statements(
    town: Any, desks: Any, taken_down: Any, secretary: Any, browse: Any
) -> None:
    for door in town.doors[:5]:
        taken_down(door)
    find_knots()
    do(secretary, "knots.take_up", Knot.objects.get(),
       {"title": "整治", "plan": "先查", "owner": str(desks.dong.pk)})  # fmt: skip
    knot = Knot.objects.get()
    assert browse(secretary, "/desk/knots/")[0] == 200
    assert browse(secretary, "/desk/campaigns/")[0] == 200
    for address in (f"/desk/knots/{knot.pk}/", f"/desk/campaigns/{knot.campaign_id}/"):
        status, shown, _asked = browse(secretary, address)
        assert status == 200
        assert "楼道" in shown or "停车" in shown


def test_what_is_hidden_stands_on_no_page_of_a_knot(
    town: Any, desks: Any, taken_down: Any, holder: Any, browse: Any
) -> None:
    made = [taken_down(door) for door in town.doors[:5]]
    find_knots()
    Matter.objects.filter(pk=made[0].pk).update(hidden_below=3, text="不能让人知道")
    reader = holder(roles.COMMUNITY_DISPATCHER, town.dong)  # the secretary had reported them
    shown = browse(reader, f"/desk/knots/{Knot.objects.get().pk}/")[1]
    assert str(made[1].pk) in shown
    assert "不能让人知道" not in shown
    assert str(made[0].pk) not in shown


def test_strangers_and_volunteers_find_no_page(
    town: Any, desks: Any, taken_down: Any, holder: Any, browse: Any
) -> None:
    for door in town.doors[:5]:
        taken_down(door)
    find_knots()
    address = f"/desk/knots/{Knot.objects.get().pk}/"
    for role, place in ((roles.STEWARD, town.doors[0]), (roles.COMMUNITY_SECRETARY, town.xi),
                        (roles.COMPOUND_SECRETARY, town.lake)):  # fmt: skip
        assert browse(holder(role, place), address)[0] == 404


def test_live_knots_are_remembered(town: Any, desks: Any, taken_down: Any) -> None:
    for door in town.doors[:5]:
        taken_down(door)
    assert live() == ()
    find_knots()
    forget("knots.live")
    assert [(path, code) for _pk, path, code in live()] == [(town.dong.path, "parking_mess")]
