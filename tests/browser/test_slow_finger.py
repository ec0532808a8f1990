"""A slow finger: what the page brings while a button is held down must not lose the tap."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from doorstep.matters.models import Matter

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1366, 768)])
def test_a_button_held_down_while_topics_arrive_still_sends(
    town: SimpleNamespace, open_as: Any, width: int, height: int
) -> None:
    """Leaving the box asks for topics; their arrival moves the page under the finger."""
    page = open_as("steward", width, height)
    page.goto("/pocket/report/")
    page.get_by_label("什么事").fill("102下水通了")
    button = page.get_by_role("button", name="请小区办", exact=True)
    button.hover()
    page.mouse.down()
    page.wait_for_timeout(1500)
    page.mouse.up()
    page.wait_for_url("**/pocket/m/**", timeout=5000)
    assert Matter.objects.get().source == "steward"
