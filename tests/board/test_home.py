"""The first page of a post: what is late stands first, also for those who read figures."""

from __future__ import annotations

import pytest

from doorstep.board.rules import BOARD_FIRST, OVERDUE
from doorstep.board.screens.home import heaps
from doorstep.frame.terms import term
from doorstep.people.models import Account


@pytest.mark.parametrize("role", BOARD_FIRST)
def test_who_reads_figures_sees_what_is_late_on_the_first_page(client, town, holder, role):
    at = town.city if role.startswith("city") else town.east
    actor = holder(role, at)
    assert heaps(actor)[0].term == OVERDUE[0]
    client.force_login(Account.objects.get(pk=actor.id))
    page = client.get("/desk/").content.decode()
    assert "/desk/matters/?overdue=1" in page
    assert term("board.overdue") in page
