"""Saved views that tell: by post, once a day with the digest, of emergencies at once (0025)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from doorstep.doors.acts.watching import tell_views
from doorstep.doors.models import ViewTelling, ViewWatch
from doorstep.frame import Actor, NotFound, Refused, do
from doorstep.kit import clock
from doorstep.matters.models import Matter
from doorstep.notices.models import Notice
from doorstep.notices.rules import NORMAL, URGENT
from doorstep.panes.saved import SavedView
from doorstep.people import rules as roles
from doorstep.people.models import Account, Office
from doorstep.people.queries import actor_for

pytestmark = pytest.mark.django_db


def saved(who: Actor, query: str = "state=submitted", role: str = "", **tells: str) -> SavedView:
    view = do(who, "panes.save_view", None,
              {"screen": "matters", "title": "新到的", "query": query}).record  # fmt: skip
    if role:
        do(who, "panes.share_view", view, {"role": role})
    if tells:
        do(who, "doors.tell_view", SavedView.objects.get(pk=view.pk), tells)
    return SavedView.objects.get(pk=view.pk)


def told(view: SavedView) -> list[tuple[str, str, str]]:
    found = Notice.objects.filter(about=f"panes.savedview:{view.pk}").order_by("id")
    return [(n.account.username, n.text, n.urgency) for n in found if n.account]


def name(who: Actor) -> str:
    return Account.objects.get(pk=who.id).username


def evening(at: Any, days: int = 0) -> None:
    now = clock.local(clock.now()) + timedelta(days=days)
    at(now.replace(hour=16, minute=45))


def test_of_new_rows_once_a_day(secretary: Actor, reported: Any, at: Any) -> None:
    view = saved(secretary, when="daily")
    reported(secretary)
    tell_views()  # from now on
    assert told(view) == []
    reported(secretary)
    reported(secretary, text="又一盏")
    tell_views()
    assert told(view) == []  # not before the digest
    evening(at)
    assert tell_views() == 1
    assert told(view) == [(name(secretary), "“新到的”新增2条", NORMAL)]
    reported(secretary)
    assert tell_views() == 0  # once a day
    evening(at, days=1)
    assert tell_views() == 1
    assert told(view)[-1][1] == "“新到的”新增1条"


def test_what_moves_into_a_view_is_new_to_it(secretary: Actor, reported: Any, at: Any) -> None:
    view = saved(secretary, "state=accepted", when="daily")
    old = reported(secretary)
    tell_views()
    do(secretary, "matters.accept", Matter.objects.get(pk=old.pk), {})
    evening(at)
    tell_views()
    assert len(told(view)) == 1


def test_emergencies_at_once(secretary: Actor, reported: Any, at: Any) -> None:
    view = saved(secretary, "state=open", when="at_once")
    tell_views()
    reported(secretary)
    assert tell_views() == 0
    reported(secretary, category="gas_leak", text="楼道里煤气味很重")
    assert tell_views() == 1
    assert told(view) == [(name(secretary), "“新到的”新增1条", URGENT)]
    assert tell_views() == 0  # told once
    evening(at)
    assert tell_views() == 1  # the other one


def test_it_goes_with_the_post(
    street: Actor, town: Any, holder: Any, reported: Any, at: Any
) -> None:
    view = saved(street, role=roles.STREET_DISPATCHER, when="daily")
    tell_views()
    Office.objects.filter(person=street.person).update(until=clock.today())
    follows = holder(roles.STREET_DISPATCHER, town.east)
    elsewhere = holder(roles.STREET_DISPATCHER, town.west)
    assert ViewWatch.objects.count() == 1
    tell_views()  # the new one's begins
    reported(follows)
    evening(at)
    tell_views()
    assert [who for who, _words, _u in told(view)] == [name(follows)]
    page = client(follows).get(f"/desk/views/{view.pk}/").content.decode()
    assert "每天随汇总提醒一次新增" in page
    assert client(elsewhere).get(f"/desk/views/{view.pk}/").status_code == 404
    do(follows, "doors.tell_view", SavedView.objects.get(pk=view.pk), {"when": "never"})
    with pytest.raises(NotFound):
        do(elsewhere, "doors.tell_view", SavedView.objects.get(pk=view.pk), {"when": "daily"})
    assert ViewTelling.objects.get().mode == "never"
    do(follows, "panes.drop_view", SavedView.objects.get(pk=view.pk), {})


def client(who: Actor) -> Client:
    made = Client()
    made.force_login(Account.objects.get(pk=who.id))
    return made


def test_each_hears_of_what_each_may_see(
    secretary: Actor, town: Any, reported: Any, at: Any
) -> None:
    view = saved(secretary, role=roles.COMMUNITY_SECRETARY, when="daily")
    assert actor_for(Account.objects.get(pk=secretary.id)).roles
    tell_views()
    hidden = reported(secretary)
    Matter.objects.filter(pk=hidden.pk).update(hidden_below=3)
    evening(at)
    assert tell_views() == 0
    assert told(view) == []


@pytest.mark.parametrize("query", ["words=%E5%BC%A0%E4%B8%89", "state=submitted&words=138"])
def test_typed_words_tell_of_nobody(secretary: Actor, query: str) -> None:
    with pytest.raises(Refused, match="手写"):
        saved(secretary, query, when="daily")


def test_a_view_of_too_many_tells_nothing(
    secretary: Actor, reported: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr("doorstep.doors.acts.watching.COUNTED", 1)
    for n in range(2):
        reported(secretary, text=f"灯{n}")
    with pytest.raises(Refused):
        saved(secretary, when="daily")


def test_live_counts_come_after_the_page(secretary: Actor, reported: Any) -> None:
    saved(secretary)
    for n in range(3):
        reported(secretary, text=f"灯{n}")
    page = client(secretary).get("/desk/matters/?state=submitted").content.decode()
    assert 'hx-get="/desk/matters/views/?state=submitted"' in page
    tabs = client(secretary).get("/desk/matters/views/?state=submitted").content.decode()
    assert '<span class="num">3</span>' in tabs
    assert 'aria-current="page"' in tabs
    assert "<html" not in tabs
