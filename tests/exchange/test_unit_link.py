"""A unit without account works on one matter by its link, which dies with the work."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from doorstep.exchange.models import UnitLink
from doorstep.exchange.queries import token_of
from doorstep.frame import ActError, do, history
from doorstep.kit import clock
from doorstep.matters.models import Matter
from doorstep.people import rules as roles
from doorstep.people.models import Account

RULE = {"rule": "Q-010", "words": "在小区红线内"}


@pytest.fixture
def matter(street: Any, town: Any, desks: Any) -> Matter:
    """A request with 城管局, reported by phone."""
    made = do(street, "matters.receive", None, {
        "place": town.lake.path, "category": "stair_light", "text": "灯不亮，电话13800001234",
        "reporter_name": "周惠", "reporter_phone": "13800001234"}).record  # fmt: skip
    do(street, "matters.dispatch", made.pk, {"owner": str(desks.urban.pk)})
    return again(made)


@pytest.fixture
def address(matter: Matter, street: Any) -> str:
    """Where the unit opens it."""
    do(street, "matters.unit_link", matter.pk, {})
    return f"/u/{token_of(UnitLink.objects.get())}/"


def again(matter: Matter) -> Matter:
    return Matter.objects.get(pk=matter.pk)


def send(client: Client, address: str, word: str, **given: Any) -> Any:
    version = Matter.objects.get().version
    return client.post(f"{address}{word}/", {"version": version, **given})


def test_the_unit_sees_this_matter_and_nobody(client: Client, address: str, matter: Matter) -> None:
    page = client.get(address).content.decode()
    assert "灯不亮" in page
    assert matter.number in page
    assert "湖畔枫景" in page
    for hidden in ("周惠", "13800001234", str(matter.pk)):
        assert hidden not in page
    assert "noindex" in page


def test_it_is_taken_on_asked_about_and_finished(
    client: Client, address: str, matter: Matter
) -> None:
    assert send(client, address, "start").status_code == 302
    assert again(matter).state == "handling"
    send(client, address, "question", words="是几单元？")
    assert again(matter).paused_until is not None
    send(client, address, "resolve", outcome="solved", words="换了灯泡")
    done = again(matter)
    assert (done.state, done.result) == ("resolved", "换了灯泡")
    last = history(done)[-1]
    assert last.act == "matters.resolve"
    assert last.channel == "link"


def test_what_is_missing_comes_back_with_its_cure(client: Client, address: str) -> None:
    send(client, address, "start")
    answer = send(client, address, "resolve", outcome="not_ours", words="不归我们")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "不归我们" in page, "nothing typed is lost"
    assert "请告诉" in page


def test_it_is_given_back_once_and_then_the_link_is_closed(
    client: Client, address: str, matter: Matter, desks: Any
) -> None:
    assert send(client, address, "give_back", **RULE).status_code == 302
    assert again(matter).owner == desks.east
    closed = client.get(address)
    assert closed.status_code == 410
    assert "灯不亮" not in closed.content.decode()
    assert send(client, address, "start").status_code == 410


def test_it_dies_with_the_work_and_with_its_time(
    client: Client, address: str, matter: Matter, street: Any, at: Any
) -> None:
    at(clock.now() + timedelta(days=31))
    assert client.get(address).status_code == 410
    do(street, "matters.unit_link", matter.pk, {})
    new = f"/u/{token_of(UnitLink.objects.order_by('-at')[0])}/"
    assert client.get(new).status_code == 200
    assert send(client, new, "start").status_code == 302
    assert send(client, new, "resolve", outcome="cannot", words="要等改造").status_code == 302
    assert Matter.objects.get().state == "closed"
    closed = client.get(new)
    assert closed.status_code == 410
    assert "已经办结" in closed.content.decode()


def test_nobody_makes_one_up(client: Client, address: str) -> None:
    assert client.get(address[:-2] + "x/").status_code == 404
    assert client.get("/u/nonsense/").status_code == 404
    assert client.get(f"{address}dispatch/").status_code == 404


def test_no_link_for_whoever_governs_or_for_what_is_hidden(
    street: Any, town: Any, desks: Any, holder: Any
) -> None:
    made = do(street, "matters.receive", None, {
        "place": town.lake.path, "category": "stair_light", "text": "灯不亮"}).record  # fmt: skip
    do(street, "matters.dispatch", made.pk, {"owner": str(desks.lake.pk)})
    with pytest.raises(ActError):
        do(street, "matters.unit_link", made.pk, {})
    with pytest.raises(ActError):  # not by those who do not hand out
        do(holder(roles.GRID_MEMBER, town.dong), "matters.unit_link", made.pk, {})


def test_the_trail_names_the_unit_and_that_it_came_by_link(
    client: Client, address: str, matter: Matter, holder: Any, town: Any
) -> None:
    send(client, address, "start")
    desk = Client()
    person = holder(roles.STREET_DISPATCHER, town.east)
    desk.force_login(Account.objects.get(pk=person.id))
    page = desk.get(f"/desk/matters/{matter.pk}/").content.decode()
    assert "（链接办理）" in page
    link = UnitLink.objects.get()
    shown = desk.get(f"/desk/unit-link/{link.pk}/").content.decode()
    assert token_of(link) in shown


def test_what_has_become_confidential_is_not_shown_around(
    client: Client, address: str, matter: Matter, holder: Any, town: Any
) -> None:
    """Sorted anew as confidential, the link that was given before opens nothing (R21)."""
    centre = holder(roles.CITY_CENTRE, town.city)
    do(centre, "matters.recategorise", matter.pk, {"category": "home_violence"})
    Matter.objects.filter(pk=matter.pk).update(owner=matter.owner)  # whoever has it
    answer = client.get(address)
    assert answer.status_code == 410
    for hidden in ("灯不亮", matter.number, "家庭暴力", "保密"):
        assert hidden not in answer.content.decode()
    assert send(client, address, "start").status_code == 410
    assert again(matter).state == "assigned"


def test_a_phone_in_the_spot_is_masked_too(client: Client, address: str, matter: Matter) -> None:
    Matter.objects.filter(pk=matter.pk).update(where="2单元门口，打13800001234")
    page = client.get(address).content.decode()
    assert "2单元门口" in page
    assert "13800001234" not in page


def test_a_new_link_closes_the_one_before(
    client: Client, address: str, matter: Matter, street: Any
) -> None:
    """One that went to the wrong person is ended by making another."""
    do(street, "matters.unit_link", matter.pk, {})
    newest = UnitLink.objects.order_by("-until")[0]
    assert client.get(f"/u/{token_of(newest)}/").status_code == 200
    assert client.get(address).status_code == 410
