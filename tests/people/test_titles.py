"""What an office is called follows the kind of place: 村 or 社区."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from doorstep.frame import SYSTEM
from doorstep.frame.catalogue_acts import load
from doorstep.people.models import Office
from doorstep.people.queries import actor_for, title_words, words_of
from doorstep.people.screens.posts import Offices
from tests.people.town import DAY, account, office, person, place

pytestmark = pytest.mark.django_db
TITLE = {
    "code": "community_secretary",
    "zh": "社区书记",
    "en": "Community secretary",
    "data": {"rural_zh": "村书记"},
}


@pytest.mark.parametrize(("kind", "said"), [("community", "社区书记"), ("village", "村书记")])
def test_a_title_follows_the_place(town: Any, kind: str, said: str) -> None:
    list(load(SYSTEM, "people.titles", [TITLE], DAY))
    home = place(town.east, 9, kind, "花塘")
    who = person(home, "钱大双")
    account(who, "secretary")
    held = office(who, "community_secretary", home)
    with translation.override("zh-hans"):
        mine = actor_for(who.account).offices[0]
        assert title_words(mine.title, mine.role) == said
        assert words_of(held) == said
        assert Offices().label_of(Office.objects.get(pk=held.pk)) == f"{said} 钱大双"
    with translation.override("en"):
        assert title_words(mine.title, mine.role) == "Community secretary"
