"""Every screen of every app opens: list, each filter, search, forms of its creating acts."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from doorstep.doors.story import creating
from doorstep.frame import Actor, Office
from doorstep.panes.lists import Wanted, page_of
from doorstep.panes.screens import SCREENS, Screen
from tests.frame.toy import persons
from tests.frame.toy.persons import CITY


def holder(screen: Screen) -> Actor:
    """Somebody who holds every post that may open the screen, for the whole city."""
    offices = tuple(Office(uuid.uuid4(), role, (CITY,)) for role in sorted(screen.roles))
    return Actor(uuid.uuid4(), f"all of {screen.slug}", offices, person=uuid.uuid4())


@pytest.mark.parametrize("slug", sorted(SCREENS))
def test_opens(db: None, as_: Any, monkeypatch: Any, slug: str) -> None:
    screen = SCREENS[slug]
    who = holder(screen)
    monkeypatch.setitem(persons.ALL, who.name, who)
    browser = as_(who)
    answer = browser.get(screen.url())
    assert answer.status_code == 200
    assert "None" not in answer.content.decode().split("<main", 1)[1]
    for name in screen.filters:
        for value, _words in screen.choices(name, who):
            assert page_of(screen, who, Wanted({name: (value,)})).records == []
    if screen.search:
        assert page_of(screen, who, Wanted(words="路灯")).records == []
    assert page_of(screen, who, Wanted(place=CITY)).records == []
    for act in creating(screen, who):
        page = browser.get(f"{screen.url()}do/{act.word}/")
        assert page.status_code == 200, act.name
    assert browser.get(f"/api/v1/{slug}/").status_code == 200
