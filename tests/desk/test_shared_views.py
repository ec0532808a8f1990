"""A shared view stays in the sharer's place and carries no typed word (dignity D6)."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from doorstep.frame import Actor, Office, Refused, do
from doorstep.panes.saved import SavedView, views_of
from doorstep.panes.screens import SCREENS
from tests.frame.toy.persons import CLERK_HERE, CLERK_THERE, COMMUNITY, COMPOUND, person

pytestmark = pytest.mark.django_db


def saved(keeper: Actor, query: str) -> SavedView:
    data = {"screen": "parcels", "title": "mine", "query": query}
    return do(keeper, "panes.save_view", None, data).record  # type: ignore[no-any-return]


def shared(keeper: Actor, query: str) -> SavedView:
    view = saved(keeper, query)
    do(keeper, "panes.share_view", view, {"role": "clerk"})
    return SavedView.objects.get(pk=view.pk)


def sees(actor: Actor) -> list[str]:
    return [v.query for v in views_of(actor, SCREENS["parcels"])]


def test_typed_words_stay_with_the_one_who_typed_them(db: None) -> None:
    query = "state=open&state=nonsense&words=%E5%BC%A0%E4%B8%89&number=138&order=due"
    assert sees(CLERK_HERE) == []
    assert shared(CLERK_HERE, query).query == "state=open"


def test_it_is_seen_by_the_same_role_in_the_same_place_only(db: None) -> None:
    shared(CLERK_HERE, "state=open")
    colleague, inside = person("Clerk Too", "clerk", COMMUNITY), person("Low", "clerk", COMPOUND)
    for actor in (CLERK_HERE, colleague, inside):
        assert sees(actor) == ["state=open"], actor.name
    above = person("Clerk Above", "clerk", COMMUNITY[:8])
    for actor in (CLERK_THERE, above, person("Other", "porter", COMMUNITY)):
        assert sees(actor) == [], actor.name


def test_not_yet_shared_it_is_the_keepers_alone(db: None) -> None:
    saved(CLERK_HERE, "state=open")
    assert sees(person("Clerk Too", "clerk", COMMUNITY)) == []
    assert sees(CLERK_HERE) == ["state=open"]


def test_an_office_of_several_places_shares_within_what_holds_them(db: None) -> None:
    several = person("Clerk of Two", "clerk", COMPOUND, COMMUNITY + "0002")
    assert shared(several, "state=open").path == COMMUNITY
    far = Actor(uuid.uuid4(), "Far", (Office(uuid.uuid4(), "clerk", (COMMUNITY, "00010002")),))
    with pytest.raises(Refused):
        shared(far, "state=open")


def test_it_is_one_statement(db: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        sees(person("Clerk of Two", "clerk", COMPOUND, COMMUNITY + "0002"))
